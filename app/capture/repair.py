"""Give an interrupted recording the index its end would have brought: the same pictures and sound in a new file."""

from contextlib import suppress
from typing import Any

from app.capture.live import MOST_MS, Writer
from app.common.byte_source import ByteSource
from app.common.errors import InputError, RefusedError
from app.common.progress import JobContext
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

_LIMITS = Limits(memory_mb=1536, seconds=30)


def repair(source: ByteSource, writer: Writer, context: JobContext) -> int:
    """Write the whole file; returns how long it lasts in milliseconds. Progress step "repair", in bytes.

    Raises:
        InputError: `nothing_recorded`.
        RefusedError: `media_crashed`, `media_too_slow`.
    """
    with Child("capture_repair", {}, source, _LIMITS, context) as child:
        duration_ms = 0
        for untrusted, payload in child.items():
            offset, untrusted_ms = untrusted.get("offset"), untrusted.get("duration_ms")
            if untrusted.get("kind") == "write" and isinstance(offset, int):
                try:
                    writer.write(offset, payload)
                except ValueError as error:
                    raise RefusedError("media_crashed") from error
            elif isinstance(untrusted_ms, int):
                duration_ms = min(max(0, untrusted_ms), MOST_MS)
    if duration_ms == 0:
        raise InputError("nothing_recorded")
    return duration_ms


def repair_job(link: ParentLink, _arguments: dict[str, Any]) -> None:
    """Child: copy every whole packet; nothing is encoded anew."""
    import av

    from app.capture.film import SentFile

    try:
        container = av.open(link.open_source(), "r", format="mp4", options={"protocol_whitelist": ""})
    except av.error.FFmpegError:
        raise InputError("nothing_recorded") from None
    reached_s = 0.0
    with container:
        out = av.open(SentFile(link), "w", format="mp4")
        copies = {stream.index: out.add_stream_from_template(stream) for stream in (*container.streams.video, *container.streams.audio)}
        with suppress(av.error.FFmpegError):  # the end of what was whole
            for packet in container.demux():
                if packet.stream.index not in copies or not packet.size or packet.dts is None or packet.pts is None or packet.is_corrupt:
                    continue
                reached_s = max(reached_s, float((packet.pts + (packet.duration or 0)) * (packet.stream.time_base or 0)))
                link.progress("repair", min(packet.pos or 0, link.source_size), link.source_size)
                packet.stream = copies[packet.stream.index]
                out.mux(packet)
        if reached_s > 0:
            out.close()
    link.item({"kind": "facts", "duration_ms": round(reached_s * 1000)})
