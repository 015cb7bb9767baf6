"""A screen without a monitor, to start a window on and take a picture of: Xvfb."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from set_up import venv_program

_GRAB = "import sys; from PIL import ImageGrab; ImageGrab.grab(xdisplay=sys.argv[1]).save(sys.argv[2])"
_DIFFER = """
import sys
from PIL import Image, ImageChops
before, after = (Image.open(file).convert("L") for file in sys.argv[1:])
histogram = ImageChops.difference(before, after).histogram()
print(1 - histogram[0] / sum(histogram))
"""
_LOOK_AGAIN_S = 0.5
_OTHER_SCREEN = 0.2
"""A picture that differs in a fifth of its points is another screen; a caret or a typed word is far less."""


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
    return _comes_true(lambda: _xdotool(display, "search", "--onlyvisible", "--name", title) == 0, seconds)


def type_into_window(display: str, title: str, line: str) -> None:
    """Give the window the keyboard, type the line and press Enter."""
    _xdotool(display, "search", "--onlyvisible", "--name", title, "windowfocus", "--sync")
    _xdotool(display, "type", "--delay", "20", line)
    _xdotool(display, "key", "Return")


def wait_until_still(display: str, picture: Path, seconds: float) -> bool:
    """Save pictures until one is like the one before it: the window is there before its first painting is."""
    take_picture(display, picture)

    def is_still() -> bool:
        earlier = picture.with_suffix(".before.png")
        picture.replace(earlier)
        time.sleep(_LOOK_AGAIN_S)
        take_picture(display, picture)
        share = _share_that_differs(earlier, picture)
        earlier.unlink()
        return share < 0.01  # a blinking caret may differ

    return _comes_true(is_still, seconds)


def wait_until_changed(display: str, before: Path, after: Path, seconds: float) -> bool:
    """Save pictures as `after` until one shows another screen than `before`, and is still."""
    return _comes_true(lambda: wait_until_still(display, after, seconds) and _share_that_differs(before, after) > _OTHER_SCREEN, seconds)


def take_picture(display: str, picture: Path) -> None:
    """Save what is on the screen as PNG."""
    subprocess.run([str(venv_program("python")), "-c", _GRAB, display, str(picture)], check=True)


def _share_that_differs(one: Path, other: Path) -> float:
    comparison = [str(venv_program("python")), "-c", _DIFFER, str(one), str(other)]
    return float(subprocess.run(comparison, capture_output=True, check=True).stdout)


def _xdotool(display: str, *arguments: str) -> int:
    return subprocess.run(["xdotool", *arguments], env={**os.environ, "DISPLAY": display}, capture_output=True, check=False).returncode


def _comes_true(is_so: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_AGAIN_S)
    return True
