from app.media.clock import PlaybackClock


def test_time_runs_from_the_first_picture_at_the_rate() -> None:
    clock = PlaybackClock(60_000)
    clock.land(0, 2.0, now=100.0)
    assert clock.position_ms(100.0) == 0
    assert clock.position_ms(101.5) == 3000


def test_a_landing_counts_as_just_before_the_time_asked_for() -> None:
    clock = PlaybackClock(60_000)
    clock.land(5000, 1.0, now=10.0)
    assert 5000 - 42 <= clock.position_ms(10.0) <= 5000


def test_position_never_leaves_the_recording() -> None:
    clock = PlaybackClock(1000)
    clock.land(5, 1.0, now=0.0)
    assert clock.position_ms(0.0) == 0
    assert clock.position_ms(99.0) == 1000


def test_frozen_time_stands_still() -> None:
    clock = PlaybackClock(60_000)
    clock.land(0, 1.0, now=0.0)
    clock.freeze(1234)
    assert clock.position_ms(50.0) == 1234


def test_a_trusted_report_moves_the_anchor() -> None:
    clock = PlaybackClock(60_000)
    clock.land(1000, 1.0, now=0.0)
    clock.report(1500, 0.25, is_trusted=True)
    assert clock.position_ms(0.35) == 1600


def test_a_report_that_stands_still_is_never_believed() -> None:
    clock = PlaybackClock(60_000)
    clock.land(0, 1.0, now=0.0)
    for quarter in range(1, 40):
        clock.report(250, quarter * 0.3, is_trusted=False)
    assert clock.position_ms(12.0) == 12_000


def test_two_reports_at_the_right_pace_are_believed() -> None:
    clock = PlaybackClock(60_000)
    clock.land(0, 0.5, now=0.0)
    clock.report(300, 0.3, is_trusted=False)
    assert clock.position_ms(0.3) == 150
    clock.report(425, 0.55, is_trusted=False)
    assert clock.position_ms(0.55) == 425


def test_a_report_while_standing_still_changes_nothing() -> None:
    clock = PlaybackClock(60_000)
    clock.freeze(700)
    clock.report(5000, 1.0, is_trusted=True)
    assert clock.position_ms(2.0) == 700
