"""Step 3: writing down what is said, line by line."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from app.domain.spoken_line import OpenLine, Row, SpokenLine, with_silences
from app.domain.timecode import TimeRange
from app.domain.transcript_editing import line_time
from app.ui.anonymise.review_words import ReviewWords
from app.ui.anonymise.words_view import WordsView

_NEW_LINE_MS = 5000


class LineWriting(QObject):
    """Changes the line that is chosen, and knows the lines in which nobody typed anything yet. Times are those of the fragment."""

    changed = Signal()
    """There are other open lines."""
    said = Signal(str)
    speaker_chosen = Signal(str)

    def __init__(self, view: WordsView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._words: ReviewWords | None = None
        self._open: list[OpenLine] = []
        self._new: OpenLine | None = None
        """The one that was asked for by hand: it goes again when nothing is typed in it."""

    @property
    def words(self) -> ReviewWords:
        """What is worked on."""
        if self._words is None:
            raise RuntimeError("the step was used before it had work")
        return self._words

    def work_on(self, words: ReviewWords) -> None:
        """Take up this work."""
        self._words = words
        self._open, self._new = [], None

    def rows(self) -> list[Row]:
        """Return everything to show: lines, lines to type in, and silences."""
        lines = self.words.lines
        free = [each for each in self._open if each is self._new or not any(_overlap(each.range, line.range) for line in lines)]
        return with_silences((*lines, *free), self.words.plan.range.duration_ms)

    def open_lines(self, spans: tuple[TimeRange, ...], at_ms: int) -> None:
        """Offer these stretches to be typed in, and begin with the first; without any, begin a line at this time."""
        self._open = [OpenLine(span) for span in spans]
        self.changed.emit()
        self._view.setFocus()
        first = next((row for row in self.rows() if isinstance(row, OpenLine)), None)
        if first is None:
            self.add(at_ms)
        else:
            self._view.choose_row(first)
            self._view.start_typing("")

    def edit(self, at_ms: int) -> None:
        """Type in the chosen line, or begin one at this time when none is chosen."""
        row = self._view.chosen_row
        if isinstance(row, SpokenLine):
            self._view.start_typing(self.words.text_of(row))
        elif isinstance(row, OpenLine):
            self._view.start_typing("")
        else:
            self.add(at_ms)

    def add(self, at_ms: int) -> None:
        """Begin a line at this time."""
        duration_ms = self.words.plan.range.duration_ms
        at_ms = min(at_ms, duration_ms - 1)
        starts = [row.range.from_ms for row in self.rows() if row.range.from_ms > at_ms]
        self._new = OpenLine(TimeRange(at_ms, min([*starts, duration_ms, at_ms + _NEW_LINE_MS])))
        self._open.append(self._new)
        self.changed.emit()
        self._view.choose_row(self._new)
        self._view.start_typing("")

    def take(self, text: str, at_ms: int) -> None:
        """Keep what was typed in the chosen line; `at_ms` is until where was listened meanwhile."""
        row = self._view.chosen_row
        if isinstance(row, SpokenLine):
            if text != self.words.text_of(row):
                self.words.retype(row.turn, text)
        elif isinstance(row, OpenLine) and text.strip():
            within = self._time_of(row, text, at_ms)
            self._open.remove(row)
            self._new = None
            self.words.add(text, within)

    def let_go_of_new(self) -> None:
        """Take away the line that was begun, when nothing was typed in it."""
        if self._new in self._open and not self._view.typed_text.strip():
            self._open.remove(self._new)
            self._new = None
            self.changed.emit()

    def split(self, at_ms: int) -> None:
        """Begin a new line with the chosen word."""
        line, piece = self._line(), self._view.chosen_piece
        if line and piece:
            self.words.split(line.turn, piece.first, at_ms)

    def reach(self, *, from_ms: int | None = None, to_ms: int | None = None) -> None:
        """Let the chosen line begin or end at this time."""
        if line := self._line():
            self.words.reach(line.turn, from_ms=from_ms, to_ms=to_ms)

    def remove(self) -> None:
        """Take the chosen line away."""
        row = self._view.chosen_row
        if isinstance(row, OpenLine):
            self._open.remove(row)
            self.changed.emit()
        elif line := self._line():
            self.words.remove(line.turn)
            self.said.emit(self.tr("Regel weggehaald. Z maakt het ongedaan."))

    def set_speaker(self, letter: str) -> None:
        """Say who speaks in the chosen line; empty for nobody knows."""
        if line := self._line():
            self.words.set_speaker(line.turn, letter)

    def ask_speaker(self, place: QPoint) -> None:
        """Offer everybody who can be chosen, at this place on the screen."""
        menu = QMenu(self._view)
        for letter, speaker in self.words.speakers.items():
            words = letter if speaker == letter else f"{letter}  {speaker}"
            menu.addAction(words).triggered.connect(partial(self._on_speaker, letter))
        menu.addAction(self.tr("Weet ik niet")).triggered.connect(partial(self._on_speaker, ""))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _on_speaker(self, letter: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.speaker_chosen.emit(letter)

    def _line(self) -> SpokenLine | None:
        row = self._view.chosen_row
        return row if isinstance(row, SpokenLine) else None

    def _time_of(self, row: OpenLine, text: str, at_ms: int) -> TimeRange:
        if row is not self._new:
            return row.range
        later = [line.range.from_ms for line in self.words.lines if line.range.from_ms > row.range.from_ms]
        return line_time(text, row.range.from_ms, at_ms, min([*later, self.words.plan.range.duration_ms]))


def _overlap(one: TimeRange, other: TimeRange) -> bool:
    return one.from_ms < other.to_ms and other.from_ms < one.to_ms
