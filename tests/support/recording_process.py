"""Records in the app until it is killed: `python -m tests.support.recording_process VAULT TITLE`.

Says `begun` and the clock of this computer when recording begins. Camera and microphone are the program's own test source; everything
else is real: the child, the encoder, the vault.
"""

import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from app.common.local_time import local_now
from app.common.progress import JobContext
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.services.captures import LiveCapture, NewRecording
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE

AGREED = PersonConsent("begeleider", AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=("zelf",))


def new_recording(title: str, people=(AGREED,)) -> NewRecording:
    """What was agreed before."""
    today = local_now().date()
    return NewRecording(title, "1e gesprek", today, today + timedelta(weeks=8), tuple(people))


def main(folder: Path, title: str) -> None:
    session = Session(Vault.open(folder, PASSPHRASE))
    live = LiveCapture("test", "test")
    threading.Thread(target=session.captures.run, args=(live, JobContext()), daemon=True).start()
    while not live.state.is_ready:
        time.sleep(0.01)
    session.captures.begin(live, new_recording(title))
    print("begun", time.monotonic(), flush=True)
    time.sleep(120)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
