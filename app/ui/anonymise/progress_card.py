"""Long work in a sentence, a bar, what is left of it, and a way to stop."""

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.labels import Surface, TextLabel

_FIRST_GUESS_S = 2.0
"""An estimate from less than this is worth nothing."""


class ProgressCard(Surface):
    """Hidden until `begin`."""

    stop_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("calm", parent)
        self._sentence = TextLabel("", "sterk", self)
        self._left = TextLabel("", "klein", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._stop = QuietButton(theme, self.tr("Stop"), self)
        self._stop.clicked.connect(self.stop_requested)
        self._began = 0.0
        self._step = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 10, 10)
        column.setSpacing(8)
        column.addWidget(self._sentence)
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.addWidget(self._left, 1)
        row.addWidget(self._stop)
        column.addLayout(row)
        self.hide()

    def begin(self, sentence: str) -> None:
        """Show that this work began."""
        self._step = ""
        self._sentence.setText(sentence)
        self._left.setText("")
        self._bar.setRange(0, 0)
        self.setAccessibleName(sentence)
        self._stop.setEnabled(True)
        self.show()

    def advance(self, step: str, done: int, total: int, words: str) -> None:
        """Show how far this step is; `words` say it in the units of the work."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._began = step, now
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        left = self._left_words(now - self._began, done, total)
        self._left.setText(f"{words}. {left}" if left else words)
        self._left.setAccessibleName(self._left.text())

    def say_stopping(self) -> None:
        """Show that stopping was heard."""
        self._stop.setEnabled(False)
        self._left.setText(self.tr("Stopt…"))

    def end(self) -> None:
        """The work is over."""
        self.hide()

    def _left_words(self, passed_s: float, done: int, total: int) -> str:
        if passed_s < _FIRST_GUESS_S or done <= 0 or total <= 0:
            return ""
        left_s = passed_s / done * (total - done)
        if left_s < 10:
            return self.tr("Bijna klaar")
        if left_s < 90:
            return self.tr("Nog zo'n {count} seconden").format(count=max(10, round(left_s / 10) * 10))
        return self.tr("Nog zo'n {count} minuten").format(count=round(left_s / 60))
