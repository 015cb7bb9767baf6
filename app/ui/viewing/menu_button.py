"""A button that shows a choice and opens the menu to change it."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QIcon, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.labels import plain_tip, restyle

_GAP = 6


class MenuButton(QPushButton):
    """Words and a small arrow; words that do not fit are shortened, and whole in the tooltip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_quiet: bool = False, widest_px: int = 240, height_px: int = 0) -> None:
        super().__init__(parent)
        self._theme = theme
        self._widest_px = widest_px
        self._height_px = height_px or (28 if is_quiet else 32)
        self._padding_px = 6 if is_quiet else 10
        self.setProperty("kind", "quiet" if is_quiet else "plain")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def set_words(self, words: str, name: str) -> None:
        """Show this choice; `name` says what is chosen here, for a screen reader."""
        self.setText(words)
        self.setAccessibleName(f"{name}: {words}")
        self.setToolTip(plain_tip(f"{name}: {words}"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for the words, up to the widest it may be, and the arrow."""
        self.ensurePolished()
        tokens = self._theme.current
        words_px = min(QFontMetrics(self.font()).horizontalAdvance(self.text()), tokens.scaled(self._widest_px))
        return QSize(words_px + tokens.scaled(16) + _GAP + 2 * self._padding_px + 2, tokens.scaled(self._height_px))

    def minimumSizeHint(self) -> QSize:
        """Return the room for a few letters."""
        tokens = self._theme.current
        return QSize(min(self.sizeHint().width(), tokens.scaled(96)), tokens.scaled(self._height_px))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface, the words and the arrow."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        tokens = self._theme.current
        ink = tokens.color("inkt" if self.isEnabled() else "inkt_3")
        arrow_px = tokens.scaled(16)
        words_px = self.width() - arrow_px - _GAP - 2 * self._padding_px
        painter.setFont(self.font())
        painter.setPen(ink)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words_px + 2)
        painter.drawText(self._padding_px, 0, words_px + 2, self.height(), Qt.AlignmentFlag.AlignVCenter, words)
        painter.drawPixmap(self.width() - self._padding_px - arrow_px, (self.height() - arrow_px) // 2, pixmap("kiezen", ink, arrow_px))

    @Slot()
    def _on_theme_changed(self) -> None:
        restyle(self)
        self.updateGeometry()
