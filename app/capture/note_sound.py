"""The sound of a spoken note as samples, decoded in the child."""

from typing import TYPE_CHECKING, Any

from app.common.byte_source import ByteSource
from app.common.errors import InputError
from app.common.progress import JobContext
from app.sandbox.child import ParentLink
from app.sandbox.parent import Child, Limits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTE_RATE = 24_000
MAX_NOTE_S = 300
_LIMITS = Limits(memory_mb=768, seconds=20, total_seconds=60)


def note_samples(source: ByteSource, context: JobContext | None = None) -> "NDArray[np.float32]":
    """Return one channel of samples, -1 to 1, at `NOTE_RATE`; InputError `nothing_recorded` when there is none."""
    import numpy as np

    sound = bytearray()
    with Child("note_sound", {}, source, _LIMITS, context) as child:
        while (item := child.next_item()) is not None:
            sound += item[1]
            if len(sound) > 4 * NOTE_RATE * (MAX_NOTE_S + 10):
                break
    if not sound:
        raise InputError("nothing_recorded")
    return np.frombuffer(bytes(sound[: len(sound) // 4 * 4]), np.float32)


def note_sound_job(link: ParentLink, _arguments: dict[str, Any]) -> None:
    """Child: decode all of it."""
    from fractions import Fraction

    import av

    from app.decode.sound import sound_blocks

    with av.open(link.open_source(), "r", format="mp4", options={"protocol_whitelist": ""}) as container:
        for block in sound_blocks(container, container.streams.audio[0], Fraction(0), 0, NOTE_RATE, 1):
            link.item({}, block.samples.tobytes())
