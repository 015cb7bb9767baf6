"""Lines changed by hand keep what is known of their times, and never lose time that has to be silent."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.timecode import TimeRange
from app.domain.transcript import Turn, Word, spread
from app.domain.transcript_editing import line_time, merged, reaching, retimed, retyped, split_before, with_draft

TIMED = Turn("moeder", (Word("Ja.", 1000, 1300), Word("Jesse", 1400, 1900), Word("wil", 2000, 2200), Word("niet.", 2200, 2600)))
WORDS = st.lists(st.text("abcdé", min_size=1, max_size=6), min_size=1, max_size=12).map(" ".join)


def test_one_word_in_place_of_another_takes_its_time():
    changed = retyped(TIMED, "Ja. Jessie wil niet.")
    assert changed.words[1] == Word("Jessie", 1400, 1900)
    assert changed.words[0] == TIMED.words[0]


def test_words_that_come_between_are_a_guess_between_their_neighbours():
    changed = retyped(TIMED, "Ja. Jesse wil echt helemaal niet.")
    assert [word.is_estimated for word in changed.words] == [False, False, False, True, True, False]
    assert all(word.from_ms >= 1400 and word.to_ms <= 2600 for word in changed.words[3:5])


def test_a_line_without_words_is_gone():
    assert retyped(TIMED, "  ") is None


@given(WORDS, WORDS)
def test_any_change_gives_the_typed_words_inside_the_line(old, new):
    turn = spread("A", old, TimeRange(5000, 9000))
    changed = retyped(turn, new)
    assert changed.text == new
    assert turn.range.from_ms <= changed.range.from_ms
    assert changed.range.to_ms <= turn.range.to_ms


def test_a_guessed_line_is_split_where_the_ear_says():
    turn = spread("A", "eerste helft tweede helft", TimeRange(0, 4000))
    first, second = split_before(turn, 2, 3000)
    assert (first.text, first.range) == ("eerste helft", TimeRange(0, 3000))
    assert (second.text, second.range) == ("tweede helft", TimeRange(3000, 4000))


def test_a_timed_line_is_split_at_its_word():
    first, second = split_before(TIMED, 2, 9999)
    assert (first.range, second.range) == (TimeRange(1000, 1900), TimeRange(2000, 2600))


def test_a_timed_line_that_reaches_further_keeps_its_words():
    longer = retimed(TIMED, TimeRange(800, 3000))
    assert longer.range == TimeRange(800, 3000)
    assert longer.words[1] == TIMED.words[1]


def test_a_line_shorter_than_its_words_has_guessed_times():
    shorter = retimed(TIMED, TimeRange(1000, 1500))
    assert shorter.range == TimeRange(1000, 1500)
    assert all(word.is_estimated for word in shorter.words)


def test_a_line_never_turns_inside_out():
    assert reaching(TimeRange(1000, 2000), from_ms=5000) == TimeRange(1800, 2000)
    assert reaching(TimeRange(1000, 2000), to_ms=0) == TimeRange(1000, 1200)


def test_a_typed_line_ends_where_was_listened_and_before_the_next():
    assert line_time("kort", 1000, 4000, 9000) == TimeRange(1000, 4000)
    assert line_time("kort", 1000, 1000, 9000) == TimeRange(1000, 3000)
    assert line_time("kort", 1000, 4000, 2500) == TimeRange(1000, 2500)


def test_speaker_stays():
    assert retyped(replace(TIMED, speaker="vader"), "Nee.").speaker == "vader"


def _line(text, from_ms, to_ms, speaker=""):
    return spread(speaker, text, TimeRange(from_ms, to_ms))


def test_a_draft_leaves_what_was_typed_while_it_was_being_made():
    old, typed = _line("oud concept", 0, 1000), _line("zelf getypt", 4000, 6000)
    drafted = [_line("nieuw concept", 0, 2000), _line("door de lijn heen", 5000, 7000), _line("erna", 7000, 8000)]
    turns = with_draft([old], [old, typed], drafted, TimeRange(0, 10_000))
    assert [turn.text for turn in turns] == ["nieuw concept", "zelf getypt", "erna"]


def test_a_line_changed_while_a_draft_is_made_counts_as_typed_and_one_taken_away_stays_away():
    first, second, outside = _line("een", 0, 1000), _line("twee", 2000, 3000), _line("buiten", 20_000, 21_000)
    mended = _line("eén", 0, 1000)
    turns = with_draft([first, second, outside], [mended, outside], [_line("een", 0, 900), _line("twee", 2000, 3000)], TimeRange(0, 10_000))
    assert [turn.text for turn in turns] == ["eén", "twee", "buiten"]


def test_two_turns_become_one_and_keep_the_times_that_are_known():
    later = Turn("vader", (Word("Nee.", 3000, 3400),))
    assert merged(TIMED, later) == Turn("moeder", (*TIMED.words, *later.words))
    guessed = merged(TIMED, _line("nee hoor", 3000, 4000))
    assert (guessed.range, guessed.text) == (TimeRange(1000, 4000), "Ja. Jesse wil niet. nee hoor")
    assert all(word.is_estimated for word in guessed.words)
