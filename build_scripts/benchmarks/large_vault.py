"""A vault of 1,000 recordings and 100,000 moments: opening it until the list is painted, and searching it.

Opening stands beside the same with an empty vault; searching beside reading every text, as it was before there was an
index. `shredding.py` destroys in such a vault.
"""

import os
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

from many_recordings import MOMENTS, RECORDINGS, WEAKEST_KDF, make_many
from measure import seconds, side_by_side, spread
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from scratch import PASSPHRASE, scratch_folder

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
        many = folder / "veel"
        make_many(many)
        Vault.create(folder / "leeg", PASSPHRASE, kdf=WEAKEST_KDF, with_recovery=False)[0].close()
        print(f"{RECORDINGS} opnamen, {MOMENTS} momenten, register {_size(many) / 1e6:.0f} MB")
        application = make_application()
        derivation = 1000 * seconds(lambda: derive(PASSPHRASE, WEAKEST_KDF))
        print(f"daarin zit {derivation:.0f} ms sleutel afleiden, met de zwakste instelling")
        side_by_side(
            lambda: _open_and_show(application, many),
            lambda: _open_and_show(application, folder / "leeg"),
            what="openen tot de lijst er staat",
            yardstick_name="lege kluis",
            unit="ms",
            aim="hoogstens 300 ms na het afleiden",
        )
        _search(many)


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
            # Waits, as the program does: asking again and again would take the interpreter from the job it waits for.
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        application.processEvents()  # paints what the last job brought
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
        found = len(vault.search.recordings(words))
        ours = [1000 * seconds(partial(vault.search.recordings, words)) for _ in range(20)]
        theirs = 1000 * seconds(partial(database.rows, _EVERY_TEXT, folded(words)))
        print(f"zoeken naar “{words}” ({found} opnamen): {spread(ours)} ms (doel 30); elke tekst lezen {theirs:.0f} ms")
    vault.close()


if __name__ == "__main__":
    main()
