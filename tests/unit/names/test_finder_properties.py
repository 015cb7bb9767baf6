from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.own_word import OwnWord
from app.domain.spoken_names import found_names
from app.domain.timecode import TimeRange
from app.domain.transcript import Turn, Word, spread
from app.names.finder import cleaned, find_names
from app.names.words import key_of

OWN = [OwnWord("Jesse"), OwnWord("De Wissel", "school"), OwnWord("Lindelaan", "straat")]
SHAPES = ("Jesse", "jesse", "JESSE", "Jesse's", "Jessetje", "Jesses,", "“Jesse”", "J.E.S.S.E.", "Lindelaan.", "Jessemoeder")
ORDINARY = st.sampled_from(
    [
        "en",
        "ik",
        "ging",
        "toen",
        "naar",
        "huis",
        "met",
        "de",
        "fiets",
        "maar",
        "het",
        "was",
        "koud",
        "dus",
        "we",
        "bleven",
        "daar",
        "nog",
        "even",
        "zitten",
    ]
)
ANYTHING = st.text(st.characters(exclude_categories=["Zs", "Zl", "Zp", "Cc", "Cs"]), min_size=1, max_size=12).filter(
    lambda text: text.split() == [text]
)
SOME = settings(max_examples=150, deadline=None)


@SOME
@example(["70", "41", "xy"])
@given(st.lists(st.one_of(ORDINARY, ANYTHING, st.sampled_from(SHAPES)), max_size=30))
def test_hits_are_in_order_apart_and_inside_the_text(words):
    hits = find_names(words, OWN)
    assert all(0 <= hit.first <= hit.last < len(words) for hit in hits)
    assert all(before.last < after.first for before, after in pairwise(hits))


@SOME
@example(["en"], "jesse", ["de", "huis"])  # families are called Huis, and without capitals nothing says that this is none
@given(st.lists(ORDINARY, max_size=15), st.sampled_from(SHAPES), st.lists(ORDINARY, max_size=15))
def test_an_own_word_is_hidden_wherever_it_stands_and_ordinary_words_around_it_are_not(before, name, after):
    hidden = [hit for hit in find_names([*before, name, *after], OWN) if hit.is_sure]
    assert [(hit.first, hit.last) for hit in hidden] == [(len(before), len(before))]


@SOME
@given(st.lists(st.one_of(ORDINARY, ANYTHING, st.sampled_from(SHAPES)), max_size=20).map(" ".join))
def test_a_cleaned_text_holds_no_own_word_and_is_clean(text):
    once = cleaned(text, OWN)
    assert cleaned(once, OWN) == once
    assert not {"jesse", "lindelaan"} & {key_of(word) for word in once.split()}


@SOME
@given(st.lists(st.one_of(ORDINARY, st.sampled_from(SHAPES)), min_size=1, max_size=20), st.booleans(), st.integers(0, 4000), st.integers(1, 4000))
def test_every_own_word_lies_whole_under_its_bleep(words, is_guessed, begin_ms, length_ms):
    timed = Turn("", tuple(Word(word, number * 300, number * 300 + 250) for number, word in enumerate(words)))
    turn = spread("", " ".join(words), timed.range) if is_guessed else timed
    within = TimeRange(begin_ms, begin_ms + length_ms)
    bleeps = [name.range for name in found_names([turn], find_names(words, OWN), within) if name.is_hidden]
    for hit in find_names(words, OWN):
        for number in range(hit.first, hit.last + 1) if hit.is_sure else ():
            said = turn.range if is_guessed else TimeRange(turn.words[number].from_ms, turn.words[number].to_ms)
            begin, end = max(said.from_ms, within.from_ms) - begin_ms, min(said.to_ms, within.to_ms) - begin_ms
            assert begin >= end or any(bleep.from_ms <= begin and end <= bleep.to_ms for bleep in bleeps)
