"""A log of small encrypted pieces: what is written stays readable up to the last whole piece, wherever it was cut off.

header      length byte (40), salt (32), nonce prefix (7)
key         HKDF-SHA-256(ikm = log key, salt = salt, info = associated data), 32 bytes
piece i     length of what follows (4 bytes, big-endian), AES-256-GCM, nonce = prefix, i (4 bytes, big-endian), 0
plaintext   offset in the content (8 bytes, big-endian), then the bytes that stand there

A piece continues the content or lies over what is there already: a muxer goes back to the front once, at its end.
That a piece at the end is missing cannot be seen, so a log is only for what is still being made.
"""

import os
import struct
from bisect import bisect_right
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from app.common.byte_source import ByteSource
from app.common.errors import DamagedError
from app.crypto.secret import Secret
from app.crypto.streaming_aead import HEADER_SIZE, PREFIX_SIZE, SALT_SIZE, TAG_SIZE, segment_cipher, segment_nonce

MAX_PIECE = 1024 * 1024
"""Bytes of content in one piece."""
_LENGTH = struct.Struct(">I")
_OFFSET = struct.Struct(">Q")


class PieceWriter:
    """Encrypts the pieces of one log: a fresh salt and prefix of its own, pieces numbered as they come."""

    def __init__(self, key: Secret, associated_data: bytes) -> None:
        salt = os.urandom(SALT_SIZE)
        self._prefix = os.urandom(PREFIX_SIZE)
        self._cipher = segment_cipher(key, salt, associated_data)
        self._number = 0
        self.header = bytes([HEADER_SIZE]) + salt + self._prefix

    def seal(self, offset: int, content: bytes) -> bytes:
        """Return the next piece as it stands in the file; 1 to `MAX_PIECE` bytes of content."""
        if not 0 < len(content) <= MAX_PIECE:
            raise ValueError("not a piece")
        sealed = self._cipher.encrypt(segment_nonce(self._prefix, self._number, is_last=False), _OFFSET.pack(offset) + content, None)
        self._number += 1
        return _LENGTH.pack(len(sealed)) + sealed


@dataclass(frozen=True)
class _Piece:
    number: int
    offset: int
    """Where its content stands."""
    at: int
    """Where its ciphertext stands in the file."""
    length: int


class PieceReader:
    """The content of one log as a `ByteSource`, up to the first piece that is not whole; every byte given out was authenticated.

    All of it is decrypted once at opening, to know where everything stands.
    """

    def __init__(self, source: ByteSource, key: Secret, associated_data: bytes) -> None:
        self._source = source
        self._pieces: list[_Piece] = []
        self._starts: list[int] = []
        self._laid_over: list[tuple[int, bytes]] = []
        self._size = 0
        self._kept: tuple[int, bytes] = (-1, b"")
        header = source.read_at(0, HEADER_SIZE)
        if len(header) == HEADER_SIZE and header[0] == HEADER_SIZE:
            self._prefix = header[1 + SALT_SIZE :]
            self._cipher = segment_cipher(key, header[1 : 1 + SALT_SIZE], associated_data)
            self._scan()

    @property
    def size(self) -> int:
        """Length of the content in bytes; 0 when nothing was written yet."""
        return self._size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes; see `ByteSource.read_at`. Raises DamagedError `media_damaged` when they changed since opening."""
        if offset < 0 or length < 0:
            raise ValueError("offset and length cannot be negative")
        end = min(offset + length, self._size)
        content = bytearray()
        while offset + len(content) < end:
            at = offset + len(content)
            piece = self._pieces[bisect_right(self._starts, at) - 1]
            content += self._opened(piece)[at - piece.offset : end - piece.offset]
        for start, laid_over in self._laid_over:
            begin, stop = max(offset, start), min(end, start + len(laid_over))
            if begin < stop:
                content[begin - offset : stop - offset] = laid_over[begin - start : stop - start]
        return bytes(content)

    def close(self) -> None:
        """Forget what was decrypted and close the source."""
        self._kept = (-1, b"")
        self._laid_over.clear()
        self._source.close()

    def _scan(self) -> None:
        at, number = HEADER_SIZE, 0
        while len(head := self._source.read_at(at, _LENGTH.size)) == _LENGTH.size:
            length = _LENGTH.unpack(head)[0]
            if not _OFFSET.size + TAG_SIZE < length <= _OFFSET.size + MAX_PIECE + TAG_SIZE:
                return
            try:
                plain = self._decrypted(number, at + _LENGTH.size, length)
            except DamagedError:
                return
            offset, content = _OFFSET.unpack_from(plain)[0], plain[_OFFSET.size :]
            if offset > self._size:
                return
            self._take(_Piece(number, offset, at + _LENGTH.size, length), content)
            at, number = at + _LENGTH.size + length, number + 1

    def _take(self, piece: _Piece, content: bytes) -> None:
        over, new = content[: self._size - piece.offset], content[self._size - piece.offset :]
        if over:
            self._laid_over.append((piece.offset, over))
        if new:
            self._starts.append(self._size)
            self._pieces.append(piece)
            self._size += len(new)

    def _opened(self, piece: _Piece) -> bytes:
        number, content = self._kept  # read once: another thread may put another piece there
        if number != piece.number:
            content = self._decrypted(piece.number, piece.at, piece.length)[_OFFSET.size :]
            self._kept = (piece.number, content)
        return content

    def _decrypted(self, number: int, at: int, length: int) -> bytes:
        sealed = self._source.read_at(at, length)
        try:
            if len(sealed) == length:
                return self._cipher.decrypt(segment_nonce(self._prefix, number, is_last=False), sealed, None)
        except InvalidTag as error:
            raise DamagedError("media_damaged", segment=number) from error
        raise DamagedError("media_damaged", segment=number)
