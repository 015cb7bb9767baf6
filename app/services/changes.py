"""Tell every screen what changed, so that none has to be told by another."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True)
class Changes:
    """Which subjects a piece of work touched."""

    recordings: bool = False
    moments: bool = False
    fragments: bool = False
    clips: bool = False
    chapters: bool = False
    collections: bool = False
    consents: bool = False
    kaders: bool = False
    """Which frames there are, or which is in use."""
    words: bool = False
    """What is said in a recording, or the worker's own list of what to hide in it."""
    reflections: bool = False
    """What a worker wrote in looking back alone or in a quiet frame."""
    destroyed: bool = False
    """Something is gone for good."""


class ChangeFeed:
    """Callbacks run on the thread that made the change, once it is durable; a window passes them on to its own.

    `when_durable` runs a call after the transaction we are in: what is rolled back is never told.
    """

    def __init__(self, when_durable: Callable[[Callable[[], None]], None]) -> None:
        self._when_durable = when_durable
        self._listeners: list[Callable[[Changes], None]] = []

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call the listener at every change from now on. Returns the function that ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, changes: Changes) -> None:
        """Tell all listeners as soon as what is being changed is durable."""
        self._when_durable(partial(self._tell, changes))

    def _tell(self, changes: Changes) -> None:
        for listener in list(self._listeners):
            listener(changes)
