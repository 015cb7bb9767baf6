"""Do something at an exact step of long work; the progress that is reported leaves out what follows too fast."""

from collections.abc import Callable

from app.common.progress import JobContext


class AtStep(JobContext):
    """Calls `call` when the work says that this many parts are done."""

    def __init__(self, done: int, call: Callable[[], object]) -> None:
        super().__init__()
        self._done, self._call = done, call

    def advance(self, step: str, done: int, total: int) -> None:
        super().advance(step, done, total)
        if done == self._done:
            self._call()
