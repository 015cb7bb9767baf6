"""A picture that is there and stays behind its shutters, with the words that say so."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.drawing import Shutters
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import TextLabel


class ShutteredPicture(QWidget):
    """Wide as its place, 16 by 9."""

    def __init__(self, theme: Theme, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shutters = Shutters(theme, self)
        self._pill = QFrame(self)
        self._pill.setObjectName("stagePill")
        row = QHBoxLayout(self._pill)
        row.setContentsMargins(12, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, "niet_zichtbaar", self._pill, size=16, color="op_toneel"))
        row.addWidget(TextLabel(words, "toneel", self._pill, wraps=False))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(words)
        theme.changed.connect(self._place)

    def sizeHint(self) -> QSize:
        """Return a small picture."""
        return QSize(320, 180)

    def hasHeightForWidth(self) -> bool:
        """Keep 16 by 9."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of a picture of this width."""
        return width * 9 // 16

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the pill at the bottom left."""
        super().resizeEvent(event)
        self._place()

    @Slot()
    def _place(self) -> None:
        self._shutters.setGeometry(self.rect())
        self._pill.setFixedHeight(self._theme.current.scaled(30))
        self._pill.adjustSize()
        self._pill.move(12, self.height() - self._pill.height() - 12)
