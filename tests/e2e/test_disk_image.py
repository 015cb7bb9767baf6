"""D1, D2: home, temp, vault, back-up and restored vault of a whole journey on one disk; afterwards nothing of it can be read from that disk.

Needs the right to mount. Where that is missing the files alone are searched, and the line of the catalogue says so.
"""

import os
import sys
from contextlib import nullcontext

import pytest

from app.common.ids import RecordingId
from app.common.paths import resource_path
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.command_line import kijkkamer
from tests.support.marked_words import OF_RECORDING, OF_WORKER, mark, plant
from tests.support.raw_disk import can_mount, hits, hits_in_files, mounted_disk, needles_for_content, needles_for_text

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600)]

CLIP = resource_path("oefenclip", "gesprek-van-twee.mp4")
TITLE = "Gezin Zilverspar"
WORDS = "zij kijkt weg als school ter sprake komt"
PASSPHRASE, NEW_PASSPHRASE = "ladder fluit regen lepel oranje", "tovenaar kwartel zes bloem waaier"


@pytest.fixture
def image(tmp_path):
    if sys.platform != "linux":
        pytest.skip("mounts a disk, which this does for Linux only")
    if reason := can_mount(tmp_path):
        pytest.skip(f"may not mount a disk here: {reason}")
    return tmp_path / "schijf.img"


def needles() -> set[bytes]:
    written = (TITLE, WORDS, PASSPHRASE, NEW_PASSPHRASE, *map(mark, OF_RECORDING | OF_WORKER))
    texts = {needle for text in written for needle in needles_for_text(text)}
    return texts | needles_for_content(CLIP.read_bytes())


def test_the_search_finds_what_was_deleted_again(image, tmp_path, tally):
    content = CLIP.read_bytes()
    with mounted_disk(image, tmp_path / "schijf") as disk:
        (disk / "titel").write_bytes(f"iets {TITLE} iets".encode("utf-16-le"))
        (disk / "stuk").write_bytes(b"x" * 1000 + content[len(content) // 2 :])
        os.sync()
        (disk / "titel").unlink()
        (disk / "stuk").unlink()
    found = set(hits(image, needles()))
    assert TITLE.encode("utf-16-le") in found
    assert len(found & needles_for_content(content)) > 50
    tally.note("D2", f"het zoeken zelf: {len(found)} sporen gevonden van twee gewiste bestanden")


def test_a_whole_journey_leaves_nothing_to_read_on_the_disk(tmp_path, monkeypatch, tally):
    outside = tmp_path / "buiten"
    outside.mkdir()
    (outside / "wachtzin").write_text(PASSPHRASE + "\n")
    (outside / "nieuw").write_text(NEW_PASSPHRASE + "\n")
    image, why_not = tmp_path / "schijf.img", can_mount(tmp_path) if sys.platform == "linux" else "only on Linux"
    with nullcontext(tmp_path / "schijf") if why_not else mounted_disk(image, tmp_path / "schijf") as disk:
        for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
            (disk / name).mkdir(mode=0o700, parents=True)
            monkeypatch.setenv(name, str(disk / name))
        walk(disk, outside)
        os.sync()
        found = hits_in_files(disk, needles())
    where = f"in de bestanden (geen schijf: {why_not})" if why_not else "op de hele schijf (ext4 in een bestand, gemount)"
    found += [] if why_not else hits(image, needles())
    assert (outside / "kopie.mp4").stat().st_size > 10_000
    assert found == []
    tally("D2", len(needles()), f"merktekens en stukken gezocht {where}", len(found), "gevonden")


def walk(disk, outside) -> None:
    """All a worker does, by command where there is one: from nothing to a destroyed recording and a restored vault."""
    vault, stick = disk / "HOME" / "kluis", disk / "stick"
    stick.mkdir()

    def run(*words: object, at=vault, passphrase="wachtzin"):
        ended = kijkkamer(*words, "--vault", str(at), "--passphrase-file", str(outside / passphrase), "--json")
        assert ended.code == 0, ended.err
        return ended.document

    run("vault", "create")
    recordings = [run("recording", "import", str(CLIP), "--title", TITLE)[0]["recording_id"]]
    for role in ("werker", "moeder"):
        answer = ("--age", "adult", "--purpose", "own,team", "--by", "zelf", "--on", "2026-11-12")
        run("consent", "set", "--recording", recordings[0], "--person", role, *answer)
    run("moment", "add", "--recording", recordings[0], "--at", "4", "--kind", "helpt", "--see", WORDS)
    fragment_id = run("fragment", "add", "--recording", recordings[0], "--from", "2", "--to", "4", "--question", WORDS)["fragment_id"]
    session = Session(Vault.open(vault, PASSPHRASE))
    plant(session, RecordingId(recordings[0]))
    session.lock()
    run("fragment", "detect", fragment_id)
    run("fragment", "export", fragment_id, "--out", str(outside / "kopie.mp4"), "--unreviewed")
    run("vault", "backup", "--folder", str(stick))
    run("vault", "passphrase", "--new-passphrase-file", str(outside / "nieuw"))
    run("recording", "delete", recordings[0], "--yes", passphrase="nieuw")
    run("vault", "check", "--deep", passphrase="nieuw")
    run("vault", "restore", "--file", str(stick), at=disk / "HOME" / "terug")
