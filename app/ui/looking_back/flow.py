"""Where the worker is in looking back alone, and what was answered; no widgets."""

from PySide6.QtCore import QObject, Signal

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.domain.dialogue import Dialogue, DialogueStep
from app.domain.looking_back import Answer, Intention, LookingBack, StepKind
from app.error_texts import error_text
from app.services.session import Session


class Flow(QObject):
    """The steps of the frame in order. What is typed is saved by `answer`; the step that is gone on with by going there."""

    moved = Signal()
    """Another step, or none."""
    refused = Signal(str)
    """Something could not be saved; why not."""

    def __init__(self, session: Session, recording_id: RecordingId, dialogue: Dialogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recording_id = recording_id
        self.name = dialogue.name.nl
        self.steps: tuple[DialogueStep, ...] = tuple(step for step in dialogue.steps if step.kind_id)
        self._place: int | None = None

    @property
    def step(self) -> DialogueStep | None:
        """The step of now; None while the room is only a room."""
        return None if self._place is None else self.steps[self._place]

    @property
    def place(self) -> int:
        """The index of the step of now; 0 without one."""
        return self._place or 0

    @property
    def kept(self) -> LookingBack | None:
        """What is kept of this recording."""
        return self._session.looking_back.get(self._recording_id)

    @property
    def earlier(self) -> Intention | None:
        """The intention that comes back here."""
        return self._session.looking_back.earlier_intention(self._recording_id)

    @property
    def minutes_left(self) -> int:
        """About how many minutes this step and those after it take, by the frame."""
        return sum(step.minutes for step in self.steps[self.place :])

    def take_up(self) -> None:
        """Go on at the step that was left; begin with the prediction while nobody saw a picture. Otherwise nothing."""
        kept = self.kept
        if kept is not None and not kept.is_done:
            self._go_to(self._place_of(kept.step_id))
        elif kept is None and self.steps and self._session.looking_back.is_unseen(self._recording_id):
            self._go_to(0)

    def begin(self) -> None:
        """Begin, or go on, because the worker asks for it. What was seen cannot be predicted any more."""
        kept = self.kept
        if kept is not None:
            self._go_to(self._place_of(kept.step_id) if kept.step_id else len(self.steps) - 1)
        else:
            self._keep(self._first_after_prediction())

    def step_done(self) -> None:
        """Go on to the next step; after the last one all of it is done."""
        if self._place is None:
            return
        if self._place + 1 < len(self.steps):
            self._keep(self._place + 1)
            return
        self._save("")
        self._go_to(None)

    def step_back(self) -> None:
        """Go back a step, but not to the prediction: that one is only seen again at the end."""
        if self._place is not None and self._place > self._first_after_prediction():
            self._keep(self._place - 1)

    def leave(self) -> None:
        """Not now: the room is only a room again. The step that was kept is taken up next time; a prediction without words is kept nowhere."""
        self._go_to(None)

    def answer(self, answers: tuple[Answer, ...]) -> None:
        """Keep what was answered in this step."""
        kept = self.kept
        if self.step is None or (kept is None and not any(each.text.strip() for each in answers)):
            return
        step_id = "" if kept is not None and kept.is_done else self.step.step_id
        try:
            self._session.looking_back.answer(self._recording_id, step_id, answers)
        except AppError as error:
            self.refused.emit(error_text(error))

    def _keep(self, place: int) -> None:
        self._save(self.steps[place].step_id)
        self._go_to(place)

    def _save(self, step_id: str) -> None:
        try:
            self._session.looking_back.go_to(self._recording_id, step_id)
        except AppError as error:
            self.refused.emit(error_text(error))

    def _go_to(self, place: int | None) -> None:
        self._place = place
        self.moved.emit()

    def _place_of(self, step_id: str) -> int:
        """Return where the step stands; a step the frame no longer has, or a prediction of what was seen, is the one after the prediction."""
        places = {step.step_id: place for place, step in enumerate(self.steps)}
        place = places.get(step_id, self._first_after_prediction())
        is_seen = not self._session.looking_back.is_unseen(self._recording_id)
        return max(place, self._first_after_prediction()) if is_seen else place

    def _first_after_prediction(self) -> int:
        later = [place for place, step in enumerate(self.steps) if step.kind_id != StepKind.PREDICT]
        return later[0] if later else 0
