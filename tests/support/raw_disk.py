"""A disk of its own for a test, and a search through every byte of it: also what was deleted, the journal and the slack."""

import base64
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

BLOCK = 4096
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


@contextmanager
def mounted_disk(image: Path, place: Path, megabytes: int = 512) -> Iterator[Path]:
    """Make an ext4 file system in `image` and mount it at `place` for as long as this lasts. PermissionError when that is not allowed."""
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    place.mkdir()
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, capture_output=True)
    mounted = subprocess.run(["mount", "-o", "loop", str(image), str(place)], capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise PermissionError(mounted.stderr.strip())
    try:
        yield place
    finally:
        if subprocess.run(["umount", str(place)], capture_output=True, check=False).returncode:  # a failed test left a file open
            subprocess.run(["umount", "-l", str(place)], check=True, capture_output=True)


def can_mount(folder: Path) -> str:
    """Return why a disk cannot be mounted here, empty when it can."""
    try:
        with mounted_disk(folder / "proef.img", folder / "proef", 16):
            return ""
    except (OSError, subprocess.CalledProcessError) as error:
        return str(error) or type(error).__name__
    finally:
        (folder / "proef.img").unlink(missing_ok=True)


def written_blocks(image: Path) -> bytes:
    """Return all of the image but the blocks that were never written; neighbours stay neighbours."""
    pieces, empty = [], bytes(BLOCK)
    with image.open("rb") as file:
        while block := file.read(BLOCK):
            if block != empty:
                pieces.append(block)
            elif pieces and pieces[-1] != b"\0":
                pieces.append(b"\0")  # what is apart stays apart
    return b"".join(pieces)


def needles_for_text(text: str) -> set[bytes]:
    """Return the text in UTF-8 and both kinds of UTF-16, and each of those in hex and in base64 at its three shifts."""
    found = set()
    for encoding in ENCODINGS:
        content = text.encode(encoding)
        found |= {content, content.hex().encode(), *_base64_shifts(content)}
    return found


def needles_for_content(content: bytes, count: int = 300) -> set[bytes]:
    """Return 64-byte samples from all over the content, without those any file could hold, and some of them in base64."""
    step = max(64, len(content) // count)
    samples = [content[start : start + 64] for start in range(0, len(content) - 64, step)]
    samples = [sample for sample in samples if len(set(sample)) > 16]
    return {*samples, *(shifted for sample in samples[::10] for shifted in _base64_shifts(sample))}


def hits(image: Path, needles: Iterable[bytes]) -> list[bytes]:
    """Return the needles that stand somewhere on the disk."""
    raw = written_blocks(image)
    return [needle for needle in needles if needle in raw]


def hits_in_files(folder: Path, needles: Iterable[bytes]) -> list[bytes]:
    """Return the needles that stand in some file below the folder."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return [needle for needle in needles if any(needle in content for content in contents)]


def _base64_shifts(content: bytes) -> set[bytes]:
    # The same bytes look three ways, by where they begin; the first and last symbols depend on the neighbours.
    return {base64.b64encode(bytes(shift) + content)[shift and 4 : -4] for shift in range(3)}
