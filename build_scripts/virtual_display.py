"""A screen without a monitor, to start a window on and take a picture of: Xvfb."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from set_up import venv_program

_GRAB = "import sys; from PIL import ImageGrab; ImageGrab.grab(xdisplay=sys.argv[1]).save(sys.argv[2])"


@contextmanager
def virtual_display(width: int = 1280, height: int = 800) -> Iterator[str]:
    """Start Xvfb on a free number and give its DISPLAY; no other machine can reach it."""
    reading, writing = os.pipe()
    screen = f"{width}x{height}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def wait_for_window(display: str, title: str, seconds: float) -> bool:
    """Wait until a visible window has this title; False when it did not come in time."""
    deadline = time.monotonic() + seconds
    search = ["xdotool", "search", "--onlyvisible", "--name", title]
    while subprocess.run(search, env={**os.environ, "DISPLAY": display}, capture_output=True, check=False).returncode != 0:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def take_picture(display: str, picture: Path) -> None:
    """Save what is on the screen as PNG."""
    subprocess.run([str(venv_program("python")), "-c", _GRAB, display, str(picture)], check=True)
