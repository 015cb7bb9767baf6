"""The last step of locking: end the process that held the keys and start a fresh one at the closed shutters."""

import os
import subprocess
import sys
from typing import NoReturn


def relaunch() -> NoReturn:
    """Become a new process, so that nothing the old one had in memory is left; the operating system clears its pages."""
    command = list(sys.orig_argv)
    if sys.platform == "win32":
        # Windows cannot replace a process: start the new one first, then go without any clearing up of our own.
        subprocess.Popen(command, close_fds=True)  # noqa: S603 - our own command line
        os._exit(0)
    os.execv(sys.executable, command)  # noqa: S606 - our own command line
