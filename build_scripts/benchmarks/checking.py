"""Deep check GB/s (every segment read and authenticated) against reading the same file, from the system's memory and from the disk."""

import os
from pathlib import Path

from measure import seconds, side_by_side
from scratch import PASSPHRASE, make_large_video, scratch_folder

from app.common.progress import JobContext
from app.services.session import create_session

_SIZE = 1024 * 1024 * 1024
_PIECE = 1024 * 1024


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        video = make_large_video(folder / "groot.mkv", _SIZE)
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        session.recordings.import_file(video, title="meting", context=JobContext())
        source = next((folder / "kluis" / "media").glob("*/*.media"))
        gigabytes = source.stat().st_size / 1e9

        for where, is_cold in (("uit het geheugen", False), ("van de schijf", True)):

            def ours(*, is_cold: bool = is_cold) -> float:
                _forget(source, is_cold=is_cold)
                return gigabytes / seconds(lambda: session.check(JobContext(), deep=True))

            def plain_read(*, is_cold: bool = is_cold) -> float:
                _forget(source, is_cold=is_cold)
                return gigabytes / seconds(lambda: _read(source))

            side_by_side(ours, plain_read, what=f"diepe controle {where}", yardstick_name="gewoon lezen", unit="GB/s", aim="geen")
        session.lock()


def _read(path: Path) -> None:
    with path.open("rb", buffering=0) as file:
        while file.read(_PIECE):
            pass


def _forget(path: Path, *, is_cold: bool) -> None:
    """Let the system drop what it remembers of this file; only Linux has that."""
    if is_cold and hasattr(os, "posix_fadvise"):
        descriptor = os.open(path, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


if __name__ == "__main__":
    main()
