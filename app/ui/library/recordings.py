"""The recordings: go on where you were, the list, and the chosen one beside it."""

from collections.abc import Callable
from dataclasses import astuple, replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.moment import Moment
from app.services.changes import Changes
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import Job, JobRunner
from app.ui.library.carry_out import RecordingActions
from app.ui.library.details import Details
from app.ui.library.drop_area import dropped_files
from app.ui.library.empty_library import EmptyLibrary
from app.ui.library.overview import RecordingRow, asking_moment, latest_row, read_rows
from app.ui.library.recording_list import RecordingList, columns_for
from app.ui.library.resume_card import ResumeCard
from app.ui.library.search_field import SearchField
from app.ui.library.searching import Searching
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button, ChipButton, PlainButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel
from app.ui.widgets.message_bar import MessageBar

_ALL, _UNWATCHED, _BUSY, _ALMOST, _CONSENT, _BIN = range(6)
_FILTERS: dict[int, Callable[[RecordingRow], bool]] = {
    _UNWATCHED: lambda row: not row.is_watched,
    _BUSY: lambda row: row.is_watched,
    _ALMOST: lambda row: row.is_almost_gone,
    _CONSENT: lambda row: row.misses_consent,
}


class Recordings(Screen):
    """The list reads itself again after every change, in a job."""

    search_requested = Signal(str)
    """The words to look for in everything, not only in which recordings they are."""
    recording_opened = Signal(str)
    consent_requested = Signal(str)
    practice_requested = Signal()
    add_requested = Signal(list)
    capture_requested = Signal()
    """The files that were dropped; an empty list when a button was pressed."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, changes: ChangeSignal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Opnamen")
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._rows: list[RecordingRow] = []
        self._questions: dict[tuple[str, str, str], str] = {}
        """By frame, version and indicator: a version never changes."""
        self._kader_job: Job | None = None
        self._found: set[RecordingId] | None = None
        self._drawing: Job | None = None
        self._reading: Job | None = None
        self._is_stale = False
        self._drawn: set[RecordingId] = set()
        self._in_drawing = RecordingId("")
        self._undrawable: set[RecordingId] = set()
        """What was tried once, so that a sound that cannot be drawn is not tried for ever."""
        self.setAcceptDrops(True)
        self._build()
        self._lay_out()
        changes.changed.connect(self._on_changed)
        self._read_rows()

    def top_bar_widget(self) -> QWidget | None:
        """Return the search field, once there is something to search."""
        return self._search if self._rows else None

    def entered(self) -> None:
        """Put the keyboard on the list, or on the first thing to do."""
        if self._pages.currentWidget() is self._empty:
            self._empty.focus_first()
        else:
            self._list.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while the list was out of sight."""
        super().showEvent(event)
        if self._is_stale and self._reading is None:
            self._read_rows()

    def release(self) -> None:
        """Stop searching, reading and drawing."""
        self._search.forget()
        self._searching.look_for("")
        for job in (self._reading, self._drawing, self._kader_job):
            if job is not None:
                job.cancel()

    def show_import(self, text: str) -> None:
        """Tell how a running import goes; empty when there is none."""
        self._import_text.setText(text)
        self._import.setVisible(bool(text))

    def withdraw(self, recording_id: RecordingId, role: str, *, keep_notes: bool) -> None:
        """Carry out that somebody took back their yes; the row shows that it goes, and a sentence stays when it is gone."""
        self._actions.withdraw(recording_id, role, keep_notes=keep_notes)

    def tell(self, text: str) -> None:
        """Show a calm sentence above the list; it stays until something else is said."""
        self._error.tell_text(text, is_calm=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files anywhere on the screen."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin adding the files."""
        event.acceptProposedAction()
        self.add_requested.emit(dropped_files(event))

    def _build(self) -> None:
        theme = self._theme
        self._search = SearchField(theme, self)
        self._search.hide()
        self._search.searched.connect(self._on_searched)
        self._search.edit.returnPressed.connect(self._on_find)
        self._searching = Searching(self._jobs, self._session, self)
        self._searching.found.connect(self._on_found)
        QShortcut(QKeySequence.StandardKey.Find, self, self._search.setFocus)
        self._empty = EmptyLibrary(theme, self)
        self._empty.choose_requested.connect(self._on_add)
        self._empty.files_dropped.connect(self.add_requested)
        self._empty.capture_requested.connect(self.capture_requested)
        self._empty.practice_requested.connect(self.practice_requested)
        self._resume = ResumeCard(theme, self)
        self._resume.resumed.connect(self.recording_opened)
        self._filters = QButtonGroup(self)
        self._add = PlainButton(theme, self.tr("Opname toevoegen"), self, icon_name="toevoegen", keys=("Ctrl", "N"))
        self._add.clicked.connect(self._on_add)
        self._capture = PlainButton(theme, self.tr("Opname maken"), self, icon_name="film")
        self._capture.clicked.connect(self.capture_requested)
        self._list = RecordingList(theme, self)
        self._list.recording_chosen.connect(self._on_chosen)
        self._list.recording_opened.connect(self.recording_opened)
        self._details = Details(theme, self)
        self._details.opened.connect(self._on_open)
        self._details.erase_requested.connect(self._on_erase)
        self._details.consent_requested.connect(self._on_consent)
        self._details.keep_requested.connect(self._on_keep_longer)
        self._details.take_back_requested.connect(self._on_take_back)
        self._message = MessageBar(theme, self)
        self._actions = RecordingActions(theme, self._jobs, self._session, self)
        self._actions.said.connect(self._message.say)
        self._actions.told.connect(self.tell)
        self._actions.going_changed.connect(self._show_going)
        self._nothing = TextLabel("", "groot", self)
        self._error = ErrorPanel(theme, self)
        self._searching.failed.connect(self._error.tell)
        self._actions.failed.connect(self._error.tell)
        self._build_import()
        QShortcut(QKeySequence.StandardKey.Delete, self._list, self._on_erase, context=Qt.ShortcutContext.WidgetShortcut)

    def _build_import(self) -> None:
        self._import = Surface("calm", self)
        self._import_text = TextLabel("", "sterk", self._import)
        show = Button(self._theme, self.tr("Bekijken"), self._import, kind="link")
        show.clicked.connect(self._on_add)
        row = QHBoxLayout(self._import)
        row.setContentsMargins(14, 6, 10, 6)
        row.addWidget(self._import_text, 1)
        row.addWidget(show)
        self._import.hide()

    def _lay_out(self) -> None:
        main = QWidget(self)
        column = QVBoxLayout(main)
        column.setContentsMargins(28, 20, 24, 12)
        column.setSpacing(8)
        for part in (self._import, self._error, self._resume):
            column.addWidget(part)
        column.addSpacing(8)
        column.addLayout(self._filter_row())
        self._heads = _ColumnHeads(self._theme, main)
        self._list.narrowed.connect(self._heads.setHidden)
        column.addWidget(self._heads)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        room = QWidget(main)
        # Where rows take two lines there is no room for it; what it says is so all the same.
        self._list.narrowed.connect(room.setHidden)
        note = QHBoxLayout(room)
        note.setContentsMargins(0, 0, 0, 0)
        note.setSpacing(8)
        note.addWidget(IconLabel(self._theme, "info", room, size=16, color="inkt_3"))
        words = self.tr(
            "Schuilnamen zijn bomen. De app kent geen echte namen van gezinnen. "
            "Er zijn geen beeldjes in deze lijst, zodat niemand iets ziet als je dit scherm openhebt."
        )
        note.addWidget(TextLabel(words, "bij", room), 1)
        column.addWidget(room)
        filled = QWidget(self)
        row = QHBoxLayout(filled)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(main, 1)
        row.addWidget(self._details)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(QWidget(self))
        self._pages.addWidget(self._empty)
        self._pages.addWidget(filled)
        self._filled = filled
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._pages)

    def _filter_row(self) -> QBoxLayout:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(8)
        several = QWidget(self)
        chips = FlowLayout(several)
        names = (
            self.tr("Alles"),
            self.tr("Niet bekeken"),
            self.tr("Bezig"),
            self.tr("Bijna gewist"),
            self.tr("Toestemming"),
            self.tr("Prullenbak"),
        )
        for place, text in enumerate(names):
            chip = ChipButton(self._theme, text, self)
            chip.setChecked(place == _ALL)
            self._filters.addButton(chip, place)
            chips.addWidget(chip)
        self._filters.buttonClicked.connect(self._on_filter)
        row.addWidget(several, 1)
        new = QHBoxLayout()
        new.setSpacing(8)
        for button in (self._capture, self._add):
            new.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(new)

        def turn(is_narrow: bool) -> None:  # noqa: FBT001 - the signal's shape
            row.setDirection(QBoxLayout.Direction.BottomToTop if is_narrow else QBoxLayout.Direction.LeftToRight)

        self._list.narrowed.connect(turn)
        return row

    def _read_rows(self) -> None:
        if self._reading is not None:
            self._is_stale = True
            return
        self._is_stale = False
        self._reading = self._jobs.start(partial(read_rows, self._session), name="read recordings")
        self._reading.succeeded.connect(self._on_rows)
        self._reading.failed.connect(self._error.tell)
        self._reading.ended.connect(self._on_read_ended)

    @Slot(object)
    def _on_rows(self, rows: list[RecordingRow]) -> None:
        was_empty = not self._rows
        is_first = self._pages.currentIndex() == 0
        self._rows = [self._as_it_stands(row) for row in rows]
        self._pages.setCurrentWidget(self._filled if rows else self._empty)
        self._show_resume()
        self._show_list()
        if was_empty != (not rows):
            self.header_changed.emit()
        if (is_first or was_empty != (not rows)) and self.isVisible():
            self.entered()
        self._draw_next()

    @Slot()
    def _on_read_ended(self) -> None:
        self._reading = None
        if self._is_stale:
            self._read_rows()

    def _show_resume(self) -> None:
        row = latest_row(self._rows)
        self._resume.setVisible(row is not None)
        if row is not None:
            self._resume.show_row(row, self._question(asking_moment(row)))

    def _question(self, moment: Moment | None) -> str:
        if moment is None:
            return ""
        asked = (moment.kader_id, moment.kader_version, moment.indicators[0])
        if asked not in self._questions and self._kader_job is None:
            # Reading the frame takes as long as the whole list: the question joins the card when it is there.
            self._kader_job = self._jobs.start(partial(_question_of, self._session, moment), name="read_kijkkader")
            self._kader_job.succeeded.connect(partial(self._on_question, asked))
            self._kader_job.ended.connect(partial(self._on_question_read, asked))
        return self._questions.get(asked, "")

    def _on_question(self, asked: tuple[str, str, str], question: str) -> None:
        self._questions[asked] = question

    def _on_question_read(self, asked: tuple[str, str, str]) -> None:
        self._kader_job = None
        self._questions.setdefault(asked, "")  # a frame that cannot be read is not asked for again
        self._show_resume()

    def _show_list(self) -> None:
        shown = [row for row in self._rows if self._passes(row)]
        latest = latest_row(shown)
        self._list.show_rows(shown, latest.recording.recording_id if latest else None)
        self._nothing.setVisible(not shown)
        if self._search.text:
            self._nothing.setText(self.tr("Niets gevonden voor “{words}”. Probeer een kleiner woord.").format(words=self._search.text))
        else:
            self._nothing.setText(self._nothing_text())

    def _passes(self, row: RecordingRow) -> bool:
        if self._found is not None and row.recording.recording_id not in self._found:
            return False
        chosen = self._filters.checkedId()
        if chosen == _BIN or row.is_binned:
            return chosen == _BIN and row.is_binned
        passes = _FILTERS.get(chosen)
        return passes is None or passes(row)

    def _nothing_text(self) -> str:
        texts = {
            _ALMOST: self.tr("De komende week wordt niets gewist."),
            _CONSENT: self.tr("Bij elke opname zei iedereen ja tegen zelf terugkijken."),
            _BIN: self.tr("De prullenbak is leeg."),
        }
        return texts.get(self._filters.checkedId(), self.tr("Hier staat nu niets."))

    @Slot()
    def _show_going(self) -> None:
        self._rows = [self._as_it_stands(row) for row in self._rows]
        self._show_list()

    def _as_it_stands(self, row: RecordingRow) -> RecordingRow:
        """Return the row with what only this screen knows: what is on its way out, and whose sound could not be drawn."""
        recording_id = row.recording.recording_id
        return replace(row, is_withdrawn=recording_id in self._actions.going, is_soundless=recording_id in self._undrawable)

    def _draw_next(self) -> None:
        waiting = [
            row.recording.recording_id
            for row in self._rows
            if not row.has_waveform and not row.is_withdrawn and row.recording.recording_id not in self._drawn
        ]
        if self._drawing is not None or not waiting:
            return
        self._drawn.add(waiting[0])
        self._in_drawing = waiting[0]
        self._drawing = self._jobs.start(partial(_draw_lanes, self._session, waiting[0]), name="draw lanes")
        self._drawing.failed.connect(self._on_not_drawn)
        self._drawing.ended.connect(self._on_drawn)

    @Slot()
    def _on_not_drawn(self) -> None:
        """Say so in the row, which would promise a drawing for ever; why it failed is told when it is opened or checked."""
        self._undrawable.add(self._in_drawing)
        self._show_going()

    @Slot()
    def _on_drawn(self) -> None:
        self._drawing = None
        self._draw_next()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.recordings or changes.fragments or changes.consents or (changes.moments and self.isVisible()):
            self._read_rows()
        elif changes.moments:
            # Somebody is marking: a list nobody sees would keep the database busy at every moment.
            self._is_stale = True

    @Slot()
    def _on_find(self) -> None:
        self.search_requested.emit(self._search.text)

    @Slot(str)
    def _on_searched(self, words: str) -> None:
        self._searching.look_for(words)
        if not words:
            self._found = None
            self._show_list()

    @Slot(str, object)
    def _on_found(self, words: str, in_moments: set[RecordingId]) -> None:
        folded = words.casefold()
        in_titles = {row.recording.recording_id for row in self._rows if folded in f"{row.recording.title} {row.recording.talk}".casefold()}
        self._found = in_moments | in_titles
        self._show_list()

    @Slot(QAbstractButton)
    def _on_filter(self, _button: QAbstractButton) -> None:
        self._show_list()

    @Slot(object)
    def _on_chosen(self, row: RecordingRow | None) -> None:
        self._details.show_row(row)
        self._resume.show_key(is_shown=row is not None and row.recording.recording_id == self._resume.recording_id)

    @Slot()
    def _on_add(self) -> None:
        self.add_requested.emit([])

    @Slot()
    def _on_open(self) -> None:
        row = self._list.current_row()
        if row is not None:
            self.recording_opened.emit(row.recording.recording_id)

    @Slot()
    def _on_erase(self) -> None:
        row = self._list.current_row()
        if row is not None and not row.is_withdrawn:
            self._error.clear()
            self._actions.erase(row)

    @Slot()
    def _on_consent(self) -> None:
        row = self._list.current_row()
        if row is not None:
            self.consent_requested.emit(row.recording.recording_id)

    @Slot()
    def _on_keep_longer(self) -> None:
        row = self._list.current_row()
        if row is not None:
            self._actions.change_day(row)

    @Slot()
    def _on_take_back(self) -> None:
        row = self._list.current_row()
        if row is not None:
            self._actions.take_back(row)


class _ColumnHeads(QWidget):
    """The names above the columns; gone when rows take two lines."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        names = (
            self.tr("Schuilnaam"),
            self.tr("Wanneer"),
            self.tr("Spoor: geluid en momenten"),
            self.tr("Waar je bent"),
            self.tr("Mag voor"),
            self.tr("Wordt gewist"),
        )
        self._labels = [TextLabel(name, "klein", self, wraps=False) for name in names]
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return one line of text."""
        return QSize(200, self._theme.current.scaled(24))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put each name above its column."""
        super().resizeEvent(event)
        columns = columns_for(self.width())
        for label, span in zip(self._labels, astuple(columns), strict=True):
            label.setGeometry(round(span[0]), 0, round(span[1]) + 16, self.height())


def _draw_lanes(session: Session, recording_id: RecordingId, context: JobContext) -> None:
    session.recordings.draw_lanes(recording_id, context)


def _question_of(session: Session, moment: Moment, _context: JobContext) -> str:
    kader = session.kijkkader.for_moment(moment)
    # A moment may name an indicator of a frame that is no longer here; the card then goes without a question.
    return kader.indicator(moment.indicators[0]).questions[0].nl if kader.has_indicator(moment.indicators[0]) else ""
