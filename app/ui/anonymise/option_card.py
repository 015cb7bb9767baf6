"""A choice as a card: a round mark, a title, what it means."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from app.ui.icons import pixmap
from app.ui.theme import Theme

_SIDE = 14
_TOP = 11
_ROUND = 18


class OptionCard(QRadioButton):
    """One of a few; put them under one parent and they exclude each other. Arrows go to the next."""

    def __init__(self, theme: Theme, title: str, explanation: str, parent: QWidget | None = None, *, icon_name: str = "") -> None:
        super().__init__(title, parent)
        self._theme = theme
        self._explanation = explanation
        self._icon_name = icon_name
        self.setAccessibleDescription(explanation)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def set_explanation(self, explanation: str) -> None:
        """Say something else about what it means."""
        if explanation != self._explanation:
            self._explanation = explanation
            self.setAccessibleDescription(explanation)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return a usual width with the height it needs."""
        return QSize(340, self.heightForWidth(340))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which the words still wrap well."""
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def hasHeightForWidth(self) -> bool:
        """Say yes: the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at which nothing is cut."""
        tokens = self._theme.current
        title = QFontMetrics(tokens.font("gewoon", 600)).boundingRect(0, 0, self._words_width(width), 10_000, _WRAP, self.text())
        words = QFontMetrics(tokens.font("klein")).boundingRect(0, 0, self._words_width(width), 10_000, _WRAP, self._explanation)
        return title.height() + 3 + words.height() + 2 * _TOP

    def hitButton(self, _pos: QPoint) -> bool:  # noqa: N802 - a method of Qt
        """Take a click anywhere on the card."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, the mark and the words."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "focusring" if self.hasFocus() else "luikgroen" if self.isChecked() else "lijn"
        thickness = 2 if self.hasFocus() or self.isChecked() else 1
        painter.setPen(QPen(tokens.color(edge), thickness))
        painter.setBrush(tokens.color("kaart"))
        inset = thickness / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), tokens.radius("kaart"), tokens.radius("kaart"))
        self._paint_round(painter)
        self._paint_words(painter)
        if self._icon_name:
            px = tokens.scaled(18)
            painter.drawPixmap(self.width() - _SIDE - px, _TOP + 2, pixmap(self._icon_name, tokens.color("inkt_2"), px))

    def _paint_round(self, painter: QPainter) -> None:
        tokens = self._theme.current
        px = tokens.scaled(_ROUND)
        circle = QRectF(_SIDE, _TOP + 2, px, px)
        painter.setBrush(tokens.color("kaart"))
        if self.isChecked():
            painter.setPen(QPen(tokens.color("luikgroen"), px / 3))
            painter.drawEllipse(circle.adjusted(px / 6, px / 6, -px / 6, -px / 6))
        else:
            painter.setPen(QPen(tokens.color("lijn_sterk"), 1.4))
            painter.drawEllipse(circle.adjusted(0.7, 0.7, -0.7, -0.7))

    def _paint_words(self, painter: QPainter) -> None:
        tokens = self._theme.current
        left, width = self._words_left(), self._words_width(self.width())
        painter.setFont(tokens.font("gewoon", 600))
        painter.setPen(tokens.color("inkt"))
        title = painter.boundingRect(left, _TOP, width, 10_000, _WRAP, self.text())
        painter.drawText(title, _WRAP, self.text())
        painter.setFont(tokens.font("klein"))
        painter.setPen(tokens.color("inkt_2"))
        top = _TOP + title.height() + 3
        painter.drawText(left, top, width, self.height() - top, _WRAP, self._explanation)

    def _words_left(self) -> int:
        return _SIDE + self._theme.current.scaled(_ROUND) + 14

    def _words_width(self, width: int) -> int:
        icon_room = self._theme.current.scaled(18) + 8 if self._icon_name else 0
        return max(80, width - self._words_left() - _SIDE - icon_room)


_WRAP = int(Qt.TextFlag.TextWordWrap)
