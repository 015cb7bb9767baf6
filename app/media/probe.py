"""Find out in a confined child whether a stranger's file is a video we can use, and what is in it."""

from dataclasses import asdict, dataclass
from typing import Any

from app.common.byte_source import ByteSource
from app.common.errors import InputError, RefusedError
from app.common.progress import JobContext
from app.domain.recording import MediaFacts
from app.domain.timecode import MAX_MS
from app.media.container_end import is_mp4_without_index, refers_elsewhere, stated_end
from app.media.playable import VLC_DEMUX
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

_LIMITS = Limits(memory_mb=768, seconds=20, total_seconds=20)
_HEAD = 4096
_MANIFEST_SIGNS = (
    b"#extm3u",
    b"<mpd",
    b"<?xml",
    b"<playlist",
    b"<asx",
    b"<smil",
    b"ffconcat",
    b"[playlist]",
    b"[reference]",
    b"rtsptext",
    b"smptext",
    b"v=0\r\n",
    b"v=0\n",
    b"http://",
    b"https://",
    b"rtsp://",
)
_TEXT_BYTES = bytes(range(32, 127)) + b"\t\r\n\f"
_FRAMES_TO_DECODE = 3
_TEXT_LENGTH = 32


@dataclass(frozen=True)
class ProbeResult:
    """What is in the video, and the demuxer libVLC is held to for it."""

    facts: MediaFacts
    vlc_demux: str


def probe(source: ByteSource, context: JobContext | None = None) -> ProbeResult:
    """Look into the file, decode a few frames at its beginning and middle, and return its facts.

    Raises:
        InputError: `file_empty`, `not_a_video`, `no_picture`, `picture_unreadable`, `media_too_large`, or `file_cut_off`
            with `readable_ms` and `readable_s`.
        RefusedError: `not_a_media_file` for what only points elsewhere; `media_crashed`, `media_too_slow`.
        CancelledError: the user stopped it.
    """
    if source.size == 0:
        raise InputError("file_empty")
    _refuse_manifest(source.read_at(0, _HEAD))
    with Child("probe", {}, source, _LIMITS, context) as child:
        item = child.next_item()
    if item is None:
        raise RefusedError("media_crashed")
    facts = _checked_facts(item[0])
    return ProbeResult(facts, VLC_DEMUX[facts.container])


def probe_job(link: ParentLink, _arguments: dict[str, Any]) -> None:
    """Child: open, decode a little, and say what is there."""
    from app.decode.video_file import open_video

    size = link.source_size
    if refers_elsewhere(link.read_at, size):
        raise RefusedError("not_a_media_file")
    try:
        video = open_video(link.open_source)
    except InputError:
        if is_mp4_without_index(link.read_at, size):
            raise _cut_off(0) from None
        raise
    end = stated_end(link.read_at, size)
    if end is not None and end > size:
        raise _cut_off(video.reach_ms())
    facts = video.facts
    if facts.duration_ms <= 0:
        raise InputError("picture_unreadable")
    for at_ms in (0, facts.duration_ms // 2):
        frames = video.walk(at_ms)
        decoded = [frame.upright(size=(64, 64)) for _, frame in zip(range(_FRAMES_TO_DECODE), frames, strict=False)]
        if not decoded:
            raise InputError("picture_unreadable")
    link.item(asdict(facts))


def _cut_off(readable_ms: int) -> InputError:
    return InputError("file_cut_off", readable_ms=readable_ms, readable_s=readable_ms // 1000)


def _refuse_manifest(head: bytes) -> None:
    """A text that names another place is no recording; libraries that are asked to play it would go there."""
    lowered = head.lower()
    is_text = not head.translate(None, _TEXT_BYTES + bytes(range(128, 256)))
    if is_text and any(sign in lowered for sign in _MANIFEST_SIGNS):
        raise RefusedError("not_a_media_file")


def _checked_facts(untrusted: dict[str, Any]) -> MediaFacts:
    """What a child says may come from whoever made the file: every field is held to what it can be."""
    container, rotation, fps = untrusted.get("container"), untrusted.get("rotation"), untrusted.get("fps")
    numbers = {name: untrusted.get(name) for name in ("duration_ms", "width", "height")}
    is_sound = (
        container in VLC_DEMUX
        and rotation in (0, 90, 180, 270)
        and isinstance(fps, int | float)
        and 0 <= fps <= 1000
        and all(isinstance(number, int) and 0 < number <= MAX_MS for number in numbers.values())
        and max(numbers["width"] or 0, numbers["height"] or 0) <= 4 * 8192
    )
    if not is_sound:
        raise RefusedError("media_crashed")
    audio_codec = untrusted.get("audio_codec")
    return MediaFacts(
        container=str(container),
        duration_ms=numbers["duration_ms"] or 0,
        width=numbers["width"] or 0,
        height=numbers["height"] or 0,
        fps=float(fps or 0),
        rotation=rotation or 0,
        video_codec=str(untrusted.get("video_codec"))[:_TEXT_LENGTH],
        audio_codec=None if audio_codec is None else str(audio_codec)[:_TEXT_LENGTH],
        has_variable_frame_rate=untrusted.get("has_variable_frame_rate") is True,
    )
