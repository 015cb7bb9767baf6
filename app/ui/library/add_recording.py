"""Add a recording: choose the file, name it, and it goes encrypted into the vault."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.common.errors import AppError, InputError
from app.common.progress import JobContext, Progress
from app.domain.recording import Recording
from app.services.recordings import ImportCandidate
from app.services.session import Session
from app.ui.jobs import Job, JobRunner
from app.ui.library.asking import AskCard, CheckList
from app.ui.library.drop_area import dropped_files
from app.ui.library.import_form import ImportForm
from app.ui.library.import_notices import DoneNotice, SameNotice
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton, QuietButton
from app.ui.widgets.file_choice import choose_videos
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Line, TextLabel
from app.ui.widgets.remaining_time import RemainingTime

_WIDE_SCALE = 1.15
"""Above this text size the buttons at the bottom come under the words."""


class AddRecording(Screen):
    """One file at a time; more files wait their turn. Lives on while the user looks at another screen."""

    recording_added = Signal(str)
    recording_opened = Signal(str)
    import_told = Signal(str)
    """How a running import goes, for whoever looks at another screen; empty when it is over."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Opname toevoegen")
        self.has_back = True
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._waiting: list[Path] = []
        self._candidate: ImportCandidate | None = None
        self._added: Recording | None = None
        self._job: Job | None = None
        self._remaining = RemainingTime(time.monotonic)
        self.setAcceptDrops(True)
        self._build()
        self._lay_out()
        self._show_nothing()

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or encrypted."""
        return self._job is not None

    def add_files(self, paths: list[Path]) -> None:
        """Take these files, one after the other."""
        self._waiting += paths
        if not self.is_busy and self._candidate is None:
            self._begin_next()
        self._show_waiting()

    def entered(self) -> None:
        """Ask for a file at once when there is none yet."""
        if not self.is_busy and self._candidate is None and self._added is None:
            self._choose.setFocus()

    def release(self) -> None:
        """Stop; what was half encrypted is wiped by the job itself."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files anywhere on the screen."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        event.acceptProposedAction()
        self.add_files(dropped_files(event))

    def _build(self) -> None:
        theme = self._theme
        self._form = ImportForm(theme, self)
        self._form.choose_requested.connect(self.choose)
        self._form.files_dropped.connect(self.add_files)
        self._form.changed.connect(self._show_readiness)
        self._same = SameNotice(theme, self)
        self._same.again.clicked.connect(self._on_same_again)
        self._same.skip.clicked.connect(self._on_stop)
        self._done = DoneNotice(theme, self)
        self._done.open.clicked.connect(self._on_open)
        self._done.next.clicked.connect(self._on_next)
        self._queue = TextLabel("", "bij", self)
        self._choose = PlainButton(theme, self.tr("Kies een bestand"), self, icon_name="toevoegen", is_large=True)
        self._choose.clicked.connect(self.choose)
        self._stop = QuietButton(theme, self.tr("Stoppen en wissen"), self, is_large=True)
        self._stop.clicked.connect(self._on_stop)
        self._keep = MainButton(theme, self.tr("Bewaar in de kluis"), self, keys=("Ctrl", "S"))
        self._keep.clicked.connect(self._on_keep)
        QShortcut(QKeySequence.StandardKey.Save, self, self._on_keep)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(30, 24, 28, 16)
        right.setSpacing(12)
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._heading = Heading(self.tr("Vraag eerst of het mag."), "kop1", inside)
        self._lead = TextLabel(self.tr("Iedereen in beeld mag ja of nee zeggen. Nee is ook goed."), "gewoon", inside)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._heading)
        head.addWidget(self._lead)
        column.addLayout(head)
        for part in (self._same, self._done, AskCard(self._theme, inside), CheckList(self._theme, inside)):
            column.addWidget(part)
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        right.addWidget(scroll, 1)
        right.addWidget(Line(self))
        right.addLayout(self._footer())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._form)
        row.addLayout(right, 1)

    def _footer(self) -> QBoxLayout:
        notice = QHBoxLayout()
        notice.setSpacing(12)
        notice.addWidget(IconLabel(self._theme, "vergrendelen", self, size=16, color="inkt_3"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(TextLabel(self.tr("De opname wordt versleuteld. Het bestand zelf blijft staan waar het stond."), "bij", self))
        words.addWidget(self._queue)
        words.addStretch()
        notice.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch()
        for button in (self._choose, self._stop, self._keep):
            buttons.addWidget(button)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.addLayout(notice, 1)
        self._foot.addLayout(buttons)
        self._theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        return self._foot

    @Slot()
    def _on_theme_changed(self) -> None:
        is_large = self._theme.scale > _WIDE_SCALE
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight)

    def _show_nothing(self) -> None:
        self._candidate = None
        self._same.hide()
        self._form.show_nothing()
        self._form.offer_names(self._session.recordings.list())
        self._show_readiness()

    def _show_waiting(self) -> None:
        count = len(self._waiting)
        words = self.tr("Hierna nog één bestand.") if count == 1 else self.tr("Hierna nog {count} bestanden.").format(count=count)
        self._queue.setText(words if count else "")
        self._queue.setVisible(bool(count))

    @Slot()
    def _show_readiness(self) -> None:
        has_file = self._candidate is not None
        self._choose.setVisible(not has_file and not self.is_busy and self._added is None)
        self._stop.setVisible(has_file or self.is_busy)
        self._keep.setVisible(has_file or self.is_busy or self._added is None)
        if self.is_busy:
            self._keep.setDisabled(True)
        elif not has_file:
            self._keep.set_ready(is_ready=False, missing=self.tr("Kies eerst een bestand"))
        elif not self._form.pseudonym:
            self._keep.set_ready(is_ready=False, missing=self.tr("Geef eerst een schuilnaam"))
        else:
            self._keep.set_ready(is_ready=True)

    def _begin_next(self) -> None:
        self._added = None
        self._done.hide()
        if not self._waiting:
            self._show_nothing()
            return
        path = self._waiting.pop(0)
        self._show_waiting()
        self._form.show_reading()
        self._start(partial(_inspect, self._session, path), "inspect", self._on_inspected)

    def _start(self, work: Callable[[JobContext], object], name: str, on_success: Callable[[Any], None]) -> None:
        self._remaining.begin()
        self._job = self._jobs.start(work, name=name)
        self._job.progressed.connect(self._on_progress)
        self._job.succeeded.connect(on_success)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._show_readiness()

    @Slot()
    def choose(self) -> None:
        """Ask for files with our own dialog, which leaves no trace."""
        self.add_files(choose_videos(self, self.tr("Kies een opname"), self.tr("Opnamen"), self.tr("Alle bestanden")))

    @Slot(object)
    def _on_inspected(self, candidate: ImportCandidate) -> None:
        self._job = None
        self._candidate = candidate
        self._form.offer_names(self._session.recordings.list())
        self._form.show_candidate(candidate)
        if candidate.same_as is not None:
            self._same.show_recording(candidate.same_as)
        self._show_readiness()

    @Slot()
    def _on_same_again(self) -> None:
        self._same.hide()
        self._same.is_accepted = True

    @Slot()
    def _on_keep(self) -> None:
        if not self._keep.isEnabled() or self._candidate is None:
            return
        if self._candidate.same_as is not None and not self._same.is_accepted:
            self._same.again.setFocus()
            return
        self._form.error.clear()
        self._form.lock_fields()
        work = partial(
            _import,
            self._session,
            self._candidate.path,
            title=self._form.pseudonym,
            talk=self._form.talk,
            recorded_on=self._form.recorded_on,
            allow_same=self._same.is_accepted,
        )
        self._start(work, "import", self._on_imported)

    @Slot(Progress)
    def _on_progress(self, progress: Progress) -> None:
        steps = {
            "encrypt": self.tr("Versleutelen"),
            "verify": self.tr("Nakijken"),
            "fingerprint": self.tr("Vergelijken met wat er al is"),
        }
        percent = -1 if progress.total <= 0 else progress.done * 100 // progress.total
        step = steps.get(progress.step, self.tr("Lezen"))
        note = _time_left_text(self, self._remaining.seconds_left(progress))
        self._form.show_progress(step, percent, note)
        if percent >= 0:
            title = self._form.pseudonym if self._candidate else self.tr("Opname")
            self.import_told.emit(self.tr("{title}: {step} {percent} %").format(title=title, step=step.lower(), percent=percent))

    @Slot(object)
    def _on_imported(self, recording: Recording) -> None:
        self._job = None
        folder = self._candidate.path.parent.name if self._candidate else ""
        self._candidate = None
        self._added = recording
        self._same.hide()
        self._form.show_nothing()
        self._form.offer_names(self._session.recordings.list())
        self._done.show_recording(recording, folder, has_next=bool(self._waiting))
        self.import_told.emit("")
        self._show_readiness()
        self.recording_added.emit(recording.recording_id)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._job = None
        self.import_told.emit("")
        if self._candidate is None:
            self._show_nothing()
        else:
            self._form.free_fields()
            if isinstance(error, InputError) and error.code == "already_in_vault":
                self._candidate = None
                self._show_nothing()
        self._form.error.tell(error)
        self._show_readiness()

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        self.import_told.emit("")
        self._show_nothing()
        self._form.error.tell_text(self.tr("Gestopt. Er staat niets half in de kluis. Het bestand zelf is niet veranderd."), is_calm=True)

    @Slot()
    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            return
        self._begin_next()

    @Slot()
    def _on_next(self) -> None:
        if self._waiting:
            self._begin_next()
        else:
            self._done.hide()
            self._added = None
            self.choose()

    @Slot()
    def _on_open(self) -> None:
        if self._added is not None:
            self.recording_opened.emit(self._added.recording_id)


def _time_left_text(screen: AddRecording, seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return screen.tr("Nog minder dan een minuut. Je kunt gewoon doorgaan.")
    minutes = round(seconds / 60)
    if minutes == 1:
        return screen.tr("Nog ongeveer één minuut. Je kunt gewoon doorgaan.")
    return screen.tr("Nog ongeveer {minutes} minuten. Je kunt gewoon doorgaan.").format(minutes=minutes)


def _inspect(session: Session, path: Path, context: JobContext) -> ImportCandidate:
    return session.recordings.inspect(path, context)


def _import(session: Session, path: Path, context: JobContext, **words: Any) -> Recording:
    return session.recordings.import_file(path, context=context, **words)
