"""Give up what a reader of strangers' files does not need. What a platform cannot do is left out, never an error.

Linux: no files written, no core dump, no new privileges, a memory ceiling, and a network namespace of its own where
the kernel allows one. Windows and macOS: a memory ceiling is left to the parent's time limit; not yet run there.
"""

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_BELOW_NORMAL = 0x4000
"""Windows: BELOW_NORMAL_PRIORITY_CLASS."""
_NICENESS = 10


def confine(memory_mb: int) -> None:
    """Confine this process for good; call before any library with threads is loaded."""
    if sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    if sys.platform == "linux":
        _lower(resource.RLIMIT_AS, memory_mb * 1024 * 1024)
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        leave_network = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
        libc.unshare(leave_network)


def step_aside() -> None:
    """Let what somebody watches or types go first, for work nobody waits for. Windows: from its documentation, not yet run there."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), _BELOW_NORMAL)
    else:
        os.nice(_NICENESS)


def _lower(which: int, limit: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(which, (limit, limit))
