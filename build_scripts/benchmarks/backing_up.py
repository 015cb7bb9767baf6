"""A first back-up MB/s (copied, hashed, made durable, read back from the medium) against a plain copy with fsync, and the next one's seconds."""

import os
import shutil
from pathlib import Path

from measure import seconds, side_by_side
from scratch import PASSPHRASE, make_large_video, scratch_folder

from app.common.progress import JobContext
from app.services.session import create_session

_SIZE = 512 * 1024 * 1024


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        video = make_large_video(folder / "groot.mkv", _SIZE)
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        session.recordings.import_file(video, title="meting", context=JobContext())
        source = next((folder / "kluis" / "media").glob("*/*.media"))
        megabytes = source.stat().st_size / 1e6
        stick = folder / "stick"

        def ours() -> float:
            stick.mkdir()
            took = seconds(lambda: session.backups.make(stick, JobContext()))
            shutil.rmtree(stick)
            return megabytes / took

        def plain_copy() -> float:
            return megabytes / seconds(lambda: _copy(source, folder / "kopie.media"))

        def copy_and_compare() -> float:
            return megabytes / seconds(lambda: _copy(source, folder / "kopie.media", compares=True))

        side_by_side(ours, plain_copy, what="reservekopie", yardstick_name="kopie met fsync", unit="MB/s", aim=">= 0.5")
        side_by_side(ours, copy_and_compare, what="reservekopie", yardstick_name="kopie met fsync en teruglezen", unit="MB/s", aim=">= 0.8")
        stick.mkdir()
        session.backups.make(stick, JobContext())
        print(f"volgende reservekopie, niets nieuws: {seconds(lambda: session.backups.make(stick, JobContext())):.2f} s")
        session.lock()


def _copy(source: Path, target: Path, *, compares: bool = False) -> None:
    shutil.copyfile(source, target)
    descriptor = os.open(target, os.O_RDONLY)
    os.fsync(descriptor)
    if compares:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        with source.open("rb") as before, target.open("rb") as after:
            while piece := before.read(4 * 1024 * 1024):
                if after.read(len(piece)) != piece:
                    raise SystemExit("the copy differs")
    os.close(descriptor)
    target.unlink()


if __name__ == "__main__":
    main()
