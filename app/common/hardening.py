"""Make the process itself a harder place to look into, as far as the platform allows without extra rights.

Linux and macOS: new files are private, no core dumps; Linux: no other process of the same user may read our memory.
Windows protects its processes by other means, which are not used yet; not yet run on Windows or macOS.
"""

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4


def harden_process() -> None:
    """Call once, first thing."""
    os.umask(0o077)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
