"""Camera and microphone in the child: the program's own test source stands in for them."""

import io
import os
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import av
import pytest

from app.capture.live import LiveCapture
from app.capture.note_sound import NOTE_RATE, note_samples
from app.capture.proof_source import number_in, picture_of
from app.capture.repair import repair
from app.capture.sources import list_sources
from app.common.byte_source import MemorySource
from app.common.errors import AppError, CancelledError, InputError
from app.common.progress import JobContext


class Memory:
    """A writer that keeps all of it, and what there was just before its front was changed."""

    def __init__(self):
        self.content = bytearray()
        self.unchanged = b""

    def write(self, offset, content):
        if offset > len(self.content):
            raise ValueError
        if offset < len(self.content):
            self.unchanged = self.unchanged or bytes(self.content)
        self.content[offset : offset + len(content)] = content


def _running(live, context=None):
    problems = []

    def run():
        try:
            live.run(context or JobContext())
        except AppError as error:
            problems.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 30
    while not live.state.is_ready and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    return thread, problems


def _record(live, seconds, *, then=()):
    memory = Memory()
    thread, problems = _running(live)
    live.record(memory)
    _until(live, seconds)
    for act in then:
        act(live)
    live.stop()
    thread.join()
    assert problems == []
    return memory


def _until(live, seconds):
    deadline = time.monotonic() + 30
    while live.state.recorded_ms < seconds * 1000 and time.monotonic() < deadline:
        time.sleep(0.02)


def test_the_number_in_the_picture_can_be_read_back():
    assert [number_in(picture_of(number)) for number in (0, 1, 77, 123_456)] == [0, 1, 77, 123_456]


def test_what_is_recorded_is_an_ordinary_film_with_the_numbers_in_order_and_the_tone():
    pictures, levels = [], set()
    live = LiveCapture("test", "test")

    def on_picture(picture):
        pictures.append(picture)
        levels.add(live.state.level)

    live.on_picture = on_picture
    memory = _record(live, 1.5)
    with av.open(io.BytesIO(bytes(memory.content))) as film:
        numbers = [number_in(frame.to_ndarray(format="rgb24")) for frame in film.decode(video=0)]
        film.seek(0)
        assert film.streams.audio[0].codec_context.name == "aac"
    assert numbers == sorted(set(numbers))
    assert len(numbers) > 10
    assert 30 in levels
    assert pictures
    assert bytes(memory.content).count(b"moof") >= 2, "written in fragments while it ran"
    assert b"moov" in memory.content[-20_000:], "and with an index at the end"


def test_nothing_is_kept_of_a_pause_and_time_goes_on_without_a_gap():
    def pause(live):
        live.pause()
        time.sleep(1.0)
        live.resume()
        _until(live, 1.6)

    memory = _record(LiveCapture("test", "test"), 0.8, then=[pause])
    with av.open(io.BytesIO(bytes(memory.content))) as film:
        frames = [(frame.time, number_in(frame.to_ndarray(format="rgb24"))) for frame in film.decode(video=0)]
    jumps = [after - before for (_, before), (_, after) in pairwise(frames)]
    gaps = [after - before for (before, _), (after, _) in pairwise(frames)]
    assert max(jumps) > 15, "the second of the pause is not there"
    assert max(gaps) < 0.6, "and does not show in the time either"


def test_cut_off_anywhere_it_is_repaired_up_to_the_last_half_second():
    memory = _record(LiveCapture("test", "test"), 2.0)
    closing = memory.unchanged
    interrupted = closing[: closing.rindex(b"moov") - 4]
    fragments = [at - 4 for at in range(len(interrupted)) if interrupted.startswith(b"moof", at)]
    assert len(fragments) >= 4
    for cut, fewest_ms in ((len(closing), 1500), (len(closing) - 9, 1500), (len(interrupted), 1500), (fragments[2] + 10, 700)):
        repaired = Memory()
        assert repair(MemorySource(closing[:cut]), repaired, JobContext()) >= fewest_ms
        with av.open(io.BytesIO(bytes(repaired.content))) as film:
            assert len(list(film.decode(video=0))) > 0


def test_of_nothing_nothing_is_repaired():
    for content in (b"", b"geen film", bytes(5000), bytes(_record(LiveCapture("test", None), 0.3).content[:60])):
        with pytest.raises(InputError, match="nothing_recorded"):
            repair(MemorySource(content), Memory(), JobContext())


def test_a_note_is_only_sound_and_can_be_heard_again():
    memory = _record(LiveCapture(None, "test"), 1.0)
    samples = note_samples(MemorySource(bytes(memory.content)))
    assert 0.8 * NOTE_RATE < len(samples) < 4 * NOTE_RATE
    middle = samples[len(samples) // 3 : 2 * len(samples) // 3]
    assert 0.15 < (middle**2).mean() ** 0.5 < 0.25, "the tone"


@pytest.mark.skipif(sys.platform != "linux", reason="how a missing device shows itself differs by system")
def test_a_camera_that_is_not_there_is_told_as_such():
    live = LiveCapture("/dev/video99", None)
    _, problems = _running(live)
    assert [error.code for error in problems] == ["camera_missing"]


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA")
def test_a_microphone_behind_alsa_is_heard_when_the_settings_are_where_the_system_has_them(tmp_path, monkeypatch):
    (tmp_path / "alsa.conf").write_text("pcm.default { type null }\nctl.default { type null }\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "alsa.conf"))
    live = LiveCapture(None, "default")
    thread, problems = _running(live)
    assert live.state.is_ready
    live.stop()
    thread.join()
    assert problems == []
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "weg.conf"))
    _, problems = _running(LiveCapture(None, "default"))
    assert [error.code for error in problems] == ["microphone_refused"]


def test_cancelling_ends_the_child_at_once():
    context = JobContext()
    thread, problems = _running(LiveCapture("test", None), context)
    context.cancel()
    thread.join(10)
    assert [type(error) for error in problems] == [CancelledError]


def test_the_child_ends_when_its_parent_is_killed():
    """The light of a camera that stays on after a crash is what nobody would forgive."""
    code = (
        "import threading, time\nfrom app.capture.live import LiveCapture\nfrom app.common.progress import JobContext\n"
        "live = LiveCapture('test', None)\nthreading.Thread(target=live.run, args=(JobContext(),), daemon=True).start()\n"
        "while not live.state.is_ready: time.sleep(0.01)\n"
        "import subprocess, os\nasked = subprocess.run(['pgrep', '-P', str(os.getpid()), '-f', 'child'], capture_output=True, text=True)\n"
        "print(asked.stdout.split()[0], flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _is_alive(child):
        time.sleep(0.05)
    assert not _is_alive(child)


def _is_alive(process_id):
    try:
        os.kill(process_id, 0)
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_list_of_sources_comes_from_a_child_and_names_no_test_source():
    sources = list_sources()
    assert all(source.address != "test" for source in (*sources.cameras, *sources.microphones))
