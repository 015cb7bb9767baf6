"""Say something at a moment instead of typing it: the microphone straight into the vault, heard again, taken away."""

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.domain.moment import Moment
from app.domain.timecode import format_time
from app.error_texts import error_text
from app.services.captures import CaptureState, LiveCapture, Sources
from app.services.playback import SoundPlayer
from app.services.session import Session
from app.services.spoken_notes import MAX_NOTE_S, NOTE_RATE, SpokenNote
from app.ui.capture.level_meter import LevelMeter
from app.ui.jobs import Job, JobRunner
from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.labels import TextLabel

_POLL_MS = 100


class _Bridge(QObject):
    state_came = Signal(object)


class SpokenNoteBar(QWidget):
    """Belongs to the moment it is shown; one that is being said stays with the moment it began at."""

    speaking_started = Signal()
    """The picture should stand still: otherwise the microphone hears the recording."""
    said = Signal(str)

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, parent: QWidget | None = None, *, sources: Sources | None = None) -> None:
        """Take the microphone from the system unless sources are given."""
        super().__init__(parent)
        self._session, self._theme, self._jobs, self._sources = session, theme, jobs, sources
        self._moment: Moment | None = None
        self._live: LiveCapture | None = None
        self._speaking_at: Moment | None = None
        self._has_begun = False
        self._sound: SoundPlayer | None = None
        self._playing: SpokenNote | None = None
        self._job: Job | None = None
        self._bridge = _Bridge(self)
        self._bridge.state_came.connect(self._on_state, Qt.ConnectionType.QueuedConnection)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._on_poll)
        self._speak = QuietButton(theme, "", self, icon_name="stem")
        self._speak.clicked.connect(self._on_speak)
        self._level = LevelMeter(theme, self)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._speak)
        row.addWidget(self._level, 1)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._notes)
        column.addLayout(row)
        self._show_speaking(0)

    @property
    def is_speaking(self) -> bool:
        """Whether the microphone is on."""
        return self._live is not None

    def show_moment(self, moment: Moment | None) -> None:
        """Show the notes of this moment."""
        if moment is None or self._moment is None or moment.moment_id != self._moment.moment_id:
            self._stop_listening()
        self._moment = moment
        self.setVisible(moment is not None)
        self._show_notes()

    def release(self) -> None:
        """Put the microphone out; what was said so far is kept."""
        self._stop_listening()
        if self._live is not None:
            self._live.stop()

    def _show_notes(self) -> None:
        while (item := self._notes.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if self._moment is None:
            return
        for note in self._session.spoken_notes.of_moment(self._moment.moment_id):
            self._notes.addWidget(self._note_row(note))

    def _note_row(self, note: SpokenNote) -> QWidget:
        row = QWidget(self)
        is_playing = self._playing is not None and self._playing.media_id == note.media_id
        length = format_time(note.duration_ms)
        play = QuietButton(
            self._theme,
            self.tr("Stop met luisteren") if is_playing else self.tr("Luister naar je notitie"),
            row,
            icon_name="pauze" if is_playing else "afspelen",
        )
        play.clicked.connect(partial(self._on_play, note))
        remove = IconButton(self._theme, "wissen", self.tr("Haal deze gesproken notitie weg"), row)
        remove.clicked.connect(partial(self._on_remove, note))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(play)
        line.addWidget(TextLabel(length, "bij", row, wraps=False))
        line.addStretch()
        line.addWidget(remove)
        return row

    def _show_speaking(self, recorded_ms: int) -> None:
        words = self.tr("Stop en bewaar ({time})").format(time=format_time(recorded_ms)) if self.is_speaking else self.tr("Spreek een notitie in")
        self._speak.set_words(words)
        self._level.setVisible(self.is_speaking)

    @Slot()
    def _on_speak(self) -> None:
        if self._live is not None:
            self._live.stop()
        elif self._moment is not None:
            self._stop_listening()
            self.speaking_started.emit()
            self._speaking_at = self._moment
            if self._sources is None:
                job = self._jobs.start(self._session.captures.sources, name="read_sources")
                job.succeeded.connect(self._on_sources)
                job.failed.connect(self._on_failed)
            else:
                self._on_sources(self._sources)

    @Slot(object)
    def _on_sources(self, sources: Sources) -> None:
        if self._live is not None:
            return
        if not sources.microphones:
            self.said.emit(self.tr("Deze computer heeft geen microfoon die de app kan vinden."))
            return
        self._has_begun = False
        self._live = live = LiveCapture(None, sources.microphones[0].address)
        live.on_state = self._bridge.state_came.emit
        self._job = self._jobs.start(partial(self._session.spoken_notes.run, live), name="speak")
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_ended)
        self._show_speaking(0)

    @Slot(object)
    def _on_state(self, state: CaptureState) -> None:
        live, moment = self._live, self._speaking_at
        if live is None or moment is None:
            return
        self._level.show_level(state.level)
        if not self._has_begun:
            self._has_begun = True
            try:
                self._session.spoken_notes.begin(live, moment.moment_id)
            except AppError as error:
                self._on_failed(error)
                live.stop()
        elif state.recorded_ms >= MAX_NOTE_S * 1000:
            live.stop()
        self._show_speaking(state.recorded_ms)

    @Slot()
    def _on_ended(self) -> None:
        self._live = self._job = None
        self._show_speaking(0)
        self._show_notes()

    def _on_play(self, note: SpokenNote, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        was_playing = self._playing
        self._stop_listening()
        if was_playing is None or was_playing.media_id != note.media_id:
            self.speaking_started.emit()
            job = self._jobs.start(partial(self._session.spoken_notes.samples, note), name="read_spoken_note")
            job.succeeded.connect(partial(self._on_samples, note))
            job.failed.connect(self._on_failed)

    def _on_samples(self, note: SpokenNote, samples: object) -> None:
        if self._moment is None or self._moment.moment_id != note.moment_id or self.is_speaking:
            return
        try:
            self._sound = self._session.playback.play_sound(note.recording_id, samples, NOTE_RATE)  # type: ignore[arg-type]
        except AppError as error:
            self._on_failed(error)
            return
        self._playing = note
        self._poll.start()
        self._show_notes()

    @Slot()
    def _on_poll(self) -> None:
        if self._sound is None or not self._sound.is_playing:
            self._stop_listening()

    def _stop_listening(self) -> None:
        self._poll.stop()
        sound, self._sound = self._sound, None
        was_playing, self._playing = self._playing, None
        if sound is not None:
            sound.close()
        if was_playing is not None:
            self._show_notes()

    def _on_remove(self, note: SpokenNote, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self._stop_listening()
        try:
            self._session.spoken_notes.remove(note.media_id)
        except AppError as error:
            self._on_failed(error)
            return
        self._show_notes()
        self.said.emit(self.tr("Gesproken notitie weggehaald. Z haalt haar terug."))

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        self.said.emit(error_text(error))
