"""Turn what was recorded piece by piece into media of the vault."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from app.capture.repair import repair
from app.common.byte_source import ByteSource
from app.common.errors import InputError, SystemProblem
from app.common.progress import JobContext
from app.vault.capture_store import CaptureId, CaptureKind
from app.vault.vault import Vault

_BYTES_A_SECOND = 400_000
"""What the encoder makes of 720p at most, roughly: only to say how long there is room."""
_SPARE_BYTES = 1_000_000_000
_FEW_BYTES = 200_000
"""Less than a second or two."""


@dataclass(frozen=True)
class WholeCapture:
    """What was recorded, as a file with an index. `duration_ms` is 0 when only the file itself can say it."""

    source: ByteSource
    captures: tuple[CaptureId, ...]
    """What is to be settled when it is kept."""
    duration_ms: int = 0


@contextmanager
def whole_capture(vault: Vault, capture_id: CaptureId, context: JobContext, *, finished_bytes: int | None = None) -> Iterator[WholeCapture]:
    """Give what was recorded; what was interrupted is written anew first, so that it gets an index.

    `finished_bytes` is how long it was when it was stopped. A log does not show that its end is missing: then it counts as interrupted.

    Raises:
        InputError: `nothing_recorded`, not one whole second of it is there.
        DamagedError: `media_missing`.
    """
    with ExitStack() as open_files:
        source = vault.captures.open(capture_id)
        open_files.callback(source.close)
        if source.size == finished_bytes:
            if source.size == 0:
                raise InputError("nothing_recorded")
            yield WholeCapture(source, (capture_id,))
            return
        writer = vault.captures.begin(CaptureKind.REPAIR, "")
        try:
            duration_ms = repair(source, writer, context)
            writer.close()
            repaired = vault.captures.open(writer.capture_id)
            open_files.callback(repaired.close)
            yield WholeCapture(repaired, (capture_id, writer.capture_id), duration_ms)
        except BaseException:
            with suppress(SystemProblem):  # the first problem is the one to tell; what cannot go now goes at the next opening
                writer.close()
            with suppress(SystemProblem):
                vault.captures.drop(writer.capture_id)
            raise


def refuse_to_lose(vault: Vault, capture_id: CaptureId, problem: InputError) -> None:
    """Raise the problem again when this is more than a second or two: that it cannot be read now is no reason to destroy it."""
    if vault.captures.file_size(capture_id) >= _FEW_BYTES:
        raise problem


def room_ms(vault: Vault) -> int:
    """Return roughly how long can still be recorded. Twice the room is needed: at the end it is written once more, as one file."""
    return max(0, vault.free_bytes - _SPARE_BYTES) * 1000 // (2 * _BYTES_A_SECOND)
