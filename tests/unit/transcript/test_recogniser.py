import numpy as np
import pytest

from app.common.byte_source import MemorySource
from app.common.errors import CancelledError, InputError, RefusedError
from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.transcript import recogniser
from app.transcript.recogniser import draft_turns, is_recogniser_installed
from tests.support.source_tree import ROOT
from tests.support.spoken_clips import spoken_clip

needs_recogniser = pytest.mark.skipif(not is_recogniser_installed(), reason="the recogniser is optional: start.py setup --spraak")
SECOND = TimeRange(0, 1000)


def test_without_the_recogniser_the_program_says_so(monkeypatch):
    monkeypatch.setattr(recogniser, "_PACKAGES", ("not_a_package_of_ours",))
    assert not is_recogniser_installed()
    with pytest.raises(InputError, match="recogniser_missing"):
        draft_turns(MemorySource(b""), SECOND, [], JobContext())


@pytest.mark.parametrize(
    "untrusted_words",
    [None, "x", [1], [["a", 0]], [["a b", 0, 1]], [["", 0, "x"]], [["a", [], 1]], [[5, 0, 10], ["a", float("inf"), 1]]],
)
def test_nonsense_of_the_child_is_refused(untrusted_words):
    with pytest.raises(RefusedError):
        recogniser._turn(untrusted_words, SECOND)


def test_times_are_kept_inside_the_range_and_in_order():
    turn = recogniser._turn([["een", -50, 200], ["twee", 150, 150], ["drie", 900, 5000], ["vier", 5000, 6000]], SECOND)
    assert [(word.text, word.from_ms, word.to_ms) for word in turn.words] == [("een", 0, 200), ("twee", 150, 151), ("drie", 900, 1000)]


def test_a_long_talk_is_cut_where_it_is_quiet():
    samples = np.ones(16_000 * 30, np.float32)
    samples[16_000 * 25 : 16_000 * 25 + 1600] = 0
    assert abs(recogniser._quiet_place(samples) - 16_000 * 25) <= 1600


@needs_recogniser
def test_speech_becomes_words_with_times_inside_the_range():
    turns = draft_turns(MemorySource(spoken_clip(ROOT / "tests" / "media" / "zin_nathalie.flac")), TimeRange(0, 4000), [], JobContext())
    words = [word for turn in turns for word in turn.words]
    assert len(words) > 3
    assert all(0 <= word.from_ms < word.to_ms <= 4000 and not word.is_estimated for word in words)


@needs_recogniser
def test_what_is_said_in_english_is_written_down_in_english():
    clip = ROOT / "tests" / "media" / "toespraak_2p_12fps.mp4"
    turns = draft_turns(MemorySource(clip.read_bytes()), TimeRange(0, 8000), [], JobContext())
    words = {word.text.lower().strip(",.") for turn in turns for word in turn.words}
    assert len(words & {"after", "international", "negotiations", "of", "partners", "states"}) >= 3


@needs_recogniser
def test_silence_gives_no_crash_and_a_draft_can_be_cancelled():
    draft_turns(MemorySource(_silence(2)), TimeRange(0, 2000), [], JobContext())
    context = JobContext(on_progress=lambda _: context.cancel())
    with pytest.raises(CancelledError):
        draft_turns(MemorySource(_silence(60)), TimeRange(0, 60_000), [], context)


@needs_recogniser
def test_no_code_of_a_hub_is_ever_loaded():
    import subprocess
    import sys

    program = (
        "import sys; from app.transcript import recogniser; recogniser._loaded_model();"
        "network = ('httpx', 'httpx2', 'requests', 'urllib3', 'huggingface_hub');"
        "print([m for m in sys.modules if m.split('.')[0] in network and getattr(sys.modules[m], '__file__', None)])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said.strip() == "[]"


def _silence(seconds):
    return spoken_clip(np.zeros(16_000 * seconds, np.float32))
