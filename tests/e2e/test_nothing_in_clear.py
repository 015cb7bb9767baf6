"""After the whole journey no byte of the recording and no word of the worker stands in clear on the disk."""

import os
from pathlib import Path

import pytest

from app.common.paths import resource_path
from tests.support.command_line import kijkkamer

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

CLIP = resource_path("oefenclip", "gesprek-van-twee.mp4")
TITLE = "Gezin Zilverspar"
WORDS = "zij kijkt weg als school ter sprake komt"


def samples_of(content: bytes) -> list[bytes]:
    """64-byte pieces all over the file, without the ones that stand in any file (one byte repeated)."""
    step = max(64, len(content) // 400)
    pieces = [content[start : start + 64] for start in range(0, len(content) - 64, step)]
    return [piece for piece in pieces if len(set(piece)) > 16]


def markers() -> list[bytes]:
    return [text.encode(encoding) for text in (TITLE, WORDS) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]


def hits(folder: Path, needles: list[bytes]) -> list[Path]:
    files = [Path(place) / name for place, _, names in os.walk(folder) for name in names]
    return [file for file in files if file.is_file() and any(needle in file.read_bytes() for needle in needles)]


def test_the_search_finds_what_stands_in_clear(tmp_path):
    content = CLIP.read_bytes()
    (tmp_path / "stuk").write_bytes(b"x" * 1000 + content[len(content) // 2 :])
    (tmp_path / "titel").write_bytes(TITLE.encode("utf-16-le"))

    assert {file.name for file in hits(tmp_path, samples_of(content) + markers())} == {"stuk", "titel"}


def test_the_export_holds_no_byte_of_the_source(private_home, tmp_path):
    document = kijkkamer("demo", "--out", str(tmp_path / "demo"), "--json").document

    copies = list((tmp_path / "demo").rglob("*.mp4"))
    assert document
    assert copies
    assert [file for file in copies if any(piece in file.read_bytes() for piece in samples_of(CLIP.read_bytes()))] == []
