"""How long a step will still take, from how fast it went."""

from collections.abc import Callable

from app.common.progress import Progress

_WATCH_S = 2.0
"""Say nothing before this: the first figures jump about."""


class RemainingTime:
    """Asks its clock only when there is something to compare."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._step = ""
        self._began_at = 0.0
        self._began_with = 0

    def begin(self) -> None:
        """Forget what was measured."""
        self._step = ""

    def seconds_left(self, progress: Progress) -> int | None:
        """Return whole seconds until this step is done, None while nobody can know."""
        now = self._clock()
        if progress.step != self._step:
            self._step, self._began_at, self._began_with = progress.step, now, progress.done
        passed, gained = now - self._began_at, progress.done - self._began_with
        if passed < _WATCH_S or gained <= 0 or progress.total <= 0:
            return None
        return round((progress.total - progress.done) * passed / gained)
