"""Memory of a process that imports a 4 GiB file: the most it ever used, above what it used before."""

import subprocess
import sys

from scratch import PASSPHRASE, ROOT, make_large_video, scratch_folder

_SIZE = 4 * 1024**3
_IMPORT = """
import resource, sys
from pathlib import Path
from app.common.progress import JobContext
from app.services.session import create_session
session, _ = create_session(Path(sys.argv[1]), sys.argv[3])
def peak_mb(): return int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) / 1024
Path('/proc/self/clear_refs').write_text('5')
before = peak_mb()
session.recordings.import_file(Path(sys.argv[2]), title='groot', context=JobContext())
print(f'{before:.0f} {peak_mb():.0f}')
session.lock()
"""


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        for size in (_SIZE // 16, _SIZE):
            video = make_large_video(folder / f"{size}.mkv", size)
            # The key derivation takes its 256 MiB before; the kernel's peak is set back after it.
            arguments = [sys.executable, "-c", _IMPORT, str(folder / f"kluis{size}"), str(video), PASSPHRASE]
            printed = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True).stdout
            before, most = printed.split()
            print(f"{size / 1024**3:.2f} GiB inbrengen: hoogstens {most} MB, ervoor {before} MB (doel < 250 MB, voor beide gelijk)", flush=True)
            video.unlink()


if __name__ == "__main__":
    main()
