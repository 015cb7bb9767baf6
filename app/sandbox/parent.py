"""The parent's side: start a child for one job, feed it bytes, take its results, end it in time."""

import math
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from app.common import errors
from app.common.byte_source import ByteSource
from app.common.errors import AppError, CancelledError, DamagedError, RefusedError, SystemProblem
from app.common.paths import program_root
from app.common.progress import JobContext
from app.sandbox.wire import Header, WireError, read_message, write_message

_FAMILIES: dict[str, type[AppError]] = {
    family.__name__: family for family in (errors.InputError, errors.DamagedError, errors.RefusedError, errors.SystemProblem, errors.VersionError)
}
_WATCH_INTERVAL_S = 0.05


@dataclass(frozen=True)
class Limits:
    """What one job may use.

    `seconds` counts the time between two messages of the child, so that long work that reports progress may run on,
    and a child that hangs may not. `total_seconds` is for all of it: a file can keep a child busy that looks alive.
    """

    memory_mb: int
    seconds: float
    total_seconds: float = math.inf


class Child:
    """One child process for one job; use as a context manager.

    The child may read from `source` and nowhere else. One thread may use a Child at a time.
    """

    def __init__(self, job: str, arguments: Header, source: ByteSource | None, limits: Limits, context: JobContext | None = None) -> None:
        self._source = source
        self._context = context or JobContext()
        self._limits = limits
        self._timed_out = False
        self._closed = False
        self._busy = False
        self._source_error: AppError | None = None
        self._started = self._last_sign = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell, no outside words
            _child_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=program_root(),
            start_new_session=True,
            **_no_console_window(),
        )
        self._to_child = cast(BinaryIO, self._process.stdin)
        self._from_child = cast(BinaryIO, self._process.stdout)
        threading.Thread(target=self._watch, name="child-watch", daemon=True).start()
        source_size = source.size if source else 0
        self.send({"job": job, "arguments": arguments, "memory_mb": limits.memory_mb, "source_size": source_size})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def send(self, header: Header, payload: bytes = b"") -> None:
        """Send the child a message of the job's own protocol."""
        with suppress(OSError):  # a child that is gone shows itself at the next read, with its reason
            write_message(self._to_child, header, payload)

    def next_item(self) -> tuple[Header, bytes] | None:
        """Return the next item the job gives, None when it is done. Answers its reads and reports its progress.

        Raises:
            CancelledError: the context was cancelled; the child is gone.
            AppError: what the job raised, or what reading from the source raised.
            RefusedError: `media_crashed` when the child died or talked nonsense, `media_too_slow` past its limits.
        """
        self._last_sign = time.monotonic()
        self._busy = True
        try:
            while True:
                header, payload = read_message(self._from_child)
                self._last_sign = time.monotonic()
                kind = header.get("type")
                if kind == "read":
                    self._answer_read(header)
                elif kind == "progress":
                    self._report(header)
                elif kind == "item":
                    return header, payload
                elif kind == "done":
                    return None
                elif kind == "error":
                    raise _as_app_error(header)
                else:
                    self._refuse_nonsense()
        except (WireError, OSError) as error:
            self.close()
            raise self._reason() from error
        except AppError:
            self.close()
            raise
        finally:
            self._busy = False

    def items(self) -> Iterator[tuple[Header, bytes]]:
        """Yield all items until the job is done; see `next_item`."""
        while (item := self.next_item()) is not None:
            yield item

    def close(self) -> None:
        """End the child now, whatever it is doing."""
        self._closed = True
        self._process.kill()
        self._process.wait()
        for pipe in (self._to_child, self._from_child):
            with suppress(OSError):
                pipe.close()

    def _answer_read(self, header: Header) -> None:
        offset, length = header.get("offset"), header.get("length")
        if self._source is None or not isinstance(offset, int) or not isinstance(length, int):
            raise WireError
        if offset < 0 or not 0 <= length <= 64 * 1024 * 1024:
            raise WireError
        try:
            content = self._source.read_at(offset, length)
        except DamagedError as error:
            self._source_error = error
            self._answer_around_damage(self._source, offset, length, error)
            return
        except AppError as error:
            self._source_error = error
            write_message(self._to_child, {"damaged": True, "from": 0, "to": length})
            return
        write_message(self._to_child, {"damaged": False}, content)

    def _answer_around_damage(self, source: ByteSource, offset: int, length: int, error: DamagedError) -> None:
        """Give what is before and after the damaged bytes, so that reading ahead costs nothing that was not damaged."""
        length = min(length, source.size - offset)
        from_byte, to_byte = error.details.get("from_byte"), error.details.get("to_byte")
        start, end, after = 0, length, b""
        if isinstance(from_byte, int) and isinstance(to_byte, int):
            start, end = max(0, from_byte - offset), min(length, to_byte - offset)
            try:
                after = source.read_at(offset + end, length - end)
            except AppError:  # the next piece is damaged too
                end, after = length, b""
        before = source.read_at(offset, start) if start else b""
        write_message(self._to_child, {"damaged": True, "from": start, "to": end}, before + bytes(end - start) + after)

    def _report(self, header: Header) -> None:
        step, done, total = header.get("step"), header.get("done"), header.get("total")
        if not isinstance(step, str) or not isinstance(done, int) or not isinstance(total, int):
            raise WireError
        self._context.advance(step, done, total)

    @staticmethod
    def _refuse_nonsense() -> None:
        raise WireError

    def _reason(self) -> AppError:
        if self._context.is_cancelled:
            return CancelledError()
        if self._source_error:
            return self._source_error
        return RefusedError("media_too_slow") if self._timed_out else RefusedError("media_crashed")

    def _watch(self) -> None:
        while not self._closed and self._process.poll() is None:
            if self._busy and self._context.is_cancelled:
                self._process.kill()
                return
            now = time.monotonic()
            if self._busy and (now - self._last_sign > self._limits.seconds or now - self._started > self._limits.total_seconds):
                self._timed_out = True
                self._process.kill()
                return
            time.sleep(_WATCH_INTERVAL_S)


def _as_app_error(header: Header) -> AppError:
    family = _FAMILIES.get(str(header.get("family")), SystemProblem)
    code = header.get("code")
    details = header.get("details")
    if not isinstance(code, str) or not isinstance(details, dict):
        return RefusedError("media_crashed")
    return family(code, **{str(name): value for name, value in details.items() if isinstance(value, str | int | float)})


def _child_command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child"]
    return [sys.executable, "-m", "app", "--child"]


def _no_console_window() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}
