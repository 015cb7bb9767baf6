"""The steps of looking back alone beside the picture: what was done, what is now, what comes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.dialogue import Dialogue, DialogueStep
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.labels import Heading, Surface, TextLabel, restyle
from app.ui.widgets.scrolled import scrolled
from app.ui.widgets.switch import Switch

_CIRCLE_PX = 24


class StepPanel(QFrame):
    """Reads only; the switch is whether the worker's own picture is covered while getting used to it."""

    def __init__(self, theme: Theme, dialogue: Dialogue, steps: tuple[DialogueStep, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._theme = theme
        self._rows = [_StepRow(theme, number, step) for number, step in enumerate(steps, 1)]
        self._asides = [step.aside.nl for step in steps]
        self._aside = Surface("question")
        self._aside_text = Heading("", "kop3", self._aside)
        self.hides_me = Switch(theme, self.tr("Verberg mij in beeld bij het wennen"), self)
        self.hides_me.setChecked(True)
        aside = QVBoxLayout(self._aside)
        aside.setContentsMargins(16, 14, 16, 14)
        aside.addWidget(self._aside_text)
        aside.addWidget(TextLabel(self.tr("Daarom schrijf je eerst op wat je nog weet."), "klein", self._aside))
        page = QWidget()
        page.setObjectName("sheet")
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(6)
        column.addWidget(TextLabel(dialogue.name.nl, "titel", page))
        about = self.tr("Ongeveer {minutes} minuten. Je mag stoppen en later verder gaan.").format(minutes=dialogue.minutes)
        column.addWidget(TextLabel(about, "klein", page))
        column.addSpacing(4)
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        column.addWidget(self._aside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(1, 0, 0, 0)
        outside.setSpacing(0)
        self._scroll = scrolled(page, self)
        outside.addWidget(self._scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(18, 4, 18, 4)
        foot.addWidget(self.hides_me, 1)
        outside.addLayout(foot)

    def show_step(self, place: int) -> None:
        """Show where the worker is."""
        for number, row in enumerate(self._rows):
            row.show_state(is_now=number == place, is_done=number < place)
        self._scroll.ensureWidgetVisible(self._rows[place])
        self._aside_text.setText(self._asides[place])
        self._aside.setVisible(bool(self._asides[place]))


class _StepRow(Surface):
    def __init__(self, theme: Theme, number: int, step: DialogueStep) -> None:
        super().__init__("plain")
        self._circle = _Circle(theme, number, self)
        self._name = step.name.nl
        words = QVBoxLayout()
        words.setSpacing(1)
        head = QHBoxLayout()
        head.addWidget(TextLabel(step.name.nl, "sterk", self), 1)
        head.addWidget(TextLabel(self.tr("{minutes} min").format(minutes=step.minutes), "klein", self, wraps=False))
        words.addLayout(head)
        words.addWidget(TextLabel(step.instruction.nl, "klein", self))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._circle, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_state(self, *, is_now: bool, is_done: bool) -> None:
        self._circle.show_state(is_now=is_now, is_done=is_done)
        self.setProperty("surface", "calm" if is_now else "plain")
        restyle(self)
        state = self.tr("nu") if is_now else self.tr("gedaan") if is_done else self.tr("straks")
        self.setAccessibleName(f"{self._name}, {state}")


class _Circle(QWidget):
    """The number of a step, full when it is now, a tick when it was done."""

    def __init__(self, theme: Theme, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number = number
        self._is_now = self._is_done = False
        theme.changed.connect(self.updateGeometry)

    def show_state(self, *, is_now: bool, is_done: bool) -> None:
        self._is_now, self._is_done = is_now, is_done
        self.update()

    def sizeHint(self) -> QSize:
        """Return a circle that grows with the text."""
        px = self._theme.current.scaled(_CIRCLE_PX)
        return QSize(px, px)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the circle with its number or tick."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = tokens.scaled(_CIRCLE_PX)
        circle = QRectF(0.5, 0.5, px - 1, px - 1)
        painter.setPen(QPen(tokens.color("luikgroen" if self._is_now or self._is_done else "lijn_sterk"), 1))
        painter.setBrush(tokens.color("luikgroen" if self._is_now else "luikgroen_zacht" if self._is_done else "kaart"))
        painter.drawEllipse(circle)
        if self._is_done:
            tick_px = tokens.scaled(14)
            painter.drawPixmap(round((px - tick_px) / 2), round((px - tick_px) / 2), pixmap("goed", tokens.color("luikgroen_tekst"), tick_px))
            return
        painter.setFont(tokens.font("klein", 600))
        painter.setPen(tokens.color("op_luikgroen" if self._is_now else "inkt_2"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
