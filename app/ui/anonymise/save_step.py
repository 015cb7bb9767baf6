"""Step 5: the copy and its report cross the doorstep, to where somebody chose."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError, InputError
from app.common.files import write_new_file
from app.common.progress import JobContext, Progress
from app.domain.clip import AnonymisedClip
from app.domain.consent import Purpose
from app.domain.timecode import format_time
from app.error_texts import EXPORT_PLACE_TEXTS, error_text
from app.services.clip_reports import report_file
from app.services.places import export_place
from app.services.session import Session
from app.ui.anonymise.progress_card import ProgressCard
from app.ui.anonymise.step import Step, in_scroll_area
from app.ui.consent.wording import blocked_text
from app.ui.jobs import Job, JobRunner
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton, ThresholdButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_new_file
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Line, Surface, TextLabel
from app.ui.widgets.place_question import may_be_here

_WIDEST = 760


class SaveStep(Step):
    """Writes the file and its report beside it, as PDF and as JSON, whole or not at all, and never over another file."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session = session
        self._jobs = jobs
        self._clip: AnonymisedClip | None = None
        self._second_round: dict[str, str] = {}
        self._job: Job | None = None
        self._build()

    @property
    def has_saved(self) -> bool:
        """Whether the copy was written somewhere."""
        return self._written.isVisibleTo(self)

    def work_on(self, clip: AnonymisedClip, second_round: dict[str, str]) -> None:
        """Take up this copy; `second_round` says who watched it and when."""
        self._clip, self._second_round = clip, second_round
        self._written.hide()
        self.error.hide()
        size = QLocale().formattedDataSize(clip.size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        self._facts.setText(self.tr("Duurt {length}, {size}").format(length=format_time(clip.duration_ms), size=size))
        self._show_state()
        block = self._block()
        if block:
            self.error.tell_text(block)

    def entered(self) -> None:
        """Begin at the button."""
        self.save_button.setFocus()

    def left(self) -> None:
        """Stop writing; nothing half stays behind."""
        if self._job:
            self._job.cancel()

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Save, or finish when it was saved."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.has_saved:
                self.done.emit()
            else:
                self._on_save()
            return True
        return False

    def neutral_name(self) -> str:
        """Return a file name that tells nothing: the day and a few digits of the copy."""
        digits = self._clip.sha256[:4] if self._clip else ""
        return f"fragment-{QDate.currentDate().toString('yyyy-MM-dd')}-{digits}.mp4"

    def save_to(self, path: Path) -> None:
        """Write the copy here, and its report beside it."""
        if self._clip is None or self._job or self._block():
            return
        self.error.hide()
        work = partial(_save_with_report, self._session.anonymise.save_clip, self._clip, self._second_round, path)
        self._job = self._jobs.start(work, name="save_clip")
        self._job.progressed.connect(self._on_progressed)
        self._job.succeeded.connect(partial(self._on_saved, path))
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_stopped)
        self.progress.begin(self.tr("De kopie wordt weggeschreven."))
        self._show_state()

    def _build(self) -> None:
        room = QWidget()
        room.setObjectName("room")
        room.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(room)
        column.setContentsMargins(24, 28, 24, 24)
        column.setSpacing(14)
        column.addWidget(TextLabel(self.tr("Waar bewaar je de kopie?"), "kop1", room))
        words = self.tr("De kopie verlaat de kluis. Wie het bestand heeft, kan het bekijken. Kies een plek die van je werk is.")
        column.addWidget(TextLabel(words, "groot", room))
        column.addWidget(self._build_file(room))
        self.progress = ProgressCard(self.theme, room)
        self.progress.stop_requested.connect(self.left)
        self.error = ErrorPanel(self.theme, room)
        column.addWidget(self.progress)
        column.addWidget(self.error)
        column.addWidget(self._build_written(room))
        column.addWidget(self._build_agreements(room))
        column.addStretch(1)
        middle = QWidget()
        middle.setObjectName("room")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(room, 8)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(in_scroll_area(middle, self), 1)
        whole.addWidget(Line(self))
        whole.addWidget(self._build_foot())

    def _build_foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("sheet")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 10, 24, 10)
        back = QuietButton(self.theme, self.tr("Twee rondes"), foot, icon_name="terug")
        back.clicked.connect(self.back)
        self.finish_button = MainButton(self.theme, self.tr("Klaar"), foot, is_large=False)
        self.finish_button.clicked.connect(self.done)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self.finish_button)
        return foot

    def _build_file(self, room: QWidget) -> Surface:
        card = Surface("card", room)
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 14, 18, 14)
        row.setSpacing(14)
        row.addWidget(IconLabel(self.theme, "niet_zichtbaar", card, size=24))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(TextLabel(self.tr("Onherkenbaar gemaakt fragment"), "sterk", card))
        self._facts = TextLabel("", "klein", card)
        words.addWidget(self._facts)
        row.addLayout(words, 1)
        self.save_button = ThresholdButton(self.theme, self.tr("Kies een plek en bewaar"), card, icon_name="drempel", is_large=False)
        self.save_button.clicked.connect(self._on_save)
        row.addWidget(self.save_button)
        return card

    def _build_written(self, room: QWidget) -> Surface:
        self._written = Surface("calm", room)
        grid = QGridLayout(self._written)
        grid.setContentsMargins(18, 14, 18, 14)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(TextLabel(self.tr("Bewaard"), "sterk", self._written), 0, 0, 1, 2)
        self._lines: list[TextLabel] = []
        for line, words in enumerate((self.tr("Kopie"), self.tr("Verslag"), self.tr("In de map")), start=1):
            value = TextLabel("", "gewoon", self._written)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._lines.append(value)
            grid.addWidget(TextLabel(words, "bij", self._written, wraps=False), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
        self._written.hide()
        return self._written

    def _build_agreements(self, room: QWidget) -> Surface:
        card = Surface("threshold", room)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(TextLabel(self.tr("Onherkenbaar gemaakt is niet hetzelfde als anoniem."), "sterk", card))
        column.addWidget(TextLabel(self.tr("Spreek daarom af met wie meekijkt:"), "gewoon", card))
        column.addWidget(Line(card))
        agreements = (
            self.tr("Herken je iemand? Zeg het meteen, dan stopt het kijken."),
            self.tr("Het bestand wordt niet doorgestuurd en niet gekopieerd."),
            self.tr("Na het gesprek wordt het gewist. Spreek af door wie, en wanneer."),
            self.tr("Trekt iemand de toestemming in? Dan wordt ook deze kopie gewist."),
        )
        for words in agreements:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel(self.theme, "verder", card, size=16, color="menie_tekst"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(TextLabel(words, "gewoon", card), 1)
            column.addLayout(row)
        return card

    def ask_place(self) -> None:
        """Ask where the copy goes, unless it went somewhere already; Esc leaves that for later."""
        if self.isVisible() and not self.has_saved:
            self._on_save()

    @Slot()
    def _on_save(self) -> None:
        if self._clip is None or self._job or self._block():
            return
        path = choose_new_file(self, self.tr("Kopie bewaren"), self.neutral_name(), "mp4")
        if path is not None and may_be_here(export_place(path), EXPORT_PLACE_TEXTS, self.theme, self):
            self.save_to(path)

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        self.progress.advance(progress.step, progress.done, progress.total, self.tr("Schrijven"))

    def _on_saved(self, path: Path, reports: list[Path]) -> None:
        self._end_job()
        names = self.tr(" en ").join(report.name for report in reports)
        for label, words in zip(self._lines, (path.name, names, str(path.parent)), strict=True):
            label.setText(words)
        self._written.show()
        self._show_state()
        self.finish_button.setFocus()

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._end_job()
        self.error.tell(error)
        self._show_state()

    @Slot()
    def _on_stopped(self) -> None:
        self._end_job()
        self._show_state()

    def _end_job(self) -> None:
        self._job = None
        self.progress.end()

    def _block(self) -> str:
        """Return why the copy may not leave the vault; empty when it may."""
        if self._clip is None:
            return ""
        try:
            fragment = self._session.fragments.get(self._clip.fragment_id)
            return blocked_text(self._session.consent.verdict(fragment.recording_id, Purpose.TEAM))
        except AppError as error:
            return error_text(error)

    def _show_state(self) -> None:
        self.save_button.setEnabled(self._job is None and not self._block())
        self.finish_button.set_ready(is_ready=self.has_saved, missing=self.tr("Klaar: nog bewaren"))


def _save_with_report(
    save_clip: Callable[[Any, Path, JobContext], None], clip: AnonymisedClip, second_round: dict[str, str], path: Path, context: JobContext
) -> list[Path]:
    """Write the copy and both forms of its report; when one cannot be written all go again, so that no copy travels without."""
    reports = [path.with_suffix(suffix) for suffix in (".json", ".pdf")]
    if any(report.exists() for report in reports):
        raise InputError("file_exists")
    save_clip(clip.clip_id, path, context)
    written = [path]
    try:
        for report in reports:
            write_new_file(report, [report_file(clip, report, second_round)])
            written.append(report)
    except AppError:
        for each in written:
            each.unlink(missing_ok=True)
        raise
    return reports
