"""Lines as they stand on screen: names are one piece, and decisions survive another search."""

from app.common.ids import FragmentId, RecordingId
from app.domain.anonymise_plan import AnonymisePlan, Track
from app.domain.found_name import FoundName, NameKind
from app.domain.spoken_line import OpenLine, Silence, letter_of, speakers, spoken_lines, with_decisions, with_moved_bleeps, with_silences
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, Word, spread

FRAGMENT = TimeRange(10_000, 30_000)


def plan(*names: FoundName, tracks: tuple[Track, ...] = ()) -> AnonymisePlan:
    return AnonymisePlan(FragmentId("f"), FRAGMENT, 640, 360, (0, 40), tracks, names=names)


def transcript(*turns: Turn) -> Transcript:
    return Transcript(RecordingId("r"), turns, TranscriptOrigin.TYPED)


def timed(speaker: str, text: str, from_ms: int) -> Turn:
    return Turn(speaker, tuple(Word(word, from_ms + 500 * number, from_ms + 500 * number + 400) for number, word in enumerate(text.split())))


def test_a_name_of_two_words_is_one_piece_with_its_full_stop_behind_it():
    name = FoundName(TimeRange(2500, 3400), "De Wissel", NameKind.OWN, is_hidden=True)
    (line,) = spoken_lines(transcript(timed("", "Hij gaat naar De Wissel.", 11_000)), plan(name))
    assert [(piece.text, piece.tail, piece.name) for piece in line.pieces[3:]] == [("De Wissel", ".", name)]
    assert line.pieces[3].range == TimeRange(2500, 3400)


def test_of_two_equal_words_the_one_at_that_time_is_the_name():
    name = FoundName(TimeRange(2000, 2400), "Jesse", NameKind.FIRST_NAME)
    (line,) = spoken_lines(transcript(timed("", "Jesse en Jesse", 11_000)), plan(name))
    assert [piece.name for piece in line.pieces] == [None, None, name]


def test_guessed_names_stand_in_the_order_they_were_found_and_cover_the_line():
    turn = spread("", "Jesse en Jesse", TimeRange(11_000, 13_000))
    within = TimeRange(1000, 3000)
    first, second = FoundName(within, "Jesse", NameKind.OWN, is_hidden=True), FoundName(within, "Jesse", NameKind.FIRST_NAME)
    (line,) = spoken_lines(transcript(turn), plan(first, second))
    assert [piece.name for piece in line.pieces] == [first, None, second]
    assert line.pieces[1].range == within


def test_what_is_said_outside_the_fragment_is_not_shown():
    lines = spoken_lines(transcript(timed("", "Te vroeg", 2000), timed("", "Op de rand", 9700), timed("", "Te laat", 40_000)), plan())
    assert [(line.text, line.range) for line in lines] == [("Op de rand", TimeRange(0, 1100))]


def test_of_a_line_past_the_end_of_the_fragment_only_what_is_heard_in_it_is_shown():
    (before, behind) = spoken_lines(transcript(timed("", "Nu komt Jesse", 9000), timed("", "Jesse gaat weg", 29_300)), plan())
    assert [(piece.text, piece.range, piece.first) for piece in before.pieces] == [("Jesse", TimeRange(0, 400), 2)]
    assert [(piece.text, piece.range) for piece in behind.pieces] == [("Jesse", TimeRange(19_300, 19_700)), ("gaat", TimeRange(19_800, 20_000))]
    turn = Turn("", (Word("voor", 9000, 9500), Word("na", 30_500, 31_000)))
    assert spoken_lines(transcript(turn), plan()) == ()


def test_a_silence_of_three_seconds_is_a_row_and_a_breath_is_not():
    lines = spoken_lines(transcript(timed("", "Een twee", 12_000), timed("", "Drie vier", 15_000)), plan())
    rows = with_silences((*lines, OpenLine(TimeRange(9000, 10_000))), 12_000)
    assert [type(row) for row in rows] == [type(lines[0]), type(lines[0]), Silence, OpenLine]
    assert rows[2].range == TimeRange(5900, 9000)


def test_the_letter_is_that_of_the_mask_of_this_role():
    tracks = (Track("1", "A", "werker", ()), Track("2", "B", "kind", ()), Track("3", "C", "kind", ()))
    assert [letter_of(tracks, speaker) for speaker in ("Werker", "B", "oma", "")] == ["A", "B", "", ""]
    assert speakers(tracks) == {"A": "werker", "B": "B", "C": "C"}


def test_a_decision_survives_another_search():
    within = TimeRange(0, 400)
    before = (FoundName(within, "Koen", NameKind.FIRST_NAME, is_hidden=False, reason="geen naam"),)
    assert with_decisions([FoundName(within, "Koen", NameKind.FIRST_NAME)], before)[0].reason == "geen naam"


def test_a_word_that_gets_on_the_own_list_is_hidden_whatever_was_decided():
    within = TimeRange(0, 400)
    before = (FoundName(within, "Koen", NameKind.FIRST_NAME, is_hidden=False, reason="geen naam"),)
    assert with_decisions([FoundName(within, "Koen", NameKind.OWN, is_hidden=True)], before)[0].is_hidden


def test_a_bleep_is_lost_only_in_the_line_that_was_edited():
    names = tuple(FoundName(TimeRange(at, at + 400), "Koen", NameKind.FIRST_NAME, is_hidden=True) for at in (0, 5000))
    by_hand = FoundName(TimeRange(100, 200), "vijver", NameKind.BY_HAND, is_hidden=True)
    kept = with_decisions([], (names[0], by_hand, names[1]), changed=TimeRange(0, 2000))
    assert [(name.text, name.range.from_ms) for name in kept] == [("vijver", 100), ("Koen", 5000)]


def test_a_trimmed_bleep_stays_trimmed_until_its_line_gets_other_times():
    before = (FoundName(TimeRange(300, 500), "Koen", NameKind.OWN, is_hidden=True),)
    found = [FoundName(TimeRange(0, 2000), "Koen", NameKind.OWN, is_hidden=True)]
    assert with_decisions(found, before)[0].range == TimeRange(300, 500)
    assert with_decisions(found, before, retimed=TimeRange(0, 2500))[0].range == TimeRange(0, 2000)


def test_a_bleep_covers_the_word_where_another_transcript_says_it_is():
    before = (FoundName(TimeRange(0, 4000), "Koen", NameKind.OWN, is_hidden=True),)
    found = [FoundName(TimeRange(3000, 7000), "Koen", NameKind.OWN, is_hidden=True)]
    assert with_decisions(found, before)[0].range == TimeRange(0, 7000)


def test_a_bleep_given_by_hand_goes_along_with_its_line():
    by_hand = FoundName(TimeRange(0, 4000), "Snuitje", NameKind.BY_HAND, is_hidden=True)
    other = FoundName(TimeRange(6000, 6500), "Snuitje", NameKind.BY_HAND, is_hidden=True)
    line = spread("", "Waar is Snuitje nu?", TimeRange(10_000, 15_000))
    assert with_moved_bleeps((by_hand, other), transcript(line), plan(), TimeRange(0, 5000))[0].range == TimeRange(0, 5000)
    assert with_moved_bleeps((by_hand, other), transcript(line), plan(), TimeRange(0, 5000))[1] == other
