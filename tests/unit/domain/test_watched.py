"""A copy counts as watched only when nothing of it was skipped."""

from app.domain.watched import Watched


def test_stretches_that_meet_become_one_and_make_the_clip_whole():
    watched = Watched().with_played(0, 4000).with_played(8000, 10_000).with_played(3900, 8100)
    assert watched.stretches == ((0, 10_000),)
    assert watched.is_whole(10_100)


def test_a_skipped_part_is_not_forgiven():
    watched = Watched().with_played(0, 4000).with_played(5000, 10_000)
    assert not watched.is_whole(10_000)
    assert watched.with_played(3000, 5000).is_whole(10_000)


def test_beginning_late_or_stopping_early_is_not_whole():
    assert not Watched().with_played(1000, 10_000).is_whole(10_000)
    assert not Watched().with_played(0, 9000).is_whole(10_000)


def test_going_back_adds_nothing():
    assert Watched().with_played(5000, 1000) == Watched()
