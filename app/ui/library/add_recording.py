"""Add a recording: choose the file, name it, and it goes encrypted into the vault."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.common.errors import AppError, InputError
from app.common.local_time import local_now
from app.common.progress import JobContext, Progress
from app.domain.consent import Purpose
from app.domain.recording import Recording
from app.services.originals import Original, remove_original, seen_original
from app.services.recordings import ImportCandidate
from app.services.session import Session
from app.ui.consent.consent_editor import ConsentEditor, worker_row
from app.ui.consent.wording import closed_text
from app.ui.jobs import Job, JobRunner
from app.ui.library.drop_area import dropped_files
from app.ui.library.import_form import ImportForm
from app.ui.library.import_notices import DoneNotice, OriginalNotice, SameNotice, limits_of_removing
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton, QuietButton
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.file_choice import choose_videos
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Line, TextLabel
from app.ui.widgets.remaining_time import RemainingTime
from app.ui.widgets.scrolled import scrolled

_WIDE_SCALE = 1.15
"""Above this text size the buttons at the bottom come under the words."""


class AddRecording(Screen):
    """One file at a time; more files wait their turn. Lives on while the user looks at another screen."""

    recording_added = Signal(str)
    capture_requested = Signal()
    """No file: record with the camera instead."""
    recording_opened = Signal(str)
    consent_requested = Signal(str)
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
        self._original: Original | None = None
        self._job: Job | None = None
        self._remaining = RemainingTime(time.monotonic)
        self.setAcceptDrops(True)
        self._build()
        self._lay_out()
        self._ask_anew()
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
        self._form.capture_requested.connect(self.capture_requested)
        self._form.files_dropped.connect(self.add_files)
        self._form.changed.connect(self._show_readiness)
        self._same = SameNotice(theme, self)
        self._same.again.clicked.connect(self._on_same_again)
        self._same.skip.clicked.connect(self._on_stop)
        self._done = DoneNotice(theme, self)
        self._done.open.clicked.connect(self._on_open)
        self._done.next.clicked.connect(self._on_next)
        self._standing = OriginalNotice(theme, self)
        self._standing.removal_requested.connect(self._on_remove_original)
        self._queue = TextLabel("", "bij", self)
        self._choose = PlainButton(theme, self.tr("Kies een bestand"), self, icon_name="toevoegen", is_large=True)
        self._choose.clicked.connect(self.choose)
        self._stop = QuietButton(theme, self.tr("Stoppen en wissen"), self, is_large=True)
        self._stop.clicked.connect(self._on_stop)
        self._consent = ConsentEditor(theme, self)
        self._consent.changed.connect(self._show_readiness)
        self._form.until_changed.connect(self._on_until_changed)
        self._keep = MainButton(theme, self.tr("Bewaar met het luik dicht"), self, keys=("Ctrl", "S"))
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
        for part in (self._same, self._done, self._standing):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(part)
        column.addWidget(self._consent)
        column.addStretch()
        scroll = scrolled(inside, self)
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
        notice.addWidget(IconLabel(self._theme, "vergrendelen", self, size=16, color="inkt_3"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._notice = TextLabel("", "bij", self)
        words.addWidget(self._notice)
        words.addWidget(self._queue)
        notice.addLayout(words, 1)
        middle = QVBoxLayout()
        middle.addStretch()
        middle.addLayout(notice)
        middle.addStretch()
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch()
        for button in (self._choose, self._stop, self._keep):
            buttons.addWidget(button)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.addLayout(middle, 1)
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

    def _ask_anew(self) -> None:
        """Begin with the worker alone and the vault's own time: nobody's yes goes along to another recording."""
        session = self._session  # not self: the work may outlive the screen
        job = self._jobs.start(lambda _context: session.kijkkader.current().phases, name="read_kijkkader")
        job.succeeded.connect(self._form.offer_phases)
        self._form.propose_until(self._session.retention.settings().keep_until(local_now().date()))
        self._consent.show_persons([worker_row(local_now().date())], self._form.keep_until)

    def _show_waiting(self) -> None:
        count = len(self._waiting)
        words = self.tr("Hierna nog één bestand.") if count == 1 else self.tr("Hierna nog {count} bestanden.").format(count=count)
        self._queue.setText(words if count else "")
        self._queue.setVisible(bool(count))

    @Slot()
    def _show_readiness(self) -> None:
        has_file = self._candidate is not None
        own = self._consent.verdicts[Purpose.OWN]
        self._consent.setVisible(self._added is None)
        self._keep.set_words(self.tr("Bewaar") if own.is_allowed else self.tr("Bewaar met het luik dicht"))
        self._notice.setText(self._notice_text(is_allowed=own.is_allowed))
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

    def _notice_text(self, *, is_allowed: bool) -> str:
        if self._added is not None:
            return self.tr("De opname is versleuteld. Het bestand zelf blijft staan tot je het zelf wist.")
        if is_allowed:
            return self.tr("De opname wordt versleuteld. Het bestand zelf blijft staan waar het stond.")
        return self.tr("Je kunt nu al bewaren. Kijken kan pas als iedereen ja heeft gezegd voor zelf terugkijken.")

    def _begin_next(self) -> None:
        if self._added is not None:
            self._ask_anew()
        self._show_done_no_more()
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
            keep_until=self._form.keep_until,
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
        imported = self._candidate
        self._candidate = None
        own = self._consent.verdicts[Purpose.OWN]
        self._keep_consent(recording)
        self._added = recording
        self._same.hide()
        self._form.show_nothing()
        self._form.offer_names(self._session.recordings.list())
        closed = "" if own.is_allowed else closed_text(own)
        self._done.show_recording(recording, closed, has_next=bool(self._waiting))
        wants_removal = self._form.removes_original
        self._remember_original(recording, imported)
        self.import_told.emit("")
        self._show_readiness()
        self.recording_added.emit(recording.recording_id)
        if wants_removal and self._original is not None:
            QTimer.singleShot(0, self._on_remove_original)

    def _show_done_no_more(self) -> None:
        self._added = self._original = None
        self._done.hide()
        self._standing.hide()

    def _remember_original(self, recording: Recording, imported: ImportCandidate | None) -> None:
        if imported is None:
            return
        try:
            self._original = seen_original(imported.path, recording)
        except AppError:
            # A card that was pulled out at once: there is nothing left here to offer.
            return
        self._standing.show_path(imported.path)

    @Slot()
    def _on_remove_original(self) -> None:
        if self._original is None or self.is_busy or not self.isVisible():
            return
        words = "\n\n".join(
            (str(self._original.path), self.tr("Dit kan niet terug. De opname in je kluis blijft."), "\n".join(limits_of_removing(self)))
        )
        question = ConfirmErase(self._theme, self.tr("Het bestand zelf wissen?"), words, self.tr("Wis dit bestand"), self.tr("Laat staan"), self)
        if question.exec():
            self._standing.error.clear()
            self._standing.remove.setEnabled(False)
            job = self._jobs.start(partial(_remove, self._original), name="remove original")
            job.succeeded.connect(self._on_original_removed)
            job.failed.connect(self._standing.error.tell)
            job.ended.connect(self._on_removal_ended)
        question.deleteLater()

    @Slot()
    def _on_original_removed(self) -> None:
        self._original = None
        self._standing.show_removed()

    @Slot()
    def _on_removal_ended(self) -> None:
        self._standing.remove.setEnabled(True)

    def _keep_consent(self, recording: Recording) -> None:
        """Keep the table as it stands now: it could be filled in while the file was encrypted."""
        try:
            for person in self._consent.persons:
                self._session.consent.set_person(recording.recording_id, person)
        except AppError as error:
            self._form.error.tell(error)

    @Slot()
    def _on_until_changed(self) -> None:
        self._consent.show_persons(self._consent.persons, self._form.keep_until)

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
        self._ask_anew()
        self._show_nothing()
        self._form.error.tell_text(self.tr("Gestopt. Er staat niets half in de kluis. Het bestand zelf is niet veranderd."), is_calm=True)

    @Slot()
    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            return
        self._ask_anew()
        self._begin_next()

    @Slot()
    def _on_next(self) -> None:
        if self._waiting:
            self._begin_next()
        else:
            self._ask_anew()
            self._show_done_no_more()
            self._show_nothing()
            self.choose()

    @Slot()
    def _on_open(self) -> None:
        if self._added is None:
            return
        if self._consent.verdicts[Purpose.OWN].is_allowed:
            self.recording_opened.emit(self._added.recording_id)
        else:
            self.consent_requested.emit(self._added.recording_id)


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


def _remove(original: Original, context: JobContext) -> None:
    remove_original(original, context)
