"""Getting used to it: a shutter over the half of the picture the worker is in, so that only the other is seen."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import SegmentButton
from app.ui.widgets.drawing import paint_shutters
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.picture_view import PictureView


class OwnSide(StrEnum):
    """Where the worker sits in the picture."""

    LEFT = "links"
    RIGHT = "rechts"
    NOWHERE = "nergens"


class HalfCover(QWidget):
    """Lies over the stage; a click beside the choice reaches the picture under it."""

    side_chosen = Signal(str)

    def __init__(self, theme: Theme, stage: PictureView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._stage = stage
        self._side = OwnSide.RIGHT
        self._is_hiding = True
        self._drawn: QPixmap | None = None
        self._ask = QFrame(self)
        self._ask.setProperty("surface", "menu")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self._ask)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(4)
        row.addWidget(TextLabel(self.tr("Waar zit jij?"), "sterk", self._ask, wraps=False))
        row.addSpacing(6)
        names = ((OwnSide.LEFT, self.tr("Links")), (OwnSide.RIGHT, self.tr("Rechts")), (OwnSide.NOWHERE, self.tr("Niet in beeld")))
        for side, name in names:
            button = SegmentButton(theme, name, self._ask)
            button.setObjectName(side.value)
            button.setAccessibleName(self.tr("Waar zit jij? {side}").format(side=name))
            self._group.addButton(button)
            row.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)
        self.setAccessibleName(self.tr("Luik voor jouw kant van het beeld"))
        theme.changed.connect(self._place)

    def show_side(self, side: OwnSide) -> None:
        """Cover this side."""
        self._side = side
        for button in self._group.buttons():
            button.setChecked(button.objectName() == side.value)
        self.update()

    def set_hiding(self, *, is_hiding: bool) -> None:
        """Let the shutter be there, or leave the whole picture open."""
        self._is_hiding = is_hiding
        self._ask.setVisible(is_hiding)
        self.update()

    def focus_choice(self) -> None:
        """Put the keyboard on the choice."""
        checked = self._group.checkedButton()
        if checked is not None:
            checked.setFocus()

    def covered(self) -> QRectF:
        """Return what is covered, in this widget; empty when nothing is."""
        picture = self._stage.picture_rect()
        if not self._is_hiding or self._side is OwnSide.NOWHERE or picture.isEmpty():
            return QRectF()
        picture.setWidth(picture.width() / 2)
        if self._side is OwnSide.RIGHT:
            picture.moveLeft(picture.right())
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the choice at the top, in the middle."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shutter from a picture that is drawn again only when its size changes."""
        covered = self.covered()
        if covered.isEmpty():
            return
        size = QSize(round(covered.width()), round(covered.height()))
        if self._drawn is None or self._drawn.size() != size:
            self._drawn = QPixmap(size)
            painter = QPainter(self._drawn)
            paint_shutters(painter, QRectF(self._drawn.rect()))
            painter.end()
        QPainter(self).drawPixmap(covered.topLeft(), self._drawn)

    @Slot()
    def _place(self) -> None:
        self._ask.adjustSize()
        self._ask.move((self.width() - self._ask.width()) // 2, 12)

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        self.show_side(OwnSide(button.objectName()))
        self.side_chosen.emit(button.objectName())
