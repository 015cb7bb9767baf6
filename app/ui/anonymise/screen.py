"""Making a fragment unrecognisable: five steps, of which each can be left and taken up again later."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import FragmentId, MomentId, RecordingId
from app.domain.anonymise_plan import AnonymisePlan
from app.domain.fragment import Fragment
from app.domain.timecode import TimeRange
from app.error_texts import error_text
from app.services.session import Session
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.fragment_step import FragmentStep
from app.ui.anonymise.picture_step import PictureStep
from app.ui.anonymise.review import Review
from app.ui.anonymise.rounds_step import RoundsStep
from app.ui.anonymise.save_step import SaveStep
from app.ui.anonymise.sound_step import SoundStep
from app.ui.anonymise.step import Step
from app.ui.jobs import JobRunner
from app.ui.screen import Doorstep, Screen
from app.ui.theme import Theme
from app.ui.widgets.message_bar import MessageBar
from app.ui.widgets.step_bar import StepBar

FRAGMENT, PICTURE, SOUND, ROUNDS, SAVE = range(5)


class AnonymiseScreen(Screen):
    """Give it a `fragment_id` to go on with, or a `recording_id` with the range to begin with."""

    finished = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        jobs: JobRunner,
        parent: QWidget | None = None,
        *,
        fragment_id: FragmentId | None = None,
        recording_id: RecordingId | None = None,
        chosen: TimeRange | None = None,
        moment_id: MomentId | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._review: Review | None = None
        self._clock: PlaybackClock | None = None
        self._is_hidden = False
        self._begins_at_moment = moment_id is not None
        fragment = session.fragments.get(fragment_id) if fragment_id else None
        self._recording = session.recordings.get(fragment.recording_id if fragment else recording_id or RecordingId(""))
        self._describe()
        self._build()
        self._begin(fragment, chosen, moment_id)

    @property
    def step(self) -> int:
        """The number of the step that is shown: FRAGMENT to SAVE."""
        return self._steps.currentIndex()

    @property
    def fragment_id(self) -> str:
        """Which fragment is worked on; empty while its faces have not been looked for yet."""
        return self._review.fragment.fragment_id if self._review else ""

    @property
    def is_playing(self) -> bool:
        """Whether the recording or the copy runs."""
        return (self._clock is not None and self._clock.is_playing) or self.rounds_step.copy.is_playing

    def go_to_step(self, step: int) -> None:
        """Go to an earlier or later step as far as the work allows now; the last is reached only by finishing the rounds."""
        while self.step < min(step, ROUNDS) and self._may_go_on():
            self._show(self.step + 1)
        if step < self.step:
            self._show(max(step, FRAGMENT))

    def top_bar_widget(self) -> QWidget:
        """Return where we are in the five steps."""
        return self._step_bar

    def entered(self) -> None:
        """Open the recording and begin at the step where the work was."""
        if self._clock is None:
            self._open_recording()
        if self._clock is None:
            return  # why is said; without its picture there is nothing to work on
        self._current().entered()
        if self._begins_at_moment and self.step == FRAGMENT and self._clock:
            self._begins_at_moment = False
            self.fragment_step.search_at_once()

    def release(self) -> None:
        """Stop all that plays or works and forget the pictures; what was decided is in the vault already."""
        if self._review:
            self._review.flush()
        for step in self._all_steps():
            step.left()
        self.fragment_step.stop_searching()
        self.rounds_step.release()
        if self._clock:
            self._clock.close()
            self._clock = None
        for view in (self.fragment_step.stage, self.picture_step.stage, self.sound_step.stage):
            view.clear()

    def go_back(self) -> None:
        """Go to the step before, or away from the first or from a recording that cannot be opened."""
        if self.step == FRAGMENT or self._clock is None:
            self.back_requested.emit()
        else:
            self._show(self.step - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hide the picture with F12; Ctrl+Page Up and Down walk through the steps that are done."""
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_F12:
            self._set_hidden(is_hidden=not self._is_hidden)
        elif is_control and event.key() == Qt.Key.Key_PageUp and self.step > FRAGMENT:
            self._show(self.step - 1)
        elif is_control and event.key() == Qt.Key.Key_PageDown and self._may_go_on():
            self._show(self.step + 1)
        else:
            super().keyPressEvent(event)

    def _describe(self) -> None:
        self.title = self.tr("Fragment onherkenbaar maken")
        self.safety_text = self.tr("Drempel: deze kopie kan het apparaat verlaten")
        self.doorstep = Doorstep.THRESHOLD
        self.is_rail_narrow = True
        self.has_back = True

    def _build(self) -> None:
        names = (self.tr("Fragment"), self.tr("Beeld"), self.tr("Geluid en namen"), self.tr("Twee rondes"), self.tr("Bewaren"))
        self._step_bar = StepBar(self._theme, names, is_threshold=True)
        self.fragment_step = FragmentStep(self._session, self._theme, self._jobs, self._recording)
        self.picture_step = PictureStep(self._session, self._theme, self._jobs)
        self.sound_step = SoundStep(self._session, self._theme, self._jobs)
        self.rounds_step = RoundsStep(self._session, self._theme, self._jobs)
        self.save_step = SaveStep(self._session, self._theme, self._jobs)
        self._steps = QStackedWidget(self)
        for step in self._all_steps():
            self._steps.addWidget(step)
            step.back.connect(self._on_step_back)
        self.fragment_step.found.connect(self._on_found)
        self.fragment_step.choice_changed.connect(self._on_choice_changed)
        self.picture_step.done.connect(self._on_picture_done)
        self.picture_step.said.connect(self._on_said)
        self.picture_step.failed.connect(self._on_failed)
        self.sound_step.said.connect(self._on_said)
        self.sound_step.done.connect(self._on_sound_done)
        self.rounds_step.done.connect(self._on_rounds_done)
        self.rounds_step.faces_left.connect(self._on_faces_left)
        self.save_step.done.connect(self.finished)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._steps)
        self._message = MessageBar(self._theme, self)

    def _begin(self, fragment: Fragment | None, chosen: TimeRange | None, moment_id: MomentId | None) -> None:
        if fragment is None:
            whole = TimeRange(0, max(1, self._recording.facts.duration_ms))
            self.fragment_step.start_with(chosen or whole, (moment_id,) if moment_id else ())
            return
        plan = self._session.anonymise.plan(fragment.fragment_id)
        self.fragment_step.go_on_with(fragment, has_plan=plan is not None)
        if plan:
            found_again = self._session.names.found_again(plan)
            if found_again != plan:
                self._session.anonymise.save_plan(found_again)
            self._take_up(fragment, found_again)
            self._set_step(ROUNDS if self._review and self._review.clip else PICTURE)

    def _take_up(self, fragment: Fragment, plan: AnonymisePlan) -> None:
        self._review = Review(self._session, fragment, plan, self)
        self.rounds_step.work_on(self._review)
        if self._clock:
            self.picture_step.work_on(self._review, self._clock)
            self.sound_step.work_on(self._review, self._clock)

    def _open_recording(self) -> None:
        try:
            playback = self._session.playback.open_recording(self._recording.recording_id)
        except AppError as error:
            self._message.say(error_text(error))
            return
        self._clock = PlaybackClock(playback, self)
        self.fragment_step.work_on(self._clock)
        if self._review:
            self.picture_step.work_on(self._review, self._clock)
            self.sound_step.work_on(self._review, self._clock)

    def _all_steps(self) -> tuple[Step, ...]:
        return (self.fragment_step, self.picture_step, self.sound_step, self.rounds_step, self.save_step)

    def _current(self) -> Step:
        return self._all_steps()[self.step]

    def _show(self, step: int) -> None:
        if self._clock is None:
            return
        if self._review:
            self._review.flush()
        self._current().left()
        self._set_step(step)
        self._current().entered()

    def _set_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._step_bar.set_now(step)
        self.header_changed.emit()

    def _may_go_on(self) -> bool:
        if self._review is None or self.step == SAVE:
            return False
        if self.step == FRAGMENT:
            return True
        if self.step == SOUND:
            return self.sound_step.is_ready
        return self.rounds_step.is_ready if self.step == ROUNDS else not self._review.doubts

    def _set_hidden(self, *, is_hidden: bool) -> None:
        self._is_hidden = is_hidden
        for step in self._all_steps():
            step.set_picture_hidden(is_hidden=is_hidden)

    @Slot(Fragment)
    def _on_found(self, fragment: Fragment) -> None:
        if self._review is None or self._review.fragment.fragment_id != fragment.fragment_id:
            plan = self._session.anonymise.plan(fragment.fragment_id)
            if plan is None:
                return
            self._take_up(fragment, plan)
        self._show(PICTURE)

    @Slot()
    def _on_choice_changed(self) -> None:
        self._review = None

    @Slot()
    def _on_picture_done(self) -> None:
        self._show(SOUND)

    @Slot()
    def _on_sound_done(self) -> None:
        self._show(ROUNDS)
        self.rounds_step.make_when_known()

    @Slot()
    def _on_rounds_done(self) -> None:
        if self.rounds_step.clip:
            self.save_step.work_on(self.rounds_step.clip, self.rounds_step.second_round)
            self._show(SAVE)
            # After the key that brought us here: a dialog within it would get that key too.
            QTimer.singleShot(0, self.save_step.ask_place)

    @Slot(int, AppError)
    def _on_faces_left(self, at_ms: int, error: AppError) -> None:
        if self._review is None:
            return
        self._review.reload()
        self._show(PICTURE)
        self.picture_step.go_to(at_ms)
        self._message.say(error_text(error))

    @Slot()
    def _on_step_back(self) -> None:
        self._show(self.step - 1)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._message.say(error_text(error))

    @Slot(str)
    def _on_said(self, words: str) -> None:
        self._message.say(words)
