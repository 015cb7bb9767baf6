"""What every step of making unrecognisable has in common."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme import Theme

_PANEL_PX = 408


class Step(QWidget):
    """A page of the screen: shows itself when entered, lets go when left."""

    done = Signal()
    back = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def entered(self) -> None:
        """The step comes into view."""

    def left(self) -> None:
        """Another step comes into view, or the screen is closed: stop what runs."""

    def set_picture_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before every picture."""

    def parts(self) -> tuple[QWidget, ...]:
        """Return what Tab goes along, in the order a person reads it."""
        return ()

    def put_in_reading_order(self) -> None:
        """Let Tab go along the parts as they are read; by itself it goes in the order in which Qt was given them."""
        stops = [each for part in self.parts() for each in (part, *part.findChildren(QWidget)) if _is_stop(each)]
        # A list that drops down is a window of its own.
        stops = [each for each in stops if each.window() is self.window()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: FBT001 - a method of Qt
        """Go to the next stop; cards and rows that came since the last time are put in their place first."""
        self.put_in_reading_order()
        return super().focusNextPrevChild(is_next)

    def act_on_key(self, _event: QKeyEvent) -> bool:
        """Do what this key asks and return True; False when it means nothing here."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give Enter to the button that has the focus, and every other key that nobody took to the step."""
        focus = QApplication.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and isinstance(focus, QAbstractButton):
            focus.click()
        elif not self.act_on_key(event):
            super().keyPressEvent(event)


def _is_stop(widget: QWidget) -> bool:
    """Whether Tab may stop here; the field within a list to choose from gives the focus on to that list."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


class SidePanel(QFrame):
    """The panel at the right: `content` scrolls, what is `pinned` under it and the `foot` stay in view."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, px: int = _PANEL_PX) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._theme = theme
        self._px = px
        scrolled = QWidget()
        scrolled.setObjectName("scrolled")
        self.content = QVBoxLayout(scrolled)
        self.content.setContentsMargins(20, 18, 20, 18)
        self.content.setSpacing(10)
        self.area = in_scroll_area(scrolled, self)
        self.pinned = QVBoxLayout()
        self.pinned.setContentsMargins(16, 0, 16, 8)
        self.pinned.setSpacing(8)
        foot = QFrame(self)
        foot.setObjectName("foot")
        self.foot = QHBoxLayout(foot)
        self.foot.setContentsMargins(16, 10, 16, 10)
        self.foot.setSpacing(10)
        line = QFrame(self)
        line.setObjectName("line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addLayout(self.pinned)
        column.addWidget(line)
        column.addWidget(foot)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        # At large text the panel may take more, but the picture stays the largest thing on screen.
        self.setFixedWidth(min(self._theme.current.scaled(self._px), round(self._px * 1.25)))


class _TallArea(QScrollArea):
    """Never narrower than what is in it."""

    def minimumSizeHint(self) -> QSize:
        """Return the content's least width, with its bar."""
        content = self.widget()
        width = content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() if content else 0
        return QSize(width, 120)


def in_scroll_area(content: QWidget, parent: QWidget) -> QScrollArea:
    """Return the content in an area that scrolls up and down when there is too little room, and never sideways."""
    area = _TallArea(parent)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


def is_single_key(event: QKeyEvent) -> bool:
    """Whether the key was pressed alone or with Shift: the keys that only work outside text fields."""
    blocking = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return not event.modifiers() & blocking
