"""An icon that is only looked at."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.icons import pixmap
from app.ui.theme import Theme


class IconLabel(QLabel):
    """An icon in a colour of the theme; what it means always stands beside it in words."""

    def __init__(self, theme: Theme, icon_name: str, parent: QWidget | None = None, *, size: int = 18, color: str = "inkt_2") -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._px = size
        self._color = color
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._show_icon()
        theme.changed.connect(self._show_icon)

    def set_icon(self, icon_name: str, color: str = "inkt_2") -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self._color = color
        self._show_icon()

    @Slot()
    def _show_icon(self) -> None:
        tokens = self._theme.current
        self.setPixmap(pixmap(self._icon_name, tokens.color(self._color), tokens.scaled(self._px)))
