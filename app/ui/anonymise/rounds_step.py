"""Step 4: the copy is made, looked at by the app, and watched to its end by a person."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, Qt, QTime, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.picture import Picture
from app.common.progress import JobContext, Progress
from app.domain.anonymise_plan import VoiceLevel
from app.domain.clip import AnonymisedClip
from app.domain.lanes import Thumbnail
from app.domain.timecode import format_time
from app.domain.watched import Watched
from app.services.playback import Playback
from app.services.session import Session
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.contact_sheet import ContactSheet, sheet_step_ms
from app.ui.anonymise.enter_field import EnterField
from app.ui.anonymise.progress_card import ProgressCard
from app.ui.anonymise.report_card import ReportCard
from app.ui.anonymise.review import Review
from app.ui.anonymise.rounds_table import RoundsTable
from app.ui.anonymise.step import SidePanel, Step, in_scroll_area, is_single_key
from app.ui.anonymise.transport import PlayButton
from app.ui.anonymise.watch_line import WatchLine
from app.ui.jobs import Job, JobRunner
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton, ThresholdButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel
from app.ui.widgets.picture_view import PictureView

_NAME_MOST = 80
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
        self._clock: PlaybackClock | None = None
        self._job: Job | None = None
        self._watched = Watched()
        self._watched_at: datetime | None = None
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
    def second_round(self) -> dict[str, Any]:
        """Return who did the second round and when, for beside the copy."""
        return {"by": self._second_name.text().strip(), "at": datetime.now(UTC).isoformat(timespec="seconds")}

    @property
    def is_ready(self) -> bool:
        """Whether the copy may be saved."""
        return self._clip is not None and self._is_whole() and not self.rounds.missing and bool(self._second_name.text().strip())

    def work_on(self, review: Review) -> None:
        """Take up this plan."""
        self._review = review

    def entered(self) -> None:
        """Show the copy of exactly this plan, or offer to make one."""
        clip = self._review.clip if self._review else None
        if clip is None:
            self._forget_clip()
            self._name.setFocus()
        elif self._clip is None or clip.clip_id != self._clip.clip_id:
            self._take_clip(clip)
        self._show_state()

    def left(self) -> None:
        """Stop playing; a copy that is being made is stopped too."""
        if self._clock:
            self._clock.pause()
        self.stop_making()

    def release(self) -> None:
        """Let go of the copy for good."""
        self._is_gone = True
        self.stop_making()
        self._forget_clip()

    def stop_making(self) -> None:
        """Stop making the copy; nothing of it is kept."""
        if self._job:
            self._job.cancel()
            self.progress.say_stopping()

    def set_picture_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture; closed it stands still too."""
        self.stage.set_hidden(is_hidden=is_hidden)
        if is_hidden and self._clock:
            self._clock.pause()
        self.sheet.setVisible(not is_hidden)

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
        if self._clock and key in (Qt.Key.Key_Space, Qt.Key.Key_K):
            self._clock.toggle()
            return True
        if self._clock and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._clock.seek(max(0, self._clock.position_ms + (5000 if key == Qt.Key.Key_Right else -5000)))
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the copy the shape of its picture, and room below for the sheet."""
        super().resizeEvent(event)
        self._fit_stage()

    def _fit_stage(self) -> None:
        picture = self.stage.picture
        shape = picture.height / picture.width if picture else 9 / 16
        self.stage.setFixedHeight(max(180, min(round(self.stage.width() * shape), self.height() * 11 // 20)))

    # Building.

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(in_scroll_area(self._build_copy(), self), 5)
        row.addWidget(self._build_rounds(), 4)
        row.addWidget(self._build_report())

    def _build_copy(self) -> QWidget:
        room = QWidget(self)
        room.setObjectName("room")
        column = QVBoxLayout(room)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(12)
        self.stage = PictureView(self.theme, room, is_rounded=True)
        self.stage.setAccessibleName(self.tr("De kopie"))
        self.stage.setMinimumWidth(240)
        column.addWidget(self.stage)
        playing = QHBoxLayout()
        playing.setSpacing(10)
        self._play = PlayButton(self.theme, room)
        self._play.clicked.connect(self._on_play)
        self._line = WatchLine(self.theme, room)
        self._line.time_chosen.connect(self._on_time_chosen)
        playing.addWidget(self._play)
        playing.addWidget(self._line, 1)
        column.addLayout(playing)
        question = Surface("question", room)
        words = QVBoxLayout(question)
        words.setContentsMargins(16, 12, 16, 12)
        words.addWidget(TextLabel(self.tr("Zou een collega uit dezelfde plaats dit gezin herkennen?"), "vraag", question))
        words.addWidget(TextLabel(self.tr("Kijk met die vraag. Twijfel je? Kies een korter stuk, of een ander team."), "bij", question))
        column.addWidget(question)
        head = QHBoxLayout()
        self._sheet_title = TextLabel("", "sterk", room)
        self._sheet_hint = TextLabel(self.tr("klik om daar te kijken"), "bij", room, wraps=False)
        head.addWidget(self._sheet_title, 1)
        head.addWidget(self._sheet_hint)
        column.addLayout(head)
        self.sheet = ContactSheet(self.theme, room)
        self.sheet.time_chosen.connect(self._on_time_chosen)
        column.addWidget(self.sheet)
        column.addStretch(1)
        return room

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
        column.addWidget(self._build_signing(scrolled))
        column.addWidget(self._build_second(scrolled))
        self.rounds = RoundsTable(self.theme, scrolled)
        self.rounds.ticked.connect(self._show_state)
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
        self.error = ErrorPanel(self.theme, self._signing)
        for widget in (label, self._name):
            column.addWidget(widget)
        column.addWidget(TextLabel(self.tr("Deze naam komt in het verslag bij de kopie."), "bij", self._signing))
        column.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.progress)
        column.addWidget(self.error)
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
        who = QHBoxLayout()
        who.setSpacing(10)
        who.addWidget(TextLabel(self.tr("Tweede ronde door"), "label", self._second, wraps=False))
        who.addWidget(self._second_name, 1)
        column.addWidget(self._state)
        column.addLayout(who)
        return self._second

    def _build_report(self) -> SidePanel:
        panel = SidePanel(self.theme, self, px=360)
        panel.content.addWidget(TextLabel(self.tr("Verslag"), "kop2", panel))
        panel.content.addWidget(TextLabel(self.tr("Dit heeft de app nagekeken in de kopie zelf."), "bij", panel))
        self.report = ReportCard(self.theme, panel)
        panel.content.addWidget(self.report)
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
        if self._job or self._review is None or not self._name.text().strip():
            return
        self.error.hide()
        make = partial(self._session.anonymise.make_clip, self._review.plan, self._name.text().strip())
        self._job = self._jobs.start(make, name="make_clip")
        self._job.progressed.connect(self._on_progressed)
        self._job.succeeded.connect(self._on_made)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_stopped)
        self.progress.begin(self.tr("De kopie wordt gemaakt. Alles blijft in de kluis."))
        self._show_state()

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        words = self.tr("De app kijkt de kopie na") if progress.step == "second_look" else self.tr("Beelden worden bedekt")
        self.progress.advance(progress.step, progress.done, progress.total, words)

    @Slot(object)
    def _on_made(self, clip: AnonymisedClip) -> None:
        self._end_job()
        if self._is_gone or self._review is None:
            return
        self._review.keep_copy(clip.clip_id)
        self._take_clip(clip)
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

    # Watching it.

    def _take_clip(self, clip: AnonymisedClip) -> None:
        self._forget_clip()
        self._clip = clip
        self.stage.say(self.tr("De kopie wordt geopend."))
        self._second_name.setText(self._second_name.text() or str(clip.report.get("reviewed_by") or ""))
        opening = self._jobs.start(partial(self._session.playback.open_clip, clip.clip_id), name="open_clip")
        opening.succeeded.connect(partial(self._on_opened, clip.clip_id))
        opening.failed.connect(self.error.tell)
        pictures = self._jobs.start(partial(_thumbnails_of, self._session, clip), name="clip_thumbnails")
        pictures.succeeded.connect(partial(self._on_thumbnails, clip))

    def _on_opened(self, clip_id: str, playback: Playback) -> None:
        if self._is_gone or self._clip is None or self._clip.clip_id != clip_id:
            playback.close()
            return
        self._clock = PlaybackClock(playback, self)
        self._clock.shown.connect(self._on_shown)
        self._clock.moved.connect(self._on_moved)
        self._clock.played.connect(self._on_played)
        self._clock.playing_changed.connect(self._on_playing_changed)
        self._clock.ended.connect(self._show_state)
        self.stage.setFocus()
        self._show_state()

    def _on_thumbnails(self, clip: AnonymisedClip, thumbnails: list[Thumbnail]) -> None:
        if not self._is_gone and self._clip is clip:
            self.sheet.show_thumbnails(thumbnails, clip.duration_ms)
            step_s = sheet_step_ms(clip.duration_ms) // 1000
            words = self.tr("Elke {count} seconden één beeld").format(count=step_s) if step_s > 1 else self.tr("Elke seconde één beeld")
            self._sheet_title.setText(words)
            self._sheet_hint.show()

    def _forget_clip(self) -> None:
        if self._clock:
            self._clock.close()
        self._clock, self._clip = None, None
        self._watched, self._watched_at = Watched(), None
        self.stage.clear()
        self.stage.say(self.tr("Hier zie je straks de kopie, zoals een ander hem ziet."))
        self.sheet.clear()
        self._sheet_title.setText("")

    @Slot(Picture)
    def _on_shown(self, picture: Picture) -> None:
        is_first = self.stage.picture is None
        self.stage.show_picture(picture)
        if is_first:
            self._fit_stage()

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        if self._clip:
            self._line.show_state(at_ms, self._clip.duration_ms, self._watched)

    @Slot(int, int)
    def _on_played(self, from_ms: int, to_ms: int) -> None:
        was_whole = self._is_whole()
        self._watched = self._watched.with_played(from_ms, to_ms)
        if self._is_whole() and not was_whole:
            self._watched_at = datetime.now(UTC)
            self._show_state()

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - the signal's argument
        self._play.set_playing(is_playing=is_playing)

    @Slot()
    def _on_play(self) -> None:
        if self._clock:
            self._clock.toggle()

    @Slot(int)
    def _on_time_chosen(self, at_ms: int) -> None:
        if self._clock:
            self._clock.seek(at_ms)

    def _is_whole(self) -> bool:
        return self._clip is not None and self._watched.is_whole(self._clip.duration_ms)

    # What is missing.

    @Slot()
    def _show_state(self) -> None:
        has_clip = self._clip is not None
        is_making = self._job is not None
        self._signing.setVisible(not has_clip)
        self._second.setVisible(has_clip)
        self._name.setEnabled(not is_making)
        self.make_button.setVisible(not is_making)
        self.make_button.set_ready(is_ready=bool(self._name.text().strip()), missing=self.tr("Maak de kopie: wie keek?"))
        self._play.setEnabled(self._clock is not None)
        self._sheet_hint.setVisible(bool(self._sheet_title.text()))
        self._show_rounds()
        self._show_readiness()

    def _show_rounds(self) -> None:
        clip, is_whole = self._clip, self._is_whole()
        if clip is None:
            self.rounds.show_first("", QTime())
            self.rounds.show_second("")
            self.report.show_waiting()
        else:
            made = clip.made_at.astimezone()
            self.rounds.show_first(str(clip.report.get("reviewed_by") or ""), QTime(made.hour, made.minute))
            self.rounds.show_second(self._second_name.text().strip())
            self.rounds.set_has_sound(has_sound=clip.report["voice"] != VoiceLevel.NONE)
            self.report.show_report(clip.report, is_whole=is_whole)
        self.rounds.set_second_open(is_open=is_whole)
        self._state.setProperty("surface", "calm" if is_whole else "sunken")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)
        self._state_icon.set_icon("goed" if is_whole else "zichtbaar", "luikgroen_tekst" if is_whole else "inkt_2")
        self._state_words.setText(self._state_sentence())

    def _state_sentence(self) -> str:
        if self._watched_at:
            local = self._watched_at.astimezone()
            at = QLocale().toString(QTime(local.hour, local.minute), "HH:mm")
            return self.tr("Ronde 2: helemaal bekeken om {at}").format(at=at)
        if self._watched.stretches and self._clip:
            skipped = next((end for _, end in self._watched.stretches if end < self._clip.duration_ms), 0)
            return self.tr("Kijk ook vanaf {at}").format(at=format_time(skipped if self._watched.stretches[0][0] == 0 else 0))
        return self.tr("Bekijk eerst de hele kopie")

    def _show_readiness(self) -> None:
        if self._clip is None:
            missing = self.tr("Bewaren: eerst de kopie")
        elif not self._is_whole():
            missing = self.tr("Bewaren: eerst kijken")
        elif self.rounds.missing:
            count = self.rounds.missing
            missing = self.tr("Bewaren: nog 1 vinkje") if count == 1 else self.tr("Bewaren: nog {count} vinkjes").format(count=count)
        else:
            missing = self.tr("Bewaren: wie deed ronde 2?")
        self.continue_button.set_ready(is_ready=self.is_ready, missing=missing)

    @Slot()
    def _on_continue(self) -> None:
        if self.is_ready:
            self.done.emit()


def _thumbnails_of(session: Session, clip: AnonymisedClip, context: JobContext) -> list[Thumbnail]:
    return session.playback.clip_thumbnails(clip.clip_id, context)
