"""The process is killed while it imports; whatever was called kept is there, nothing else is."""

import hashlib
import random
import subprocess
import sys
import time
from pathlib import Path

from app.common.progress import JobContext
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, new_vault

ROOT = Path(__file__).resolve().parents[3]
IMPORTER = f"""
import sys
from pathlib import Path
from app.vault.vault import Vault
from tests.support.vaults import add_recording
vault = Vault.open(Path(sys.argv[1]), {PASSPHRASE!r})
print("ready", flush=True)
number = 0
while True:
    number += 1
    recording = add_recording(vault, bytes([number % 251]) * (4_000_000 + number))
    print(recording.recording_id, flush=True)
"""


def test_a_kill_during_import_loses_nothing_kept_and_leaves_nothing_half(folder):
    new_vault(folder).close()
    acknowledged = set()
    chance = random.Random(4)
    undone = 0
    for _ in range(8):
        child = subprocess.Popen([sys.executable, "-c", IMPORTER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.01, 0.25))
        child.kill()
        acknowledged |= {line for line in child.stdout.read().split("\n")[:-1] if line}
        child.stdout.close()
        child.wait()
        vault = Vault.open(folder, PASSPHRASE)
        undone += sum(finding.code == "import_undone" for finding in vault.findings)
        assert {finding.code for finding in vault.findings} <= {"import_undone"}
        recordings = vault.recordings.list()
        kept = {recording.recording_id for recording in recordings}
        assert acknowledged <= kept
        assert len(kept - acknowledged) <= 1  # kept, but killed before it could say so
        acknowledged = kept
        assert list((folder / "bezig").iterdir()) == []
        assert len(list((folder / "media").rglob("*.media"))) == len(recordings)
        vault.close()
    vault = Vault.open(folder, PASSPHRASE)
    assert vault.check(deep=True, context=JobContext()) == []
    for recording in vault.recordings.list():
        reader = vault.media.open(recording.media_id)
        assert hashlib.sha256(reader.read_at(0, reader.size)).hexdigest() == recording.sha256
        reader.close()
    vault.close()
    assert undone > 0
