"""A power cut while typing costs at most the last second, and the words are there again."""

import json
import subprocess
import sys

import pytest

from app.common.progress import JobContext
from app.services.session import Session
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees
from tests.support.kills import ROOT
from tests.support.vaults import new_vault

KILLS = 10


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_ten_kills_each_cost_at_most_the_last_second_of_typing(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    numbered_clip(tmp_path / "a.mp4", frames=10)
    recording = session.recordings.import_file(tmp_path / "a.mp4", title="Beuk", context=JobContext())
    everybody_agrees(session, recording.recording_id)
    session.lock()
    command = [sys.executable, "-m", "tests.support.typing_kills", str(tmp_path / "kluis"), str(KILLS), "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    lost_s = json.loads(done.stdout.splitlines()[-1])
    print("seconds of typing lost per kill:", [round(each, 2) for each in lost_s])
    assert len(lost_s) == KILLS
    assert max(lost_s) <= 1.0
