"""All hundred marked recordings: about two minutes, so only by name. See CONTRIBUTING.md."""

import pytest

from tests.support.marked_recordings import MARKERS, left_in_copy

INPUTS = 100


@pytest.mark.timeout(3600)
def test_nothing_planted_in_a_hundred_recordings_stands_in_their_copies(tally):
    planted_in_all, left_in_all = 0, {}
    for number in range(INPUTS):
        planted, left = left_in_copy(number)
        planted_in_all += len(planted & set(MARKERS.values()))
        left_in_all |= {number: left} if left else {}
    assert planted_in_all > 5 * INPUTS
    assert left_in_all == {}
    tally("A5", INPUTS, f"opnamen met samen {planted_in_all} merktekens in hun gegevens", len(left_in_all), "kopieën met iets ervan")
