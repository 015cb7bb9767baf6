"""Learning questions and intentions, each with how far it came."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.dates import day_text
from app.ui.growth.overview import LearningLine
from app.ui.theme import Theme
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Line, Surface, TextLabel


class LearningCard(Surface):
    """The youngest first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 18)
        self._column.setSpacing(8)
        self._column.addWidget(TextLabel(self.tr("Leervragen en voornemens"), "titel", self))
        self._rows = QWidget(self)
        self._column.addWidget(self._rows)

    def show_lines(self, lines: tuple[LearningLine, ...]) -> None:
        """Show these in place of what was there."""
        rows = QWidget(self)
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for line in lines:
            column.addWidget(Line(rows))
            column.addWidget(self._row(line, rows))
        if not lines:
            words = self.tr("Nog geen leervraag. Je schrijft er een als je alleen terugkijkt, voor de luiken opengaan.")
            column.addWidget(TextLabel(words, "gewoon", rows))
        self._column.replaceWidget(self._rows, rows)
        self._rows.deleteLater()
        self._rows = rows

    def _row(self, line: LearningLine, parent: QWidget) -> QWidget:
        row = QWidget(parent)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(TextLabel(line.learning_question or line.intention, "sterk", row))
        if line.recording_id is not None:
            steps = QWidget(row)
            flow = FlowLayout(steps)
            for name, is_done in self._steps(line):
                flow.addWidget(_StepPill(self._theme, name, is_done=is_done))
            column.addWidget(steps)
        if line.intention and line.learning_question:
            column.addWidget(TextLabel(self.tr("Voornemen: {text}").format(text=line.intention), "klein", row))
        about = self.tr("{day}.").format(day=day_text(line.on))
        if line.recording_id is None:
            about = self.tr("{day}. Bewaard zonder beeld.").format(day=day_text(line.on))
        column.addWidget(TextLabel(about, "bij", row))
        return row

    def _steps(self, line: LearningLine) -> tuple[tuple[str, bool], ...]:
        return (
            (self.tr("voorspeld"), line.was_predicted),
            (self.tr("gezien"), line.was_seen),
            (self.tr("voornemen"), bool(line.intention)),
            (self.tr("teruggezien"), line.was_seen_back),
        )


class _StepPill(Surface):
    """Done has a tick and a surface; what is not done yet is only words."""

    def __init__(self, theme: Theme, name: str, *, is_done: bool) -> None:
        super().__init__("calm" if is_done else "plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 10, 2)
        row.setSpacing(4)
        if is_done:
            row.addWidget(IconLabel(theme, "goed", self, size=14, color="luikgroen_tekst"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(TextLabel(name, "klein" if is_done else "bij", self, wraps=False))
        self.setAccessibleName(name if is_done else self.tr("{name}, nog niet").format(name=name))
