"""The services' change feed as one Qt signal on the window's thread."""

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.services.changes import ChangeFeed, Changes


class ChangeSignal(QObject):
    """Emits `changed(Changes)` from the event loop, whatever thread made the change."""

    changed = Signal(object)
    _noticed = Signal(object)

    def __init__(self, feed: ChangeFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_stopped = False
        self._noticed.connect(self._on_noticed, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = feed.subscribe(self._noticed.emit)

    def stop(self) -> None:
        """Listen no more; what was on its way is not told either."""
        self._is_stopped = True
        self._unsubscribe()

    @Slot(object)
    def _on_noticed(self, changes: Changes) -> None:
        if not self._is_stopped:
            self.changed.emit(changes)
