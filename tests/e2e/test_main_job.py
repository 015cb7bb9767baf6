"""The main job in a real window under Xvfb: from nothing to a saved copy in which nobody is recognisable."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import av
import pytest
from virtual_display import virtual_display

from tests.e2e.journey import CLIP, NOTICED
from tests.e2e.test_nothing_in_clear import hits, samples_of
from tests.support.source_tree import ROOT

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not shutil.which("Xvfb") or not shutil.which("strace"), reason="needs Xvfb and strace, which Linux has"),
]


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Walk the journey once; give its folder, its home and what strace saw of sockets."""
    folder, home, log = tmp_path_factory.mktemp("reis"), tmp_path_factory.mktemp("huis"), tmp_path_factory.mktemp("oproepen") / "oproepen"
    places = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")}
    traced = ["strace", "-f", "--seccomp-bpf", "-e", "trace=%network", "-o", str(log)]
    command = [*traced, sys.executable, "-m", "tests.e2e.journey", str(folder), "--quick"]
    with virtual_display(1920, 1080) as display:
        environment = {**os.environ, **places, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=580, check=False)
    assert ended.returncode == 0, ended.stderr
    return folder, home, log.read_text()


def test_the_keyboard_alone_brings_a_person_from_nothing_to_a_saved_copy(walked):
    folder, _, _ = walked
    report = json.loads((folder / "team.json").read_text("utf-8"))
    assert report["reviewed_by"] == "jij"
    assert report["second_look"]["residual_face_frames"] == 0
    with av.open(str(folder / "team.mp4")) as copy:
        assert [stream.type for stream in copy.streams] == ["video"]
        assert sum(1 for _ in copy.decode(video=0)) == report["frames"]


def test_every_screen_was_drawn_and_every_look_was_walked_in(walked):
    folder, _, _ = walked
    looks = Counter(tuple(picture.stem.rsplit("-", 2)[1:]) for picture in (folder / "schermen").iterdir())
    assert looks == {("licht", "1440"): 5, ("donker", "1440"): 5, ("licht", "1366"): 4}


def test_the_window_opened_no_internet_socket(walked):
    _, _, calls = walked
    assert "AF_UNIX" in calls
    assert [line for line in calls.splitlines() if "AF_INET" in line] == []


def test_the_window_left_nothing_in_clear(walked):
    folder, home, _ = walked
    needles = [*samples_of(CLIP.read_bytes()), *(NOTICED.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))]
    assert hits(folder / "kluis", needles) == []
    assert hits(home, needles) == []
    assert hits(Path(folder / "instellingen"), needles) == []
