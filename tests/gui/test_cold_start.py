"""The closed shutters come quickly because nothing of what is behind them is imported yet."""

import subprocess
import sys

from tests.support.source_tree import ROOT

SCREENS = ("app.services.session", "app.ui.viewing.screen", "app.ui.anonymise.screen")
HEAVY = ("numpy", "onnxruntime", "av", "PIL", "reportlab", "zxcvbn", "sqlcipher3", *SCREENS)


def test_the_closed_shutters_need_nothing_of_what_is_inside():
    code = f"import sys, app.ui.application; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_inside_is_fetched_meanwhile():
    code = (
        "import sys, threading, app.ui.inside as inside\n"
        "inside.fetch_inside()\n"
        "[thread.join(120) for thread in threading.enumerate() if thread.name == 'fetch inside']\n"
        f"print([name for name in {SCREENS!r} if name not in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
