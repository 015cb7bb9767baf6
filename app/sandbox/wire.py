"""Messages between parent and child: a JSON header with its length before it, then raw bytes.

Layout: u32 header length, u32 payload length (both big-endian), header (UTF-8 JSON object), payload.
JSON and not pickle, because the child may have been taken over by a hostile file.
"""

import json
import struct
from typing import Any, BinaryIO

MAX_HEADER = 8 * 1024 * 1024
MAX_PAYLOAD = 256 * 1024 * 1024
_LENGTHS = struct.Struct(">II")

Header = dict[str, Any]


class WireError(Exception):
    """The other side closed the pipe or sent nonsense."""


def write_message(pipe: BinaryIO, header: Header, payload: bytes | memoryview = b"") -> None:
    """Send one message whole."""
    encoded = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    pipe.write(_LENGTHS.pack(len(encoded), len(payload)))
    pipe.write(encoded)
    if payload:
        pipe.write(payload)
    pipe.flush()


def read_message(pipe: BinaryIO) -> tuple[Header, bytes]:
    """Return the next message.

    Raises:
        WireError: the pipe closed, or the message breaks a limit.
    """
    header_length, payload_length = _LENGTHS.unpack(_read_exactly(pipe, _LENGTHS.size))
    if header_length > MAX_HEADER or payload_length > MAX_PAYLOAD:
        raise WireError
    try:
        header = json.loads(_read_exactly(pipe, header_length))
    except (ValueError, RecursionError) as error:
        raise WireError from error
    if not isinstance(header, dict):
        raise WireError
    return header, _read_exactly(pipe, payload_length)


def _read_exactly(pipe: BinaryIO, length: int) -> bytes:
    pieces = []
    while length > 0:
        piece = pipe.read(length)
        if not piece:
            raise WireError
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
