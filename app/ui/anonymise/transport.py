"""The row under a picture: the time, one frame back, play, one frame on."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.domain.timecode import format_time
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import Line


class PlayButton(QAbstractButton):
    """The round button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_playing = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_playing(is_playing=False)
        theme.changed.connect(self.updateGeometry)

    def set_playing(self, *, is_playing: bool) -> None:
        """Offer to pause, or to play."""
        self._is_playing = is_playing
        words = self.tr("Pauze (spatie)") if is_playing else self.tr("Afspelen (spatie)")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a circle with room for its focus ring."""
        px = self._theme.current.scaled(38) + 4
        return QSize(px, px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc, the icon and the focus."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        color = "lijn" if not self.isEnabled() else "luikgroen_hover" if self.underMouse() else "luikgroen"
        painter.setBrush(tokens.color(color))
        painter.drawEllipse(self.rect().adjusted(2, 2, -2, -2))
        px = tokens.scaled(20)
        sign = pixmap("pauze" if self._is_playing else "afspelen", tokens.color("op_luikgroen"), px)
        painter.drawPixmap(round((self.width() - px) / 2), round((self.height() - px) / 2), sign)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))


class TimeLabel(QWidget):
    """`00:41 / 02:14` in digits of one width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = self._total = format_time(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_times(self, at_ms: int, duration_ms: int) -> None:
        """Show this time and, paler, the length."""
        now, total = format_time(at_ms), format_time(duration_ms)
        if (now, total) == (self._now, self._total):
            return
        if total != self._total:
            self.updateGeometry()
        self._now, self._total = now, total
        self.setAccessibleName(f"{now} / {total}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the longest time, twice."""
        tokens = self._theme.current
        now = QFontMetrics(tokens.font("groot", 600, is_tabular=True)).horizontalAdvance(self._total)
        total = QFontMetrics(tokens.font("gewoon", is_tabular=True)).horizontalAdvance(f" / {self._total}")
        return QSize(now + total + 4, tokens.scaled(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both times."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setFont(tokens.font("groot", 600, is_tabular=True))
        painter.setPen(tokens.color("inkt"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self._now)
        left = painter.fontMetrics().horizontalAdvance(self._now)
        painter.setFont(tokens.font("gewoon", is_tabular=True))
        painter.setPen(tokens.color("inkt_3"))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, f" / {self._total}")


class Transport(QFrame):
    """Time and playing at the left; what a step adds with `add` stands behind them, or at the right."""

    play_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._time = TimeLabel(theme, self)
        self._play = PlayButton(theme, self)
        self._play.clicked.connect(self.play_requested)
        back = IconButton(theme, "stap_terug", self.tr("Eén beeld terug (,)"), self, size=22)
        on = IconButton(theme, "stap_vooruit", self.tr("Eén beeld vooruit (.)"), self, size=22)
        back.clicked.connect(self._on_back)
        on.clicked.connect(self._on_on)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 4, 12, 4)
        self._row.setSpacing(6)
        for widget in (self._time, back, self._play, on, Line(self, is_vertical=True)):
            self._row.addWidget(widget)
        self._row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put a widget behind playing."""
        self._row.insertWidget(self._row.count() - 1, widget)

    def add_right(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)

    def show_times(self, at_ms: int, duration_ms: int) -> None:
        """Show the time of now and the length."""
        self._time.show_times(at_ms, duration_ms)

    def set_playing(self, *, is_playing: bool) -> None:
        """Show whether it runs."""
        self._play.set_playing(is_playing=is_playing)

    def _on_back(self) -> None:
        self.step_requested.emit(-1)

    def _on_on(self) -> None:
        self.step_requested.emit(1)
