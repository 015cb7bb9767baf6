"""The looking half of step 2: the picture with its masks, the lanes, the list; going through time and along the spots."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.common.picture import Picture
from app.domain import mask_editing as editing
from app.domain.doubt import Doubt, DoubtKind
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.mask_stage import EXAMPLE_STYLES, MaskStage
from app.ui.anonymise.mask_transport import MaskTransport
from app.ui.anonymise.picture_panel import PicturePanel
from app.ui.anonymise.picture_words import PictureWords
from app.ui.anonymise.quick_look import QuickLook
from app.ui.anonymise.review import Review
from app.ui.anonymise.step import Step
from app.ui.anonymise.tip import Tip
from app.ui.anonymise.tracks_timeline import TracksTimeline
from app.ui.theme import Theme
from app.ui.widgets.labels import Line


class PictureLook(Step):
    """Shows one plan and what is chosen of it; changes nothing itself but that everything was watched."""

    said = Signal(str)
    """Something to tell at the bottom left for a moment."""
    example_wanted = Signal(object, int)
    """The plan, and the frame of its copy that cannot be drawn on the stage itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._review: Review | None = None
        self._clock: PlaybackClock | None = None
        self._quick: QuickLook | None = None
        self._selected = ""
        self._frame = 0
        self._wanted_frame = 0
        self._build()

    @property
    def selected(self) -> str:
        """The id of the chosen track, empty when none is."""
        return self._selected

    @property
    def review(self) -> Review:
        """The work on the fragment."""
        return self._work()[0]

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

    @property
    def last_spot_here(self) -> Doubt | None:
        """The spot on the stage when it is the only one left."""
        return self.doubt_here if self._review and len(self._review.doubts) == 1 else None

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
        self._quick = QuickLook(review, clock, self)
        self._quick.changed.connect(self._show_masks)
        self._quick.finished.connect(self._on_quickly_watched)
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

    def parts(self) -> tuple[QWidget, ...]:
        """Return what Tab goes along, in the order a person reads it."""
        return (self.stage, self.transport, self.timeline, self.panel)

    # Building.

    def _build(self) -> None:
        self.stage = MaskStage(self.theme, self)
        self.stage.mask_clicked.connect(self._select)
        self.timeline = TracksTimeline(self.theme, self)
        self.timeline.time_chosen.connect(self._on_time_chosen)
        self.timeline.track_chosen.connect(self._select)
        self.panel = PicturePanel(self.theme, self)
        self.people = self.panel.people
        self.people.chosen.connect(self._on_card_chosen)
        self.transport = MaskTransport(self.theme, self)
        self.transport.play_requested.connect(self._toggle_play)
        self.transport.step_requested.connect(self._step_frames)
        self.transport.next_requested.connect(partial(self._next_doubt, 1))
        self.transport.see_through_changed.connect(self._on_see_through)
        self.transport.quick_requested.connect(self._toggle_quick)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.stage, 1)
        left.addWidget(self.transport)
        left.addWidget(Line(self))
        left.addWidget(self._build_lanes())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def _build_lanes(self) -> QScrollArea:
        self._lanes = QScrollArea(self)
        self._lanes.setWidgetResizable(True)
        self._lanes.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lanes.setFrameShape(QFrame.Shape.NoFrame)
        self._lanes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lanes.setObjectName("sheet")
        self.timeline.setObjectName("sheet")
        self._lanes.setWidget(self.timeline)
        self._lanes.verticalScrollBar().valueChanged.connect(self.timeline.keep_ruler_at)
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
        self.transport.show_possible(has_spots=bool(review.doubts), can_undo=review.can_undo, can_redo=review.can_redo)
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

    @Slot(int, Picture)
    def _on_example_made(self, frame: int, picture: Picture) -> None:
        if frame == self._frame and self._review and self._review.plan.mask in EXAMPLE_STYLES:
            self.stage.show_example(picture)

    def _show_masks(self) -> None:
        review = self._review
        if review is None:
            return
        doubt = self.doubt_here
        self.stage.show_masks(review.masks(self._frame), review.plan.mask)
        if review.plan.mask in EXAMPLE_STYLES and self._clock and not self._clock.is_playing:
            self.example_wanted.emit(review.plan, self._frame)
        self.stage.select(self._selected, is_doubtful=doubt is not None)
        self.stage.set_tip(self._tip(doubt))
        self.timeline.show_plan(review.plan, review.doubts, self._selected)
        has_mask = bool(self._selected) and review.mask_of(self._selected, self._frame) is not None
        self.transport.show_quick(is_on=self._quick is not None and self._quick.is_on)
        self.transport.set_resizable(is_resizable=has_mask or self.stage.pending_box is not None)

    def _tip(self, doubt: Doubt | None) -> Tip | None:
        if self.stage.pending_box:
            return self._words.drawing_tip()
        if self._quick and self._quick.is_on:
            return self._words.quick_tip()
        if doubt is None or self._work()[1].is_playing:
            return None
        return self._words.doubt_tip(doubt, is_last=self.last_spot_here is not None)

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

    def _toggle_quick(self) -> None:
        self._work()
        if self._quick:
            self._quick.toggle()
        self._show_masks()

    @Slot()
    def _on_quickly_watched(self) -> None:
        self.said.emit(self.tr("Je hebt alles een keer snel bekeken."))

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

    # Choosing.

    @Slot(str)
    def _select(self, track_id: str) -> None:
        self._selected = track_id
        self.people.select(track_id)
        if track_id:
            self._lanes.ensureVisible(0, self.timeline.lane_center(track_id), 0, self.timeline.reach)
        self._show_masks()

    @Slot(str)
    def _on_card_chosen(self, track_id: str) -> None:
        review, _ = self._work()
        self._select(track_id)
        keys = editing.track_of(review.plan, track_id).keys
        if keys and not keys[0].frame <= self._frame <= keys[-1].frame:
            self._go_to_frame(keys[0].frame)

    @Slot(bool)
    def _on_see_through(self, is_on: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.stage.set_see_through(sees_through=is_on)

    def _work(self) -> tuple[Review, PlaybackClock]:
        if self._review is None or self._clock is None:
            raise RuntimeError("the step was used before it had work")
        return self._review, self._clock
