"""K6, K7: read-only folders, a clock set back, a full disk that is really full, and too little memory for the key derivation."""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from app.common.errors import SystemProblem
from app.common.progress import JobContext
from app.vault.vault import Vault
from tests.support.raw_disk import can_mount, mounted_disk
from tests.support.source_tree import ROOT
from tests.support.vaults import PASSPHRASE, add_recording, new_vault, store

SHORT_OF_MEMORY = f"""
import resource, sys
from pathlib import Path
from app.common.errors import AppError
from app.crypto.passphrase import KdfSettings
from app.vault.vault import Vault
folder, spare_mib = Path(sys.argv[1]), int(sys.argv[2])
pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + spare_mib * 1024 * 1024
vault = Vault.open(folder, {PASSPHRASE!r})
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    vault.set_passphrase("zes andere woorden hier", kdf=KdfSettings(256, 3))
    print("changed")
except AppError as error:
    print(error.code)
vault.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs RLIMIT_AS")
def test_k7_too_little_memory_is_said_and_changes_nothing(tmp_path, tally):
    new_vault(tmp_path / "kluis").close()
    before = (tmp_path / "kluis" / "kluis.json").read_bytes()
    steps = (30, 100, 180, 240)
    for spare in steps:
        command = [sys.executable, "-c", SHORT_OF_MEMORY, str(tmp_path / "kluis"), str(spare)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.strip()) == (0, "memory_short"), done.stderr
        assert (tmp_path / "kluis" / "kluis.json").read_bytes() == before
        Vault.open(tmp_path / "kluis", PASSPHRASE).close()
    tally("K7", len(steps), "keer Argon2 met te weinig geheugen", outcome="kop veranderd")


def test_k6_a_clock_set_back_loses_nothing(tmp_path, monkeypatch, tally):
    vault = new_vault(tmp_path / "kluis")

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2019, 1, 1, tzinfo=tz or UTC) - timedelta(days=1)

    for module in ("app.vault.tables.event_log", "app.vault.media_store"):
        monkeypatch.setattr(f"{module}.datetime", Earlier)
    recording = add_recording(vault)
    vault.log.add("proef", "1")
    vault.close()
    again = Vault.open(tmp_path / "kluis", PASSPHRASE)
    assert again.findings == again.check(deep=True, context=JobContext()) == []
    assert again.recordings.list() == [recording]
    again.close()
    tally("K6", 1, "keer een klok die acht jaar terugging", outcome="verloren")


def test_k6_a_disk_that_is_really_full_is_said_and_what_was_kept_stays(tmp_path, tally):
    if sys.platform != "linux":
        pytest.skip("mounts a disk, which this does for Linux only")
    if reason := can_mount(tmp_path):
        pytest.skip(f"may not mount a disk here: {reason}")
    with mounted_disk(tmp_path / "schijf.img", tmp_path / "schijf", 260) as disk:
        vault = new_vault(disk / "kluis")
        try:
            said = work_on_a_full_disk(disk, vault)
        finally:
            vault.close()
        again = Vault.open(disk / "kluis", PASSPHRASE)
        findings = again.findings + again.check(deep=True, context=JobContext())
        again.close()
    assert said == ["disk_full", "disk_became_full", "disk_became_full"]
    assert {finding.code for finding in findings} <= {"import_undone", "header_copy_repaired"}
    tally("K6", len(said), "schrijfacties op een volle schijf", outcome="stil mislukt")


def work_on_a_full_disk(disk, vault) -> list[str]:
    """Return what is said of an import, a row and a new passphrase; afterwards there is room again, and it goes on."""
    store(vault, os.urandom(20_000))
    fill_up(disk / "van een ander", 1 << 20)
    said = []
    works = (
        lambda: store(vault, os.urandom(3_000_000)),
        lambda: vault.settings.set("proef", "x" * 2_000_000),
        lambda: fill_up(disk / "van een ander 2", 1 << 12) or vault.settings.set("proef", "y" * 400_000),
    )
    for work in works:
        with pytest.raises(SystemProblem) as caught:
            work()
        said.append(caught.value.code)
    for path in disk.glob("van een ander*"):
        path.unlink()
    store(vault, os.urandom(20_000))
    vault.settings.set("proef", "z")
    return said


def fill_up(path, size: int) -> None:
    """Write pieces of this size until no piece fits any more."""
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(bytes(size)) == size:
            pass


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_k6_a_folder_that_may_not_be_written_is_said(tmp_path, tally):
    new_vault(tmp_path / "kluis").close()
    for path in [*(tmp_path / "kluis").rglob("*"), tmp_path / "kluis"]:
        path.chmod(0o500 if path.is_dir() else 0o400)
    with pytest.raises(SystemProblem) as caught:
        Vault.open(tmp_path / "kluis", PASSPHRASE)
    assert caught.value.code == "no_permission"
    tally("K6", 1, "map zonder schrijfrecht", outcome="stil mislukt")
