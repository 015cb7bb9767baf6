"""Store the same bytes many times and count what comes back twice."""

from pathlib import Path

from app.crypto.streaming_aead import HEADER_SIZE
from app.vault.durable_files import DurableFiles, NewFile
from tests.support.vaults import new_vault, store


class UnsyncedFile(NewFile):
    def sync(self) -> None:
        """Not needed to see what was written, and most of the time it takes."""


class UnsyncedFiles(DurableFiles):
    def new_file(self, path) -> NewFile:
        return UnsyncedFile(path)

    def sync_folder(self, folder) -> None:
        """As above."""


def repeats_in_imports(folder: Path, times: int) -> int:
    """Return how many keys, headers, ciphertexts or names occurred before, over this many imports of the same bytes."""
    vault = new_vault(folder, files=UnsyncedFiles())
    seen: set[bytes] = set()
    for _ in range(times):
        stored = store(vault, bytes(100))
        path = vault.media.media_path(stored.media_id)
        content = path.read_bytes()
        (key,) = vault._parts.database.row("SELECT key FROM media WHERE media_id = ?", stored.media_id)
        seen |= {key, content[1:33], content[33:HEADER_SIZE], content[HEADER_SIZE:], stored.media_id.encode()}
        path.unlink()
    vault.close()
    return 5 * times - len(seen)
