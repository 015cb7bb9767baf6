"""The card with all keys, over whatever screen is open."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.preferences import Preferences
from app.ui.anonymise.picture_keys import picture_rows
from app.ui.anonymise.sound_keys import sound_rows
from app.ui.theme import Theme
from app.ui.viewing.key_choices import chosen_keys
from app.ui.viewing.keys import KeyRow
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.key_hint import KeyHint
from app.ui.widgets.labels import Heading, Line, Surface, TextLabel
from app.ui.widgets.mark_shape import MarkShape

_SCRIM = QColor(9, 14, 13, 150)
_SCROLLS = {Qt.Key.Key_Up: -0.1, Qt.Key.Key_Down: 0.1, Qt.Key.Key_PageUp: -0.9, Qt.Key.Key_PageDown: 0.9}
"""How much of a page each key goes on."""


class HelpCard(QWidget):
    """Covers its parent with a scrim; Esc, a click beside the card or the button closes it."""

    kader_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget, preferences: Preferences) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._filled_for = chosen_keys(preferences)
        self._theme = theme
        self._room = parent
        self._card = Surface("sheet", self)
        self._fill_card()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(24, 24, 24, 24)
        outside.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card, 100)
        row.addStretch(1)
        outside.addLayout(row, 100)
        outside.addStretch(1)
        parent.installEventFilter(self)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def open(self) -> None:
        """Show the card over everything, with the keys as they are now, and take the keyboard."""
        self._fill_anew()
        self.setGeometry(self._room.rect())
        self.show()
        self.raise_()
        self._scroll.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep covering the room when it changes size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._room.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the scrim."""
        QPainter(self).fillRect(self.rect(), _SCRIM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc, scroll with the arrows and the page keys; nothing else passes to the screen behind."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_close()
        elif event.key() in _SCROLLS:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + round(_SCROLLS[Qt.Key(event.key())] * bar.pageStep()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close with a click beside the card."""
        if not self._card.geometry().contains(QPointF(event.position()).toPoint()):
            self._on_close()

    def _inside(self) -> QWidget:
        inside = QWidget(self._card)
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(36, 28, 36, 24)
        column.setSpacing(6)
        column.addLayout(self._head(inside))
        column.addWidget(TextLabel(self.tr("Eén toets zet een moment. De rest mag later."), "gewoon", inside))
        column.addSpacing(8)
        blocks = QGridLayout()
        blocks.setHorizontalSpacing(48)
        blocks.setVerticalSpacing(16)
        for place, (title, rows) in enumerate(self._blocks()):
            blocks.addLayout(self._block(inside, title, rows), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(blocks)
        column.addSpacing(8)
        column.addWidget(Line(inside))
        column.addSpacing(4)
        column.addLayout(self._foot(inside))
        return inside

    def _fill_card(self) -> None:
        self._scroll = scroll = QScrollArea(self._card)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Alles met het toetsenbord"))
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inside())
        frame = QVBoxLayout(self._card)
        frame.setContentsMargins(2, 2, 2, 2)
        frame.addWidget(scroll)

    def _fill_anew(self) -> None:
        chosen = chosen_keys(self._preferences)
        if chosen != self._filled_for:
            self._filled_for = chosen
            self._scroll.setWidget(self._inside())

    def _head(self, parent: QWidget) -> QHBoxLayout:
        self._close = Button(self._theme, self.tr("Sluiten"), parent, kind="quiet", keys=("Esc",))
        self._close.clicked.connect(self._on_close)
        row = QHBoxLayout()
        row.addWidget(Heading(self.tr("Alles met het toetsenbord"), "kop2", parent), 1)
        row.addWidget(self._close)
        return row

    def _foot(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, "info", parent, size=16, color="inkt_3"))
        words = self.tr("Toetsen werken niet als je in een tekstvak typt. Alles is aan te passen bij Veiligheid, ook voor één hand.")
        row.addWidget(TextLabel(words, "bij", parent), 1)
        kader = Button(self._theme, self.tr("Kijkkader en begrippen"), parent, kind="quiet")
        kader.clicked.connect(self._on_kader)
        row.addWidget(kader)
        return row

    def _block(self, parent: QWidget, title: str, rows: list[KeyRow]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, self._theme.current.scaled(108))
        grid.setColumnStretch(2, 1)
        grid.addWidget(TextLabel(title, "titel", parent), 0, 0, 1, 3)
        for number, row in enumerate(rows):
            place = 2 * number + 1
            grid.addWidget(Line(parent), place, 0, 1, 3)
            grid.addWidget(KeyHint(self._theme, row.caps, parent), place + 1, 0)
            if row.mark:
                grid.addWidget(MarkShape(self._theme, row.mark, parent, size=13, background="paneel"), place + 1, 1)
                grid.addWidget(TextLabel(row.text, "uitleg", parent), place + 1, 2)
            else:
                grid.addWidget(TextLabel(row.text, "uitleg", parent), place + 1, 1, 1, 2)
        return grid

    def _blocks(self) -> list[tuple[str, list[KeyRow]]]:
        rows = (*self._filled_for.rows, *self._shell_rows(), *picture_rows(), *sound_rows())
        groups = dict.fromkeys(row.group for row in rows)
        return [(group, [row for row in rows if row.group == group]) for group in groups]

    def _shell_rows(self) -> tuple[KeyRow, ...]:
        group = self._filled_for.rows[-1].group
        return (
            KeyRow(group, ("Ctrl", "L"), self.tr("Luiken dicht, meteen"), ()),
            KeyRow(group, ("Ctrl", "N"), self.tr("Opname toevoegen"), ()),
            KeyRow(group, ("Ctrl", "F"), self.tr("Zoek in alles wat je schreef"), ()),
            KeyRow(group, ("Ctrl", "1"), self.tr("Naar de opnamen"), ()),
            KeyRow(group, ("?",), self.tr("Deze kaart"), ()),
        )

    @Slot()
    def _on_kader(self) -> None:
        self._on_close()
        self.kader_requested.emit()

    @Slot()
    def _on_close(self) -> None:
        self.hide()
        self._room.setFocus()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._card.setMaximumWidth(self._theme.current.scaled(1100))
        self._card.setMaximumHeight(self._theme.current.scaled(700))
