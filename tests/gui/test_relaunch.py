import os
import subprocess
import sys

import pytest

from tests.support.demo_vault import cheap_session

PROGRAM = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui import application
from app.ui.main_window import MainWindow
from app.services.session import open_session
from tests.support.demo_vault import PASSPHRASE

def act():
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))
    print(os.getpid(), type(window.entrance).__name__, flush=True)
    if os.environ.pop("FIRST_TIME", ""):
        window.enter(open_session(Path(sys.argv[1]), PASSPHRASE))
        QTimer.singleShot(200, window.lock)
    else:
        open_session(Path(sys.argv[1]), PASSPHRASE).lock()
        window.close()

QTimer.singleShot(0, lambda: None)
original = MainWindow.show
def show(window):
    original(window)
    QTimer.singleShot(100, act)
MainWindow.show = show
sys.exit(application.run_window(Path(sys.argv[1])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts a second process instead")
def test_locking_ends_the_process_and_a_fresh_one_stands_at_the_closed_shutters(tmp_path):
    cheap_session(tmp_path / "kluis").lock()
    environment = {**os.environ, "FIRST_TIME": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "kluis")], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [words[1] for words in lines] == ["Unlock", "Unlock"], done.stderr
    assert lines[0][0] == lines[1][0]
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
