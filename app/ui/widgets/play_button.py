"""The round button that plays and pauses."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.labels import plain_tip


class PlayButton(QAbstractButton):
    """The round button that plays and pauses."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_playing = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name()
        theme.changed.connect(self.updateGeometry)

    @property
    def is_playing(self) -> bool:
        """Whether it offers to pause."""
        return self._is_playing

    def set_playing(self, *, is_playing: bool) -> None:
        """Offer to pause, or to play."""
        if is_playing != self._is_playing:
            self._is_playing = is_playing
            self._name()
            self.update()

    def sizeHint(self) -> QSize:
        """Return a circle with room for its focus ring."""
        px = self._theme.current.scaled(38) + 4
        return QSize(px, px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc, the icon and the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.current
        disc = self.rect().adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("lijn" if not self.isEnabled() else "luikgroen_hover" if self.underMouse() else "luikgroen"))
        painter.drawEllipse(disc)
        px = tokens.scaled(20)
        icon = pixmap("pauze" if self._is_playing else "afspelen", tokens.color("op_luikgroen"), px)
        painter.drawPixmap(round((self.width() - px) / 2), round((self.height() - px) / 2), icon)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Pauze") if self._is_playing else self.tr("Afspelen"))
        self.setToolTip(plain_tip(self.tr("Pauze (spatie)") if self._is_playing else self.tr("Afspelen (spatie)")))
