"""The sums behind the timeline: axis, silences, places of moments."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from app.domain.lanes import Waveform
from app.domain.timecode import TimeRange
from app.ui.theme import Tokens
from app.ui.viewing.timeline.dragging import Dragged, Grip
from app.ui.viewing.timeline.moment_lane import MomentRow, moment_boxes
from app.ui.viewing.timeline.sound_lane import silences
from app.ui.viewing.timeline.time_axis import MIN_SPAN_MS, TimeAxis
from tests.support.vaults import a_moment

LANE = QRectF(100, 0, 800, 44)


@given(st.integers(1, 10_000_000), st.floats(-1e7, 1e8), st.floats(1, 1e8), st.floats(1, 4000))
def test_the_view_never_leaves_the_recording(duration_ms, from_ms, span_ms, width_px):
    axis = TimeAxis(duration_ms, from_ms, span_ms, width_px)
    assert 0 <= axis.from_ms <= axis.to_ms <= duration_ms * (1 + 1e-9)
    assert axis.ms_at(-1e6) >= 0
    assert axis.ms_at(1e6) <= duration_ms


@given(st.integers(60_000, 10_000_000), st.floats(0, 1), st.floats(0.3, 4))
def test_zooming_keeps_the_anchor_in_its_place_unless_the_recording_ends(duration_ms, share, factor):
    axis = TimeAxis(duration_ms, duration_ms * 0.3, duration_ms * 0.4, 800)
    anchor_ms = axis.from_ms + share * axis.span_ms
    closer = axis.zoomed(factor, anchor_ms)
    assert -0.01 <= closer.x_of(anchor_ms) <= 800.01
    if closer.from_ms > 0 and closer.to_ms < duration_ms:
        assert closer.x_of(anchor_ms) == pytest.approx(axis.x_of(anchor_ms), abs=1)


def test_a_place_and_its_time_are_each_others_inverse():
    axis = TimeAxis(100_000, 20_000, 10_000, 500)
    assert [axis.ms_at(axis.x_of(at_ms)) for at_ms in (20_000, 23_456, 30_000)] == [20_000, 23_456, 30_000]


def test_there_is_an_end_to_zooming():
    axis = TimeAxis(2_530_000, 0, 240_000, 800)
    for _ in range(50):
        axis = axis.zoomed(1.6, 60_000)
    assert axis.span_ms == MIN_SPAN_MS
    for _ in range(50):
        axis = axis.zoomed(1 / 1.6, 60_000)
    assert (axis.from_ms, axis.span_ms) == (0, 2_530_000)


def test_the_view_turns_a_page_when_now_leaves_it_and_not_before():
    axis = TimeAxis(1_000_000, 100_000, 100_000, 800)
    assert axis.following(150_000) == axis
    turned = axis.following(199_900)
    assert turned.from_ms == pytest.approx(189_900)
    assert axis.following(50_000).shows(50_000)


@pytest.mark.parametrize("span_ms", [4_000, 10_000, 30_000, 240_000, 2_530_000, 30_000_000])
def test_written_times_never_touch(span_ms):
    axis = TimeAxis(36_000_000, 0, span_ms, 800)
    written = [axis.x_of(tick.at_ms) for tick in axis.ticks() if tick.label]
    assert written
    assert all(later - earlier >= 91 for earlier, later in itertools.pairwise(written))
    assert len(axis.ticks()) < 200


def test_silences_are_found_with_their_length_and_short_ones_are_left_out():
    loud, quiet = bytes([120, 90]), bytes([1, 0])
    peaks = loud * 50 + quiet * 60 + loud * 50 + quiet * 20 + loud * 50
    assert silences(Waveform(40, peaks)) == [TimeRange(4_000, 8_800)]


@pytest.mark.parametrize("peaks", [b"", bytes(10), bytes([255]) * 10, bytes(1000)])
def test_no_sound_at_all_and_no_silence_at_all_give_no_trouble(peaks):
    assert all(silence.duration_ms >= 3_000 for silence in silences(Waveform(40, peaks)))


def test_every_quiet_level_that_means_something_to_a_pattern_is_only_a_level():
    for level in (ord("]"), ord("\\"), ord("^"), ord("-"), 10):
        peaks = bytes([level * 13 % 256 or 1]) + bytes([min(255, level * 12)]) * 500 + bytes([1]) * 200
        assert silences(Waveform(40, peaks))


def test_words_of_a_moment_end_where_the_next_begins():
    axis = TimeAxis(100_000, 0, 100_000, LANE.width())
    moments = [a_moment("r", 10_000, until_ms=20_000), a_moment("r", 50_000, until_ms=60_000)]
    first, second = moment_boxes(MomentRow(tuple(moments)), axis, LANE, Tokens(is_dark=False, scale=1.0))
    assert first.words.right() <= second.frame.left()
    assert second.words.right() <= LANE.right()
    assert first.has_range


def test_a_point_can_be_hit_although_it_is_small():
    axis = TimeAxis(100_000, 0, 100_000, LANE.width())
    [box] = moment_boxes(MomentRow((a_moment("r", 10_000),)), axis, LANE, Tokens(is_dark=False, scale=1.0))
    assert not box.has_range
    assert box.hit.width() >= 28


def test_a_moment_that_began_before_the_view_is_still_there():
    axis = TimeAxis(1_000_000, 500_000, 10_000, LANE.width())
    [box] = moment_boxes(MomentRow((a_moment("r", 100_000, until_ms=900_000),)), axis, LANE, Tokens(is_dark=False, scale=1.0))
    assert box.frame.left() < LANE.left()
    assert box.frame.right() > LANE.right()


def test_a_crowd_of_moments_is_thinned_out_and_the_selected_one_is_always_there():
    moments = tuple(a_moment("r", number * 1_000) for number in range(10_000))
    row, axis = MomentRow(moments), TimeAxis(10_000_000, 0, 10_000_000, 800)
    chosen = moments[4_321]
    shown = list(row.in_view(axis, chosen.moment_id))
    assert len(shown) <= 202
    assert chosen in shown
    assert shown == sorted(shown, key=lambda moment: moment.at_ms)
    assert list(row.in_view(TimeAxis(10_000_000, 5_000_000, 60_000, 800), ""))[-1] == moments[5_060]


def test_a_long_moment_that_began_before_the_view_is_shown():
    moments = (a_moment("r", 0, until_ms=500_000), *(a_moment("r", at) for at in range(1_000, 400_000, 1_000)))
    assert moments[0] in list(MomentRow(moments).in_view(TimeAxis(1_000_000, 450_000, 10_000, 800), ""))


@given(st.sampled_from(Grip), st.integers(-200_000, 200_000), st.sampled_from([0.0, 12.0, 23.976, 25.0, 29.97, 59.94]))
def test_dragging_stays_in_the_recording_on_a_frame_and_never_turns_a_moment_round(grip, by_ms, fps):
    moment = a_moment("r", 40_000, until_ms=48_000)
    moved = Dragged(moment, grip, 44_000).moved_to(44_000 + by_ms, 100_000, fps)
    assert 0 <= moved.at_ms < moved.until_ms <= 100_000
    if grip is Grip.ALL:
        assert moved.until_ms - moved.at_ms == 8_000
    if fps and 0 < moved.at_ms != moment.at_ms and by_ms < 0:
        assert abs(moved.at_ms * fps / 1000 - round(moved.at_ms * fps / 1000)) < fps / 1000
