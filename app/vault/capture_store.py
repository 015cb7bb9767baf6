"""What is being recorded: encrypted piece by piece as it arrives, and found again after a crash."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NewType

from app.common.byte_source import FileSource
from app.common.errors import AppError, DamagedError, SystemProblem
from app.crypto import keys
from app.crypto.piece_log import MAX_PIECE, PieceReader, PieceWriter
from app.crypto.secret import Secret
from app.vault.database import Database
from app.vault.durable_files import DurableFiles, NewFile, translated_os_errors
from app.vault.media_store import PART_FOLDER

CaptureId = NewType("CaptureId", str)
CAPTURE_SUFFIX = ".opname"
SYNC_EVERY_S = 0.5
"""What was written is on the medium this long after, so that a power cut costs no more than the encoder held back."""
ROOM_TO_KEEP_BYTES = 250_000_000
"""What has to stay free beside as much as was written: at the end it is written once more, as one file."""
_MOST_LAID_OVER = 64 * 1024
"""Bytes of one capture that may be laid over others. A muxer changes a few; the reader holds all of them in memory."""


class CaptureKind(StrEnum):
    """What it becomes; the value stands in the database."""

    RECORDING = "recording"
    NOTE = "note"
    REPAIR = "repair"
    """An interrupted one, being written anew: worth nothing after a crash, for what it was made from is still there."""


@dataclass(frozen=True)
class CaptureRow:
    """What the database knows of one, without its key. `about` is JSON of whoever started it."""

    capture_id: CaptureId
    kind: CaptureKind
    started_at: datetime
    about: str


class CaptureWriter:
    """Takes the bytes of one capture as they come. A thread of its own syncs, so that a slow disk does not hold up the camera.

    One thread writes; `close` may come from any.
    """

    def __init__(
        self, capture_id: CaptureId, file: NewFile, pieces: PieceWriter, has_room: Callable[[int], bool], on_no_room: Callable[[], None]
    ) -> None:
        self.capture_id = capture_id
        self._file = file
        self._pieces = pieces
        self._has_room = has_room
        self._on_no_room = on_no_room
        self._size = self._laid_over = 0
        self._problem: AppError | None = None
        self._has_news = threading.Event()
        self._is_over = threading.Event()
        self._syncer = threading.Thread(target=self._sync, name="capture-sync", daemon=True)
        self._syncer.start()

    @property
    def size_bytes(self) -> int:
        """Length of the content so far."""
        return self._size

    def write(self, offset: int, content: bytes) -> None:
        """Put these bytes at this place: at the end, or over what is there.

        Raises:
            ValueError: the place lies past the end, or more is laid over than any muxer does.
            SystemProblem: the disk is full or fails, also when that showed itself at an earlier sync.
        """
        if not 0 <= offset <= self._size:
            raise ValueError("a capture has no holes")
        self._laid_over += min(len(content), self._size - offset)
        if self._laid_over > _MOST_LAID_OVER:
            raise ValueError("too much is written anew")
        if self._problem:
            raise self._problem
        for start in range(0, len(content), MAX_PIECE):
            self._file.write(self._pieces.seal(offset + start, content[start : start + MAX_PIECE]))
        self._size = max(self._size, offset + len(content))
        self._has_news.set()

    def close(self) -> None:
        """Sync the last of it and let go of the file. Raises SystemProblem as `write`; closing twice does nothing."""
        if self._is_over.is_set():
            return
        self._is_over.set()
        self._syncer.join()
        try:
            self._file.sync()
        finally:
            self._file.close()

    def _sync(self) -> None:
        had_room = True
        while not self._is_over.wait(SYNC_EVERY_S):
            if self._has_news.is_set():
                self._has_news.clear()
                try:
                    self._file.sync()
                except SystemProblem as problem:
                    self._problem = problem
                    return
                if had_room and not self._has_room(self._size):
                    had_room = False
                    self._on_no_room()


class CaptureStore:
    """The files in `bezig/` that are being recorded, and their rows."""

    def __init__(self, folder: Path, vault_id: bytes, database: Database, files: DurableFiles) -> None:
        self._folder = folder
        self._vault_id = vault_id
        self._database = database
        self._files = files

    def begin(self, kind: CaptureKind, about: str, on_no_room: Callable[[], None] = lambda: None) -> CaptureWriter:
        """Start one; its key is durable before any ciphertext exists. Not inside a transaction.

        `on_no_room` is called once, from another thread, when more of it could not be kept at its end.
        """
        capture_id, key = CaptureId(os.urandom(16).hex()), keys.new_key()
        started_at = datetime.now(UTC).isoformat(timespec="seconds")
        self._database.change("INSERT INTO captures VALUES (?,?,'bezig',?,?,?)", capture_id, kind.value, key.reveal(), started_at, about)
        pieces = PieceWriter(key, self._associated_data(capture_id))
        try:
            file = self._begun_file(capture_id, pieces.header)
        except BaseException:
            with suppress(SystemProblem):  # what cannot go now goes at the next opening
                self.drop(capture_id)
            raise
        return CaptureWriter(capture_id, file, pieces, self._has_room, on_no_room)

    def rows(self) -> list[CaptureRow]:
        """Return what is being recorded or was interrupted, the oldest first."""
        rows = self._database.rows("SELECT capture_id, kind, started_at, about FROM captures WHERE state = 'bezig' ORDER BY started_at, rowid")
        return [CaptureRow(CaptureId(row[0]), CaptureKind(row[1]), datetime.fromisoformat(row[2]), row[3]) for row in rows]

    def about(self, capture_id: CaptureId) -> str:
        """Return what it is to become, as whoever began it wrote it; InputError `unknown_id`."""
        return str(self._database.row("SELECT about FROM captures WHERE capture_id = ?", capture_id)[0])

    def open(self, capture_id: CaptureId) -> PieceReader:
        """Return what was written as a `ByteSource`; the caller closes it.

        Raises:
            InputError: `unknown_id`.
            DamagedError: `media_missing`.
        """
        key = self._database.row("SELECT key FROM captures WHERE capture_id = ?", capture_id)[0]
        try:
            with translated_os_errors():
                source = FileSource(self.path(capture_id))
        except SystemProblem as problem:
            if isinstance(problem.__cause__, FileNotFoundError):
                raise DamagedError("media_missing") from problem
            raise
        return PieceReader(source, Secret(key), self._associated_data(capture_id))

    def file_size(self, capture_id: CaptureId) -> int:
        """Return how many bytes stand on the disk, 0 when the file is not there."""
        try:
            with translated_os_errors():
                return self.path(capture_id).stat().st_size
        except SystemProblem as problem:
            if isinstance(problem.__cause__, FileNotFoundError):
                return 0
            raise

    def reject(self, capture_id: CaptureId) -> None:
        """Say that it is not wanted, so that no crash brings it back: `Vault.discard_capture` destroys it, at the latest at the next opening."""
        self._database.change("UPDATE captures SET state = 'weg' WHERE capture_id = ? AND state = 'bezig'", capture_id)

    def rejected(self) -> list[CaptureId]:
        """Return what nobody wanted and is not destroyed yet."""
        return [CaptureId(row[0]) for row in self._database.rows("SELECT capture_id FROM captures WHERE state = 'weg'")]

    def settle(self, capture_id: CaptureId) -> None:
        """Say that it was kept elsewhere; inside the transaction that keeps it. Its file goes when that is durable."""
        self._database.change_one("UPDATE captures SET state = 'klaar' WHERE capture_id = ?", capture_id)
        self._database.after_commit(self.clear)

    def clear(self) -> None:
        """Remove what was kept elsewhere, and repairs nobody waits for. What cannot go now goes at the next opening."""
        with suppress(SystemProblem):
            for row in self._database.rows("SELECT capture_id FROM captures WHERE state = 'klaar'"):
                self.drop(CaptureId(row[0]))

    def drop(self, capture_id: CaptureId) -> None:
        """Remove the file and then its row with the key, without a trace in the tombstones: `Vault.discard_capture` destroys."""
        self._files.remove(self.path(capture_id))
        self._files.sync_folder(self._folder / PART_FOLDER)  # a file that came back without its row would be a stranger's
        self._database.change("DELETE FROM captures WHERE capture_id = ?", capture_id)

    def bury(self, capture_id: CaptureId) -> None:
        """Remove the row with the key, and its file when that is durable; inside the transaction that writes its tombstone."""
        self._database.change("DELETE FROM captures WHERE capture_id = ?", capture_id)
        self._database.after_commit(partial(self._remove_buried, capture_id))

    def put_right(self) -> None:
        """After a crash: forget repairs that were not finished, what was kept already, and rows whose file is not here (of a back-up)."""
        for row in self._database.rows("SELECT capture_id FROM captures WHERE state = 'klaar' OR kind = ?", CaptureKind.REPAIR.value):
            self.drop(CaptureId(row[0]))
        for waiting in self.rows():
            if self.file_size(waiting.capture_id) == 0:
                self.drop(waiting.capture_id)

    def path(self, capture_id: str) -> Path:
        """Return where its pieces are."""
        return self._folder / PART_FOLDER / (capture_id + CAPTURE_SUFFIX)

    def _begun_file(self, capture_id: CaptureId, header: bytes) -> NewFile:
        file = self._files.new_file(self.path(capture_id))
        try:
            file.write(header)
            file.sync()
            self._files.sync_folder(self._folder / PART_FOLDER)
        except BaseException:
            file.close()
            raise
        return file

    def _remove_buried(self, capture_id: CaptureId) -> None:
        with suppress(SystemProblem):  # still open somewhere (Windows): its tombstone removes it at the next opening
            self._files.remove(self.path(capture_id))

    def _has_room(self, size_bytes: int) -> bool:
        try:
            return self._files.free_bytes(self._folder) >= size_bytes + ROOM_TO_KEEP_BYTES
        except SystemProblem:
            return True  # a disk that does not say is no reason to stop

    def _associated_data(self, capture_id: CaptureId) -> bytes:
        return b"kluis/v1/opname" + self._vault_id + bytes.fromhex(capture_id)
