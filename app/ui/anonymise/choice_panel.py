"""The panel of step 1: begin and end, the question, what happens next, and how far the search is."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.common.errors import InputError
from app.common.progress import Progress
from app.domain.timecode import TimeRange, format_time, format_time_exact, parse_time
from app.error_texts import error_text
from app.ui.anonymise.enter_field import EnterField
from app.ui.anonymise.progress_card import ProgressCard
from app.ui.anonymise.step import SidePanel
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel, restyle

_QUESTION_MOST = 500


class ChoicePanel(SidePanel):
    """Shows the choice it is told and tells what is typed and asked."""

    range_typed = Signal(TimeRange)
    begin_requested = Signal()
    """The frame that is shown is the first one in."""
    end_requested = Signal()
    """The frame that is shown is the last one in."""
    search_requested = Signal()
    stop_requested = Signal()

    def __init__(self, theme: Theme, end_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._end_ms = end_ms
        self._chosen = TimeRange(0, end_ms)
        self._build()

    @property
    def question(self) -> str:
        """What was asked, without spaces around it."""
        return self._question.toPlainText().strip()[:_QUESTION_MOST]

    def set_question(self, question: str) -> None:
        """Show this question."""
        self._question.setPlainText(question)

    def show_range(self, chosen: TimeRange, *, is_found: bool) -> None:
        """Show begin, end and length; `is_found` when the faces of this range were found before."""
        self._chosen = chosen
        self._in.setText(format_time_exact(chosen.from_ms))
        self._out.setText(format_time_exact(chosen.to_ms))
        self._length.setText(self.tr("Duurt {length}").format(length=format_time(chosen.duration_ms)))
        self._tell_wrong("")
        self._search.set_words(self.tr("Verder") if is_found else self.tr("Zoek gezichten"))

    def set_searching(self, *, is_searching: bool) -> None:
        """Close the choice and show the progress, or the other way round."""
        for widget in (self._in, self._out, self._question):
            widget.setEnabled(not is_searching)
        self._search.setVisible(not is_searching)
        if is_searching:
            self.error.hide()
            self.progress.begin(self.tr("De app zoekt gezichten. Je kunt al kijken."))
        else:
            self.progress.end()

    def show_progress(self, progress: Progress, done: int, frames: int) -> None:
        """Show how many frames were looked at."""
        words = self.tr("Beeld {done} van ongeveer {frames}").format(done=done, frames=frames)
        self.progress.advance(progress.step, progress.done, progress.total, words)

    def _build(self) -> None:
        column = self.content
        column.addWidget(TextLabel(self.tr("Welk stuk laat je zien?"), "kop2", self))
        column.addWidget(TextLabel(self.tr("Kort is het veiligst. Eén of twee minuten is vaak genoeg."), "bij", self))
        column.addSpacing(6)
        column.addLayout(self._build_times())
        self._length = TextLabel("", "bij", self)
        column.addWidget(self._length)
        self._wrong = TextLabel("", "fout", self)
        self._wrong.hide()
        column.addWidget(self._wrong)
        column.addSpacing(6)
        column.addWidget(TextLabel(self.tr("Wat wil je vragen aan wie meekijkt?"), "label", self))
        self._question = QPlainTextEdit(self)
        self._question.setTabChangesFocus(True)
        self._question.setPlaceholderText(self.tr("Schrijf hier je vraag"))
        self._question.setAccessibleName(self.tr("Je vraag"))
        self._question.setMaximumHeight(self._theme.current.scaled(96))
        column.addWidget(self._question)
        column.addWidget(TextLabel(self.tr("Staat hier een naam? Gebruik liever een rol."), "bij", self))
        column.addSpacing(6)
        column.addWidget(self._build_promise())
        self.progress = ProgressCard(self._theme, self)
        self.progress.stop_requested.connect(self.stop_requested)
        self.error = ErrorPanel(self._theme, self)
        self.pinned.addWidget(self.progress)
        self.pinned.addWidget(self.error)
        column.addStretch(1)
        self.foot.addWidget(IconLabel(self._theme, "op_dit_apparaat", self, size=16))
        self.foot.addWidget(TextLabel(self.tr("Je opname zelf verandert niet"), "bij", self), 1)
        self._search = MainButton(self._theme, self.tr("Zoek gezichten"), self, is_large=False)
        self._search.clicked.connect(self.search_requested)
        self.foot.addWidget(self._search)

    def _build_times(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        self._in, self._out = EnterField(self), EnterField(self)
        parts = ((self._in, self.tr("Begin"), "I", self.begin_requested), (self._out, self.tr("Einde"), "O", self.end_requested))
        for column, (field, words, key, act) in enumerate(parts):
            label = TextLabel(words, "label", self)
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setFont(self._theme.current.font(is_tabular=True))
            field.editingFinished.connect(self._on_times_typed)
            button = PlainButton(self._theme, self.tr("Dit beeld"), self, keys=(key,))
            button.clicked.connect(act)
            for line, widget in enumerate((label, field, button)):
                grid.addWidget(widget, line, column)
        return grid

    def _build_promise(self) -> Surface:
        card = Surface("card", self)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(TextLabel(self.tr("Wat er nu gebeurt"), "sterk", card))
        lines = (
            ("gezicht", self.tr("De app zoekt in elk beeld naar gezichten en bedekt ze.")),
            ("let_op", self.tr("Jij kijkt of het klopt.")),
            ("geluid_uit", self.tr("Het geluid staat uit, tot je anders kiest.")),
        )
        for icon_name, words in lines:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel(self._theme, icon_name, card, size=18), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(TextLabel(words, "klein", card), 1)
            column.addLayout(row)
        return card

    @Slot()
    def _on_times_typed(self) -> None:
        typed = (self._in.text(), self._out.text())
        if typed == (format_time_exact(self._chosen.from_ms), format_time_exact(self._chosen.to_ms)):
            return
        try:
            chosen = TimeRange(parse_time(typed[0]), min(parse_time(typed[1]), self._end_ms))
        except InputError as error:
            self._tell_wrong(error_text(error))
            return
        self.range_typed.emit(chosen)

    def _tell_wrong(self, text: str) -> None:
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        for field in (self._in, self._out):
            field.setProperty("wrong", bool(text))
            restyle(field)
