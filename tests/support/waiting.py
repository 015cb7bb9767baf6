"""Wait for something that another thread brings about."""

import time
from collections.abc import Callable


def wait_until(is_so: Callable[[], bool], seconds: float = 10.0) -> None:
    """Return when it is so; fail the test when it takes longer than `seconds`."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)
