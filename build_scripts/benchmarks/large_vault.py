"""A vault of 1,000 recordings and 100,000 moments: opening it until the list is painted, searching it, destroying in it.

Opening stands beside the same with an empty vault; searching beside reading every text, as it was before there was an
index; destroying beside the rewriting of as many bytes as the database has.
"""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

from many_recordings import MOMENTS, RECORDINGS, WEAKEST_KDF, make_many
from measure import seconds, side_by_side, spread
from PySide6.QtWidgets import QApplication
from scratch import PASSPHRASE, scratch_folder

from app.common.ids import RecordingId
from app.crypto.passphrase import derive
from app.services.session import Session
from app.ui.application import make_application
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.library.recordings import Recordings
from app.ui.theme import LIGHT, Theme
from app.vault.database import folded
from app.vault.vault import Vault

_SEARCHES = ("zebra", "stoel", "moeder", "oede", "kijkt weg", "lampion", "xyz")
_EVERY_TEXT = 'SELECT count(*) FROM moments WHERE instr(folded(see || char(10) || "next" || char(10) || "then" || char(10) || now), ?) > 0'


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        many = make_many(folder / "veel")
        Vault.create(folder / "leeg", PASSPHRASE, kdf=WEAKEST_KDF, with_recovery=False)[0].close()
        print(f"{RECORDINGS} opnamen, {MOMENTS} momenten, register {_size(many.folder) / 1e6:.0f} MB")
        application = make_application()
        derivation = 1000 * seconds(lambda: derive(PASSPHRASE, WEAKEST_KDF))
        print(f"daarin zit {derivation:.0f} ms sleutel afleiden, met de zwakste instelling")
        side_by_side(
            lambda: _open_and_show(application, many.folder),
            lambda: _open_and_show(application, folder / "leeg"),
            what="openen tot de lijst er staat",
            yardstick_name="lege kluis",
            unit="ms",
            aim="hoogstens 300 ms na het afleiden",
        )
        _search(many.folder)
        _destroy(many.folder, many.first, many.last)


def _size(folder: Path) -> int:
    return (folder / "register.db").stat().st_size


def _open_and_show(application: QApplication, folder: Path) -> float:
    opened: list[tuple[Session, Recordings, JobRunner]] = []

    def work() -> None:
        session = Session(Vault.open(folder, PASSPHRASE))
        theme, jobs = Theme(LIGHT), JobRunner()
        screen = Recordings(theme, jobs, session, ChangeSignal(session.changes, application))
        screen.resize(1440, 900)
        screen.show()
        while jobs.running:
            application.processEvents()
        screen.grab()
        opened.append((session, screen, jobs))

    took = 1000 * seconds(work)
    session, screen, jobs = opened[0]
    screen.release()
    jobs.wait_all(10)
    screen.deleteLater()
    session.lock()
    return took


def _search(folder: Path) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    database = vault._parts.database  # noqa: SLF001 - the yardstick is what the program no longer does
    for words in _SEARCHES:
        found = len(vault.moments.recordings_with(words))
        ours = [1000 * seconds(partial(vault.moments.recordings_with, words)) for _ in range(20)]
        theirs = 1000 * seconds(partial(database.rows, _EVERY_TEXT, folded(words)))
        print(f"zoeken naar “{words}” ({found} opnamen): {spread(ours)} ms (doel 30); elke tekst lezen {theirs:.0f} ms")
    vault.close()


def _destroy(folder: Path, one: RecordingId, other: RecordingId) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    copy = folder.parent / "kopie.db"

    def timed(what: str, work: Callable[[], object]) -> None:
        took = seconds(work)
        yardstick = seconds(lambda: _copy_durably(folder / "register.db", copy))
        print(f"{what}: {took * 1000:.0f} ms; het register kopiëren {yardstick * 1000:.0f} ms; verhouding {took / yardstick:.1f} (doel geen)")

    timed("alleen een nieuwe sleutel voor het register", vault.shred)
    timed("één opname met 100 momenten vernietigen", lambda: vault.remove_recordings([one], ground="user"))
    several = [recording.recording_id for recording in vault.recordings.list() if recording.recording_id != other][:20]
    timed("twintig opnamen tegelijk vernietigen", lambda: vault.remove_recordings(several, ground="retention"))
    vault.close()


def _copy_durably(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


if __name__ == "__main__":
    main()
