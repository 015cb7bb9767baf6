"""Step 4: the copy is made, looked at by the app, and watched to its end by a person."""

from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTime, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.files import write_new_file
from app.common.progress import Progress
from app.domain.anonymise_plan import AnonymisePlan, VoiceLevel
from app.domain.clip import AnonymisedClip
from app.domain.timecode import format_time
from app.services.anonymise import doubtful_times
from app.services.clip_reports import report_file
from app.services.session import Session
from app.ui.anonymise.copy_view import CopyView
from app.ui.anonymise.enter_field import EnterField
from app.ui.anonymise.progress_card import ProgressCard
from app.ui.anonymise.report_card import ReportCard
from app.ui.anonymise.review import Review
from app.ui.anonymise.rounds_table import RoundsTable
from app.ui.anonymise.step import SidePanel, Step, in_scroll_area, is_single_key
from app.ui.jobs import Job, JobRunner
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton, ThresholdButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_new_file
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel

_NAME_MOST = 80
_PAUSE = timedelta(minutes=15)
"""So long after the copy was made the same eyes look afresh."""
_SKIPS_MS = {Qt.Key.Key_Left: -5000, Qt.Key.Key_Right: 5000}
_TICK_KEYS = {"b": "picture", "g": "sound", "v": "story"}


class RoundsStep(Step):
    """Nothing of the copy can be saved before it was watched and ticked."""

    faces_left = Signal(int, AppError)
    """The second look found a face, at this time of the recording; the plan in the vault says where."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session = session
        self._jobs = jobs
        self._review: Review | None = None
        self._clip: AnonymisedClip | None = None
        self._job: Job | None = None
        self._is_gone = False
        self._build()

    @property
    def clip(self) -> AnonymisedClip | None:
        """The finished copy, None while there is none."""
        return self._clip

    @property
    def is_making(self) -> bool:
        """Whether the copy is being made."""
        return self._job is not None

    @property
    def second_round(self) -> dict[str, str]:
        """Return who did the second round and when, for beside the copy."""
        return {"by": self._second_name.text().strip(), "at": datetime.now(UTC).isoformat(timespec="seconds")}

    @property
    def is_ready(self) -> bool:
        """Whether the copy may be saved."""
        return self.copy.is_whole and not self.rounds.missing and bool(self._second_name.text().strip())

    def work_on(self, review: Review) -> None:
        """Take up this plan."""
        self._review = review

    def entered(self) -> None:
        """Show the copy of exactly this plan, or offer to make one."""
        clip = self._review.clip if self._review else None
        if clip is None:
            self._clip = None
            self.copy.forget()
            self._name.setFocus()
        elif self._clip is None or clip.clip_id != self._clip.clip_id:
            self._take_clip(clip)
        self._show_state()

    def make_when_known(self) -> None:
        """Make the copy without asking who looked, when that was asked before: the name of the newest copy is in the field."""
        if self._clip is None and not self._name.text().strip():
            newest = next(iter(self._session.anonymise.clips()), None)
            self._name.setText(str(newest.report.get("reviewed_by") or "") if newest else "")
        if self._clip is None and self._name.text().strip():
            self.copy.stage.setFocus()
            self._on_make()

    def left(self) -> None:
        """Stop playing; a copy that is being made is stopped too."""
        self.copy.pause()
        self.stop_making()

    def release(self) -> None:
        """Let go of the copy for good."""
        self._is_gone = True
        self.stop_making()
        self.copy.release()

    def stop_making(self) -> None:
        """Stop making the copy; nothing of it is kept."""
        if self._job:
            self._job.cancel()
            self.progress.say_stopping()

    def set_picture_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture; closed it stands still too."""
        self.copy.set_hidden(is_hidden=is_hidden)

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_continue()
            return True
        if not is_single_key(event):
            return False
        if part := _TICK_KEYS.get(event.text().lower()):
            return self.rounds.toggle_second(part)
        if key in (Qt.Key.Key_Space, Qt.Key.Key_K):
            self.copy.toggle()
            return True
        if key in _SKIPS_MS:
            self.copy.skip(_SKIPS_MS[key])
            return True
        return False

    def parts(self) -> tuple[QWidget, ...]:
        """Return what Tab goes along, in the order a person reads it."""
        return (self.copy, self._signing, self._second, self.rounds, self._report_panel)

    # Building.

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.copy = CopyView(self._session, self.theme, self._jobs)
        self.copy.watched_changed.connect(self._show_state)
        self.copy.failed.connect(self._on_not_opened)
        row.addWidget(in_scroll_area(self.copy, self), 5)
        row.addWidget(self._build_rounds(), 4)
        self._report_panel = self._build_report()
        row.addWidget(self._report_panel)

    def _build_rounds(self) -> QWidget:
        sheet = QFrame(self)
        sheet.setObjectName("panel")
        scrolled = QWidget()
        scrolled.setObjectName("scrolled")
        column = QVBoxLayout(scrolled)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(10)
        column.addWidget(TextLabel(self.tr("Twee rondes"), "kop2", scrolled))
        words = self.tr("De tweede ronde doe je na een pauze, of een collega doet hem. Eerst het hele fragment kijken, dan afvinken.")
        column.addWidget(TextLabel(words, "bij", scrolled))
        self.error = ErrorPanel(self.theme, scrolled)
        column.addWidget(self._build_signing(scrolled))
        column.addWidget(self.error)
        column.addWidget(self._build_second(scrolled))
        self.rounds = RoundsTable(self.theme, scrolled)
        self.rounds.ticked.connect(self._on_ticked)
        column.addWidget(self.rounds)
        column.addStretch(1)
        whole = QVBoxLayout(sheet)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(in_scroll_area(scrolled, sheet))
        return sheet

    def _build_signing(self, parent: QWidget) -> QWidget:
        """Round 1: who looked, and the copy."""
        self._signing = QWidget(parent)
        column = QVBoxLayout(self._signing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        label = TextLabel(self.tr("Wie heeft beeld en geluid nagekeken?"), "label", self._signing)
        self._name = EnterField(self._signing)
        self._name.setMaxLength(_NAME_MOST)
        self._name.setPlaceholderText(self.tr("bijvoorbeeld: jij, of je rol"))
        self._name.setAccessibleName(label.text())
        self._name.textChanged.connect(self._show_state)
        self._name.returnPressed.connect(self._on_make)
        self.make_button = ThresholdButton(self.theme, self.tr("Maak de kopie"), self._signing, icon_name="niet_zichtbaar")
        self.make_button.clicked.connect(self._on_make)
        self.progress = ProgressCard(self.theme, self._signing)
        self.progress.stop_requested.connect(self.stop_making)
        for widget in (label, self._name):
            column.addWidget(widget)
        column.addWidget(TextLabel(self.tr("Deze naam komt in het verslag bij de kopie."), "bij", self._signing))
        column.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.progress)
        return self._signing

    def _build_second(self, parent: QWidget) -> QWidget:
        """Round 2: whether the copy was watched to its end, and by whom."""
        self._second = QWidget(parent)
        column = QVBoxLayout(self._second)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._state = Surface("sunken", self._second)
        row = QHBoxLayout(self._state)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(10)
        self._state_icon = IconLabel(self.theme, "zichtbaar", self._state, size=16)
        self._state_words = TextLabel("", "sterk", self._state)
        row.addWidget(self._state_icon)
        row.addWidget(self._state_words, 1)
        self._second_name = EnterField(self._second)
        self._second_name.setMaxLength(_NAME_MOST)
        self._second_name.setPlaceholderText(self.tr("jij na een pauze, of een collega"))
        self._second_name.setAccessibleName(self.tr("Wie doet de tweede ronde?"))
        self._second_name.textChanged.connect(self._show_state)
        self._pause_words = TextLabel("", "bij", self._second)
        who = QHBoxLayout()
        who.setSpacing(10)
        who.addWidget(TextLabel(self.tr("Tweede ronde door"), "label", self._second, wraps=False))
        who.addWidget(self._second_name, 1)
        column.addWidget(self._state)
        column.addLayout(who)
        column.addWidget(self._pause_words)
        return self._second

    def _build_report(self) -> SidePanel:
        panel = SidePanel(self.theme, self, px=360)
        panel.content.addWidget(TextLabel(self.tr("Verslag"), "kop2", panel))
        panel.content.addWidget(TextLabel(self.tr("Dit heeft de app nagekeken in de kopie zelf."), "bij", panel))
        self.report = ReportCard(self.theme, panel)
        panel.content.addWidget(self.report)
        self.paper_button = QuietButton(self.theme, self.tr("Bewaar als pdf"), panel, icon_name="printer")
        self.paper_button.clicked.connect(self._on_save_paper)
        panel.content.addWidget(self.paper_button, 0, Qt.AlignmentFlag.AlignLeft)
        note = QHBoxLayout()
        note.setSpacing(10)
        note.addWidget(IconLabel(self.theme, "info", panel, size=16), 0, Qt.AlignmentFlag.AlignTop)
        words = self.tr("Onherkenbaar gemaakt is niet hetzelfde als anoniem. Daarom zijn er twee rondes. Herken je iemand? Zeg het meteen.")
        note.addWidget(TextLabel(words, "bij", panel), 1)
        panel.content.addLayout(note)
        panel.content.addStretch(1)
        back = QuietButton(self.theme, self.tr("Geluid"), panel, icon_name="terug")
        back.clicked.connect(self.back)
        self.continue_button = MainButton(self.theme, self.tr("Verder: bewaren"), panel, is_large=False)
        self.continue_button.clicked.connect(self._on_continue)
        panel.foot.addWidget(back)
        panel.foot.addStretch(1)
        panel.foot.addWidget(self.continue_button)
        return panel

    # Making the copy.

    @Slot()
    def _on_make(self) -> None:
        if self._job or self._review is None or self._review.doubts or not self._name.text().strip():
            return
        self.error.hide()
        plan = self._review.plan
        make = partial(self._session.anonymise.make_clip, plan, self._name.text().strip())
        self._job = self._jobs.start(make, name="make_clip")
        self._job.progressed.connect(self._on_progressed)
        self._job.succeeded.connect(partial(self._on_made, plan))
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_stopped)
        self.progress.begin(self.tr("De kopie wordt gemaakt. Alles blijft in de kluis."))
        self._show_state()

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        words = self.tr("De app kijkt de kopie na") if progress.step == "second_look" else self.tr("Beelden worden bedekt")
        self.progress.advance(progress.step, progress.done, progress.total, words)

    def _on_made(self, plan: AnonymisePlan, clip: AnonymisedClip) -> None:
        self._end_job()
        if self._is_gone or self._review is None:
            return
        if self._review.plan == plan:
            self._review.keep_copy(clip.clip_id)
            self._take_clip(clip)
        elif self._review.fragment.fragment_id == plan.fragment_id:
            # Somebody went back and changed it while the copy could no longer be stopped: what was changed counts.
            self._session.anonymise.save_plan(self._review.plan)
        self._show_state()

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._end_job()
        if self._is_gone:
            return
        if error.code == "faces_left":
            self.faces_left.emit(int(error.details["at_ms"]), error)
        else:
            self.error.tell(error)
        self._show_state()

    @Slot()
    def _on_stopped(self) -> None:
        self._end_job()
        if not self._is_gone:
            self._show_state()

    def _end_job(self) -> None:
        self._job = None
        self.progress.end()

    def _take_clip(self, clip: AnonymisedClip) -> None:
        self._clip = clip
        self._second_name.setText(self._second_name.text() or str(clip.report.get("reviewed_by") or ""))
        self.copy.show_clip(clip, doubtful_times(self._review.plan) if self._review else ())

    @Slot(AppError)
    def _on_not_opened(self, error: AppError) -> None:
        self.error.tell(error)

    @Slot()
    def _on_ticked(self) -> None:
        """Go on by itself with the last tick: nothing is left to do here."""
        self._show_state()
        if self.is_ready:
            self.done.emit()

    # What is missing.

    @Slot()
    def _show_state(self) -> None:
        has_clip = self._clip is not None
        is_making = self._job is not None
        self._signing.setVisible(not has_clip)
        self.paper_button.setVisible(has_clip)
        self._second.setVisible(has_clip)
        self._name.setEnabled(not is_making)
        self.make_button.setVisible(not is_making)
        self._show_make_button()
        self._show_rounds()
        self._show_readiness()

    def _show_make_button(self) -> None:
        """Nothing is made before every doubtful spot was looked at, however one came to this step."""
        left = len(self._review.doubts) if self._review else 0
        if left:
            missing = self.tr("Maak de kopie: nog 1 plek") if left == 1 else self.tr("Maak de kopie: nog {count} plekken").format(count=left)
        else:
            missing = self.tr("Maak de kopie: wie keek?")
        self.make_button.set_ready(is_ready=not left and bool(self._name.text().strip()), missing=missing)

    def _show_rounds(self) -> None:
        clip, is_whole = self._clip, self.copy.is_whole
        if clip is None:
            self.rounds.show_first("", QTime())
            self.rounds.show_second("")
            self.report.show_waiting()
        else:
            made = clip.made_at.astimezone()
            self.rounds.show_first(str(clip.report.get("reviewed_by") or ""), QTime(made.hour, made.minute))
            self.rounds.show_second(self._second_name.text().strip())
            self.rounds.set_voice(VoiceLevel(clip.report["voice"]))
            self.report.show_report(clip.report, is_whole=is_whole)
        is_silent = clip is not None and clip.report["voice"] == VoiceLevel.NONE
        self.rounds.set_second_open(is_open=is_whole, is_silent=is_silent)
        self._state.setProperty("surface", "calm" if is_whole else "sunken")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)
        self._state_icon.set_icon("goed" if is_whole else "zichtbaar", "luikgroen_tekst" if is_whole else "inkt_2")
        self._state_words.setText(self._state_sentence())
        self._pause_words.setText(self._pause_sentence())
        self._pause_words.setVisible(bool(self._pause_words.text()))

    def _pause_sentence(self) -> str:
        """Advise a pause to who begins the second round right after the first; it is their own judgement."""
        if self._clip is None or not self._is_same_person() or self._clip.made_at < datetime.now(UTC) - _PAUSE:
            return ""
        return self.tr("Je keek net nog voor ronde 1. Neem eerst even pauze, of vraag een collega. Dan zie je meer.")

    def _is_same_person(self) -> bool:
        first = str(self._clip.report.get("reviewed_by") or "") if self._clip else ""
        return self._second_name.text().strip().casefold() == first.casefold()

    def _state_sentence(self) -> str:
        if self.copy.watched_at:
            local = self.copy.watched_at.astimezone()
            at = QLocale().toString(QTime(local.hour, local.minute), "HH:mm")
            return self.tr("Ronde 2: helemaal bekeken om {at}").format(at=at)
        if self.copy.skipped_at_ms is not None:
            return self.tr("Kijk ook vanaf {at}").format(at=format_time(self.copy.skipped_at_ms))
        return self.tr("Bekijk eerst de hele kopie")

    def _show_readiness(self) -> None:
        if self._clip is None:
            missing = self.tr("Bewaren: eerst de kopie")
        elif not self.copy.is_whole:
            missing = self.tr("Bewaren: eerst kijken")
        elif self.rounds.missing:
            count = self.rounds.missing
            missing = self.tr("Bewaren: nog 1 vinkje") if count == 1 else self.tr("Bewaren: nog {count} vinkjes").format(count=count)
        else:
            missing = self.tr("Bewaren: wie deed ronde 2?")
        self.continue_button.set_ready(is_ready=self.is_ready, missing=missing)

    @Slot()
    def _on_save_paper(self) -> None:
        """Write the report alone: it holds nothing of the recording, so it may go where no copy goes."""
        if self._clip is None:
            return
        self.error.hide()
        path = choose_new_file(self, self.tr("Verslag bewaren"), f"verslag-{self._clip.sha256[:4]}.pdf", "pdf")
        if path is None:
            return
        try:
            write_new_file(path, [report_file(self._clip, path, self.second_round if self.is_ready else None)])
        except AppError as error:
            self.error.tell(error)

    @Slot()
    def _on_continue(self) -> None:
        if self.is_ready:
            self.done.emit()
