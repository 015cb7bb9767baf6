from app.ui.lock.idle_clock import MOST_WITHOUT_HANDS_S, WARNING_S, IdleClock, seconds_since_start

TEN = 600.0


def test_the_shutters_close_after_the_chosen_time_without_hands():
    clock = IdleClock(TEN, 0)
    assert clock.seconds_left(0) == TEN
    assert clock.seconds_left(599) == 1
    assert clock.seconds_left(600) == 0


def test_a_touch_begins_the_time_anew():
    clock = IdleClock(TEN, 0)
    clock.touch(590)
    assert clock.seconds_left(600) == 590


def test_a_talk_longer_than_the_idle_time_is_not_broken_off():
    clock = IdleClock(TEN, 0)
    for second in range(3600):
        clock.note_activity(second)
        assert clock.seconds_left(second) == TEN


def test_what_plays_for_ever_does_not_keep_the_shutters_open_for_ever():
    clock = IdleClock(TEN, 0)
    for second in range(int(MOST_WITHOUT_HANDS_S) + 1000):
        clock.note_activity(second)
    assert clock.seconds_left(MOST_WITHOUT_HANDS_S) <= TEN
    assert clock.seconds_left(MOST_WITHOUT_HANDS_S + TEN) <= 0


def test_the_warning_leaves_the_time_the_guideline_asks():
    assert WARNING_S >= 20


def test_the_clock_runs_on():
    assert seconds_since_start() <= seconds_since_start()
