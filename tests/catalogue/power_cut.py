"""What the tests of a power cut share: a vault with one recording, work on it that is written down, and states that are opened."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.common.progress import JobContext
from app.vault.vault import Vault
from tests.support.crash_states import Recorder
from tests.support.vaults import PASSPHRASE, add_recording, cheap_kdf

HARMLESS = {"import_undone", "header_copy_repaired", "shredding_finished"}
KEPT = b"blijft" * 1000


@contextmanager
def fast_folder(otherwise: Path) -> Iterator[Path]:
    """Where many small states can be laid out: in memory when the system has such a place."""
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield otherwise
        return
    place = memory / f"kijkkamer-{os.getpid()}-{os.urandom(4).hex()}"
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


class Work:
    """A vault with a recording in it, and what is written down of one piece of work on it."""

    def __init__(self, place: Path) -> None:
        self.root = place / "begin"
        self.root.mkdir()
        self.vault, self.code = Vault.create(self.root / "kluis", PASSPHRASE, kdf=cheap_kdf())
        self.kept = add_recording(self.vault, KEPT)
        self.vault.close()

    def record(self, work: Callable[[Vault, Recorder], object]) -> Recorder:
        """Do the work and return what was written down."""
        recorder = Recorder(self.root)
        with recorder.with_database():
            vault = Vault.open(self.root / "kluis", PASSPHRASE, files=recorder)
            work(vault, recorder)
            vault.close()
        return recorder

    @contextmanager
    def opened(self, root: Path, folder: str = "kluis", *, code: str | None = None) -> Iterator[Vault]:
        """Open a state with the code on paper: that takes no key derivation. Only what recovery may find is found."""
        vault = Vault.open_with_recovery_code(root / folder, code or self.code)
        try:
            codes = {finding.code for finding in vault.findings} | {finding.code for finding in vault.check(deep=True, context=JobContext())}
            assert codes <= HARMLESS, codes
            assert list((root / folder / "bezig").iterdir()) == []
            assert list((root / folder / "quarantaine").iterdir()) == []
            yield vault
        finally:
            vault.close()

    def assert_kept(self, vault: Vault) -> None:
        """The recording that was there before is there, whole."""
        assert content(vault, self.kept) == KEPT


def content(vault: Vault, recording) -> bytes:
    """Return a recording's bytes."""
    reader = vault.media.open(recording.media_id)
    try:
        return reader.read_at(0, reader.size)
    finally:
        reader.close()
