"""Step 2: is everybody covered? The app searched, a person looks."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.common.picture import Picture
from app.domain import alike
from app.domain import mask_editing as editing
from app.domain.anonymise_plan import Box, MaskStyle
from app.domain.doubt import Doubt, DoubtKind
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.mask_stage import MaskStage
from app.ui.anonymise.mask_transport import GROW, MaskTransport
from app.ui.anonymise.picture_panel import PicturePanel
from app.ui.anonymise.picture_words import PictureWords
from app.ui.anonymise.review import Review
from app.ui.anonymise.step import Step, is_single_key
from app.ui.anonymise.tip import Tip
from app.ui.anonymise.tracks_timeline import TracksTimeline
from app.ui.theme import Theme
from app.ui.widgets.labels import Line

_NUDGE = 0.01
_FINE = 0.002


class PictureStep(Step):
    """Stage, timeline and list of people on one plan; every change goes through `Review`."""

    said = Signal(str)
    """Something to tell at the bottom left for a moment."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._review: Review | None = None
        self._clock: PlaybackClock | None = None
        self._selected = ""
        self._frame = 0
        self._wanted_frame = 0
        self._build()
        self._keys = self._key_table()

    @property
    def selected(self) -> str:
        """The id of the chosen track, empty when none is."""
        return self._selected

    @property
    def frame(self) -> int:
        """The number of the frame that is shown."""
        return self._frame

    @property
    def doubt_here(self) -> Doubt | None:
        """The spot of the chosen person that is on the stage now, None when there is none."""
        if self._review is None:
            return None
        here = (each for each in self._review.doubts if each.track_id == self._selected)
        return next((each for each in here if each.first <= self._frame <= each.last), None)

    def work_on(self, review: Review, clock: PlaybackClock) -> None:
        """Take up this plan and this playback."""
        if self._review is not None:
            self._review.changed.disconnect(self._on_plan_changed)
        review.changed.connect(self._on_plan_changed)
        if self._clock is not clock:
            clock.shown.connect(self._on_shown)
            clock.moved.connect(self._on_moved)
            clock.playing_changed.connect(self._on_playing_changed)
        self._review, self._clock = review, clock
        self._words = PictureWords(review, self)
        self._selected = ""
        self._on_plan_changed()

    def entered(self) -> None:
        """Keep playing within the fragment and go to the first spot to look at."""
        review, clock = self._work()
        clock.keep_within(review.plan.range)
        self.stage.setFocus()
        if review.doubts:
            self._go_to_doubt(review.doubts[0])
        else:
            self._go_to_frame(review.frame_at(clock.position_ms))

    def left(self) -> None:
        """Stop playing."""
        if self._clock:
            self._clock.pause()

    def set_picture_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture; closed it stands still too."""
        self.stage.set_hidden(is_hidden=is_hidden)
        if is_hidden and self._clock:
            self._clock.pause()

    def go_to(self, at_ms: int) -> None:
        """Show this time of the recording: something is the matter there."""
        self._go_to_frame(self._work()[0].frame_at(at_ms))

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_continue()
            return True
        if key == Qt.Key.Key_Z and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._undo()
            return True
        if not is_single_key(event):
            return False
        if key in _ARROWS and (self.stage.pending_box or self._selected):
            self._nudge(*_ARROWS[key], is_fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        act = self._keys.get(event.text().lower()) or self._keys.get(key)
        if act is None:
            return False
        act()
        return True

    def _key_table(self) -> dict[str | Qt.Key, Callable[[], None]]:
        return {
            "n": partial(self._next_doubt, 1),
            "p": partial(self._next_doubt, -1),
            "a": self._accept,
            Qt.Key.Key_Return: self._accept,
            Qt.Key.Key_Enter: self._accept,
            "x": self._not_a_face,
            "s": self._join_alike,
            "t": self._start_drawing,
            "+": partial(self._resize, GROW),
            "=": partial(self._resize, GROW),
            "-": partial(self._resize, 1 / GROW),
            "[": self._extend,
            "]": self._extend,
            "z": self._undo,
            "v": self.transport.toggle_see_through,
            ",": partial(self._step_frames, -1),
            ".": partial(self._step_frames, 1),
            "j": partial(self._skip, -5000),
            "l": partial(self._skip, 5000),
            Qt.Key.Key_Left: partial(self._skip, -5000),
            Qt.Key.Key_Right: partial(self._skip, 5000),
            Qt.Key.Key_Home: partial(self._go_to_frame, 0),
            Qt.Key.Key_End: partial(self._go_to_frame, 10**9),
            Qt.Key.Key_Space: self._toggle_play,
            "k": self._toggle_play,
            Qt.Key.Key_Delete: self._ask_reason,
            Qt.Key.Key_Escape: self._let_go,
        }

    # Building.

    def _build(self) -> None:
        self.stage = MaskStage(self.theme, self)
        self.stage.mask_clicked.connect(self._select)
        self.stage.mask_moved.connect(self._on_mask_moved)
        self.stage.box_drawn.connect(self._on_box_drawn)
        self.stage.picture_clicked.connect(self._let_go)
        self.timeline = TracksTimeline(self.theme, self)
        self.timeline.time_chosen.connect(self._on_time_chosen)
        self.timeline.track_chosen.connect(self._select)
        self.panel = PicturePanel(self.theme, self)
        self.people = self.panel.people
        self.people.chosen.connect(self._on_card_chosen)
        self.people.accept_requested.connect(self._on_card_accept)
        self.people.person_chosen.connect(self._on_person_chosen)
        self.people.not_a_face_chosen.connect(self._on_not_a_face)
        self.people.show_requested.connect(self._on_show_requested)
        self.people.hide_requested.connect(self._on_hide_requested)
        self.people.join_requested.connect(self._on_join_requested)
        self.people.apart_requested.connect(self._on_apart_requested)
        self.panel.continue_requested.connect(self._on_continue)
        self.panel.style_chosen.connect(self._on_style_chosen)
        self.panel.watched_for_chosen.connect(self._on_watched_for)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.stage, 1)
        left.addWidget(self._build_transport())
        left.addWidget(Line(self))
        left.addWidget(self._build_lanes())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def _build_transport(self) -> MaskTransport:
        self.transport = MaskTransport(self.theme, self)
        self.transport.play_requested.connect(self._toggle_play)
        self.transport.step_requested.connect(self._step_frames)
        self.transport.next_requested.connect(partial(self._next_doubt, 1))
        self.transport.drawing_requested.connect(self._start_drawing)
        self.transport.see_through_changed.connect(self._on_see_through)
        self.transport.undo_requested.connect(self._undo)
        self.transport.size_requested.connect(self._resize)
        return self.transport

    def _build_lanes(self) -> QScrollArea:
        self._lanes = QScrollArea(self)
        self._lanes.setWidgetResizable(True)
        self._lanes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lanes.setFrameShape(QFrame.Shape.NoFrame)
        self._lanes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lanes.setObjectName("sheet")
        self.timeline.setObjectName("sheet")
        self._lanes.setWidget(self.timeline)
        return self._lanes

    # Showing.

    @Slot(Picture)
    def _on_shown(self, picture: Picture) -> None:
        if not self.isVisible() or self._review is None:
            return
        self.stage.show_picture(picture)
        self._frame = self._review.frame_at(picture.at_ms)
        self._show_masks()

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        if self._review is None or not self.isVisible():
            return
        chosen = self._review.plan.range
        in_fragment = max(0, min(at_ms - chosen.from_ms, chosen.duration_ms))
        self.transport.show_times(in_fragment, chosen.duration_ms)
        self.timeline.set_time(in_fragment)

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.transport.set_playing(is_playing=is_playing)
        if self._review and not is_playing:
            self._wanted_frame = self._frame
        self._show_masks()

    @Slot()
    def _on_plan_changed(self) -> None:
        review = self._review
        if review is None:
            return
        if self._selected not in {track.track_id for track in review.plan.tracks}:
            self._selected = ""
        self.people.show_plan(review, self._words, self._selected)
        self.panel.show_choices(review.plan.mask, review.plan.watched_for)
        self.panel.show_readiness(len(review.doubts))
        self.transport.show_possible(has_spots=bool(review.doubts), can_undo=review.can_undo)
        self._show_masks()
        self._fit_lanes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave most of the height to the picture."""
        super().resizeEvent(event)
        self._fit_lanes()

    def _fit_lanes(self) -> None:
        tokens = self.theme.current
        least = tokens.scaled(34) * 3
        self._lanes.setFixedHeight(min(self.timeline.sizeHint().height(), max(least, self.height() // 4)))

    def _show_masks(self) -> None:
        review = self._review
        if review is None:
            return
        doubt = self.doubt_here
        self.stage.show_masks(review.masks(self._frame), review.plan.mask)
        self.stage.select(self._selected, is_doubtful=doubt is not None)
        self.stage.set_tip(self._tip(doubt))
        self.timeline.show_plan(review.plan, review.doubts, self._selected)
        has_mask = bool(self._selected) and review.mask_of(self._selected, self._frame) is not None
        self.transport.set_resizable(is_resizable=has_mask or self.stage.pending_box is not None)

    def _tip(self, doubt: Doubt | None) -> Tip | None:
        if self.stage.pending_box:
            return self._words.drawing_tip()
        if doubt is None or self._work()[1].is_playing:
            return None
        return self._words.doubt_tip(doubt)

    # Moving through time.

    def _go_to_frame(self, frame: int) -> None:
        review, clock = self._work()
        self._wanted_frame = max(0, min(frame, len(review.plan.frame_times_ms) - 1))
        clock.pause()
        clock.seek(review.time_of(self._wanted_frame))

    def _step_frames(self, frames: int) -> None:
        if self._work()[1].is_playing:
            self._wanted_frame = self._frame
        self._go_to_frame(self._wanted_frame + frames)

    def _skip(self, by_ms: int) -> None:
        review, clock = self._work()
        if clock.is_playing:
            clock.seek(clock.position_ms + by_ms)
        else:
            self._go_to_frame(review.frame_at(review.time_of(self._wanted_frame) + by_ms))

    def _toggle_play(self) -> None:
        self._work()[1].toggle()
        self._show_masks()

    @Slot(int)
    def _on_time_chosen(self, at_ms: int) -> None:
        review, _ = self._work()
        self._go_to_frame(review.frame_at(review.plan.range.from_ms + at_ms))

    def _next_doubt(self, direction: int) -> None:
        review, _ = self._work()
        here = self.doubt_here
        at = (here.first, here.track_id) if here else (self._wanted_frame, "")
        spots = [(doubt.first, doubt.track_id) for doubt in review.doubts]
        further = [spot for spot in spots if (spot > at if direction > 0 else spot < at)]
        if spots:
            # Round the end to the beginning, so that N alone shows every spot.
            found = (further or spots)[0 if direction > 0 else -1]
            self._go_to_doubt(review.doubts[spots.index(found)])

    def _go_to_doubt(self, doubt: Doubt) -> None:
        self._select(doubt.track_id)
        # Where the app let go or began, the seam is what has to be seen; elsewhere the middle of the spot.
        frame = {DoubtKind.LOST: doubt.first, DoubtKind.APPEARED: doubt.last}.get(doubt.kind, (doubt.first + doubt.last) // 2)
        self._go_to_frame(frame)

    # Changing the plan.

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

    def _not_a_face(self) -> None:
        if self._selected:
            self._on_not_a_face(self._selected)

    @Slot(str)
    def _on_not_a_face(self, track_id: str) -> None:
        review, _ = self._work()
        review.leave_visible(track_id, editing.NOT_A_FACE)
        self.said.emit(self.tr("Geen gezicht: niet bedekt. Z maakt het ongedaan."))
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

    def _start_drawing(self) -> None:
        self._work()[1].pause()
        self.stage.set_pending(editing.box_within(0.4, 0.35, 0.6, 0.65))
        self.stage.setFocus()
        self._show_masks()

    @Slot(Box)
    def _on_box_drawn(self, box: Box) -> None:
        self.stage.set_pending(None)
        self._select(self._work()[0].draw(box, self._frame))
        self.said.emit(self.tr("Vlak bewaard voor het hele fragment. Ga naar een ander beeld en verplaats het, dan beweegt het mee."))

    @Slot(str, Box)
    def _on_mask_moved(self, track_id: str, box: Box) -> None:
        review, clock = self._work()
        if clock.is_playing:
            return
        review.move(track_id, self._frame, box)

    def _nudge(self, dx: int, dy: int, *, is_fine: bool) -> None:
        step = _FINE if is_fine else _NUDGE
        self._change_box(lambda box: _shifted(box, dx * step, dy * step))

    def _resize(self, factor: float) -> None:
        self._change_box(lambda box: _scaled(box, factor))

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
        self._work()[0].set_style(style)

    @Slot(tuple)
    def _on_watched_for(self, watched_for: tuple[str, ...]) -> None:
        self._work()[0].set_watched_for(watched_for)

    # Choosing.

    @Slot(str)
    def _select(self, track_id: str) -> None:
        self._selected = track_id
        self.people.select(track_id)
        if track_id:
            self._lanes.ensureVisible(0, self.timeline.lane_center(track_id), 0, self.theme.current.scaled(34))
        self._show_masks()

    @Slot(str)
    def _on_card_chosen(self, track_id: str) -> None:
        review, _ = self._work()
        self._select(track_id)
        keys = editing.track_of(review.plan, track_id).keys
        if keys and not keys[0].frame <= self._frame <= keys[-1].frame:
            self._go_to_frame(keys[0].frame)

    @Slot(str)
    def _on_card_accept(self, track_id: str) -> None:
        self._select(track_id)
        self._accept()
        self.stage.setFocus()

    def _let_go(self) -> None:
        if self.stage.pending_box:
            self.stage.set_pending(None)
            self._show_masks()
        else:
            self._select("")
        self.stage.setFocus()

    @Slot(bool)
    def _on_see_through(self, is_on: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.stage.set_see_through(sees_through=is_on)

    @Slot()
    def _on_continue(self) -> None:
        review, _ = self._work()
        if review.doubts:
            self._next_doubt(1)
        else:
            self.done.emit()

    def _work(self) -> tuple[Review, PlaybackClock]:
        if self._review is None or self._clock is None:
            raise RuntimeError("the step was used before it had work")
        return self._review, self._clock


_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


def _shifted(box: Box, dx: float, dy: float) -> Box:
    dx = max(-box.x0, min(dx, 1.0 - box.x1))
    dy = max(-box.y0, min(dy, 1.0 - box.y1))
    return editing.box_within(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)


def _scaled(box: Box, factor: float) -> Box:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    wide, high = (box.x1 - box.x0) * factor / 2, (box.y1 - box.y0) * factor / 2
    return editing.box_within(x - wide, y - high, x + wide, y + high)
