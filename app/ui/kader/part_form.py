"""The fields of one part of a frame: the frame itself, a row, a column, a pane or an indicator."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.kader_editing import Part, reworded, with_cell, with_indicator, with_level, with_theme
from app.domain.kijkkader import Cell, Indicator, Kader, Level, Theme
from app.domain.words import Words
from app.ui.widgets.labels import Heading, TextLabel

_PAUSE_MS = 400
"""A pause in typing after which the preview follows; also one step to undo."""
_LONGEST = 4000


class PartForm(QWidget):
    """Every pause in typing gives the whole frame with this part as it is in the fields."""

    changed = Signal(object)
    """The frame as it is now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kader: Kader | None = None
        self._part: Part | None = None
        self._apply: Callable[[Kader], Kader] = lambda kader: kader
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._inside)
        self._column.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)

    def show_part(self, kader: Kader, part: Part) -> None:
        """Show the fields of this part of the frame; what was typed in the one before is kept first."""
        self.flush()
        self._kader, self._part = kader, part
        self._fresh_page()
        match part:
            case Kader():
                self._show_frame(part)
            case Level():
                self._show_level(part)
            case Theme():
                self._show_theme(part)
            case Cell():
                self._show_cell(part)
            case Indicator():
                self._show_indicator(part)
        self._fields.addStretch(1)
        self._inside.show()

    def take_over(self, kader: Kader) -> None:
        """Go on from this frame, of which other parts may have changed."""
        self._kader = kader

    def forget(self) -> None:
        """Drop what is in the fields: the frame has become another one meanwhile."""
        self._pause.stop()
        self._part = None

    def focus_first(self) -> None:
        """Put the keyboard in the first field."""
        first = self._inside.findChild(QLineEdit)
        if first is not None:
            first.setFocus()

    @Slot()
    def flush(self) -> None:
        """Keep now what is in the fields."""
        self._pause.stop()
        if self._kader is None or self._part is None:
            return
        after = self._apply(self._kader)
        if after != self._kader:
            self._kader = after
            self.changed.emit(after)

    def _show_frame(self, kader: Kader) -> None:
        self._title(self.tr("Het kader"))
        name = self._line(self.tr("Naam"), kader.name.nl)
        hint = self.tr("Van wie is dit kader, en wat is het niet? Dit staat altijd bij het raam en op elke afdruk.")
        notice = self._text(self.tr("Mededeling"), kader.notice.nl, hint)
        agreed = self._choice(self.tr("Vastgesteld door het team"), is_on=not kader.is_concept)
        self._apply = lambda now: replace(
            now, name=reworded(now.name, name.text()), notice=reworded(now.notice, notice.toPlainText()), is_concept=not agreed.isChecked()
        )

    def _show_level(self, level: Level) -> None:
        self._title(self.tr("Rij"))
        name = self._line(self.tr("Naam"), level.name.nl)
        explanation = self._text(self.tr("Uitleg"), level.explanation.nl)
        self._apply = lambda kader: with_level(
            kader, replace(level, name=reworded(level.name, name.text()), explanation=reworded(level.explanation, explanation.toPlainText()))
        )

    def _show_theme(self, theme: Theme) -> None:
        self._title(self.tr("Kolom"))
        name = self._line(self.tr("Naam"), theme.name.nl)
        explanation = self._text(self.tr("Uitleg"), theme.explanation.nl)
        extension = self._choice(self.tr("Uitbreiding: een zijlicht naast het raam"), is_on=theme.is_extension)
        self._apply = lambda kader: with_theme(
            kader,
            replace(
                theme,
                name=reworded(theme.name, name.text()),
                explanation=reworded(theme.explanation, explanation.toPlainText()),
                is_extension=extension.isChecked(),
            ),
        )

    def _show_cell(self, cell: Cell) -> None:
        self._title(self.tr("Vak"))
        name = self._line(self.tr("Naam"), cell.name.nl)
        core = self._text(self.tr("Kern"), cell.core.nl, self.tr("Eén vraag die zegt waar dit vak over gaat."))

        def apply(kader: Kader) -> Kader:
            now = next(each for each in kader.cells if each.cell_id == cell.cell_id)
            return with_cell(kader, replace(now, name=reworded(now.name, name.text()), core=reworded(now.core, core.toPlainText())))

        self._apply = apply

    def _show_indicator(self, indicator: Indicator) -> None:
        self._title(self.tr("Vervallen indicator") if indicator.is_retired else self.tr("Indicator"))
        name = self._line(self.tr("Naam"), indicator.name.nl)
        description = self._text(self.tr("Beschrijving"), indicator.description.nl, self.tr("Zonder oordeel: alleen wat in beeld is, of te horen."))
        helps = self._text(self.tr("Zo kan het helpen"), indicator.helps.nl)
        chafes = self._text(self.tr("Zo kan het schuren"), indicator.chafes.nl)
        questions = self._text(self.tr("Vragen, één per regel"), "\n".join(each.nl for each in indicator.questions))
        several = self._choice(self.tr("Alleen te zien als er meer mensen bij zijn"), is_on=indicator.needs_several_people)
        start = self._choice(self.tr("In de startset"), is_on=indicator.is_in_start_set)
        start.setEnabled(not indicator.is_retired)
        self._apply = lambda kader: with_indicator(
            kader,
            replace(
                indicator,
                name=reworded(indicator.name, name.text()),
                description=reworded(indicator.description, description.toPlainText()),
                helps=reworded(indicator.helps, helps.toPlainText()),
                chafes=reworded(indicator.chafes, chafes.toPlainText()),
                questions=_questions(indicator.questions, questions.toPlainText()),
                needs_several_people=several.isChecked(),
                is_in_start_set=start.isChecked(),
            ),
        )

    def _fresh_page(self) -> None:
        inside = QWidget(self)
        self._fields = QVBoxLayout(inside)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(6)
        self._column.replaceWidget(self._inside, inside)
        self._inside.hide()
        self._inside.deleteLater()
        self._inside = inside

    def _title(self, text: str) -> None:
        self._fields.addWidget(Heading(text, "kop3", self._inside))

    def _line(self, label: str, text: str) -> QLineEdit:
        field = QLineEdit(text, self._inside)
        field.setMaxLength(_LONGEST)
        field.textChanged.connect(self._pause.start)
        self._named(label, field)
        return field

    def _text(self, label: str, text: str, hint: str = "") -> QPlainTextEdit:
        field = QPlainTextEdit(text, self._inside)
        field.setTabChangesFocus(True)
        field.setFixedHeight(max(72, field.fontMetrics().lineSpacing() * 4))
        field.textChanged.connect(self._pause.start)
        self._named(label, field)
        if hint:
            self._fields.addWidget(TextLabel(hint, "bij", self._inside))
        return field

    def _choice(self, label: str, *, is_on: bool) -> QCheckBox:
        box = QCheckBox(label, self._inside)
        box.setChecked(is_on)
        box.toggled.connect(self._pause.start)
        self._fields.addWidget(box)
        return box

    def _named(self, label: str, field: QWidget) -> None:
        name = TextLabel(label, "kleinlabel", self._inside)
        name.setBuddy(field)
        field.setAccessibleName(label)
        self._fields.addSpacing(4)
        self._fields.addWidget(name)
        self._fields.addWidget(field)


def _questions(before: tuple[Words, ...], text: str) -> tuple[Words, ...]:
    """Return one question per line; one that was there keeps its translation."""
    known = {each.nl: each for each in before}
    return tuple(known.get(line.strip(), Words(line.strip())) for line in text.splitlines() if line.strip())
