import numpy as np
import pytest

from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from app.voice.spoken import GAP_MS, LEAST_ROOM_MS, RATE, speak_captions, spoken_captions

LONG = "En toen zei ze dat ze het eigenlijk al de hele week had willen vertellen, maar dat het er steeds niet van kwam."
"""About seven seconds at a calm pace."""


def caption(from_ms, to_ms, text="Dan gaan we morgen.", letter="A"):
    return Caption(TimeRange(from_ms, to_ms), letter, text)


def spoken(captions, duration_ms):
    """Return all of the sound, and the numbers of the captions that lost words."""
    shortened = [number for number, piece in enumerate(spoken_captions(captions, duration_ms)) if not piece.is_whole]
    sound = speak_captions(captions, duration_ms, TimeRange(0, duration_ms), lambda: None)
    assert sound.shortened == len(shortened)
    return sound.samples, shortened


def spoken_ms(samples):
    """Return (begin, end) in ms of every stretch of sound with at least GAP_MS of exact silence around it."""
    loud = np.flatnonzero(samples)
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) > 0.9 * GAP_MS * RATE // 1000)
    begins, ends = [loud[0], *loud[breaks + 1]], [*loud[breaks], loud[-1]]
    return [(begin * 1000 / RATE, end * 1000 / RATE) for begin, end in zip(begins, ends, strict=True)]


def test_every_caption_begins_with_its_turn_and_the_rest_is_exactly_silent():
    sound, sound_short = spoken([caption(1_000, 4_000), caption(6_040, 9_000, letter="B")], 10_000)
    assert len(sound) == 10 * RATE
    (first, first_end), (second, second_end) = spoken_ms(sound)
    assert first == pytest.approx(1_000, abs=2)
    assert second == pytest.approx(6_040, abs=2)
    assert first_end < 4_000
    assert second_end < 9_000
    assert sound_short == []


def test_a_long_caption_is_hurried_into_its_turn():
    calm, _ = spoken([caption(0, 20_000, LONG)], 20_000)
    hurried, _ = spoken([caption(0, 5_500, LONG)], 20_000)
    assert spoken_ms(calm)[-1][1] > 5_700
    assert 4_800 < spoken_ms(hurried)[-1][1] <= 5_500


def test_what_does_not_fit_at_an_easy_pace_runs_on_into_silence_but_not_into_the_next_turn():
    alone, alone_short = spoken([caption(0, 2_000, LONG)], 20_000)
    assert 3_500 < spoken_ms(alone)[-1][1] < 6_000
    assert alone_short == []
    followed, followed_short = spoken([caption(0, 2_000, LONG), caption(4_300, 6_000, letter="B")], 20_000)
    stretches = spoken_ms(followed)
    assert stretches[-2][1] <= 4_300 - GAP_MS
    assert stretches[-1][0] == pytest.approx(4_300, abs=2)
    assert followed_short == []


def test_what_never_fits_loses_whole_words_from_its_end_and_that_is_told():
    sound, sound_short = spoken([caption(0, 2_000, LONG), caption(2_000, 4_000, letter="B")], 5_000)
    assert sound_short == [0]
    stretches = spoken_ms(sound)
    assert 1_000 < stretches[0][1] <= 2_000 - GAP_MS
    assert stretches[-1][0] == pytest.approx(2_000, abs=2)


def test_two_who_begin_at_once_are_heard_one_after_the_other():
    sound, sound_short = spoken([caption(500, 2_500), caption(500, 2_500, letter="B")], 6_000)
    (_, first_end), (second, _) = spoken_ms(sound)
    assert second >= first_end + GAP_MS - 1
    assert second < 500 + 2 * LEAST_ROOM_MS
    assert sound_short == []


def test_nothing_sounds_after_the_end_of_the_fragment():
    sound, sound_short = spoken([caption(4_700, 9_000, LONG)], 5_000)
    assert len(sound) == 5 * RATE
    assert sound_short == [0]


def test_a_caption_of_dots_is_silence():
    sound, sound_short = spoken([caption(0, 900, "…"), caption(1_000, 3_000)], 4_000)
    assert [round(begin) for begin, _ in spoken_ms(sound)] == [1_000]
    assert sound_short == []


def test_every_role_is_as_loud_and_none_is_too_loud():
    loudness = []
    for letter in ("A", "B", "C", "D", "E", "F", "G", "H", ""):
        samples, _ = spoken([caption(0, 9_000, LONG, letter)], 10_000)
        assert np.abs(samples).max() <= 0.91
        loudness.append(np.sqrt(np.mean(samples[samples != 0] ** 2)))
    assert max(loudness) < 1.3 * min(loudness)


def test_a_part_sounds_as_it_does_in_the_whole():
    lines = [caption(0, 2_500, LONG), caption(3_000, 5_000, letter="B"), caption(5_500, 7_000, LONG), caption(9_000, 11_000, letter="C")]
    whole, _ = spoken(lines, 12_000)
    for from_ms, to_ms in ((0, 12_000), (3_500, 9_500), (6_000, 7_000), (11_500, 12_000)):
        part = speak_captions(lines, 12_000, TimeRange(from_ms, to_ms), lambda: None).samples
        assert len(part) == (to_ms - from_ms) * RATE // 1000
        of_whole = whole[from_ms * RATE // 1000 : to_ms * RATE // 1000]
        assert np.mean((part != 0) == (of_whole != 0)) > 0.97


def test_a_caption_of_hours_in_a_short_turn_costs_no_hours():
    sound, sound_short = spoken([caption(0, 2_000, "woord " * 50_000), caption(2_500, 4_000, letter="B")], 5_000)
    assert sound_short == [0]
    assert spoken_ms(sound)[-1][0] == pytest.approx(2_500, abs=2)


def test_every_caption_gives_a_sign_of_life():
    signs = []
    captions = [Caption(TimeRange(number * 1000, number * 1000 + 900), "A", "Ja.") for number in range(5)]
    speak_captions(captions, 5000, TimeRange(0, 5000), lambda: signs.append(1))
    assert len(signs) == 5
