"""Kill the real viewing screen while somebody types, again and again: `python -m tests.support.typing_kills VAULT TIMES SEED`.

Children are forked before there is any Qt object, so that starting one costs little. Each takes up the draft it finds, types
on, and says after every key how many letters stand in the field and when. Prints what was lost, in seconds, per kill.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtTest import QTest

from app.services.session import Session
from app.ui.application import make_application
from app.ui.jobs import JobRunner
from app.ui.theme import LIGHT, Theme
from app.ui.viewing.screen import ViewingScreen
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEY_EVERY_MS = 40


def _type_until_killed(vault: Path, said: int) -> None:
    application = make_application()
    theme = Theme(LIGHT)
    theme.dress(application)
    session = Session(Vault.open(vault, PASSPHRASE))
    screen = ViewingScreen(session, theme, JobRunner(), session.recordings.list()[0].recording_id)
    screen.resize(1314, 642)
    screen.show()
    if screen.marking.selected is None:
        screen.controls.act("mark_kans")
    screen.controls.act("write")
    field = screen.focusWidget()
    while True:
        text = field.toPlainText()
        QTest.keyClick(field, LETTERS[len(text) % len(LETTERS)])
        os.write(said, f"{time.monotonic()} {len(text) + 1}\n".encode())
        QTest.qWait(_KEY_EVERY_MS)


def _one_kill(vault: Path, typing_s: float) -> tuple[float, list[tuple[float, int]]]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _type_until_killed(vault, writing)
        finally:
            os._exit(1)
    os.close(writing)
    told = os.read(reading, 100)  # the first key: from now on it types
    time.sleep(typing_s)
    killed_at = time.monotonic()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reading, 65536):
        told += piece
    os.close(reading)
    lines = [line.split() for line in told.decode().splitlines() if line.count(" ") == 1]
    return killed_at, [(float(at), int(count)) for at, count in lines]


def _kept(vault: Path) -> str:
    opened = Vault.open(vault, PASSPHRASE)
    try:
        return "".join(words["see"] for words in opened.drafts.list(opened.recordings.list()[0].recording_id).values())
    finally:
        opened.close()


def main(vault: Path, times: int, chance: random.Random) -> list[float]:
    """Return for every kill how many seconds of typing were gone; ValueError when the letters are not those that were typed."""
    lost = []
    for _ in range(times):
        killed_at, keys = _one_kill(vault, chance.uniform(0.2, 1.2))
        kept = _kept(vault)
        if kept != (LETTERS * (len(kept) // len(LETTERS) + 1))[: len(kept)]:
            raise ValueError(kept)
        gone = [at for at, count in keys if count > len(kept)]
        lost.append(killed_at - min(gone) if gone else 0.0)
    return lost


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3])))))
