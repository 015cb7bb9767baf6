"""Cold start of the window to the unlock screen, against an empty PySide6 window; processes of their own, offscreen."""

import os
import subprocess
import sys

from measure import seconds, side_by_side
from scratch import PASSPHRASE, ROOT, scratch_folder

from app.services.session import create_session

_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
window = QWidget()
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
"""
_OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.ui.application import run_window
from app.ui.main_window import MainWindow
def shown(window, event):
    QTimer.singleShot(0, QApplication.quit)
MainWindow.showEvent = shown
sys.exit(run_window(Path(sys.argv[1])))
"""


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        session.lock()
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder)}

        def run(*arguments: str) -> float:
            command = [sys.executable, "-c", *arguments]
            return 1000 * seconds(lambda: subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True))

        side_by_side(
            lambda: run(_OURS, str(folder / "kluis")), lambda: run(_EMPTY), what="koude start", yardstick_name="leeg venster", unit="ms", aim="geen"
        )


if __name__ == "__main__":
    main()
