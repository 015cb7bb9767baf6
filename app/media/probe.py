"""Look at a file from outside, in a child, and say what it is or why it cannot come in."""

import math
from dataclasses import dataclass
from typing import Any

from app.common.byte_source import ByteSource
from app.common.errors import InputError, RefusedError
from app.common.progress import JobContext
from app.domain.recording import MediaFacts
from app.domain.timecode import MAX_MS
from app.media.playable import VLC_DEMUX
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

_LIMITS = Limits(memory_mb=1024, seconds=20)
_HEAD_BYTES = 4096
_MANIFESTS = (
    *(b"#EXTM3U", b"<MPD", b"<smil", b"<asx", b"<ASX", b"[playlist]", b"[Reference]", b"<playlist"),
    *(b"RTSPtext", b"rtsptext", b"ffconcat", b"v=0\r", b"v=0\n"),
)
_REFERENCE_BOXES = (b"rmra", b"rmda", b"rdrf")
_MISSING_MS = 1500
"""A file that stops this much before the end it states was cut off; less is how some cameras round."""
_MISSING_SHARE = 0.02
_LONGEST_NAME = 40
_LARGEST_SIDE = 16384
_FACT_NAMES = set(MediaFacts.__dataclass_fields__)


@dataclass(frozen=True)
class ProbeResult:
    """What can be brought in, and the demuxer libVLC will be held to."""

    facts: MediaFacts
    vlc_demux: str


def probe(source: ByteSource, context: JobContext) -> ProbeResult:
    """Return what this file is.

    Raises:
        InputError: `file_empty`, `not_a_video`, `no_picture`, `picture_unreadable`, `file_cut_off` with `readable_s`.
        RefusedError: `not_a_media_file` for a manifest that would make a player open something else; `media_crashed`,
            `media_too_slow` when reading it went wrong.
    """
    if source.size == 0:
        raise InputError("file_empty")
    _refuse_manifest(source.read_at(0, _HEAD_BYTES))
    with Child("probe", {}, source, _LIMITS, context) as child:
        item = child.next_item()
    if item is None:
        raise RefusedError("media_crashed")
    facts = _checked_facts(item[0])
    return ProbeResult(facts, VLC_DEMUX[facts.container])


def _refuse_manifest(head: bytes) -> None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    is_manifest = any(text.startswith(mark) for mark in _MANIFESTS) or (text.startswith(b"<?xml") and any(mark in head for mark in _MANIFESTS))
    if is_manifest or any(box in head for box in _REFERENCE_BOXES):
        raise RefusedError("not_a_media_file")


def _checked_facts(untrusted: dict[str, Any]) -> MediaFacts:
    numbers = [untrusted.get(name) for name in ("duration_ms", "width", "height", "rotation")]
    fps, container = untrusted.get("fps"), untrusted.get("container")
    names = [untrusted.get("video_codec"), untrusted.get("audio_codec") or "geen"]
    is_sound = (
        all(isinstance(number, int) for number in numbers)
        and set(untrusted) >= _FACT_NAMES
        and isinstance(fps, int | float)
        and math.isfinite(fps)
        and container in VLC_DEMUX
        and all(isinstance(name, str) and name.replace("_", "").isalnum() and len(name) <= _LONGEST_NAME for name in names)
    )
    if not is_sound:
        raise RefusedError("media_crashed")
    facts = MediaFacts(**{name: untrusted[name] for name in _FACT_NAMES})
    if not (0 < facts.duration_ms <= MAX_MS and 0 < facts.width <= _LARGEST_SIDE and 0 < facts.height <= _LARGEST_SIDE):
        raise RefusedError("media_crashed")
    return facts

def probe_job(link: ParentLink, _arguments: dict[str, Any]) -> None:
    """Child: open it, decode a frame at its beginning, middle and end, and send what there is to know."""
    from dataclasses import asdict

    from app.decode.video_file import open_video

    video = open_video(link.open_source)
    facts = video.facts
    if facts.duration_ms <= 0:
        raise InputError("not_a_video")
    readable_ms = video.reach_ms()
    missing_ms = facts.duration_ms - readable_ms
    if missing_ms > max(_MISSING_MS, facts.duration_ms * _MISSING_SHARE):
        raise InputError("file_cut_off", readable_s=readable_ms // 1000)
    if next(video.walk(facts.duration_ms // 2), None) is None:
        raise InputError("picture_unreadable")
    link.item(asdict(facts))
