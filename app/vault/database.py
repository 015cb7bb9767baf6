"""The SQLCipher database: one connection, one lock, settings in their order, failures translated by their code."""

import json
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from app.common.errors import AppError, CancelledError, DamagedError, InputError, SystemProblem
from app.crypto.secret import Secret

Value = str | int | float | bytes | None
Row = tuple[Any, ...]

_ATTACH, _DETACH = 24, 25
_REOPEN_RETRIES, _REOPEN_PAUSE_S = 20, 0.05
_SETTINGS = (
    "cipher_memory_security = ON",
    "cipher_log_level = NONE",
    "locking_mode = EXCLUSIVE",
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = 1",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "mmap_size = 0",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
"""In this order; the key comes before all of them."""
_SNAPSHOT_SETTINGS = (
    "cipher_memory_security = ON",
    "cipher_log_level = NONE",
    "temp_store = MEMORY",
    "mmap_size = 0",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "query_only = ON",
)
"""For a copy that nobody writes to, perhaps on a medium that cannot be written."""
_BUSY, _LOCKED, _READ_ONLY, _IO, _CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = 5, 6, 8, 10, 11, 13, 14, 26
"""SQLite's primary result codes; this library does not tell the extended ones."""


class Database:
    """An open database. Every method may be called from any thread; they wait for each other.

    Raises:
        DamagedError: `database_damaged`, also when the key is not the right one.
        SystemProblem: `database_busy`, `disk_became_full`, `disk_fails`, `no_permission`.
        CancelledError: it was closed meanwhile.
    """

    def __init__(self, path: Path, key: Secret, *, is_snapshot: bool = False) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._after_commit: list[Callable[[], None]] = []
        self._is_closed = False
        self._path = path
        self._connection = _connected(path, key, is_snapshot=is_snapshot)

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """Return all rows of a query."""
        with self._lock, _translated_errors():
            self._stop_when_closed()
            found: list[Row] = self._connection.execute(sql, values).fetchall()
            return found

    def row(self, sql: str, *values: Value) -> Row:
        """Return the one row of a query; InputError `unknown_id` when there is none."""
        found = self.rows(sql, *values)
        if not found:
            raise InputError("unknown_id")
        return found[0]

    def change(self, sql: str, *values: Value) -> int:
        """Run a statement and return how many rows it touched. Outside a transaction it is durable on return."""
        with self._lock, _translated_errors():
            self._stop_when_closed()
            return int(self._connection.execute(sql, values).rowcount)

    def change_one(self, sql: str, *values: Value) -> None:
        """Run a statement that must touch one row; InputError `unknown_id` when it touched none."""
        if self.change(sql, *values) == 0:
            raise InputError("unknown_id")

    def script(self, sql: str) -> None:
        """Run several statements of our own inside the current transaction."""
        with self._lock, _translated_errors():
            self._stop_when_closed()
            for statement in _statements(sql):
                self._connection.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at the end; an inner one joins the outer one. Other threads wait, so keep it short."""
        with self._lock:
            if self._depth == 0:
                self.change("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._roll_back()
                raise
            self._depth -= 1
            if self._depth == 0:
                self._commit()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other threads out for several steps that are no transaction. Not inside one, and as short as can be."""
        with self._lock:
            yield

    @property
    def is_in_transaction(self) -> bool:
        """Whether this thread is inside `transaction()`."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return self._depth > 0
        finally:
            self._lock.release()

    def after_commit(self, call: Callable[[], None]) -> None:
        """Run this when the current transaction is durable; forget it when it is rolled back."""
        with self._lock:
            if self._depth == 0:
                raise ValueError("only inside a transaction")
            self._after_commit.append(call)

    def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the database and empty the log, so no removed key lingers there."""
        with self._lock:
            self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def change_key(self, key: Secret, new_key: Secret) -> None:
        """Encrypt every page anew, so that what the file and its log held before is worthless even to who knows `key`.

        Not inside a transaction. Killed at any moment, exactly one of both keys opens the database.

        Raises:
            SystemProblem: it did not succeed; the database goes on under the old key.
        """
        with self._lock:
            if self._depth:
                raise ValueError("not inside a transaction")
            self._stop_when_closed()
            failure: AppError | None = None
            try:
                with _translated_errors():
                    # Through the function instead of PRAGMA rekey, so that the key is in no SQL statement.
                    self._connection.reset_key(_key_text(new_key))
            except AppError as error:
                failure = error
            # Seen with a full disk: it can fail without saying so, and afterwards writes half under either key. Only opening again is proof.
            with _translated_errors():
                self._connection.close()
            self._is_closed = True  # unless one of both fits
            try:
                self._connection = _patiently_connected(self._path, new_key)
                failure = None
            except DamagedError:
                self._connection = _patiently_connected(self._path, key)
                failure = failure or SystemProblem("disk_fails", number=0)
            self._is_closed = False
            if failure is not None:
                raise failure
            self.checkpoint()

    def write_snapshot(self, path: Path) -> None:
        """Write a consistent copy, under the same key, into this empty file. Not synced. Not inside a transaction."""
        with self._lock:
            self._stop_when_closed()
            # VACUUM INTO attaches its target, which gets our key: for this one statement this one file may be attached.
            self._connection.set_authorizer(partial(_authorise_snapshot, str(path)))
            try:
                self.change("VACUUM INTO ?", str(path))
            finally:
                self._connection.set_authorizer(_authorise)

    def damage(self) -> list[str]:
        """Return what SQLCipher and SQLite find wrong; empty when all is well."""
        found: list[str] = []
        with self._lock:
            try:
                found += [str(row[0]) for row in self.rows("PRAGMA cipher_integrity_check")]
                found += [str(row[0]) for row in self.rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
            except DamagedError:
                found.append("unreadable")
        return found

    def close(self) -> None:
        """Empty the log and close."""
        with self._lock, _translated_errors():
            self._is_closed = True
            self._connection.close()

    def _stop_when_closed(self) -> None:
        if self._is_closed:
            # Locking does not wait for ever: for work that is still under way, a closed vault means that it was stopped.
            raise CancelledError

    def _commit(self) -> None:
        try:
            self.change("COMMIT")
        except AppError:
            self._roll_back()
            raise
        calls, self._after_commit = self._after_commit, []
        with ExitStack() as every_one:  # also those after one that fails; they run last to first
            for call in reversed(calls):
                every_one.callback(call)

    def _roll_back(self) -> None:
        self._after_commit.clear()
        if not self._is_closed and self._connection.in_transaction:  # SQLite rolls back by itself when the disk is full
            self.change("ROLLBACK")


def _patiently_connected(path: Path, key: Secret) -> Any:
    for _ in range(_REOPEN_RETRIES):
        try:
            return _connected(path, key)
        except SystemProblem:  # between closing and opening, a virus scanner can have got hold of the file
            time.sleep(_REOPEN_PAUSE_S)
    return _connected(path, key)


def _connected(path: Path, key: Secret, *, is_snapshot: bool = False) -> Any:
    # Immutable: no journal and no lock are looked for, so a write-protected stick will do.
    name = f"{path.absolute().as_uri()}?immutable=1" if is_snapshot else str(path)
    with _translated_errors():
        connection = sqlcipher.connect(name, timeout=0, isolation_level=None, check_same_thread=False, uri=is_snapshot)
    try:
        with _translated_errors():
            # Through the function instead of PRAGMA key, so that the key is in no SQL statement.
            connection.set_key(_key_text(key))
            for setting in _SNAPSHOT_SETTINGS if is_snapshot else _SETTINGS:
                connection.execute(f"PRAGMA {setting}").fetchall()
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            connection.create_function("folded", 1, folded, deterministic=True)
            connection.create_function("words_in", 1, words_in, deterministic=True)
            connection.set_authorizer(_authorise)
    except BaseException:
        connection.close()
        raise
    return connection


def _authorise(action: int, *_arguments: str | None) -> int:
    # One ATTACH is all it takes to copy the vault into a plain file.
    return int(sqlcipher.SQLITE_DENY) if action in (_ATTACH, _DETACH) else int(sqlcipher.SQLITE_OK)


def _authorise_snapshot(target: str, action: int, *arguments: str | None) -> int:
    is_denied = action == _ATTACH and arguments[0] != target
    return int(sqlcipher.SQLITE_DENY) if is_denied else int(sqlcipher.SQLITE_OK)


def _key_text(key: Secret) -> bytes:
    return b"x'" + key.reveal().hex().encode() + b"'"


def folded(text: str | bytes | None) -> str:
    """Return the text without case and accents: how it is searched. SQL hands it over as bytes: text would end at its first zero."""
    whole = text.decode(errors="replace") if isinstance(text, bytes) else text or ""
    decomposed = unicodedata.normalize("NFKD", whole.replace("\0", " ").casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words_in(text: str | bytes | None) -> str:
    """Return the different words of a text, folded, as a JSON list: what stands between white space."""
    return json.dumps(sorted(set(folded(text).split())))


def _statements(sql: str) -> Iterator[str]:
    # SQLite itself says where a statement ends: one that makes a trigger holds semicolons. Each of ours begins on a line of its own.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlcipher.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error as error:
        translated = _translation(getattr(error, "sqlite_errorcode", 0) or 0)
        if translated is None:
            raise
        raise translated from error


def _translation(code: int) -> AppError | None:
    if code in (_CORRUPT, _NOT_A_DATABASE):
        return DamagedError("database_damaged")
    if code in (_BUSY, _LOCKED):
        return SystemProblem("database_busy")
    if code == _FULL:
        return SystemProblem("disk_became_full")
    if code in (_READ_ONLY, _CANNOT_OPEN):
        return SystemProblem("no_permission")
    if code == _IO:
        return SystemProblem("disk_fails", number=code)
    return None
