import numpy as np
import pytest

from app.common.errors import SystemProblem
from app.voice.espeak import RATE, Synthesiser

MOST = 600 * RATE
SENTENCE = "Ik zie dat je boos bent. Zullen we er straks over praten?"


@pytest.fixture(scope="module")
def synthesiser():
    return Synthesiser()


def test_a_sentence_is_spoken_at_a_human_pace_and_within_range(synthesiser):
    speech = synthesiser.speak(SENTENCE, "nl+m3", 165, MOST)
    assert 2.5 < len(speech) / RATE < 6
    assert 0.1 < np.abs(speech).max() <= 1
    assert abs(speech[0]) > 0.01
    assert abs(speech[-1]) > 0.01


def test_more_words_a_minute_is_shorter(synthesiser):
    lengths = [len(synthesiser.speak(SENTENCE, "nl+f2", pace, MOST)) for pace in (165, 230, 300)]
    assert lengths[0] > 1.25 * lengths[1] > 1.25 * 1.15 * lengths[2]


@pytest.mark.parametrize("nothing", ["", " ", "...", "\n", "—"])
def test_nothing_to_say_is_no_sound(synthesiser, nothing):
    assert len(synthesiser.speak(nothing, "nl+m3", 165, MOST)) == 0


def test_a_replaced_name_is_said_as_the_word_that_stands_for_it(synthesiser):
    bare, bracketed = (synthesiser.speak(f"Dat zei {word} gisteren.", "nl+m3", 165, MOST) for word in ("naam", "[naam]"))
    assert len(bracketed) == pytest.approx(len(bare), rel=0.03)


@pytest.mark.parametrize("order", ["\x01200P", "\x01400S", "\x019F", "\x0120A", "\x00"])
def test_orders_hidden_in_a_text_are_not_obeyed(synthesiser, order):
    """eSpeak takes what follows a control character for a new pitch, speed or loudness, for all that comes after it."""
    synthesiser.speak(f"Dag. {order} dag.", "nl+m3", 165, MOST)
    after = synthesiser.speak(SENTENCE, "nl+m3", 165, MOST)
    plain = Synthesiser().speak(SENTENCE, "nl+m3", 165, MOST)
    assert len(after) == pytest.approx(len(plain), rel=0.02)
    assert np.abs(after).max() == pytest.approx(np.abs(plain).max(), rel=0.15)


@pytest.mark.parametrize("strange", ["[[t'Est]]", "<speak><audio src='/etc/passwd'/>hallo</speak>", "😀 Zoë Çelik, naïef", "x" * 2_000, "王小明 Абв"])
def test_strange_texts_are_read_and_not_obeyed(synthesiser, strange):
    assert len(synthesiser.speak(strange, "nl+m3", 300, MOST)) > 0


def test_a_voice_that_is_not_there_is_told(synthesiser):
    with pytest.raises(SystemProblem, match="voice_missing"):
        synthesiser.speak("dag", "bestaatniet", 165, MOST)


def test_what_is_longer_than_asked_for_is_given_up_at_once_and_the_next_text_is_whole(synthesiser):
    assert synthesiser.speak("woord " * 20_000, "nl+m3", 165, RATE) is None
    whole = synthesiser.speak(SENTENCE, "nl+m3", 165, MOST)
    assert len(whole) == pytest.approx(len(Synthesiser().speak(SENTENCE, "nl+m3", 165, MOST)), rel=0.02)
    assert synthesiser.speak(SENTENCE, "nl+m3", 165, len(whole) - RATE // 10) is None
