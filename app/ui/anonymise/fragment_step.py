"""Step 1: which part, exact to the frame, and with which question. Then the app looks for faces."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import MomentId
from app.common.picture import Picture
from app.common.progress import Progress
from app.domain.consent import Purpose
from app.domain.fragment import Fragment
from app.domain.recording import Recording
from app.domain.timecode import TimeRange
from app.services.session import Session
from app.ui.anonymise.choice_panel import ChoicePanel
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.range_bar import RangeBar
from app.ui.anonymise.step import Step, is_single_key
from app.ui.anonymise.transport import Transport
from app.ui.consent.wording import blocked_text
from app.ui.jobs import Job, JobRunner
from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton
from app.ui.widgets.labels import Line
from app.ui.widgets.picture_view import PictureView

_USUAL_FRAME_MS = 40


class FragmentStep(Step):
    """Chooses a range and has its faces looked for; `found` brings the fragment with its plan kept in the vault."""

    found = Signal(Fragment)
    choice_changed = Signal()

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, recording: Recording, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session = session
        self._jobs = jobs
        self._recording = recording
        self._clock: PlaybackClock | None = None
        self._chosen = TimeRange(0, max(1, recording.facts.duration_ms))
        self._moments: tuple[MomentId, ...] = ()
        self._fragment: Fragment | None = None
        """The one whose faces were found, as long as the choice is still its choice."""
        self._draft: Fragment | None = None
        """The one that is kept in the vault for this screen, found or not."""
        self._shown_ms = 0
        self._job: Job | None = None
        self._build()

    @property
    def chosen(self) -> TimeRange:
        """The range as it is now."""
        return self._chosen

    @property
    def is_searching(self) -> bool:
        """Whether faces are being looked for."""
        return self._job is not None

    def start_with(self, chosen: TimeRange, moments: tuple[MomentId, ...]) -> None:
        """Begin with this range, for which there is no fragment yet."""
        self._moments = moments
        self._take(chosen)

    def go_on_with(self, fragment: Fragment, *, has_plan: bool) -> None:
        """Take up a fragment; with a plan its faces were found before."""
        self._moments = fragment.moments
        self._draft = fragment
        self._fragment = fragment if has_plan else None
        self.panel.set_question(fragment.question)
        self._take(fragment.range)

    def work_on(self, clock: PlaybackClock) -> None:
        """Take up this playback."""
        self._clock = clock
        clock.shown.connect(self._on_shown)
        clock.moved.connect(self._on_moved)
        clock.playing_changed.connect(self._on_playing_changed)

    def entered(self) -> None:
        """Show the beginning of the range."""
        self.range_bar.show_waveform(self._session.recordings.waveform(self._recording.recording_id))
        self._on_loop_toggled()
        self._playing().seek(self._chosen.from_ms)
        self.stage.setFocus()
        block = blocked_text(self._session.consent.verdict(self._recording.recording_id, Purpose.TEAM))
        if block:
            self.panel.error.tell_text(block)

    def left(self) -> None:
        """Stop playing; looking for faces goes on only while the screen is there."""
        if self._clock:
            self._clock.pause()

    def search_at_once(self) -> None:
        """Look for faces without being asked: the range around a moment is nearly always the one wanted. Esc stops it.

        While consent is missing nobody may look at the outcome, so then it waits to be asked.
        """
        if self._fragment is None and not self.panel.error.isVisibleTo(self.panel):
            self._on_search()

    def stop_searching(self) -> None:
        """Stop looking for faces; nothing of it is kept."""
        if self._job:
            self._job.cancel()
            self.panel.progress.say_stopping()

    def set_picture_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture; closed it stands still too."""
        self.stage.set_hidden(is_hidden=is_hidden)
        if is_hidden and self._clock:
            self._clock.pause()

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_search()
            return True
        if not is_single_key(event):
            return False
        small = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        clock = self._playing()
        acts: dict[str | Qt.Key, Callable[[], None]] = {
            "i": self._set_in,
            "o": self._set_out,
            ",": partial(clock.step, -1),
            ".": partial(clock.step, 1),
            "k": clock.toggle,
            "r": self._from_start,
            Qt.Key.Key_Space: clock.toggle,
            Qt.Key.Key_Left: partial(self._skip, -1000 if small else -5000),
            Qt.Key.Key_Right: partial(self._skip, 1000 if small else 5000),
            Qt.Key.Key_Home: self._from_start,
            Qt.Key.Key_End: self._to_end,
            Qt.Key.Key_Escape: self.stop_searching,
        }
        act = acts.get(event.text().lower()) or acts.get(key)
        if act is None:
            return False
        act()
        return True

    # Building.

    def _build(self) -> None:
        self.stage = PictureView(self.theme, self)
        self.stage.setAccessibleName(self.tr("Beeld van de opname"))
        self.stage.say(self.tr("Het beeld komt eraan."))
        self.transport = Transport(self.theme, self)
        self.transport.play_requested.connect(self._on_play)
        self.transport.step_requested.connect(self._on_step)
        self._loop = PlainButton(self.theme, self.tr("Herhaal het stuk"), self, icon_name="lus")
        self._loop.setCheckable(True)
        self._loop.setChecked(True)
        self._loop.toggled.connect(self._on_loop_toggled)
        self.transport.add(self._loop)
        self.range_bar = RangeBar(self.theme, max(1, self._recording.facts.duration_ms), self)
        self.range_bar.range_dragged.connect(self._on_range_dragged)
        self.range_bar.time_chosen.connect(self._on_time_chosen)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.stage, 1)
        left.addWidget(self.transport)
        left.addWidget(Line(self))
        left.addWidget(self.range_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._build_panel())

    def _build_panel(self) -> ChoicePanel:
        self.panel = ChoicePanel(self.theme, self._end_ms(), self)
        self.panel.range_typed.connect(self._on_range_typed)
        self.panel.begin_requested.connect(self._set_in)
        self.panel.end_requested.connect(self._set_out)
        self.panel.search_requested.connect(self._on_search)
        self.panel.stop_requested.connect(self.stop_searching)
        return self.panel

    # Choosing.

    def _take(self, chosen: TimeRange) -> None:
        if self._fragment and chosen != self._fragment.range:
            self._fragment = None
            self.choice_changed.emit()
        self._chosen = chosen
        self.panel.show_range(chosen, is_found=self._fragment is not None)
        self.range_bar.show_range(chosen)
        self._on_loop_toggled()

    def _set_in(self) -> None:
        if self.is_searching:
            return
        if self._shown_ms < self._chosen.to_ms:
            self._take(TimeRange(self._shown_ms, self._chosen.to_ms))
        else:
            self._take(TimeRange(self._shown_ms, min(self._shown_ms + self._chosen.duration_ms, self._end_ms())))

    def _set_out(self) -> None:
        """The frame that is shown is the last one in."""
        to_ms = min(self._shown_ms + self._frame_ms(), self._end_ms())
        if not self.is_searching and to_ms > self._chosen.from_ms:
            self._take(TimeRange(self._chosen.from_ms, to_ms))

    @Slot(TimeRange)
    def _on_range_typed(self, chosen: TimeRange) -> None:
        self._take(chosen)
        self._playing().seek(chosen.from_ms)

    @Slot(int, int)
    def _on_range_dragged(self, from_ms: int, to_ms: int) -> None:
        if not self.is_searching:
            moved_ms = from_ms if from_ms != self._chosen.from_ms else to_ms
            self._take(TimeRange(from_ms, to_ms))
            self._playing().pause()
            self._playing().seek(moved_ms)

    # Looking for faces.

    @Slot()
    def _on_search(self) -> None:
        if self.is_searching:
            return
        self.panel.error.hide()
        try:
            fragment = self._kept_fragment()
        except AppError as error:
            self.panel.error.tell(error)
            return
        if self._fragment == fragment:
            self.found.emit(fragment)
            return
        self.panel.set_searching(is_searching=True)
        job = self._jobs.start(partial(self._session.anonymise.detect, fragment.fragment_id), name="detect")
        self._job = job
        job.progressed.connect(self._on_progressed)
        job.succeeded.connect(partial(self._on_found, fragment))
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    def _kept_fragment(self) -> Fragment:
        """Return the fragment of this choice: the one that is kept already, or a new one in its place.

        A fragment never changes. When only the question did, the work on its picture moves to the new one.
        """
        question = self.panel.question
        old = self._draft
        if old and (old.range, old.question) == (self._chosen, question):
            return old
        fragment = self._session.fragments.add(self._recording.recording_id, self._chosen, question, self._moments)
        plan = self._session.anonymise.plan(old.fragment_id) if old and old.range == self._chosen else None
        if plan:
            self._session.anonymise.save_plan(replace(plan, fragment_id=fragment.fragment_id, copy_id=None))
            self._fragment = fragment
        if old and not self._session.anonymise.clips(old.fragment_id):
            self._session.fragments.remove(old.fragment_id)
        self._draft = fragment
        return fragment

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        frames = max(1, round(self._chosen.duration_ms / self._frame_ms()))
        self.panel.show_progress(progress, round(frames * progress.done / max(1, progress.total)), frames)

    def _on_found(self, fragment: Fragment, _summary: object) -> None:
        self._job = None
        self.panel.set_searching(is_searching=False)
        self._fragment = fragment
        self.panel.show_range(self._chosen, is_found=True)
        self.found.emit(fragment)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._job = None
        self.panel.set_searching(is_searching=False)
        self.panel.error.tell(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        self.panel.set_searching(is_searching=False)

    # Playing.

    @Slot(Picture)
    def _on_shown(self, picture: Picture) -> None:
        if self.isVisible():
            self.stage.show_picture(picture)
            self._shown_ms = max(0, picture.at_ms)

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        if self.isVisible():
            self.transport.show_times(at_ms, self._end_ms())
            self.range_bar.set_time(at_ms)

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.transport.set_playing(is_playing=is_playing)

    @Slot()
    def _on_loop_toggled(self) -> None:
        if self._clock and self.isVisible():
            # Not kept within it: to choose another begin or end one has to look outside.
            self._clock.keep_within(None)
            self._clock.repeat(self._chosen if self._loop.isChecked() else None)

    @Slot()
    def _on_play(self) -> None:
        self._playing().toggle()

    @Slot(int)
    def _on_step(self, frames: int) -> None:
        self._playing().step(frames)

    @Slot(int)
    def _on_time_chosen(self, at_ms: int) -> None:
        self._playing().seek(at_ms)

    def _skip(self, by_ms: int) -> None:
        clock = self._playing()
        clock.seek(max(0, clock.position_ms + by_ms))

    def _from_start(self) -> None:
        self._playing().seek(self._chosen.from_ms)

    def _to_end(self) -> None:
        self._playing().seek(self._chosen.to_ms - self._frame_ms())

    def _end_ms(self) -> int:
        return max(1, self._recording.facts.duration_ms)

    def _frame_ms(self) -> int:
        return round(1000 / self._recording.facts.fps) if self._recording.facts.fps > 0 else _USUAL_FRAME_MS

    def _playing(self) -> PlaybackClock:
        if self._clock is None:
            raise RuntimeError("the step was used before it had a playback")
        return self._clock
