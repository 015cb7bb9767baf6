"""Looking back alone, around the picture: lays the parts of each step over the viewing screen and takes them away again."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.common.errors import AppError
from app.domain.dialogue import DialogueStep
from app.domain.kijkkader import Kader
from app.domain.looking_back import Answer, StepKind
from app.domain.moment import MomentKind
from app.error_texts import error_text
from app.services.changes import Changes
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.looking_back.answer_fields import AnswerFields
from app.ui.looking_back.closing_cover import ClosingCover, Remembered
from app.ui.looking_back.flow import Flow
from app.ui.looking_back.half_cover import HalfCover, OwnSide
from app.ui.looking_back.predict_cover import PredictCover
from app.ui.looking_back.step_guide import StepGuide
from app.ui.looking_back.step_panel import StepPanel
from app.ui.theme import Theme
from app.ui.viewing.screen import ViewingScreen
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.tip_line import TipLine

_TIP = "viewing"
_MINUTE_MS = 60_000
_JUMP_MS = 1_000
"""A longer step than this between two pictures is a jump, not watching."""
_HELD = {StepKind.PREDICT, StepKind.INTEND}
"""Steps in which the picture stands still and no key reaches it."""
_BESIDE = {StepKind.PREDICT, StepKind.GET_USED, StepKind.INTEND}
"""Steps with the list of steps beside the picture, in the place of the moments."""


class LookingBackAlone(QObject):
    """Lives as long as the viewing screen it belongs to. Until the frame is read, the shutters of a prediction are closed already."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, screen: ViewingScreen) -> None:
        super().__init__(screen)
        self._session = session
        self._theme = theme
        self._screen = screen
        self.flow: Flow | None = None
        self._kader: Kader | None = None
        self._fields: AnswerFields | None = None
        self._cover_shown: QWidget | None = None
        self._is_passed_by = False
        """Whether the worker came for one place, and not to look back."""
        self._watched_ms = 0
        self._last_ms = screen.watching.position_ms
        self._way_in = QuietButton(theme, "", screen, icon_name="voorspellen")
        self._way_in.clicked.connect(self._on_way_in)
        self._way_in.hide()
        self.predict = PredictCover(theme, screen)
        self.predict.hide()
        self._changes = ChangeSignal(session.changes, self)
        self._connect()
        if self._is_prediction_next():
            self._cover(self.predict)
            screen.hold(is_held=True)
        reading = jobs.start_short(lambda _context: session.kijkkader.current(screen.recording_id), name="read_kijkkader")
        reading.succeeded.connect(self._on_kader_read)
        reading.failed.connect(self._on_no_kader)

    def _connect(self) -> None:
        screen = self._screen
        self.predict.ready.connect(self._on_ready)
        self.predict.not_now.connect(self._on_not_now)
        self._changes.changed.connect(self._on_changes)
        screen.watching.moved.connect(self._on_moved)
        screen.place_shown.connect(self._on_place_shown)
        screen.left.connect(self._on_left)
        keys = (("Ctrl+Return", self._on_ready), ("Ctrl+Enter", self._on_ready), ("Ctrl+PgDown", self._on_ready), ("Ctrl+PgUp", self._on_back))
        for key, slot in keys:
            QShortcut(QKeySequence(key), screen, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _is_prediction_next(self) -> bool:
        service, recording_id = self._session.looking_back, self._screen.recording_id
        kept = service.get(recording_id)
        return service.is_unseen(recording_id) and (kept is None or not kept.is_done)

    @property
    def step_kind(self) -> str:
        """What the step of now is; empty while the room is only a room."""
        step = self.flow.step if self.flow else None
        return step.kind_id if step else ""

    @Slot(object)
    def _on_kader_read(self, kader: Kader) -> None:
        if self._screen.is_released:
            return
        alone = kader.dialogues.alone
        self._kader = kader
        self.flow = Flow(self._session, self._screen.recording_id, alone, self)
        if not self.flow.steps:
            self._on_no_kader()
            return
        self._guide = StepGuide(self._theme, self.flow.steps, self._screen)
        self._guide.hide()
        self._guide.ready.connect(self._on_ready)
        self._guide.not_now.connect(self._on_not_now)
        self._panel = StepPanel(self._theme, alone, self.flow.steps, self._screen)
        self._half = HalfCover(self._theme, self._screen.stage, self._screen)
        self._half.hide()
        self._half.show_side(OwnSide(self._session.looking_back.own_side() or OwnSide.RIGHT))
        self._half.side_chosen.connect(self._on_side_chosen)
        self._tip = self._new_tip()
        self._panel.hides_me.toggled.connect(self._on_hides_me)
        self.flow.moved.connect(self._show_step)
        self.flow.refused.connect(self._screen.message.say)
        if not self._is_passed_by:
            self.flow.take_up()
        if self.flow.step is None:
            self._show_step()
        self._watch_what_was_noted(kader)

    def _new_tip(self) -> TipLine | None:
        if not self._session.tips.is_new(_TIP):
            return None
        tip = TipLine(self._theme, self.tr("Spatie speelt af. Met 1, 2, 3 of 4 zet je een moment. Met ? zie je alle toetsen."), self._screen)
        tip.hide()
        tip.understood.connect(self._on_tip_understood)
        return tip

    @Slot()
    def _on_tip_understood(self) -> None:
        self._tip = None
        self._screen.room.show_above(None)
        try:
            self._session.tips.understood(_TIP)
        except AppError as error:
            self._screen.message.say(error_text(error))

    def _watch_what_was_noted(self, kader: Kader) -> None:
        noted = self._session.looking_back.take_watch_next()
        if noted and kader.has_indicator(noted) and noted not in self._screen.watch.watched:
            self._screen.watch.toggle_watched(noted)

    @Slot()
    def _on_no_kader(self) -> None:
        self._cover(None)
        self._screen.hold(is_held=False)

    @Slot()
    def _show_step(self) -> None:
        if self.flow is None:
            return
        step, room, kind = self.flow.step, self._screen.room, self.step_kind
        self._fields = None
        self._screen.hold(is_held=kind in _HELD)
        self._screen.hide_small_pictures(is_hidden=kind == StepKind.GET_USED and self._panel.hides_me.isChecked())
        room.show_side(self._panel if kind in _BESIDE else None)
        has_guide = step is not None and kind not in _HELD
        room.show_above(self._guide if has_guide else self._tip if step is None else None)
        if step is not None:
            self._panel.show_step(self.flow.place)
            self._guide.show_step(self.flow.place, step, self.flow.minutes_left, self._questions(step))
        self._show_parts(kind, step)
        self._offer_way_in()

    def _show_parts(self, kind: str, step: DialogueStep | None) -> None:
        if kind == StepKind.PREDICT and step is not None:
            self._ask_prediction(step)
        elif kind == StepKind.GET_USED:
            self._begin_getting_used()
        elif kind == StepKind.INTEND and step is not None:
            self._close(step)
        else:
            self._cover(None)
            if kind == StepKind.DEEPEN:
                self._open_a_moment()
            self._screen.stage.setFocus()

    def _ask_prediction(self, step: DialogueStep) -> None:
        if self.flow is None:
            return
        if self.predict.fields is None:
            fields = self.predict.ask(step, self.flow.earlier)
            fields.answered.connect(self._on_answered)
            fields.refused.connect(self._screen.message.say)
        self._cover(self.predict)
        self._begin_fields(self.predict.fields)

    def _begin_getting_used(self) -> None:
        self._watched_ms = 0
        self._half.set_hiding(is_hiding=self._panel.hides_me.isChecked())
        self._cover(self._half)
        if self._session.looking_back.own_side():
            self._screen.stage.setFocus()
        else:
            self._half.focus_choice()

    def _close(self, step: DialogueStep) -> None:
        if self.flow is None or self._kader is None:
            return
        self._screen.watching.pause()
        remembered = Remembered(self.flow.kept, self.flow.earlier, self._screen.marking.moments)
        closing = ClosingCover(self._theme, step, self._kader.whole_judgement, remembered, self._screen)
        closing.ready.connect(self._on_ready)
        closing.back.connect(self._on_back)
        closing.not_now.connect(self._on_not_now)
        closing.fields.answered.connect(self._on_answered)
        closing.fields.refused.connect(self._screen.message.say)
        self._cover(closing)
        self._begin_fields(closing.fields)

    def _begin_fields(self, fields: AnswerFields | None) -> None:
        self._fields = fields
        if fields is not None and self.flow is not None:
            fields.show_answers(self.flow.kept)
            fields.focus_first()

    def _open_a_moment(self) -> None:
        marking = self._screen.marking
        if marking.selected is None and marking.moments:
            helping = (moment for moment in marking.moments if moment.kind is MomentKind.HELPT)
            self._screen.controls.open_moment(next(helping, marking.moments[0]).moment_id)

    def _questions(self, step: DialogueStep) -> list[str]:
        if step.kind_id == StepKind.DEEPEN and self._kader is not None:
            return [each.question.nl for each in self._kader.reflection_cycle]
        return [step.heading.nl] if step.heading.nl else []

    def _cover(self, cover: QWidget | None) -> None:
        self._screen.room.cover_stage(cover)
        if isinstance(self._cover_shown, ClosingCover) and cover is not self._cover_shown:
            self._cover_shown.deleteLater()
        self._cover_shown = cover

    def _offer_way_in(self) -> None:
        """Put the way back into the steps in the top bar while the room is only a room."""
        if self.flow is None or self.flow.step is not None:
            self._screen.offer_in_top_bar(None)
            return
        kept = self.flow.kept
        step = next((each for each in self.flow.steps if kept is not None and each.step_id == kept.step_id), None)
        if step is not None:
            self._way_in.set_words(self.tr("Verder: {step}").format(step=step.name.nl))
        else:
            self._way_in.set_words(self.tr("Je voornemen") if kept is not None and kept.is_done else self.flow.name)
        self._screen.offer_in_top_bar(self._way_in)

    @Slot()
    def _on_way_in(self) -> None:
        if self.flow is not None:
            self.flow.begin()

    @Slot()
    def _on_ready(self) -> None:
        if self.flow is None or self.flow.step is None:
            return
        self._screen.editor.save_now()
        self._save_fields()
        self.flow.step_done()
        kept = self.flow.kept
        if not self.step_kind and kept is not None and kept.intention:
            self._screen.message.say(self.tr("Bewaard. Je voornemen komt terug bij je volgende opname."))

    @Slot()
    def _on_back(self) -> None:
        if self.flow is not None:
            self._save_fields()
            self.flow.step_back()

    @Slot()
    def _on_not_now(self) -> None:
        if self.flow is not None:
            self._save_fields()
            self.flow.leave()
        else:  # faster than the frame could be read
            self._is_passed_by = True
            self._on_no_kader()
            self._screen.stage.setFocus()

    @Slot(object)
    def _on_answered(self, answers: tuple[Answer, ...]) -> None:
        if self.flow is not None:
            self.flow.answer(answers)

    @Slot(str)
    def _on_side_chosen(self, side: str) -> None:
        try:
            self._session.looking_back.set_own_side(side)
        except AppError as error:
            self._screen.message.say(error_text(error))
        self._screen.stage.setFocus()

    @Slot(bool)
    def _on_hides_me(self, is_hiding: bool) -> None:  # noqa: FBT001 - the signal's argument
        self._half.set_hiding(is_hiding=is_hiding)
        self._screen.hide_small_pictures(is_hidden=is_hiding and self.step_kind == StepKind.GET_USED)

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        step = self.flow.step if self.flow else None
        moved_ms, self._last_ms = at_ms - self._last_ms, at_ms
        if step is None or step.kind_id != StepKind.GET_USED or not 0 < moved_ms < _JUMP_MS or not self._screen.is_playing:
            return
        wanted_ms = step.watching_minutes * _MINUTE_MS
        was_enough = self._watched_ms >= wanted_ms
        self._watched_ms += moved_ms
        if not was_enough and self._watched_ms >= wanted_ms:
            self._guide.say(self.tr("De tijd om te wennen is om. Kijk gerust nog even. Ga verder wanneer jij wilt."))

    @Slot(object)
    def _on_changes(self, changes: Changes) -> None:
        if changes.reflections and self._fields is not None and self.flow is not None:
            self._fields.show_answers(self.flow.kept)

    @Slot()
    def _on_place_shown(self) -> None:
        self._is_passed_by = True
        self._on_not_now()
        self._on_no_kader()

    @Slot()
    def _on_left(self) -> None:
        self._save_fields()
        self._changes.stop()

    def _save_fields(self) -> None:
        if self._fields is not None:
            self._fields.save_now()
