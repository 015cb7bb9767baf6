"""The report of a clip: what was done to it and what was found in it, in the fields of the command line's contract."""

import re
from collections.abc import Sequence
from typing import Any

from app.anonymise.render import RenderedClip
from app.anonymise.second_look import DETECTORS, SecondLook
from app.common.shipped_model import ShippedModel
from app.domain.anonymise_plan import AnonymisePlan, ApprovedPlan, BoxOrigin, Track, VoiceLevel
from app.domain.fragment import Fragment

_DIGITS = 4
_REPLACED = re.compile(r"\[[^\[\]]+\]")
"""What stands in a caption where a name was: "[naam]"."""


def build_report(
    fragment: Fragment, approved: ApprovedPlan, rendered: RenderedClip, look: SecondLook, program_version: str, models: Sequence[ShippedModel]
) -> dict[str, Any]:
    """Return the report, ready for JSON, without the file's place.

    It may travel with the clip, so it holds no names and no free text but who reviewed: a person's role, and the reason
    to leave somebody visible, stay in the vault.
    """
    plan = approved.plan
    reviewed = {"unreviewed": True} if approved.reviewed_by is None else {"reviewed_by": approved.reviewed_by}
    return {
        "recording": fragment.recording_id,
        "from_ms": plan.range.from_ms,
        "to_ms": plan.range.to_ms,
        "frames": rendered.frames,
        "tracks": [_track(track) for track in plan.tracks],
        "frames_with_faces": len(_frames_of(plan, BoxOrigin.SEEN)),
        "filled_gap_frames": len(_frames_of(plan, BoxOrigin.BRIDGED)),
        "mask": str(plan.mask),
        "voice": str(_voice(plan, rendered)),
        "shortened_captions": rendered.shortened_captions,
        "bleeps": [[bleep.from_ms, bleep.to_ms] for bleep in plan.all_bleeps],
        "names_replaced": _names_replaced(plan),
        "metadata_removed": True,
        "second_look": {
            "detector": " + ".join(DETECTORS),
            "residual_face_frames": look.residual_face_frames,
            "worst": [
                {"at_ms": face.at_ms, "box": [round(edge, _DIGITS) for edge in (face.box.x0, face.box.y0, face.box.x1, face.box.y1)]}
                for face in look.worst
            ],
        },
        **reviewed,
        "program_version": program_version,
        "models": [{"name": model.name, "sha256": model.sha256} for model in models],
        "output_sha256": rendered.sha256,
    }


def _track(track: Track) -> dict[str, Any]:
    return {"track_id": track.track_id, "letter": track.letter, "kind": str(track.kind), "hidden": track.hidden, "frames": len(track.keys)}


def _voice(plan: AnonymisePlan, rendered: RenderedClip) -> VoiceLevel:
    """Return what is left of the sound in this copy: a level that found nothing to work on left nothing."""
    is_there = bool(plan.captions) if plan.voice is VoiceLevel.CAPTIONS else rendered.has_sound
    return plan.voice if is_there else VoiceLevel.NONE


def _names_replaced(plan: AnonymisePlan) -> int:
    """Count the places where a name was taken out, those in sound and caption at once only once."""
    hidden = [name.range for name in plan.names if name.is_hidden is not False]
    count = len(hidden)
    for caption in plan.captions:
        inside = sum(name.from_ms < caption.range.to_ms and name.to_ms > caption.range.from_ms for name in hidden)
        count += max(0, len(_REPLACED.findall(caption.text)) - inside)
    return count


def _frames_of(plan: AnonymisePlan, origin: BoxOrigin) -> set[int]:
    return {key.frame for track in plan.tracks for key in track.keys if key.origin is origin}
