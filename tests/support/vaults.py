"""Vaults and their contents for tests: cheap to unlock, real in everything else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from app.common.byte_source import MemorySource
from app.common.ids import ClipId, FragmentId, MomentId, RecordingId
from app.common.progress import JobContext
from app.crypto.passphrase import KdfSettings
from app.domain.clip import AnonymisedClip
from app.domain.fragment import Fragment
from app.domain.moment import Moment, MomentKind
from app.domain.recording import MediaFacts, Recording
from app.domain.timecode import TimeRange
from app.vault.media_store import MediaRole
from app.vault.vault import Vault

PASSPHRASE = "vijf losse woorden zijn goed"
AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def cheap_kdf() -> KdfSettings:
    """The weakest derivation the vault accepts."""
    return KdfSettings(19, 1)


def new_vault(folder, **options) -> Vault:
    """An open vault without a recovery code."""
    return Vault.create(folder, PASSPHRASE, kdf=cheap_kdf(), with_recovery=False, **options)[0]


def store(vault: Vault, content: bytes, role: MediaRole = MediaRole.ORIGINAL):
    """Put bytes in the media store."""
    return vault.media.add(MemorySource(content), role, JobContext())


def add_recording(vault: Vault, content: bytes = b"film" * 1000, duration_ms: int = 60_000, title: str = "Regenboog") -> Recording:
    """Store bytes and the recording that points to them."""
    stored = store(vault, content)
    recording = Recording(
        recording_id=RecordingId(uuid4().hex),
        title=title,
        case_code="K-12",
        talk="3e gesprek",
        recorded_on=date(2026, 11, 12),
        imported_at=AT,
        media_id=stored.media_id,
        facts=MediaFacts("mov", duration_ms, 1280, 720, 29.97, 90, "h264", "aac", has_variable_frame_rate=True),
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        keep_until=AT.date() + timedelta(weeks=8),
    )
    vault.recordings.add(recording)
    return recording


def a_moment(recording_id, at_ms: int = 1000, **fields) -> Moment:
    """A moment with words."""
    moment = Moment(
        moment_id=MomentId(uuid4().hex),
        recording_id=recording_id,
        at_ms=at_ms,
        until_ms=None,
        kind=MomentKind.HELPT,
        kader_id="kijkkader",
        kader_version="1",
        indicators=("kk-101", "kk-203"),
        who=("werker",),
        see="Moeder schuift haar stoel naar voren.",
        next="Jongere kijkt op.",
        then="",
        now="",
        created_at=AT,
        changed_at=AT,
    )
    return replace(moment, **fields)


def a_fragment(recording_id, **fields) -> Fragment:
    """Ten seconds to show."""
    fragment = Fragment(FragmentId(uuid4().hex), recording_id, TimeRange(1000, 11_000), "Wat zie jij hier?", (), AT)
    return replace(fragment, **fields)


def add_clip(vault: Vault, fragment_id, content: bytes = b"clip" * 500) -> AnonymisedClip:
    """Store a clip of a fragment."""
    stored = store(vault, content, MediaRole.CLIP)
    report = {"reviewed_by": None, "frames": 250, "mask": "solid", "voice": "none", "second_look": {"residual_face_frames": 0}}
    clip = AnonymisedClip(ClipId(uuid4().hex), fragment_id, stored.media_id, AT, 10_000, stored.size_bytes, stored.sha256, report)
    vault.clips.add(clip)
    return clip
