"""What a stored media object is for; part of what its ciphertext is bound to."""

from enum import StrEnum


class MediaRole(StrEnum):
    """The value stands in the database, `byte` in the associated data of the ciphertext. Neither may ever change."""

    ORIGINAL = "original"
    PROXY = "proxy"
    AUDIO = "audio"
    PICTURES = "pictures"
    ATTACHMENT = "attachment"
    WAVEFORM = "waveform"
    CLIP = "clip"

    @property
    def byte(self) -> bytes:
        """The role as one byte of the associated data."""
        return _BYTES[self]


_BYTES = {
    MediaRole.ORIGINAL: b"\x01",
    MediaRole.PROXY: b"\x02",
    MediaRole.AUDIO: b"\x03",
    MediaRole.PICTURES: b"\x04",
    MediaRole.ATTACHMENT: b"\x05",
    MediaRole.WAVEFORM: b"\x06",
    MediaRole.CLIP: b"\x07",
}
