"""Step 2: is everybody covered? The app searched, a person looks, and changes what is not right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.common.errors import AppError
from app.domain import alike
from app.domain import mask_editing as editing
from app.domain.anonymise_plan import Box, MaskStyle, TrackKind
from app.domain.doubt import Doubt
from app.services.session import Session
from app.ui.anonymise.copy_example import CopyExample
from app.ui.anonymise.following import Following
from app.ui.anonymise.mask_transport import GROW
from app.ui.anonymise.picture_keys import moving_actions, picture_rows
from app.ui.anonymise.picture_look import PictureLook
from app.ui.anonymise.step import is_single_key
from app.ui.anonymise.tip import Tip
from app.ui.jobs import JobRunner
from app.ui.theme import Theme
from app.ui.viewing.keys import KeyTable

_NUDGE = 0.01
_FINE = 0.002
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class PictureStep(PictureLook):
    """The changing half: every key and button that changes the plan, all through `Review`."""

    failed = Signal(AppError)

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.following = Following(session, jobs, self)
        self.following.changed.connect(self._show_masks)
        self.following.ended.connect(self._on_followed)
        self.following.failed.connect(self.failed)
        self._example = CopyExample(session, jobs, self)
        self._example.shown.connect(self._on_example_made)
        self.example_wanted.connect(self._example.want)
        self._connect_changes()
        self._keys = KeyTable((*picture_rows(), *moving_actions()))
        self._acts = self._key_acts()

    def left(self) -> None:
        """Stop playing, following, and asking for examples."""
        self.following.stop()
        self._example.forget()
        super().left()

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks."""
        key = Qt.Key(event.key())
        if is_single_key(event) and key in _ARROWS and (self.stage.pending_box or self._selected):
            self._nudge(*_ARROWS[key], is_fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        act = self._acts.get(self._keys.find(event, is_typing=False))
        if act is None:
            return False
        act()
        return True

    def _key_acts(self) -> dict[str, Callable[[], None]]:
        return {
            "next_spot": partial(self._next_doubt, 1),
            "previous_spot": partial(self._next_doubt, -1),
            "accept": self._accept,
            "drop": self._drop,
            "show": self._ask_reason,
            "join_alike": self._join_alike,
            "draw": self._start_drawing,
            "follow": self._toggle_following,
            "extend": self._extend,
            "grow": partial(self._resize, GROW),
            "shrink": partial(self._resize, 1 / GROW),
            "see_through": self.transport.toggle_see_through,
            "quick_look": self._toggle_quick,
            "undo": self._undo,
            "redo": self._redo,
            "continue": self._on_continue,
            "play": self._toggle_play,
            "frame_back": partial(self._step_frames, -1),
            "frame_on": partial(self._step_frames, 1),
            "back_5": partial(self._skip, -5000),
            "on_5": partial(self._skip, 5000),
            "start": partial(self._go_to_frame, 0),
            "end": partial(self._go_to_frame, 10**9),
            "let_go": self._let_go,
        }

    def _connect_changes(self) -> None:
        self.stage.mask_moved.connect(self._on_mask_moved)
        self.stage.box_drawn.connect(self._on_box_drawn)
        self.stage.picture_clicked.connect(self._let_go)
        self.people.accept_requested.connect(self._on_card_accept)
        self.people.person_chosen.connect(self._on_person_chosen)
        self.people.not_a_face_chosen.connect(self._on_dropped)
        self.people.kind_chosen.connect(self._on_kind_chosen)
        self.people.follow_requested.connect(self._on_follow_requested)
        self.people.show_requested.connect(self._on_show_requested)
        self.people.hide_requested.connect(self._on_hide_requested)
        self.people.join_requested.connect(self._on_join_requested)
        self.people.apart_requested.connect(self._on_apart_requested)
        self.panel.continue_requested.connect(self._on_continue)
        self.panel.style_chosen.connect(self._on_style_chosen)
        self.panel.watched_for_chosen.connect(self._on_watched_for)
        self.transport.drawing_requested.connect(self._start_drawing)
        self.transport.undo_requested.connect(self._undo)
        self.transport.redo_requested.connect(self._redo)
        self.transport.size_requested.connect(self._resize)

    def _tip(self, doubt: Doubt | None) -> Tip | None:
        if self.following.track_id and not self.stage.pending_box:
            return self._words.follow_tip(self.following.percent)
        return super()._tip(doubt)

    def _accept(self) -> None:
        review, _ = self._work()
        if self.stage.pending_box:
            self._on_box_drawn(self.stage.pending_box)
            return
        doubt = self.doubt_here
        if doubt is None:
            # Nobody agrees with a spot that is not on the stage: first it is shown.
            own = [each for each in review.doubts if each.track_id == self._selected]
            if spot := next(iter(own or review.doubts), None):
                self._go_to_doubt(spot)
            return
        review.settle(doubt)
        if review.doubts:
            self._next_doubt(1)
        else:
            self.said.emit(self.tr("Je hebt overal gekeken."))

    def _drop(self) -> None:
        if self._selected:
            self._on_dropped(self._selected)

    @Slot(str)
    def _on_dropped(self, track_id: str) -> None:
        review, _ = self._work()
        is_region = editing.is_region(editing.track_of(review.plan, track_id))
        review.leave_visible(track_id, editing.NOT_RECOGNISABLE if is_region else editing.NOT_A_FACE)
        self.said.emit(self.tr("Niet bedekt. Z maakt het ongedaan.") if is_region else self.tr("Geen gezicht: niet bedekt. Z maakt het ongedaan."))
        if review.doubts:
            self._next_doubt(1)

    def _ask_reason(self) -> None:
        if self._selected and editing.track_of(self._work()[0].plan, self._selected).hidden:
            self.people.ask_reason(self._selected)

    @Slot(str, str)
    def _on_show_requested(self, track_id: str, reason: str) -> None:
        self._work()[0].leave_visible(track_id, reason)
        self.stage.setFocus()

    @Slot(str)
    def _on_hide_requested(self, track_id: str) -> None:
        self._work()[0].hide_again(track_id)

    @Slot(str, str)
    def _on_join_requested(self, track_id: str, other_id: str) -> None:
        self._work()[0].join(track_id, other_id)
        self._select(track_id)
        self.said.emit(self.tr("Samengevoegd. Z maakt het ongedaan."))
        self.stage.setFocus()

    @Slot(str, str)
    def _on_apart_requested(self, track_id: str, other_id: str) -> None:
        review, _ = self._work()
        review.apply(alike.apart(review.plan, track_id, other_id))
        self.stage.setFocus()

    def _join_alike(self) -> None:
        pair = next((pair for pair in alike.proposals(self._work()[0].plan) if self._selected in pair), None)
        if pair:
            self._on_join_requested(pair[1], pair[0])

    @Slot(str, str)
    def _on_person_chosen(self, track_id: str, person: str) -> None:
        self._work()[0].rename(track_id, person)

    def _extend(self) -> None:
        if self._selected:
            self._work()[0].extend(self._selected, self._frame)

    def _undo(self) -> None:
        review, _ = self._work()
        if review.can_undo:
            review.undo()
            self.said.emit(self.tr("Ongedaan gemaakt."))

    def _redo(self) -> None:
        review, _ = self._work()
        if review.can_redo:
            review.redo()
            self.said.emit(self.tr("Toch weer wel."))

    def _start_drawing(self) -> None:
        self._work()[1].pause()
        self.stage.set_pending(editing.box_within(0.4, 0.35, 0.6, 0.65))
        self.stage.setFocus()
        self._show_masks()

    @Slot(Box)
    def _on_box_drawn(self, box: Box) -> None:
        self.stage.set_pending(None)
        self._select(self._work()[0].draw(box, self._frame))
        self.said.emit(self.tr("Bewaard voor het hele fragment. Het vlak staat stil. Met M beweegt het mee."))

    @Slot(str, Box)
    def _on_mask_moved(self, track_id: str, box: Box) -> None:
        review, clock = self._work()
        if clock.is_playing:
            return
        follows = editing.is_following(editing.track_of(review.plan, track_id))
        review.move(track_id, self._frame, box)
        if follows:
            self.following.start(review, track_id)

    def _toggle_following(self) -> None:
        if self._selected:
            self._on_follow_requested(self._selected)

    @Slot(str)
    def _on_follow_requested(self, track_id: str) -> None:
        review, _ = self._work()
        track = editing.track_of(review.plan, track_id)
        if not editing.is_drawn(track):
            self.said.emit(self.tr("Alleen een vlak dat je zelf tekende, kan meebewegen."))
        elif editing.is_following(track):
            review.stand_still(track_id)
            self.said.emit(self.tr("Het vlak staat nu stil."))
        else:
            self.following.start(review, track_id)
        self.stage.setFocus()

    @Slot(str)
    def _on_followed(self, track_id: str) -> None:
        spots = sum(doubt.track_id == track_id for doubt in self._work()[0].doubts)
        self.said.emit(self.tr("Het vlak beweegt mee. Kijk op de plekken die de app niet zeker weet.") if spots else self.tr("Het vlak beweegt mee."))

    @Slot(str, object)
    def _on_kind_chosen(self, track_id: str, kind: TrackKind) -> None:
        self._work()[0].set_kind(track_id, kind)
        self.stage.setFocus()

    def _nudge(self, dx: int, dy: int, *, is_fine: bool) -> None:
        step = _FINE if is_fine else _NUDGE
        self._change_box(lambda box: editing.shifted(box, dx * step, dy * step))

    def _resize(self, factor: float) -> None:
        self._change_box(lambda box: editing.scaled(box, factor))

    def _change_box(self, change: Callable[[Box], Box]) -> None:
        review, clock = self._work()
        if self.stage.pending_box:
            self.stage.set_pending(change(self.stage.pending_box))
            return
        clock.pause()
        box = review.mask_of(self._selected, self._frame) if self._selected else None
        if box is not None:
            self._on_mask_moved(self._selected, change(box))

    @Slot(object)
    def _on_style_chosen(self, style: MaskStyle) -> None:
        review, _ = self._work()
        review.set_style(style)
        if style is MaskStyle.TEXT and not review.plan.captions:
            self.said.emit(self.tr("Er is nog geen tekst. Die maak je in stap 3, Geluid en namen."))

    @Slot(tuple)
    def _on_watched_for(self, watched_for: tuple[str, ...]) -> None:
        self._work()[0].set_watched_for(watched_for)

    @Slot(str)
    def _on_card_accept(self, track_id: str) -> None:
        self._select(track_id)
        self._accept()
        self.stage.setFocus()

    def _let_go(self) -> None:
        if self.stage.pending_box:
            self.stage.set_pending(None)
            self._show_masks()
        elif self.following.track_id:
            self.following.stop()
        else:
            self._select("")
        self.stage.setFocus()

    @Slot()
    def _on_continue(self) -> None:
        """Go on; the one spot that is left and stands on the stage is agreed with by that."""
        review, clock = self._work()
        if (spot := self.last_spot_here) and not clock.is_playing:
            review.settle(spot)
        if review.doubts:
            self._next_doubt(1)
        else:
            self.done.emit()
