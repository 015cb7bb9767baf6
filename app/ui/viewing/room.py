"""How the parts of the viewing screen stand around the picture, and what may take their place for a while."""

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.ui.viewing.layout import ViewingLayout


class RoomMode(Enum):
    """How much stands around the picture."""

    ALL = auto()
    FOCUS = auto()
    """The picture and one line under it."""
    PICTURE = auto()
    """The picture only."""


class Room(QWidget):
    """Stage with what is above and below it, and a panel at the side. `show_above`, `show_side` and `cover_stage` lend room to others."""

    def __init__(self, stage: QWidget, transport: QWidget, focus_bar: QWidget, timeline: QWidget, panel: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._panel = panel
        self._around = (transport, timeline)
        self._focus_bar = focus_bar
        self._above: QWidget | None = None
        self._cover: QWidget | None = None
        self._has_own_sizes = False
        self.mode = RoomMode.ALL
        self._upper = QWidget(self)
        self._picture = QVBoxLayout(self._upper)
        self._picture.setContentsMargins(0, 0, 0, 0)
        self._picture.setSpacing(0)
        self._picture.addWidget(stage, 1)
        self._picture.addWidget(transport)
        self._picture.addWidget(focus_bar)
        focus_bar.hide()
        self._side = QStackedWidget(self)
        self._side.addWidget(panel)
        self._rows = _splitter(Qt.Orientation.Vertical, self._upper, timeline)
        self._columns = _splitter(Qt.Orientation.Horizontal, self._rows, self._side)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._columns)
        for splitter in (self._columns, self._rows):
            splitter.splitterMoved.connect(self._on_splitter_moved)
        stage.installEventFilter(self)

    @property
    def side(self) -> QWidget | None:
        """What stands beside the picture now."""
        return self._side.currentWidget()

    def show_above(self, widget: QWidget | None) -> None:
        """Put this between top bar and picture, or take away what is there; whoever made it still owns it."""
        if self._above is not None:
            self._picture.removeWidget(self._above)
            self._above.hide()
        self._above = widget
        if widget is not None:
            self._picture.insertWidget(0, widget)
            widget.setVisible(self.mode is RoomMode.ALL)

    def show_side(self, widget: QWidget | None) -> None:
        """Put this in the place of the moment's panel; None brings the panel back."""
        shown = widget or self._panel
        if self._side.indexOf(shown) < 0:
            self._side.addWidget(shown)
        self._side.setCurrentWidget(shown)

    def cover_stage(self, widget: QWidget | None) -> None:
        """Lay this over the whole picture, or uncover it."""
        if self._cover is not None:
            self._cover.hide()
        self._cover = widget
        if widget is not None:
            widget.setParent(self._stage)
            widget.setGeometry(self._stage.rect())
            widget.show()
            widget.raise_()

    def set_mode(self, mode: RoomMode) -> None:
        """Leave more or less around the picture."""
        self.mode = mode
        for part in (self._side, *self._around, *([self._above] if self._above else [])):
            part.setVisible(mode is RoomMode.ALL)
        self._focus_bar.setVisible(mode is RoomMode.FOCUS)

    def divide(self, size: QSize, layout: ViewingLayout) -> None:
        """Give each part its share of a room of this size, unless the worker chose otherwise."""
        if not self._has_own_sizes:
            # A part that needs less since a moment ago would otherwise still get what it needed then.
            self._rows.refresh()
            self._columns.setSizes([size.width() - layout.panel_px, layout.panel_px])
            self._rows.setSizes([size.height() - layout.timeline_px, layout.timeline_px])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the cover as large as the picture."""
        if event.type() == QEvent.Type.Resize and self._cover is not None:
            self._cover.setGeometry(self._stage.rect())
        return super().eventFilter(watched, event)

    @Slot()
    def _on_splitter_moved(self) -> None:
        self._has_own_sizes = True


def _splitter(orientation: Qt.Orientation, first: QWidget, second: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    # At one pixel Qt itself makes the place where it can be grabbed wider than the line.
    splitter.setHandleWidth(1)
    splitter.addWidget(first)
    splitter.addWidget(second)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)
    return splitter
