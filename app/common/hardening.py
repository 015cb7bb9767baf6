"""Make the process itself a harder place to look into, as far as the platform allows without extra rights.

Linux: new files are private, no core dumps, no other process of the same user may read our memory, no bus over a network.
macOS: new files are private, no core dumps, no debugger (PT_DENY_ATTACH). Windows: no other process of the same user may
read our memory, and libraries come from our own folder and the system's only. The last two follow the documentation of
Apple and Microsoft and have not yet run there. An administrator can get round all of it.
"""

import ctypes
import os
import sys

from app.common.local_bus import forget_other_buses
from app.common.windows_guard import guard_windows_process

_PR_SET_DUMPABLE = 4
_PT_DENY_ATTACH = 31


def harden_process() -> None:
    """Call once, first thing, in the program and in each of its child processes."""
    os.umask(0o077)
    if sys.platform == "win32":
        guard_windows_process()
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        forget_other_buses(os.environ)
    elif sys.platform == "darwin":
        ctypes.CDLL(None).ptrace(_PT_DENY_ATTACH, 0, None, 0)
