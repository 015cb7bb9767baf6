from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from app.common.errors import InputError
from app.domain.recording import MediaFacts, Recording
from app.domain.retention import RetentionSettings, due, ending_soon

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=timezone(timedelta(hours=1)))
TODAY = NOW.date()
KEPT = Recording(
    "a" * 32, "Iep", "", "", None, datetime(2026, 11, 1, tzinfo=UTC), "b" * 32, MediaFacts("mp4", 1, 1, 1, 1.0, 0, "h264", None), 1, "", TODAY
)


@pytest.mark.parametrize(("days", "is_due"), [(-400, True), (-1, True), (0, False), (1, False)])
def test_the_last_day_is_kept_whole(days, is_due):
    recording = replace(KEPT, keep_until=TODAY + timedelta(days=days))
    assert bool(due([recording], RetentionSettings(), NOW).ended) is is_due


def test_the_day_is_that_of_the_user():
    recording = replace(KEPT, keep_until=date(2026, 11, 24))
    assert not due([recording], RetentionSettings(), datetime(2026, 11, 24, 23, 59, tzinfo=timezone(timedelta(hours=1))))
    assert due([recording], RetentionSettings(), datetime(2026, 11, 25, 0, 1, tzinfo=timezone(timedelta(hours=1))))


@pytest.mark.parametrize(("waited", "is_over"), [(timedelta(days=7), True), (timedelta(days=7) - timedelta(seconds=1), False), (timedelta(0), False)])
def test_the_bin_waits_whole_days_from_the_moment_it_went_in(waited, is_over):
    binned = replace(KEPT, binned_at=NOW - waited, keep_until=TODAY - timedelta(days=50))
    found = due([binned], RetentionSettings(), NOW)
    assert (found.ended, bool(found.bin_over), bool(found)) == ((), is_over, is_over)
    assert due([binned], RetentionSettings(bin_days=0), NOW).bin_over == (binned,)


def test_what_ends_soon_is_neither_due_nor_in_the_bin():
    days = {
        name: replace(KEPT, title=name, keep_until=TODAY + timedelta(days=away)) for name, away in (("g", -1), ("v", 0), ("w", 7), ("l", 8), ("m", 3))
    }
    binned = replace(days["m"], title="b", binned_at=NOW)
    assert [each.title for each in ending_soon([*days.values(), binned], TODAY, 7)] == ["v", "m", "w"]


@pytest.mark.parametrize(("weeks", "days"), [(0, 7), (-1, 7), (261, 7), (8, -1), (8, 31)])
def test_settings_that_cannot_be(weeks, days):
    with pytest.raises(InputError):
        RetentionSettings(weeks, days)


def test_eight_weeks_is_the_usual_time():
    assert RetentionSettings().keep_until(date(2026, 11, 17)) == date(2027, 1, 12)
