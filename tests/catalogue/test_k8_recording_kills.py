"""K8: killed at a random moment while recording: at most two seconds lost, the rest plays, and nothing of it in the clear anywhere."""

import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from app.capture.proof_source import number_in
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.timecode import TimeRange
from app.media.frames import FrameReader
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, new_vault

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KIJKKAMER_RECORDING_KILLS", "2"))
MOST_LOST_S = 2.0
ROOT = Path(__file__).resolve().parents[2]
TITLE = "Gezin Merkteken"


def test_killed_while_recording_loses_at_most_two_seconds(tmp_path, tally):
    chance = random.Random(20261124)
    folders = [tmp_path / f"{number}.kluis" for number in range(KILLS)]
    for folder in folders:
        new_vault(folder).close()
    with ThreadPoolExecutor(2) as pool:
        lasted = list(pool.map(_killed, folders, [chance.uniform(0.3, 1.6) for _ in folders]))
    lost = [_looked_at(folder, lasted_s) for folder, lasted_s in zip(folders, lasted, strict=True)]
    assert max(lost) <= MOST_LOST_S, lost
    tally("K8", KILLS, f"keer gedood tijdens opnemen (hoogstens {max(lost):.2f} s kwijt)", 0, "meer dan twee seconden kwijt")


def _killed(folder: Path, after_s: float) -> float:
    """Record, kill, and return how long was recorded by the clock."""
    command = [sys.executable, "-m", "tests.support.recording_process", str(folder), TITLE]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        begun_s = float(process.stdout.readline().split()[1])
        time.sleep(after_s)
        process.kill()
        return time.monotonic() - begun_s


def _looked_at(folder: Path, lasted_s: float) -> float:
    """Make a recording of what was interrupted; return how many seconds are missing at its end."""
    interrupted = _ciphertexts(folder)
    session = Session(Vault.open(folder, PASSPHRASE))
    try:
        assert {finding.code for finding in session._vault.findings} <= {"capture_waiting"}
        recordings = session.captures.recover(JobContext())
        if not recordings:
            return lasted_s
        (recording,) = recordings
        assert session.captures.waiting() == 0
        assert [person.role for person in session.consent.persons(recording.recording_id)] == ["begeleider"]
        assert session.consent.verdict(recording.recording_id, Purpose.OWN).is_allowed
        source = session._vault.media.open(recording.media_id)
        content = source.read_at(0, source.size)
        _plays(source, recording.facts.duration_ms)
        samples = [content[at : at + 48] for at in range(2000, len(content) - 48, 4001)]
        for place in (*_ciphertexts(folder), *interrupted):
            assert TITLE.encode() not in place
            assert not any(sample in place for sample in samples)
        source.close()
        assert list((folder / "bezig").iterdir()) == []
        return lasted_s - recording.facts.duration_ms / 1000
    finally:
        session.lock()


def _ciphertexts(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def _plays(source, duration_ms: int) -> None:
    """Every picture can be decoded, and their numbers run on."""
    reader = FrameReader(source)
    try:
        times = reader.frame_times(TimeRange(0, duration_ms))
        pictures = [reader.frame_at(at_ms) for at_ms in times[:: max(1, len(times) // 4)]]
        shapes = [np.frombuffer(each.pixels, np.uint8).reshape(each.height, each.width, 4)[..., :3] for each in pictures]
        numbers = [number_in(pixels) for pixels in shapes]
        assert numbers
        assert numbers == sorted(set(numbers))
    finally:
        reader.close()
