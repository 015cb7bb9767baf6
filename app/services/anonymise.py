"""Make a fragment unrecognisable: find faces, keep the plan, render what a person approved, save the copy."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.anonymise.detect import detect
from app.anonymise.example import example_picture
from app.anonymise.follow import follow
from app.anonymise.masks import body_box, mask_boxes
from app.anonymise.models import SHIPPED_MODELS
from app.anonymise.plan_json import plan_from_json, plan_to_json
from app.anonymise.render import RenderedClip, render
from app.anonymise.report import build_report
from app.anonymise.second_look import SecondLook, add_residual, second_look
from app.anonymise.text_finder import find_text
from app.anonymise.tracks import doubtful_spans
from app.common.byte_source import MemorySource
from app.common.errors import AppError, RefusedError, SystemProblem
from app.common.files import part_of, write_new_file
from app.common.ids import ClipId, FragmentId, RecordingId
from app.common.picture import Picture
from app.common.progress import JobContext
from app.common.version import program_version
from app.domain.anonymise_plan import AnonymisePlan, ApprovedPlan, accept_unreviewed, approve
from app.domain.clip import AnonymisedClip
from app.domain.consent import Purpose
from app.domain.doubt import region_spans
from app.domain.mask_editing import is_region
from app.services.changes import ChangeFeed, Changes
from app.services.consent import ConsentService
from app.services.damage import watched_source
from app.vault.media_store import MediaRole
from app.vault.vault import Vault

__all__ = ["AnonymiseService", "DetectionSummary", "body_box", "doubtful_spans", "doubtful_times", "mask_boxes"]

_REPAIR_ROUNDS = 2
_LOOK_AGAIN_MS = 1000
_CHUNK = 4 * 1024 * 1024
_BEING_SAVED = "copy_being_saved"
"""Setting: where a copy is being written in clear at this moment."""


@dataclass(frozen=True)
class DetectionSummary:
    """What looking for faces gave: the plan as kept, and how long it took."""

    plan: AnonymisePlan
    seconds: float


class AnonymiseService:
    """A plan is kept in the vault at every step, so that an interrupted review goes on where it was."""

    def __init__(self, vault: Vault, changes: ChangeFeed, consent: ConsentService) -> None:
        self._vault = vault
        self._changes = changes
        self._consent = consent

    def detect(self, fragment_id: FragmentId, context: JobContext) -> DetectionSummary:
        """Look for faces in every frame, and for text; keep the plan that hides all of it. Replaces an earlier plan.

        Nobody sees anything of it, so it may be done while consent is still being asked; RefusedError `recording_in_bin`.

        Raises:
            DamagedError: `fragment_damaged`, which seconds of it cannot be read.
        """
        fragment = self._vault.fragments.get(fragment_id)
        self._consent.require_not_binned(fragment.recording_id)
        with watched_source(self._vault, fragment.recording_id, context) as source:
            found = detect(source, fragment.range, context)
            faces = AnonymisePlan(
                fragment_id=fragment_id,
                range=fragment.range,
                width=found.width,
                height=found.height,
                frame_times_ms=found.frame_times_ms,
                tracks=found.tracks,
                alike=found.alike,
            )
            plan = find_text(source, faces, context)
        self.save_plan(plan)
        return DetectionSummary(plan, found.seconds)

    def example(self, plan: AnonymisePlan, frame: int, context: JobContext) -> Picture:
        """Return what the copy of this plan will show at this frame, by its number.

        Raises:
            InputError: `plan_does_not_fit`.
            RefusedError: `consent_missing` while not everybody agreed to watching back, `recording_in_bin`.
        """
        recording_id = self._vault.fragments.get(plan.fragment_id).recording_id
        self._consent.require(recording_id, Purpose.OWN)
        with watched_source(self._vault, recording_id, context) as source:
            return example_picture(source, plan, frame, context)

    def follow(self, plan: AnonymisePlan, track_id: str, context: JobContext) -> AnonymisePlan:
        """Return the plan in which this drawn region moves along with the picture; nothing is kept yet.

        Raises:
            InputError: `range_invalid` when nobody drew a box of it.
            RefusedError: `recording_in_bin`.
        """
        fragment = self._vault.fragments.get(plan.fragment_id)
        self._consent.require_not_binned(fragment.recording_id)
        with watched_source(self._vault, fragment.recording_id, context) as source:
            return follow(source, plan, track_id, context)

    def plan(self, fragment_id: FragmentId) -> AnonymisePlan | None:
        """Return the plan as it was last kept, None when nobody looked for faces yet."""
        text = self._vault.plans.load(fragment_id)
        return None if text is None else plan_from_json(text)

    def save_plan(self, plan: AnonymisePlan) -> None:
        """Keep the plan as it is now."""
        self._vault.plans.save(plan.fragment_id, plan_to_json(plan))

    def make_clip(self, plan: AnonymisePlan, reviewed_by: str, context: JobContext) -> AnonymisedClip:
        """Render the plan this person looked at and keep the copy in the vault.

        Raises:
            RefusedError: `faces_left` when the second look finds a face in the copy. The copy is gone, and the plan
                that is kept has a doubtful track at each place, to look at again. `consent_missing` while not everybody
                agreed to watching in the team, `recording_in_bin`.
        """
        self._require_consent(plan.fragment_id)
        approved = approve(plan, reviewed_by, datetime.now(UTC))
        rendered, look = self._render_and_look(approved, context)
        if look.residual_face_frames:
            self.save_plan(add_residual(plan, look))
            worst_ms = plan.range.from_ms + look.worst[0].at_ms
            raise RefusedError("faces_left", frames=look.residual_face_frames, at_ms=worst_ms)
        return self._keep(approved, rendered, look)

    def make_unreviewed_clip(self, plan: AnonymisePlan, context: JobContext) -> AnonymisedClip:
        """Render a plan no person saw; what the second look finds is covered too, and the report tells what is left.

        Raises:
            RefusedError: as `make_clip`.
        """
        self._require_consent(plan.fragment_id)
        approved = accept_unreviewed(plan, datetime.now(UTC))
        rendered, look = self._render_and_look(approved, context)
        for _ in range(_REPAIR_ROUNDS):
            if not look.residual_face_frames:
                break
            approved = accept_unreviewed(add_residual(approved.plan, look), datetime.now(UTC))
            rendered, look = self._render_and_look(approved, context)
        if look.residual_face_frames:
            worst_ms = plan.range.from_ms + look.worst[0].at_ms
            raise RefusedError("faces_left", frames=look.residual_face_frames, at_ms=worst_ms)
        return self._keep(approved, rendered, look)

    def clips(self, fragment_id: FragmentId | None = None) -> list[AnonymisedClip]:
        """Return the finished copies, the newest first."""
        return sorted(self._vault.clips.list(fragment_id), key=lambda clip: clip.made_at, reverse=True)

    def get_clip(self, clip_id: ClipId) -> AnonymisedClip:
        """Return one finished copy; InputError `unknown_id` when there is none."""
        return self._vault.clips.get(clip_id)

    def save_clip(self, clip_id: ClipId, path: Path, context: JobContext, *, overwrite: bool = False) -> None:
        """Write the copy, in clear, to where the user chose. This is the only way a picture leaves the vault.

        Raises:
            InputError: `file_exists` unless `overwrite`.
            RefusedError: `consent_missing` while not everybody agreed to watching in the team, `recording_in_bin`.
            SystemProblem: the file cannot be written; nothing is left of it.
        """
        clip = self._vault.clips.get(clip_id)
        recording_id = self._require_consent(clip.fragment_id)
        source = self._vault.media.open(clip.media_id)

        def pieces() -> Iterator[bytes]:
            for offset in range(0, source.size, _CHUNK):
                context.advance("save", offset, source.size)
                yield source.read_at(offset, _CHUNK)
            # Before it gets its name: that a copy may be outside must be known whatever happens from here on.
            self._note_saved(clip, recording_id)

        try:
            self._vault.settings.set(_BEING_SAVED, str(path.absolute()))
            write_new_file(path, pieces(), overwrite=overwrite)
            with suppress(SystemProblem):  # the copy is there; opening the vault clears this too
                self._vault.settings.set(_BEING_SAVED, "")
        finally:
            source.close()

    def _note_saved(self, clip: AnonymisedClip, recording_id: RecordingId) -> None:
        self._vault.log.add(
            "clip_saved",
            clip.clip_id,
            recording=recording_id,
            purpose=Purpose.TEAM.value,
            sha256=clip.sha256,
            **_register_facts(clip.report),
        )

    def _require_consent(self, fragment_id: FragmentId) -> RecordingId:
        recording_id = self._vault.fragments.get(fragment_id).recording_id
        self._consent.require(recording_id, Purpose.TEAM)
        return recording_id

    def remove_half_saved(self) -> None:
        """Remove the piece of a copy that was being saved when the program was killed: it stands in clear."""
        path = self._vault.settings.get(_BEING_SAVED)
        if path:
            with suppress(OSError, SystemProblem):  # the medium it was on may be gone, or the vault's own disk full
                part_of(Path(path)).unlink(missing_ok=True)
                self._vault.settings.set(_BEING_SAVED, "")

    def _render_and_look(self, approved: ApprovedPlan, context: JobContext) -> tuple[RenderedClip, SecondLook]:
        fragment = self._vault.fragments.get(approved.plan.fragment_id)
        with watched_source(self._vault, fragment.recording_id, context) as source:
            rendered = render(source, approved, context)
        return rendered, second_look(MemorySource(rendered.mp4), approved.plan, context)

    def _keep(self, approved: ApprovedPlan, rendered: RenderedClip, look: SecondLook) -> AnonymisedClip:
        fragment = self._vault.fragments.get(approved.plan.fragment_id)
        self.save_plan(approved.plan)
        stored = self._vault.media.add(MemorySource(rendered.mp4), MediaRole.CLIP, JobContext())
        clip = AnonymisedClip(
            clip_id=ClipId(uuid4().hex),
            fragment_id=fragment.fragment_id,
            media_id=stored.media_id,
            made_at=approved.approved_at,
            duration_ms=rendered.duration_ms,
            size_bytes=stored.size_bytes,
            sha256=rendered.sha256,
            report=build_report(fragment, approved, rendered, look, program_version(), SHIPPED_MODELS),
        )
        try:
            with self._vault.transaction():
                self._vault.clips.add(clip)
                self._vault.log.add("clip_made", clip.clip_id, **_register_facts(clip.report))
        except AppError:  # somebody took back their yes meanwhile: the copy may not stay behind
            self._vault.media.remove(stored.media_id)
            raise
        self._changes.publish(Changes(clips=True))
        return clip


def doubtful_times(plan: AnonymisePlan) -> tuple[int, ...]:
    """Return times in the copy, in ms, at which to look once more: one a second through every spot that was doubtful, settled or not."""
    spans = [
        span
        for track in plan.tracks
        if track.hidden and track.keys
        for span in (region_spans(track, plan.frame_times_ms) if is_region(track) else doubtful_spans(track, plan))
    ]
    times: set[int] = set()
    for first, last in spans:
        start, end = plan.frame_times_ms[first], plan.frame_times_ms[last]
        wished = range(start, end + 1, _LOOK_AGAIN_MS) if end - start >= _LOOK_AGAIN_MS else ((start + end) // 2,)
        times |= {plan.frame_times_ms[bisect_left(plan.frame_times_ms, at_ms)] for at_ms in wished}
    return tuple(sorted(times))


def _register_facts(report: Mapping[str, Any]) -> dict[str, str | int]:
    """Return what the register keeps of a report: how it was hidden, whether a person looked, what the second look found."""
    return {
        "mask": str(report["mask"]),
        "voice": str(report["voice"]),
        "reviewed": int(report.get("reviewed_by") is not None),
        "faces_left": int(report["second_look"]["residual_face_frames"]),
    }
