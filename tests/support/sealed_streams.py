"""Media ciphertext of bytes at hand, as the vault writes it."""

from app.crypto.streaming_aead import TINK_1MB, SegmentLayout, StreamWriter


def sealed(writer: StreamWriter, plaintext: bytes, layout: SegmentLayout = TINK_1MB) -> bytes:
    """Seal all of it, segment by segment."""
    pieces, target = [writer.header()], bytearray(layout.segment_size)
    count = layout.segment_count(len(plaintext))
    for segment in range(count):
        start, end = layout.plain_range(segment, len(plaintext))
        length = writer.seal_into(plaintext[start:end], target, is_last=segment == count - 1)
        pieces.append(bytes(target[:length]))
    return b"".join(pieces)
