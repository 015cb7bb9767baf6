"""Make a recording with the camera: who is there and what for, then look, then record. It goes straight into the vault."""

from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.local_time import local_now
from app.common.picture import Picture
from app.common.progress import Progress
from app.domain.consent import Purpose
from app.domain.recording import Recording
from app.error_texts import error_text
from app.services.captures import Captured, CaptureState, LiveCapture, NewRecording, Sources
from app.services.session import Session
from app.ui.capture.camera_panel import CameraPanel
from app.ui.consent.consent_editor import ConsentEditor, worker_row
from app.ui.consent.wording import closed_text
from app.ui.jobs import Job, JobRunner
from app.ui.library.import_form import ImportForm
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, MainButton, PlainButton
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Line, TextLabel
from app.ui.widgets.scrolled import scrolled

_ROOM_EVERY_MS = 10_000
_WIDE_SCALE = 1.15
"""Above this text size the buttons at the bottom come under the words."""


class _Step(Enum):
    ASK = auto()
    LOOK = auto()
    RECORD = auto()
    PAUSE = auto()
    KEEP = auto()
    DONE = auto()


class _Bridge(QObject):
    """From the thread that reads the camera to the window's."""

    picture_came = Signal(object)
    state_came = Signal(object)


class CaptureScreen(Screen):
    """Stays while it records, whatever other place is looked at."""

    recording_opened = Signal(str)
    told = Signal(str)
    """How it goes, for whoever looks at another screen; empty when it is over."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None, *, sources: Sources | None = None) -> None:
        """Take the sources from the system unless they are given."""
        super().__init__(parent)
        self.title = self.tr("Opname maken")
        self.has_back = True
        self._theme, self._jobs, self._session = theme, jobs, session
        self._sources = sources
        self._step = _Step.ASK
        self._live: LiveCapture | None = None
        self._job: Job | None = None
        self._made: Recording | None = None
        self._is_hidden = False
        self._room = QTimer(self)
        self._room.setInterval(_ROOM_EVERY_MS)
        self._room.timeout.connect(self._show_room)
        self._bridge = _Bridge(self)
        self._build()
        self._lay_out()
        self._theme.changed.connect(self._on_theme_changed)
        self._bridge.picture_came.connect(self._on_picture, Qt.ConnectionType.QueuedConnection)
        self._bridge.state_came.connect(self._on_state, Qt.ConnectionType.QueuedConnection)
        self._form.propose_until(session.retention.settings().keep_until(local_now().date()))
        self._form.offer_names(session.recordings.list())
        jobs.start(lambda _context: session.kijkkader.current().phases, name="read_kijkkader").succeeded.connect(self._form.offer_phases)
        self._form.show_without_file()
        self._consent.show_persons([worker_row(local_now().date())], self._form.keep_until)
        self._show_step(_Step.ASK)

    @property
    def is_busy(self) -> bool:
        """Whether something was recorded that is not a recording yet."""
        return self._step in (_Step.RECORD, _Step.PAUSE, _Step.KEEP)

    @property
    def is_playing(self) -> bool:
        """While it records somebody sits before the camera, and need not touch anything."""
        return self._step is _Step.RECORD

    def release(self) -> None:
        """Put the camera out. What was recorded is in the vault, and becomes a recording at the next opening."""
        self._room.stop()
        if self._job is not None:
            self._job.cancel()
        self._panel.view.clear()

    def _build(self) -> None:
        theme = self._theme
        self._form = ImportForm(theme, self)
        self._form.changed.connect(self._show_buttons)
        self._form.until_changed.connect(self._on_until_changed)
        self._consent = ConsentEditor(theme, self)
        self._consent.changed.connect(self._show_buttons)
        self._panel = CameraPanel(theme, self)
        self._panel.sources_chosen.connect(self._on_sources_chosen)
        self._panel.hiding_changed.connect(self._on_hiding)
        self._notice = TextLabel("", "bij", self)
        self._back = PlainButton(theme, self.tr("Terug naar wie er bij is"), self, is_large=True)
        self._back.clicked.connect(self._on_back_to_people)
        self._discard = EraseButton(theme, self.tr("Stop en vernietig"), self, is_large=True)
        self._discard.clicked.connect(self._on_discard)
        self._pause = PlainButton(theme, self.tr("Pauze"), self, icon_name="pauze", is_large=True)
        self._pause.clicked.connect(self._on_pause)
        self._next = MainButton(theme, "", self, keys=("Ctrl", "S"))
        self._next.clicked.connect(self._on_next)
        QShortcut(QKeySequence.StandardKey.Save, self, self._on_next)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._consent)
        column.addStretch()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(scrolled(inside, self))
        self._pages.addWidget(self._panel)
        notice = QHBoxLayout()
        notice.setSpacing(12)
        notice.addWidget(IconLabel(self._theme, "vergrendelen", self, size=16, color="inkt_3"), 0, Qt.AlignmentFlag.AlignVCenter)
        notice.addWidget(self._notice, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch()
        for button in (self._back, self._discard, self._pause, self._next):
            buttons.addWidget(button)
        self._foot = foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        foot.setSpacing(12)
        foot.addLayout(notice, 1)
        foot.addLayout(buttons)
        right = QVBoxLayout()
        right.setContentsMargins(30, 24, 28, 16)
        right.setSpacing(12)
        right.addWidget(self._pages, 1)
        right.addWidget(Line(self))
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._form)
        row.addLayout(right, 1)

    @Slot()
    def _on_theme_changed(self) -> None:
        is_large = self._theme.scale > _WIDE_SCALE
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight)
        # With large words the picture needs the room of the fields, which say nothing new any more.
        self._form.setVisible(self._step is _Step.ASK or not is_large)

    def _show_step(self, step: _Step) -> None:
        self._step = step
        self._pages.setCurrentIndex(0 if step is _Step.ASK else 1)
        heading, lead = {
            _Step.ASK: ("", ""),
            _Step.LOOK: (self.tr("Is iedereen te zien en te horen?"), self.tr("Er wordt nog niets opgenomen. Zeg iets: dan beweegt de balk.")),
            _Step.RECORD: (self.tr("Er wordt opgenomen"), self.tr("Het gaat meteen versleuteld in de kluis. Er komt geen los bestand.")),
            _Step.PAUSE: (self.tr("Het opnemen staat stil"), self.tr("De camera staat aan, maar er wordt niets bewaard.")),
            _Step.KEEP: (self.tr("De opname wordt bewaard"), self.tr("De camera is uit. Dit duurt even.")),
            _Step.DONE: (self.tr("De opname staat in de kluis"), self.tr("Kijk nu terug, of doe dat later.")),
        }[step]
        self._panel.say(heading, lead)
        self._panel.lock_sources(is_locked=step is not _Step.LOOK)
        self._on_theme_changed()
        if step in (_Step.ASK, _Step.DONE):
            self._panel.view.clear()
        self._show_buttons()
        self.told.emit({_Step.RECORD: self.tr("Er wordt opgenomen"), _Step.PAUSE: self.tr("Het opnemen staat stil")}.get(step, ""))

    @Slot()
    def _show_buttons(self) -> None:
        own = self._consent.verdicts[Purpose.OWN]
        self._back.setVisible(self._step is _Step.LOOK)
        self._discard.setVisible(self._step in (_Step.RECORD, _Step.PAUSE))
        self._pause.setVisible(self._step in (_Step.RECORD, _Step.PAUSE))
        self._pause.set_words(self.tr("Ga verder") if self._step is _Step.PAUSE else self.tr("Pauze"))
        self._next.set_words(
            {
                _Step.ASK: self.tr("Zet de camera aan"),
                _Step.LOOK: self.tr("Begin met opnemen"),
                _Step.RECORD: self.tr("Stop en bewaar"),
                _Step.PAUSE: self.tr("Stop en bewaar"),
                _Step.KEEP: self.tr("Stop en bewaar"),
                _Step.DONE: self.tr("Bekijk de opname"),
            }[self._step]
        )
        is_ready, missing = self._step is not _Step.KEEP, ""
        if self._step is _Step.ASK and not self._form.pseudonym:
            is_ready, missing = False, self.tr("Geef eerst een schuilnaam")
        elif self._step is _Step.ASK and not own.is_allowed:
            is_ready, missing = False, self.tr("Vraag het eerst aan iedereen")
        elif self._step is _Step.LOOK and not (self._live and self._live.state.is_ready):
            is_ready = False
        self._next.set_ready(is_ready=is_ready, missing=missing)
        self._notice.setText(closed_text(own) if self._step is _Step.ASK and not own.is_allowed else self._notice_text())

    def _notice_text(self) -> str:
        if self._step is _Step.ASK:
            return self.tr("Iedereen zei ja. Vertel ook dat stoppen altijd mag.")
        if self._step is _Step.LOOK:
            return self.tr("Als je begint, gaat alles meteen versleuteld in de kluis.")
        if self._step in (_Step.RECORD, _Step.PAUSE):
            return self.tr("Valt de computer uit, dan is hoogstens de laatste twee seconden weg.")
        return self.tr("De opname is versleuteld. Er is geen los bestand.")

    @Slot()
    def _on_next(self) -> None:
        if not self._next.isEnabled():
            return
        if self._step is _Step.ASK:
            self._turn_camera_on()
        elif self._step is _Step.LOOK:
            self._begin()
        elif self._step in (_Step.RECORD, _Step.PAUSE) and self._live:
            self._show_step(_Step.KEEP)
            self._live.stop()
        elif self._step is _Step.DONE and self._made:
            self.recording_opened.emit(self._made.recording_id)

    def _turn_camera_on(self) -> None:
        self._panel.error.clear()
        self._show_step(_Step.LOOK)
        if self._sources is None:
            self._panel.view.say(self.tr("De app kijkt welke camera er is."))
            job = self._jobs.start(self._session.captures.sources, name="read_sources")
            job.succeeded.connect(self._on_sources)
            job.failed.connect(self._on_failed)
        else:
            self._on_sources(self._sources)

    @Slot(object)
    def _on_sources(self, sources: Sources) -> None:
        self._panel.show_sources(sources)
        if sources.cameras:
            self._sources = sources
            self._look()
        else:
            self._panel.error.tell_text(self.tr("Deze computer heeft geen camera die de app kan vinden. Sluit er een aan en ga één stap terug."))
            self._panel.view.say(self.tr("Geen camera gevonden"))

    def _look(self) -> None:
        self._live = live = LiveCapture(self._panel.camera, self._panel.microphone)
        live.on_picture = self._bridge.picture_came.emit
        live.on_state = self._bridge.state_came.emit
        live.show_picture(is_wanted=not self._is_hidden)
        self._panel.view.say(self.tr("De camera gaat aan."))
        self._job = job = self._jobs.start(partial(self._session.captures.run, live), name="open_camera")
        job.succeeded.connect(partial(self._on_ended, job))
        job.failed.connect(partial(self._on_run_failed, job))
        job.progressed.connect(self._on_progress)
        self._show_room()
        self._room.start()
        self._show_buttons()

    def _begin(self) -> None:
        if self._live is None:
            return
        try:
            self._session.captures.begin(
                self._live,
                NewRecording(
                    title=self._form.pseudonym,
                    talk=self._form.talk,
                    recorded_on=local_now().date(),
                    keep_until=self._form.keep_until,
                    people=self._consent.persons,
                ),
            )
        except AppError as error:
            self._panel.error.tell(error)
            return
        if self._job is not None:
            self._job.name = "record"  # from now on it is work that would be lost, and the room waits for it
        self._form.lock_fields()
        self._show_step(_Step.RECORD)

    @Slot()
    def _on_pause(self) -> None:
        if self._live is None:
            return
        if self._step is _Step.PAUSE:
            self._live.resume()
            self._show_step(_Step.RECORD)
        else:
            self._live.pause()
            self._show_step(_Step.PAUSE)

    @Slot()
    def _on_discard(self) -> None:
        words = self.tr("Wat je nu opnam, is dan voorgoed weg. Dit kan niet terug.")
        question = ConfirmErase(self._theme, self.tr("Deze opname vernietigen?"), words, self.tr("Stop en vernietig"), self.tr("Ga verder"), self)
        if question.exec() and self._live is not None and self._step in (_Step.RECORD, _Step.PAUSE):
            self._show_step(_Step.KEEP)
            self._session.captures.discard(self._live)
        question.deleteLater()

    @Slot()
    def _on_back_to_people(self) -> None:
        self._turn_off()
        self._show_step(_Step.ASK)
        self._consent.focus_first()

    @Slot()
    def _on_sources_chosen(self) -> None:
        if self._step is _Step.LOOK:
            self._turn_off()
            self._look()

    def _turn_off(self) -> None:
        self._room.stop()
        live, self._live, self._job = self._live, None, None
        if live is not None:
            live.stop()

    def _on_ended(self, job: Job, captured: Captured) -> None:
        if job is not self._job:
            return  # another camera was chosen meanwhile
        self._turn_off()
        self._made = captured.recording
        if captured.problem is not None:
            self._panel.error.tell(captured.problem)
        if self._made is None:
            self._form.free_fields()
            self._show_step(_Step.ASK)
            return
        self._show_step(_Step.DONE)
        self._panel.view.say("")

    def _on_run_failed(self, job: Job, error: AppError) -> None:
        if job is self._job:
            self._on_failed(error)

    @Slot(object)
    def _on_failed(self, error: AppError) -> None:
        was_busy = self.is_busy
        self._turn_off()
        self._show_step(_Step.LOOK)
        self._panel.error.tell_text(
            self.tr("Bewaren is nog niet gelukt. {why} Wat je opnam, staat in de kluis en komt terug bij het openen.").format(why=error_text(error))
            if was_busy
            else error_text(error)
        )
        self._panel.view.say("")

    @Slot(object)
    def _on_picture(self, picture: Picture) -> None:
        if self._live is not None and not self._is_hidden and self._step in (_Step.LOOK, _Step.RECORD, _Step.PAUSE):
            self._panel.view.show_picture(picture)

    @Slot(object)
    def _on_state(self, state: CaptureState) -> None:
        self._panel.show_state(state)
        if self._step is _Step.LOOK and state.is_ready and not self._next.isEnabled():
            self._show_buttons()

    @Slot(Progress)
    def _on_progress(self, progress: Progress) -> None:
        if self._step is _Step.KEEP and progress.total:
            self._panel.say(self.tr("De opname wordt bewaard"), self.tr("{percent} %").format(percent=progress.done * 100 // progress.total))

    @Slot(bool)
    def _on_hiding(self, is_hidden: bool) -> None:  # noqa: FBT001 - the signal's argument
        self._is_hidden = is_hidden
        if self._live is not None:
            self._live.show_picture(is_wanted=not is_hidden)

    @Slot()
    def _on_until_changed(self) -> None:
        self._consent.show_persons(self._consent.persons, self._form.keep_until)
        self._show_buttons()

    @Slot()
    def _show_room(self) -> None:
        try:
            self._panel.say_room(self._session.captures.room_ms)
        except AppError as error:
            self._panel.error.tell(error)
