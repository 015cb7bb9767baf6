"""Import MB/s (encrypt, make durable, read back and compare) against a plain copy with fsync, and against age's pyrage."""

import os
import shutil
from itertools import count
from pathlib import Path

import pyrage
from measure import seconds, side_by_side
from scratch import PASSPHRASE, make_large_video, scratch_folder

from app.common.progress import JobContext
from app.services.session import create_session

_SIZE = 512 * 1024 * 1024


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        video = make_large_video(folder / "groot.mkv", _SIZE)
        megabytes = video.stat().st_size / 1e6
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        recipient = pyrage.x25519.Identity.generate().to_public()
        numbers = count()

        def ours() -> float:
            title = f"meting {next(numbers)}"
            took = seconds(lambda: session.recordings.import_file(video, title=title, context=JobContext(), allow_same=True))
            session.recordings.delete(session.recordings.list()[0].recording_id)
            return megabytes / took

        def age() -> float:
            target = folder / "groot.age"

            def encrypt() -> None:
                pyrage.encrypt_file(str(video), str(target), [recipient])
                _make_durable(target)

            took = seconds(encrypt)
            target.unlink()
            return megabytes / took

        def plain_copy() -> float:
            target = folder / "kopie.mkv"

            def copy() -> None:
                shutil.copyfile(video, target)
                _make_durable(target)

            took = seconds(copy)
            target.unlink()
            return megabytes / took

        side_by_side(ours, plain_copy, what="inbrengen", yardstick_name="kopie met fsync", unit="MB/s", aim=">= 0.6")
        side_by_side(ours, age, what="inbrengen", yardstick_name="age (pyrage) met fsync", unit="MB/s", aim="geen")
        session.lock()


def _make_durable(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


if __name__ == "__main__":
    main()
