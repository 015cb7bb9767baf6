"""What is said in a recording, line by line beside the picture: hear it, mend it, take over a file or a draft."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.domain.recording import Recording
from app.domain.timecode import TimeRange
from app.domain.transcript import TranscriptOrigin, Turn
from app.services.changes import Changes
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import Job, JobRunner
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.transcript.captions import caption_of
from app.ui.transcript.line_changes import LineChanges
from app.ui.transcript.turn_table import WHO, WORDS, TurnTable
from app.ui.transcript.wave_strip import WaveStrip
from app.ui.viewing.stage import Stage
from app.ui.viewing.watching import Watching
from app.ui.widgets.buttons import PlainButton, QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_file
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.labels import Surface, TextLabel
from app.ui.widgets.message_bar import MessageBar

_TYPING = (QLineEdit, QTextEdit, QComboBox, QAbstractSpinBox)
_NEW_LINE = "…"


class TranscriptScreen(Screen):
    """Opened from the viewing room. Everything typed is kept at once and can be undone."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, recording_id: str, parent: QWidget | None = None) -> None:
        """Raise AppError when the recording is gone or may not be watched."""
        super().__init__(parent)
        self._session, self._theme, self._jobs = session, theme, jobs
        self._recording: Recording = session.recordings.get(RecordingId(recording_id))
        self.title = self.tr("Wat er gezegd wordt")
        self.subtitle = self._recording.title
        self.has_back = True
        self._play_until_ms: int | None = None
        self._is_stale = self._is_released = False
        self._wanted: Turn | None = None
        self._draft: Job | None = None
        self.watching = Watching(session, jobs, self._recording.recording_id, self._recording.last_position_ms, self)
        self.changes_of_lines = LineChanges(session, self._recording.recording_id, self._recording.facts.duration_ms, self)
        self._feed = ChangeSignal(session.changes, self)
        self._build()
        self._lay_out()
        self._connect()
        self._show(None)

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self.watching.is_playing

    def entered(self) -> None:
        """Put the keyboard on the lines, or on the first way to get some."""
        (self.table if self.table.rows.turns else self._take_file).setFocus()

    def release(self) -> None:
        """Stop the picture and the draft."""
        if self._is_released:
            return
        self._is_released = True
        self._feed.stop()
        if self._draft is not None:
            self._draft.cancel()
        self.watching.release()
        self.stage.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key is for, unless somebody is typing."""
        if isinstance(self.focusWidget(), _TYPING):
            super().keyPressEvent(event)
            return
        key, has_ctrl = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        actions: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Space: self._on_play_line,
            Qt.Key.Key_Return: self.table.type_words,
            Qt.Key.Key_Enter: self.table.type_words,
            Qt.Key.Key_Delete: self._on_remove,
            Qt.Key.Key_Z: partial(self._on_undo, is_redo=has_ctrl and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)),
            Qt.Key.Key_Y: partial(self._on_undo, is_redo=True),
        }
        signs: dict[str, Callable[[], None]] = {
            "[": self._on_begin_here,
            "]": self._on_end_here,
            "n": self._on_add,
            "s": self._on_split,
            "m": self._on_merge,
        }
        action = actions.get(key) or (None if has_ctrl else signs.get(event.text().lower()))
        if action is None:
            super().keyPressEvent(event)
        else:
            action()
            event.accept()

    def _build(self) -> None:
        theme = self._theme
        self.stage = Stage(theme, self)
        self.stage.say(self.tr("De opname gaat open."))
        self.strip = WaveStrip(theme, self._recording.facts.duration_ms, self)
        self.table = TurnTable(theme, self)
        self.error = ErrorPanel(theme, self)
        self.message = MessageBar(theme, self)
        self._empty = TextLabel(
            self.tr("Er staat nog niets. Neem een bestand met ondertitels over, of begin zelf een regel. Gebruik rollen, geen namen."), "gewoon", self
        )
        self._state = Surface("calm", self)
        self._state_text = TextLabel("", "sterk", self._state)
        self._read = PlainButton(theme, self.tr("Ik heb het nagelezen"), self._state)
        self._read.clicked.connect(self.changes_of_lines.mark_read)
        self._stop = PlainButton(theme, self.tr("Stop"), self._state)
        self._stop.clicked.connect(self._on_stop_draft)
        self._buttons: dict[str, QWidget] = {}
        row = QWidget(self)
        self._actions = row
        flow = FlowLayout(row)
        for name, words, icon_name, keys, slot in (
            ("play", self.tr("Speel deze regel"), "afspelen", (self.tr("Spatie"),), self._on_play_line),
            ("type", self.tr("Typ"), "nu", ("Enter",), self.table.type_words),
            ("begin", self.tr("Begint hier"), "begin", ("[",), self._on_begin_here),
            ("end", self.tr("Eindigt hier"), "begin", ("]",), self._on_end_here),
            ("split", self.tr("Knip in tweeën"), "fragmenten", ("S",), self._on_split),
            ("merge", self.tr("Voeg bij de volgende"), "toevoegen", ("M",), self._on_merge),
            ("remove", self.tr("Haal weg"), "wissen", ("Del",), self._on_remove),
        ):
            button = QuietButton(theme, words, row, icon_name=icon_name, keys=keys)
            button.clicked.connect(partial(_without_state, slot))
            flow.addWidget(button)
            self._buttons[name] = button
        self._add = PlainButton(theme, self.tr("Nieuwe regel"), self, icon_name="toevoegen", keys=("N",))
        self._add.clicked.connect(partial(_without_state, self._on_add))
        self._take_file = PlainButton(theme, self.tr("Neem een bestand over"), self, icon_name="ondertitels")
        self._take_file.clicked.connect(self._on_take_file)
        self._listen = PlainButton(theme, self.tr("Laat de computer meeschrijven"), self, icon_name="stem")
        self._listen.clicked.connect(self._on_draft)
        self._listen.setVisible(self._session.transcripts.is_recogniser_installed)

    def _lay_out(self) -> None:
        state = QHBoxLayout(self._state)
        state.setContentsMargins(14, 6, 10, 6)
        state.addWidget(self._state_text, 1)
        state.addWidget(self._read)
        state.addWidget(self._stop)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.stage, 1)
        left.addWidget(self.strip)
        left.addWidget(self._actions)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for button in (self._add, self._take_file, self._listen):
            ways.addWidget(button)
        ways.addStretch()
        right = QVBoxLayout()
        right.setSpacing(10)
        for part in (self.error, self._state, self._empty):
            right.addWidget(part)
        right.addWidget(self.table, 1)
        right.addLayout(ways)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 16)
        row.setSpacing(20)
        row.addLayout(left, 1)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self.watching.picture_shown.connect(self.stage.show_picture)
        self.watching.failed.connect(self.stage.say)
        self.watching.moved.connect(self._on_moved)
        self.stage.clicked.connect(self.watching.toggle)
        self.table.turn_chosen.connect(self._on_chosen)
        self.table.rows.typed.connect(self._on_typed)
        self.table.typing_ended.connect(self._on_typing_ended)
        self.strip.seek_requested.connect(self.watching.seek)
        self.strip.from_moved.connect(self._on_from_moved)
        self.strip.to_moved.connect(self._on_to_moved)
        self.changes_of_lines.changed.connect(self._show)
        self.changes_of_lines.failed.connect(self.error.tell)
        self._feed.changed.connect(self._on_changes)
        recording_id = self._recording.recording_id
        job = self._jobs.start(lambda _context: self._session.recordings.waveform(recording_id), name="read_lanes")
        job.succeeded.connect(self.strip.show_waveform)

    @Slot(object)
    def _show(self, chosen: Turn | None) -> None:
        if self.table.is_typing:
            # What is being typed stays where it is until it is kept.
            self._is_stale, self._wanted = True, chosen or self._wanted
            return
        self._is_stale, chosen, self._wanted = False, chosen or self._wanted, None
        try:
            kept = self.changes_of_lines.kept()
        except AppError as error:
            self.error.tell(error)
            return
        self.table.show_turns(kept.turns, chosen)
        has_lines = bool(kept.turns)
        self.table.setVisible(has_lines)
        self._empty.setVisible(not has_lines)
        self._show_state(is_draft=kept.origin is TranscriptOrigin.DRAFT and has_lines)
        self._show_chosen()

    def _show_state(self, *, is_draft: bool) -> None:
        is_busy = self._draft is not None
        self._state.setVisible(is_draft or is_busy)
        self._read.setVisible(is_draft and not is_busy)
        self._stop.setVisible(is_busy)
        busy = self.tr("De computer luistert en schrijft mee. Je kunt gewoon typen: jouw regels blijven.")
        self._state_text.setText(busy if is_busy else self.tr("Dit is een concept van de computer. Namen hoort hij vaak verkeerd."))
        self._take_file.setDisabled(is_busy)
        self._listen.setDisabled(is_busy)

    def _show_chosen(self) -> None:
        turn, turns = self.table.chosen, self.table.rows.turns
        for button in self._buttons.values():
            button.setEnabled(turn is not None)
        place = turns.index(turn) if turn in turns else -1
        beside = tuple(turns[near] for near in (place - 1, place + 1) if place >= 0 and 0 <= near < len(turns))
        self.strip.show_line(turn, beside)

    @Slot()
    def _on_typing_ended(self) -> None:
        if self._is_stale:
            self._show(None)

    @Slot(object)
    def _on_chosen(self, turn: Turn) -> None:
        self._show_chosen()
        if not self.watching.is_playing and not turn.range.from_ms <= self.watching.position_ms < turn.range.to_ms:
            self.watching.seek(turn.range.from_ms)

    @Slot(object, int, str)
    def _on_typed(self, turn: Turn, column: int, text: str) -> None:
        if column == WORDS:
            self.changes_of_lines.retype(turn, text)
        elif column == WHO:
            self.changes_of_lines.set_speaker(turn, text)

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        self.strip.show_now(at_ms)
        said = next((turn for turn in self.table.rows.turns if turn.range.from_ms <= at_ms < turn.range.to_ms), None)
        self.stage.set_caption(caption_of(said, at_ms) if said else "")
        if self._play_until_ms is not None and at_ms >= self._play_until_ms:
            self._play_until_ms = None
            self.watching.pause()

    def _on_play_line(self) -> None:
        turn = self.table.chosen
        if self.watching.is_playing or turn is None:
            self._play_until_ms = None
            self.watching.toggle()
            return
        self._play_until_ms = turn.range.to_ms
        self.watching.seek(turn.range.from_ms)
        self.watching.play()

    def _on_begin_here(self) -> None:
        if turn := self.table.chosen:
            self.changes_of_lines.reach(turn, from_ms=self.strip.snapped(self.watching.position_ms))

    def _on_end_here(self) -> None:
        if turn := self.table.chosen:
            self.changes_of_lines.reach(turn, to_ms=self.strip.snapped(self.watching.position_ms))

    @Slot(int)
    def _on_from_moved(self, at_ms: int) -> None:
        if turn := self.table.chosen:
            self.changes_of_lines.reach(turn, from_ms=at_ms)

    @Slot(int)
    def _on_to_moved(self, at_ms: int) -> None:
        if turn := self.table.chosen:
            self.changes_of_lines.reach(turn, to_ms=at_ms)

    def _on_split(self) -> None:
        if turn := self.table.chosen:
            self.changes_of_lines.split(turn, self.watching.position_ms)

    def _on_merge(self) -> None:
        if turn := self.table.chosen:
            self.changes_of_lines.merge_with_next(turn)

    def _on_remove(self) -> None:
        if turn := self.table.chosen:
            self.changes_of_lines.remove(turn)
            self.message.say(self.tr("Regel weggehaald."), self.tr("Z: ongedaan"), partial(self._on_undo, is_redo=False))

    def _on_add(self) -> None:
        self.watching.pause()
        self.changes_of_lines.add(_NEW_LINE, self.watching.position_ms)
        self.table.setFocus()
        self.table.type_words()

    def _on_undo(self, *, is_redo: bool) -> None:
        try:
            _ = self._session.undo.redo() if is_redo else self._session.undo.undo()
        except AppError as error:
            self.error.tell(error)

    @Slot()
    def _on_take_file(self) -> None:
        path = choose_file(self, self.tr("Kies een bestand met ondertitels"), self.tr("Ondertitels en tekst"), "*.srt *.vtt *.txt")
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Take over this file in place of what there is."""
        self.error.clear()
        job = self._jobs.start(partial(self._session.transcripts.import_file, self._recording.recording_id, path), name="import_transcript")
        job.failed.connect(self.error.tell)

    @Slot()
    def _on_draft(self) -> None:
        self.error.clear()
        within = TimeRange(0, max(1, self._recording.facts.duration_ms))
        self._draft = self._jobs.start(partial(self._session.transcripts.draft, self._recording.recording_id, within), name="draft_transcript")
        self._draft.failed.connect(self.error.tell)
        self._draft.ended.connect(self._on_draft_ended)
        self._show(None)

    @Slot()
    def _on_draft_ended(self) -> None:
        self._draft = None
        if not self._is_released:
            self._show(None)

    @Slot()
    def _on_stop_draft(self) -> None:
        if self._draft is not None:
            self._draft.cancel()

    @Slot(object)
    def _on_changes(self, changes: Changes) -> None:
        if self._is_released:
            return
        if self.watching.was_closed:
            self.back_requested.emit()
        elif changes.words:
            self._show(None)


def _without_state(do: Callable[[], None], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
    do()
