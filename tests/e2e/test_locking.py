"""Locking as somebody sees it who looks at the process from outside: nothing stays, and the worker comes back to the same second."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.common.progress import JobContext
from app.services.moments import MomentDraft
from app.services.resume import ResumePoint
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees
from tests.support.made_up_desktop import made_up_desktop
from tests.support.memory_scan import copies, encodings, family, words
from tests.support.source_tree import ROOT
from tests.support.vaults import cheap_kdf
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not shutil.which("Xvfb") or not shutil.which("dbus-daemon"), reason="needs Xvfb and D-Bus, which Linux has"),
]

PASSPHRASE = "zevenblad kompas turf marjolein oester"
NOTICED = "de merktekst van dit moment zoekt niemand ergens anders"
TITLE = "Gezin Merkteken Wilgenroosje"
LONG_MS = 60_000


PROGRAM = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.common.hardening import harden_process
from app.ui import application
from app.ui.main_window import MainWindow

harden_process()
state = Path(os.environ["STATE_FILE"])
def tell():
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
    screen = window.entrance or window.current_screen
    watching = getattr(screen, "watching", None)
    words = [type(screen).__name__, watching.position_ms if watching else -1, bool(watching and screen.stage.picture)]
    state.with_suffix(".new").write_text(" ".join(map(str, words)))
    state.with_suffix(".new").replace(state)
original = MainWindow.show
def show(window):
    original(window)
    window.timer = QTimer(window)
    window.timer.timeout.connect(tell)
    window.timer.start(100)
MainWindow.show = show
sys.exit(application.run_window(Path(sys.argv[1])))
"""
"""The program as it is, which also tells what is on its screen."""


class Room:
    """A running program with a real window, driven by its keyboard."""

    def __init__(self, display, folder, process, state):
        self._state = state
        self._display = display
        self.folder = folder
        self.process = process
        self.pid = process.pid

    def xdotool(self, *arguments):
        done = subprocess.run(["xdotool", *arguments], env={**os.environ, "DISPLAY": self._display}, capture_output=True, text=True, check=False)
        return done.stdout

    def windows(self):
        return self.xdotool("search", "--onlyvisible", "--pid", str(self.pid), "--name", "^Kijkkamer$").split()

    def state(self):
        """The screen in view, the time of its recording, and whether there is a picture."""
        return self._state.read_text().split() if self._state.exists() else ["", "-1", "False"]

    def position(self):
        return int(self.state()[1])

    def wait_for_unlock_screen(self):
        self._image = self.image()
        wait_until(lambda: self.state()[0] == "Unlock" and self.windows(), 60)

    def geometry(self):
        return self.xdotool("getwindowgeometry", "--shell", self.windows()[0]).split()[1:5]

    def title(self):
        return self.xdotool("getwindowname", self.windows()[0]).strip()

    def press(self, *keys):
        self.xdotool("windowfocus", "--sync", self.windows()[0])
        self.xdotool("key", *keys)

    def type_passphrase(self):
        self.xdotool("windowfocus", "--sync", self.windows()[0])
        self.xdotool("type", "--delay", "12", PASSPHRASE)

    def unlock(self):
        self.type_passphrase()
        self.go_in()

    def go_in(self, screen="ViewingScreen"):
        self.xdotool("key", "Return")
        wait_until(lambda: self.state()[0] == screen and (self.state()[2] == "True" or screen != "ViewingScreen"), 60)

    def is_vault_free(self):
        """Whether no process has the vault open; asks the lock itself."""
        import fcntl

        with (self.folder / "slot").open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def image(self):
        """What tells one program image of this process from the next: where the system put it."""
        return Path(f"/proc/{self.pid}/maps").read_text().split("-", 1)[0]

    def wait_until_locked(self):
        wait_until(self.is_vault_free, 30)
        wait_until(lambda: self.image() != self._image, 30)
        self._state.unlink(missing_ok=True)
        self.wait_for_unlock_screen()

    def found(self, needles):
        total = {}
        for pid in family(self.pid):
            for name, count in copies(pid, needles).items():
                total[name] = total.get(name, 0) + count
        return total


@contextmanager
def running(display, folder, home, **more):
    places = {
        name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR", "XDG_RUNTIME_DIR")
    }
    environment = {**os.environ, **places, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", **more}
    state = home / "state"
    state.unlink(missing_ok=True)
    environment |= {"STATE_FILE": str(state), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        room = Room(display, folder, process, state)
        try:
            room.wait_for_unlock_screen()
            yield room
        finally:
            process.kill()


@pytest.fixture
def vault(tmp_path):
    """A vault whose passphrase, keys and words are known to the test; it opens at its one recording."""
    made, code = Vault.create(tmp_path / "Werk.kluis", PASSPHRASE, kdf=cheap_kdf())
    session = Session(made)
    numbered_clip(tmp_path / "film.mp4", frames=LONG_MS // 40, audio=True)
    recording = session.recordings.import_file(tmp_path / "film.mp4", title=TITLE, context=JobContext())
    everybody_agrees(session, recording.recording_id)
    session.moments.add(MomentDraft(recording.recording_id, at_ms=5000, see=NOTICED))
    session.resume.keep(ResumePoint("recording", recording.recording_id))
    media = {f"key of medium {number}": bytes(row[0]) for number, row in enumerate(made._parts.database.rows("SELECT key FROM media"))}
    master = made._parts.master_key
    keys = {"master key": master._key.reveal(), "database key": master.unwrap_database_key(made._parts.header.database.key).reveal(), **media}
    needles = words("passphrase", PASSPHRASE) | words("words", NOTICED) | words("title", TITLE) | words("recovery code", code)
    for name, key in keys.items():
        needles |= encodings(name, key)
    session.lock()
    return tmp_path / "Werk.kluis", recording.recording_id, needles


def position(folder, recording_id):
    opened = Vault.open(folder, PASSPHRASE)
    try:
        return opened.recordings.get(recording_id).last_position_ms
    finally:
        opened.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may read the memory of a hardened process")
def test_after_locking_by_key_and_by_the_system_nothing_secret_is_in_memory_and_the_same_second_comes_back(display, vault, tmp_path):
    folder, recording_id, needles = vault
    with made_up_desktop(tmp_path) as desktop, running(display, folder, tmp_path, **desktop.environment) as room:
        assert room.title() == "Kijkkamer"
        room.type_passphrase()
        typed_copies = room.found(needles)
        print("typed:", typed_copies)
        assert any(name.startswith("passphrase") for name in typed_copies), "the scan must be able to find the passphrase"
        room.go_in()
        room.press("space")
        wait_until(lambda: room.position() > 700, 30)
        room.xdotool("windowsize", "--sync", room.windows()[0], "1100", "690", "windowmove", "--sync", room.windows()[0], "70", "60")
        wait_until(lambda: room.geometry()[2] == "WIDTH=1100", 10)
        geometry = room.geometry()
        assert room.title() == "Kijkkamer"
        open_copies = room.found(needles)
        print("unlocked:", open_copies)
        for secret in ("master key", "words", "title"):
            assert any(name.startswith(secret) for name in open_copies), f"the scan must be able to find the {secret}"
        room.press("ctrl+l")
        room.wait_until_locked()
        processes = family(room.pid)
        locked_copies = room.found(needles)
        print("locked:", locked_copies, "in processes", processes)
        assert locked_copies == {}
        assert processes[0] == room.pid
        assert room.process.poll() is None
        assert room.geometry() == geometry
        assert room.title() == "Kijkkamer"
        watched_to = position(folder, recording_id)
        assert 500 < watched_to < LONG_MS
        room.unlock()
        assert abs(room.position() - watched_to) <= 40
        desktop.say("gnome")  # locks its screen
        room.wait_until_locked()
        assert room.found(needles) == {}


def test_a_crash_leaves_nothing_open(display, vault, tmp_path):
    folder, _, _ = vault
    before = {*ROOT.iterdir()}
    with running(display, folder, tmp_path) as room:
        room.unlock()
        os.kill(room.pid, signal.SIGSEGV)
        assert room.process.wait(20) == -signal.SIGSEGV
        assert room.is_vault_free()
    assert {*ROOT.iterdir()} == before, "a core was left"
    assert [file for file in tmp_path.rglob("core*") if file.is_file()] == []
    with running(display, folder, tmp_path) as room:
        assert room.is_vault_free()
        room.type_passphrase()
        room.go_in("Recordings")
