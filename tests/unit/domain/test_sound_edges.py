"""The end of a line snaps to where the sound begins or stops, and to its neighbours."""

from app.domain.lanes import Waveform
from app.domain.sound_edges import snapped

SPOKEN = Waveform(20, bytes([2] * 50 + [200] * 50 + [3] * 50))
"""Quiet, from 1000 ms somebody speaks, from 2000 ms quiet."""


def test_a_time_near_an_edge_of_the_sound_becomes_that_edge():
    assert snapped(1090, SPOKEN) == 1000
    assert snapped(1910, SPOKEN) == 2000


def test_in_the_middle_of_speech_or_silence_it_stays():
    assert snapped(1500, SPOKEN) == 1500
    assert snapped(400, SPOKEN) == 400


def test_the_end_of_the_line_before_wins_when_it_is_as_near():
    assert snapped(1050, SPOKEN, [1100]) == 1100
    assert snapped(1060, SPOKEN, [1200]) == 1000


def test_without_sound_only_neighbours_count():
    assert snapped(1050, None, [1100]) == 1100
    assert snapped(1050, Waveform(20, b"")) == 1050
