"""Nothing of what a recording carries beside picture and sound gets into a copy. All hundred inputs: `tests/long/test_metadata.py`."""

import pytest

from tests.support.marked_recordings import MARKERS, SHAPES, left_in_copy, marked_recording, spellings, words_in


@pytest.mark.parametrize("number", [0, 2, 4, 7, 8, 11, 12, 13], ids=lambda number: f"{SHAPES[number].maker} {SHAPES[number].container}")
def test_nothing_planted_in_a_recording_stands_in_its_copy(number):
    planted, left = left_in_copy(number)
    assert len(planted & set(MARKERS.values())) >= 6
    assert left == set()


def test_every_word_can_be_planted_and_is_found_in_every_spelling():
    planted = words_in(b"".join(marked_recording(number) for number in range(len(SHAPES))))
    assert planted >= set(MARKERS.values())
    for word in MARKERS.values():
        assert len(spellings(word)) >= 6
        assert all(words_in(b"\x00" + spelling + b"\x00") == {word} for spelling in spellings(word))
