"""Destroying one recording, with its change of the database's key, in a vault of 1,000 recordings and 100,000 moments."""

import os
import shutil
from datetime import date
from functools import partial

from many_recordings import make_many
from measure import seconds, side_by_side, spread
from scratch import PASSPHRASE, scratch_folder

from app.common.ids import NoteId
from app.domain.kept_note import KeptNote
from app.vault.vault import Vault

_ROUNDS = 5


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        make_many(folder / "kluis")
        vault = Vault.open(folder / "kluis", PASSPHRASE)
        recordings = [recording.recording_id for recording in vault.recordings.list()]
        database = folder / "kluis" / "register.db"
        megabytes = database.stat().st_size / 1e6

        def rekey() -> float:
            note = KeptNote(NoteId(os.urandom(16).hex()), date(2026, 11, 24), None, "kijkkader", "1", (), "", "", "", "weg")
            vault.notes.add(note)
            return seconds(partial(vault.remove_note, note.note_id))

        def copy() -> float:
            return seconds(lambda: shutil.copyfile(database, folder / "kopie.db"))

        one = [seconds(partial(vault.remove_recording, recording_id)) for recording_id in recordings[:_ROUNDS]]
        print(f"een opname vernietigen bij {megabytes:.0f} MB administratie: {spread(one)} s")
        many = seconds(lambda: vault.remove_recordings(recordings[100:200], ground="retention"))
        print(f"honderd opnamen samen vernietigen: {many:.2f} s")
        side_by_side(rekey, copy, what="nieuwe sleutel voor de database", yardstick_name="kopie van het bestand", unit="s", aim="geen", rounds=3)
        vault.close()


if __name__ == "__main__":
    main()
