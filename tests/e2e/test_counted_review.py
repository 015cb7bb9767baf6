"""A review of an excerpt with two gaps and one false face, by keyboard, counted."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from virtual_display import virtual_display

from tests.support.source_tree import ROOT

MOST_ACTIONS = 9

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb, which Linux has"),
]


def test_an_excerpt_with_two_gaps_and_a_false_face_takes_nine_actions_from_moment_to_saved_file(tmp_path):
    folder, home = tmp_path / "reis", tmp_path / "huis"
    folder.mkdir()
    home.mkdir()
    places = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")}
    with virtual_display(1920, 1080) as display:
        environment = {**os.environ, **places, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "tests.e2e.counted_review", str(folder)]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=880, check=False)
    assert ended.returncode == 0, ended.stderr
    actions = json.loads((folder / "tellen.json").read_text("utf-8"))
    assert len(actions) <= MOST_ACTIONS, actions
    (copy,) = home.rglob("*.mp4")
    report = json.loads(copy.with_suffix(".json").read_text("utf-8"))
    assert report["reviewed_by"] == "jij"
    assert report["second_look"]["residual_face_frames"] == 0
