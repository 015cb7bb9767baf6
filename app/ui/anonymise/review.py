"""The work on one fragment: its plan, what was changed, what is still to be looked at."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.common.ids import ClipId
from app.domain import mask_editing as editing
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskStyle, Track, TrackKind, VoiceLevel
from app.domain.clip import AnonymisedClip
from app.domain.doubt import Doubt, DoubtKind, open_doubts, successor
from app.domain.fragment import Fragment
from app.domain.mask_editing import frame_at, track_of
from app.domain.plan_history import PlanHistory
from app.services.anonymise import doubtful_spans, mask_boxes
from app.services.session import Session

_KEYS_AT_ONCE = 12_000
"""Writing this many down takes a tenth of a second."""
_PAUSE_MS = 250
QUICKLY_WATCHED = "quick"
"""Among what was watched for: the whole fragment ran past somebody's eyes with its masks on."""


class Review(QObject):
    """Every change is kept in the vault at once, of a very long fragment when the hands pause; nothing here paints or plays."""

    changed = Signal()

    def __init__(self, session: Session, fragment: Fragment, plan: AnonymisePlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._history = PlanHistory(plan)
        self._doubts: list[Doubt] | None = None
        self._found_later: set[str] = set()
        self.fragment = fragment
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(_PAUSE_MS)
        self._saving.timeout.connect(self.flush)

    @property
    def plan(self) -> AnonymisePlan:
        """The plan as it is now."""
        return self._history.now

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change to make again."""
        return self._history.can_redo

    @property
    def doubts(self) -> list[Doubt]:
        """What a person still has to look at, in order of time."""
        if self._doubts is None:
            # Where no picture leaves, nothing in it has to be looked at.
            self._doubts = [] if self.plan.mask is MaskStyle.TEXT else open_doubts(self.plan, self._spans_to_look_at)
        return self._doubts

    @property
    def clip(self) -> AnonymisedClip | None:
        """The copy made of exactly this plan, None when there is none."""
        clips = self._session.anonymise.clips(self.fragment.fragment_id)
        return next((clip for clip in clips if clip.clip_id == self.plan.copy_id), None)

    def apply(self, plan: AnonymisePlan) -> None:
        """Take this plan from now on; a copy of the one before no longer counts."""
        if plan != self.plan:
            self._take(self._history.changed(replace(plan, copy_id=None)))

    def undo(self) -> None:
        """Take the last change back."""
        self._take(self._history.undone())

    def redo(self) -> None:
        """Make the last undone change again."""
        self._take(self._history.redone())

    def reload(self) -> None:
        """Take the plan as the vault has it: the second look added whom it found, and a person looks at each of them."""
        kept = self._session.anonymise.plan(self.fragment.fragment_id)
        if kept is not None:
            known = {track.track_id for track in self.plan.tracks}
            self._found_later |= {track.track_id for track in kept.tracks} - known
            self._history = self._history.changed(kept)
            self._doubts = None
            self.changed.emit()

    def keep_copy(self, clip_id: ClipId) -> None:
        """Remember that this copy was made of the plan as it is now."""
        self._take(self._history.with_now(replace(self.plan, copy_id=clip_id)))

    @Slot()
    def flush(self) -> None:
        """Keep the plan in the vault now, when it is not kept yet."""
        if self._saving.isActive() or self.sender() is self._saving:
            self._saving.stop()
            self._session.anonymise.save_plan(self.plan)

    def next_of(self, doubt: Doubt) -> Track | None:
        """Return the track that looks like this lost person found again."""
        return successor(self.plan, track_of(self.plan, doubt.track_id)) if doubt.kind is DoubtKind.LOST else None

    def settle(self, doubt: Doubt) -> None:
        """Agree with this spot; a lost person who is found again nearby is covered all the way there."""
        following = self.next_of(doubt)
        plan = editing.cover(self.plan, doubt.track_id, doubt.first, doubt.last)
        if following:
            plan = editing.join(plan, doubt.track_id, following.track_id)
            keys = track_of(plan, doubt.track_id).keys
            seen_again = next((key.frame for key in keys if key.frame > doubt.last and key.origin is BoxOrigin.SEEN), doubt.last + 1)
            plan = editing.cover(plan, doubt.track_id, doubt.first, seen_again - 1)
        self.apply(plan)

    def leave_visible(self, track_id: str, reason: str) -> None:
        """Leave this one visible, for this reason."""
        self.apply(editing.show_track(self.plan, track_id, reason))

    def hide_again(self, track_id: str) -> None:
        """Cover this one again."""
        self.apply(editing.hide_track(self.plan, track_id))

    def join(self, track_id: str, other_id: str) -> None:
        """Make one person of two."""
        self.apply(editing.join(self.plan, track_id, other_id))

    def rename(self, track_id: str, person: str) -> None:
        """Say who this is."""
        self.apply(editing.rename(self.plan, track_id, person))

    def extend(self, track_id: str, frame: int) -> None:
        """Let the mask reach this frame."""
        self.apply(editing.extend(self.plan, track_id, frame))

    def set_kind(self, track_id: str, kind: TrackKind) -> None:
        """Say what this region covers."""
        self.apply(editing.set_kind(self.plan, track_id, kind))

    def stand_still(self, track_id: str) -> None:
        """Let this region no longer follow the picture."""
        self.apply(editing.stand_still(self.plan, track_id))

    def draw(self, box: Box, frame: int) -> str:
        """Cover this rectangle through the whole fragment and return the id of its track.

        The whole fragment, because too much covered does no harm and too little does.
        """
        plan = editing.add_region(self.plan, box, frame, 0, len(self.plan.frame_times_ms) - 1)
        self.apply(plan)
        return plan.tracks[-1].track_id

    def move(self, track_id: str, frame: int, box: Box) -> None:
        """Put the mask of this frame here."""
        self.apply(editing.move_box(self.plan, track_id, frame, box, partial(self.mask_of, track_id)))

    def set_style(self, style: MaskStyle) -> None:
        """Cover everybody in this way."""
        self.apply(replace(self.plan, mask=style))

    def set_watched_for(self, watched_for: tuple[str, ...]) -> None:
        """Keep what else a person looked out for; that all of it was watched quickly stays known."""
        passed = (QUICKLY_WATCHED,) if self.is_quickly_watched else ()
        self.apply(replace(self.plan, watched_for=(*(each for each in watched_for if each != QUICKLY_WATCHED), *passed)))

    @property
    def is_quickly_watched(self) -> bool:
        """Whether a person watched the whole fragment with its masks, at speed."""
        return QUICKLY_WATCHED in self.plan.watched_for

    def keep_quickly_watched(self) -> None:
        """Remember that the whole fragment was watched with its masks; there is nothing in that to take back."""
        if not self.is_quickly_watched:
            watched_for = (*self.plan.watched_for, QUICKLY_WATCHED)
            self._take(self._history.with_now(replace(self.plan, watched_for=watched_for)))

    def set_voice(self, voice: VoiceLevel) -> None:
        """Keep what is left of the sound."""
        self.apply(replace(self.plan, voice=voice))

    def masks(self, frame: int) -> list[tuple[Track, Box]]:
        """Return what is painted over this frame in the copy."""
        return mask_boxes(self.plan, frame)

    def mask_of(self, track_id: str, frame: int) -> Box | None:
        """Return what is painted over this person at a frame."""
        only = self.plan.with_tracks((track_of(self.plan, track_id),))
        return next((box for _, box in mask_boxes(only, frame)), None)

    def frame_at(self, at_ms: int) -> int:
        """Return the number of the frame on screen at this time of the recording."""
        return frame_at(self.plan, at_ms - self.plan.range.from_ms)

    def time_of(self, frame: int) -> int:
        """Return when this frame comes on screen, in the time of the recording."""
        frame = max(0, min(frame, len(self.plan.frame_times_ms) - 1))
        return self.plan.range.from_ms + self.plan.frame_times_ms[frame]

    def _spans_to_look_at(self, track: Track) -> list[tuple[int, int]]:
        if track.track_id in self._found_later and track.keys:
            return [(track.keys[0].frame, track.keys[-1].frame)]
        return doubtful_spans(track, self.plan)

    def _take(self, history: PlanHistory) -> None:
        self._history = history
        self._doubts = None
        self._saving.start()
        if sum(len(track.keys) for track in self.plan.tracks) <= _KEYS_AT_ONCE:
            self.flush()
        self.changed.emit()
