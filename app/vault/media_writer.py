"""Write one ciphertext: encrypt, sync, read back, compare."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.common.byte_source import ByteSource, FileSource
from app.common.errors import DamagedError, SystemProblem
from app.common.progress import JobContext
from app.crypto.secret import Secret
from app.crypto.streaming_aead import TINK_1MB, StreamReader, StreamWriter
from app.vault.durable_files import DurableFiles, NewFile


@dataclass(frozen=True)
class WrittenMedia:
    """The plaintext's SHA-256 (hex), the ciphertext's size and BLAKE2b-256."""

    sha256: str
    cipher_size: int
    blake2b: bytes


def write_media(
    source: ByteSource,
    part: Path,
    key: Secret,
    associated_data: bytes,
    files: DurableFiles,
    context: JobContext,
    on_chunk: Callable[[bytes], None] | None,
) -> WrittenMedia:
    """Encrypt the source into a new file and return when it is on the medium and was read back equal."""
    file = files.new_file(part)
    try:
        written = _encrypt(source, StreamWriter(key, associated_data), file, context, on_chunk)
        file.sync()
    finally:
        file.close()
    _verify(part, key, associated_data, source.size, written.sha256, context)
    return written


def _encrypt(source: ByteSource, writer: StreamWriter, file: NewFile, context: JobContext, on_chunk: Callable[[bytes], None] | None) -> WrittenMedia:
    plain_digest, cipher_digest = hashlib.sha256(), hashlib.blake2b(digest_size=32)
    cipher_size = 0

    def keep(ciphertext: bytes) -> None:
        nonlocal cipher_size
        cipher_digest.update(ciphertext)
        file.write(ciphertext)
        cipher_size += len(ciphertext)

    keep(writer.header())
    for segment in range(TINK_1MB.segment_count(source.size)):
        start, end = TINK_1MB.plain_range(segment, source.size)
        context.advance("encrypt", start, source.size)
        plaintext = _piece(source, start, end)
        plain_digest.update(plaintext)
        if on_chunk is not None:
            on_chunk(plaintext)
        keep(writer.update(plaintext))
    keep(writer.finish())
    context.advance("encrypt", source.size, source.size)
    return WrittenMedia(plain_digest.hexdigest(), cipher_size, cipher_digest.digest())


def _piece(source: ByteSource, start: int, end: int) -> bytes:
    try:
        plaintext = source.read_at(start, end - start)
    except OSError as error:
        raise SystemProblem("source_unreadable") from error
    if len(plaintext) != end - start:
        raise SystemProblem("source_unreadable")
    return plaintext


def _verify(part: Path, key: Secret, associated_data: bytes, size: int, sha256: str, context: JobContext) -> None:
    reader = StreamReader(FileSource(part), key, associated_data, size)
    try:
        digest = hashlib.sha256()
        for segment in range(reader.segment_count):
            start, end = TINK_1MB.plain_range(segment, size)
            context.advance("verify", start, size)
            digest.update(reader.read_at(start, end - start))
    finally:
        reader.close()
    if digest.hexdigest() != sha256:
        raise DamagedError("written_differs")
