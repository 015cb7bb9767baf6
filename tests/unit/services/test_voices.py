import numpy as np
import pytest

from app.common.errors import InputError, RefusedError
from app.common.paths import resource_path
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, VoiceLevel
from app.domain.caption import Caption
from app.domain.consent import Purpose
from app.domain.timecode import TimeRange
from app.services.session import Session
from tests.support.consents import a_person, everybody_agrees
from tests.support.vaults import new_vault

RATE = 48_000
CAPTIONS = (Caption(TimeRange(1_000, 3_000), "A", "Dan gaan we morgen."), Caption(TimeRange(4_000, 6_000), "B", "Ja, dat is goed."))


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    opened = Session(new_vault(tmp_path_factory.mktemp("voices") / "kluis"))
    yield opened
    opened.lock()


@pytest.fixture(scope="module")
def fragment(session):
    kept = session.recordings.import_file(resource_path("oefenclip", "gesprek-van-twee.mp4"), title="Oefening", context=JobContext())
    everybody_agrees(session, kept.recording_id)
    return session.fragments.add(kept.recording_id, TimeRange(4_000, 12_000))


def plan(fragment, voice, **fields):
    return AnonymisePlan(fragment.fragment_id, fragment.range, 2, 2, (0,), (), voice=voice, **fields)


def test_who_speaks_is_told_from_the_start_of_the_fragment(session, fragment):
    spans = session.voices.spoken_spans(fragment.fragment_id, JobContext())
    assert 0 <= spans[0].range.from_ms < 700
    assert all(span.range.to_ms <= 8_000 for span in spans)


@pytest.mark.parametrize("voice", [VoiceLevel.NONE, VoiceLevel.CAPTIONS])
def test_the_silent_levels_are_heard_as_silence(session, fragment, voice):
    heard = session.voices.preview(plan(fragment, voice, captions=CAPTIONS), 500, 2_500, JobContext())
    assert heard.dtype == np.float32
    assert heard.shape == (2 * RATE,)
    assert not heard.any()


def test_spoken_is_heard_from_its_turn_on(session, fragment):
    heard = session.voices.preview(plan(fragment, VoiceLevel.SPOKEN, captions=CAPTIONS), 500, 7_000, JobContext())
    loud_ms = np.flatnonzero(heard) * 1000 / RATE
    assert loud_ms[0] == pytest.approx(500, abs=2)
    assert loud_ms[loud_ms > 3_000][0] == pytest.approx(3_500, abs=2)


def test_disguised_is_heard_with_its_bleep_and_as_in_the_whole(session, fragment):
    disguised = plan(fragment, VoiceLevel.DISGUISE, bleeps=(TimeRange(2_000, 2_500),))
    whole = session.voices.preview(disguised, 0, 5_000, JobContext())
    part = session.voices.preview(disguised, 1_900, 2_700, JobContext())
    middle = part[200 * RATE // 1000 : 500 * RATE // 1000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * RATE / len(middle) == pytest.approx(800, abs=15)
    of_whole = whole[1_900 * RATE // 1000 : 2_700 * RATE // 1000]
    assert np.sqrt(np.mean(part**2)) == pytest.approx(np.sqrt(np.mean(of_whole**2)), rel=0.1)


def test_only_a_part_of_the_fragment_can_be_heard(session, fragment):
    for from_ms, to_ms in ((0, 8_001), (3_000, 3_000), (-1, 100)):
        with pytest.raises(InputError, match="range_invalid"):
            session.voices.preview(plan(fragment, VoiceLevel.NONE), from_ms, to_ms, JobContext())


def test_nobody_hears_what_was_not_agreed_to(session, fragment):
    refused = a_person(refused=frozenset(Purpose), purposes=frozenset())
    session.consent.set_person(fragment.recording_id, refused)
    try:
        with pytest.raises(RefusedError, match="consent_missing"):
            session.voices.preview(plan(fragment, VoiceLevel.SPOKEN, captions=CAPTIONS), 0, 1_000, JobContext())
    finally:
        everybody_agrees(session, fragment.recording_id)
