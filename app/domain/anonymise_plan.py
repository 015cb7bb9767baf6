"""What will be hidden in a fragment, and the approval without which nothing is rendered."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.common.errors import InputError
from app.common.ids import ClipId, FragmentId
from app.domain.caption import Caption
from app.domain.found_name import FoundName
from app.domain.timecode import TimeRange


class MaskStyle(StrEnum):
    """How people are hidden. PIXELATE and BLUR can partly be undone, and are offered by name as weaker."""

    SOLID = "solid"
    """An opaque shape over the whole head, with the letter of its role."""
    SILHOUETTE = "silhouette"
    """An opaque shape over the whole person: clothes and posture go too."""
    TEXT = "text"
    """No picture at all; only what is said, as text."""
    PIXELATE = "pixelate"
    BLUR = "blur"


WEAKER_STYLES = (MaskStyle.PIXELATE, MaskStyle.BLUR)
"""What software can partly undo."""


class TrackKind(StrEnum):
    """What a track covers."""

    HEAD = "head"
    BADGE = "badge"
    PHOTO = "photo"
    SCREEN = "screen"
    WINDOW = "window"
    TATTOO = "tattoo"
    LETTER = "letter"
    """Post, a medicine box: paper with something about somebody on it."""
    WRITING = "writing"
    """Text in the picture that the text detector found."""
    OTHER = "other"


class VoiceLevel(StrEnum):
    """What is left of the sound. The own voice is not among them: it is never offered."""

    NONE = "none"
    CAPTIONS = "captions"
    """No sound; what is said stands as text in the picture."""
    SPOKEN = "spoken"
    """The captions spoken by a synthetic voice, a different one for each role; nothing of the original is in it."""
    DISGUISE = "disguise"
    """Sounds different; software can still recognise the speaker, and every label says so."""


@dataclass(frozen=True)
class Box:
    """A rectangle in the picture as shown, as fractions 0..1 of its width and height; x0 < x1, y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not (0.0 <= self.x0 < self.x1 <= 1.0 and 0.0 <= self.y0 < self.y1 <= 1.0):
            raise InputError("box_invalid")


class BoxOrigin(StrEnum):
    """Where a box at a frame came from."""

    SEEN = "seen"
    """A detector saw a face here."""
    BRIDGED = "bridged"
    """Between two sightings; drawn by us."""
    HELD = "held"
    """Kept before the first or after the last sighting."""
    DRAWN = "drawn"
    """A person drew or moved it: the mask itself, not a face to be widened."""
    FOLLOWED = "followed"
    """Placed by us between, before or after boxes a person drew; also the mask itself."""


@dataclass(frozen=True)
class MaskKey:
    """Where one head is at one frame, with the detector's confidence 0..1.

    The box is of the face, not yet widened to the mask; for DRAWN and FOLLOWED it is the mask itself.
    """

    frame: int
    """Index in the fragment: 0 is its first frame."""
    box: Box
    origin: BoxOrigin
    confidence: float = 1.0


@dataclass(frozen=True)
class Track:
    """One head, or one drawn region, through the fragment. `keys` are in order of frame, at most one per frame.

    `hidden` False means it stays visible; that needs a `reason` a person gave.
    """

    track_id: str
    letter: str
    person: str
    keys: tuple[MaskKey, ...]
    hidden: bool = True
    reason: str = ""
    kind: TrackKind = TrackKind.HEAD
    accepted: tuple[tuple[int, int], ...] = ()
    """Runs of frames, first and last, where a person looked and agreed; a doubtful spot inside one is settled."""

    def __post_init__(self) -> None:
        if not self.hidden and not self.reason.strip():
            raise InputError("reason_missing")


@dataclass(frozen=True)
class AnonymisePlan:
    """All that decides the rendered picture and sound of one fragment.

    `frame_times_ms` is the time of every frame of the fragment, relative to its first, so that a plan says exactly
    which frames it was made for.
    """

    fragment_id: FragmentId
    range: TimeRange
    width: int
    height: int
    frame_times_ms: tuple[int, ...]
    tracks: tuple[Track, ...]
    mask: MaskStyle = MaskStyle.SOLID
    voice: VoiceLevel = VoiceLevel.NONE
    bleeps: tuple[TimeRange, ...] = ()
    """Drawn by hand, relative to the fragment's start; the names that are hidden come on top of them."""
    names: tuple[FoundName, ...] = ()
    """In order of time."""
    captions: tuple[Caption, ...] = ()
    """In order of time; what the copy shows or speaks at CAPTIONS and SPOKEN."""
    watched_for: tuple[str, ...] = ()
    """What no detector sees and a person looked out for: mirrors, letters, tattoos; ids of the screen's own list."""
    alike: tuple[tuple[str, str], ...] = ()
    """Pairs of tracks (a later one, an earlier one) that look like one person. A proposal: a person decides."""
    copy_id: ClipId | None = None
    """The copy that was made of exactly this plan; None as soon as anything changes."""

    @property
    def all_bleeps(self) -> tuple[TimeRange, ...]:
        """Everything that must not be heard, in order of time. A name nobody decided about yet counts as hidden."""
        names = (name.range for name in self.names if name.is_hidden is not False)
        return tuple(sorted((*self.bleeps, *names), key=lambda bleep: (bleep.from_ms, bleep.to_ms)))

    def with_tracks(self, tracks: tuple[Track, ...]) -> "AnonymisePlan":
        """Return the same plan with other tracks."""
        return replace(self, tracks=tracks)


@dataclass(frozen=True)
class ApprovedPlan:
    """A plan somebody signed off. Only `approve` and `accept_unreviewed` make one."""

    plan: AnonymisePlan
    approved_at: datetime
    reviewed_by: str | None
    """Who looked at it; None for a machine-made clip, which says so in its report and on its last seconds."""


def approve(plan: AnonymisePlan, reviewed_by: str, at: datetime) -> ApprovedPlan:
    """Record that this person looked at every track of this plan.

    Raises:
        InputError: `reviewer_missing`.
    """
    if not reviewed_by.strip():
        raise InputError("reviewer_missing")
    return ApprovedPlan(plan, at, reviewed_by.strip())


def accept_unreviewed(plan: AnonymisePlan, at: datetime) -> ApprovedPlan:
    """Let a plan through that no person saw: for scripts and tests, and marked as such for ever."""
    return ApprovedPlan(plan, at, None)
