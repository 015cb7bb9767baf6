"""Tell every screen what changed, so that none has to be told by another."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """Which subjects a piece of work touched."""

    recordings: bool = False
    moments: bool = False
    fragments: bool = False
    clips: bool = False
    consents: bool = False
    destroyed: bool = False
    """Something is gone for good."""


class ChangeFeed:
    """Callbacks run on the thread that made the change; a window passes them on to its own."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Changes], None]] = []

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call the listener at every change from now on. Returns the function that ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, changes: Changes) -> None:
        """Tell all listeners."""
        for listener in list(self._listeners):
            listener(changes)
