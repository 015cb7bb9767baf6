import subprocess
import sys

# PySide6-Essentials 6.12.0 on CPython 3.11 loses a reference to True at every emit, until the interpreter aborts.
_EMIT_OFTEN = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Sender(QObject):
    happened = Signal(bool, object)

application = QCoreApplication([])
sender = Sender()
received = []
sender.happened.connect(lambda flag, what: received.append(flag))
before = sys.getrefcount(True), sys.getrefcount(None)
for _ in range(10_000):
    sender.happened.emit(True, None)
received_often = len(received)
received.clear()
after = sys.getrefcount(True), sys.getrefcount(None)
print(received_often, before[0] - after[0], before[1] - after[1])
"""


def test_ten_thousand_signals_cost_no_references_and_do_not_crash():
    result = subprocess.run([sys.executable, "-X", "faulthandler", "-c", _EMIT_OFTEN], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    received, lost_true, lost_none = map(int, result.stdout.split())
    assert received == 10_000
    assert lost_true < 5_000
    assert lost_none < 5_000
