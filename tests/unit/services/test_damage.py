from pathlib import Path

import pytest

from app.common.errors import DamagedError
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.crypto.streaming_aead import TINK_1MB
from app.domain.fragment import Fragment
from app.domain.timecode import TimeRange
from app.services.findings import finding_text
from app.services.session import Session
from tests.support.backups import flip
from tests.support.consents import everybody_agrees
from tests.support.heavy_clips import frames_in, heavy_clip
from tests.support.vaults import AT, new_vault

MIB = 1024 * 1024


class Watched:
    """A session with one heavy recording."""

    def __init__(self, place: Path, megabytes: int, container: str) -> None:
        self.clip = place / f"gesprek.{container}"
        heavy_clip(self.clip, megabytes, container=container)
        self.vault = new_vault(place / "Proef.kluis")
        self.session = Session(self.vault)
        self.recording = self.session.recordings.import_file(self.clip, title="Iep", context=JobContext())
        everybody_agrees(self.session, self.recording.recording_id)

    def spoil(self, segment: int) -> tuple[int, int]:
        """Let a bit rot in a segment; returns which bytes of the clip it costs."""
        first, _ = TINK_1MB.cipher_range(segment, self.recording.size_bytes)
        flip(self.vault.media.media_path(self.recording.media_id), first + 1000)
        return TINK_1MB.plain_range(segment, self.recording.size_bytes)

    def fragment(self, from_ms: int, to_ms: int) -> FragmentId:
        fragment = Fragment(FragmentId(f"{from_ms:032x}"), self.recording.recording_id, TimeRange(from_ms, to_ms), "", (), AT)
        self.vault.fragments.add(fragment)
        return fragment.fragment_id


@pytest.fixture
def watched(tmp_path, request):
    made = Watched(tmp_path, *request.param)
    yield made
    made.session.lock()


def exact_span(watched, segment):
    times = frames_in(watched.clip, *TINK_1MB.plain_range(segment, watched.recording.size_bytes))
    return min(times), max(times) + 40


@pytest.mark.parametrize("watched", [(24, kind) for kind in ("mp4", "matroska", "avi", "mpegts")], indirect=True, ids=lambda each: each[1])
@pytest.mark.parametrize("segment", [9, 17])
def test_damage_is_named_by_the_very_frames_it_costs(watched, segment, tally):
    watched.spoil(segment)
    (finding,) = watched.session.check(JobContext(), deep=True)
    from_ms, to_ms = exact_span(watched, segment)
    assert (finding.subject, finding.details["segment"], finding.details["is_exact"]) == (watched.recording.recording_id, segment, 1)
    assert from_ms - 100 <= finding.details["from_ms"] <= from_ms
    assert to_ms <= finding.details["to_ms"] <= to_ms + 100
    tally("F7", 1, "beschadigde stukken op de seconde genoemd", outcome="ernaast")


@pytest.mark.parametrize("watched", [(6, "mp4")], indirect=True)
def test_without_its_beginning_the_bytes_are_spread_evenly_and_that_is_said(watched):
    watched.spoil(0)
    (finding,) = watched.session.check(JobContext(), deep=True)
    assert finding.details["is_exact"] == 0
    assert finding_text(finding).startswith("Van ongeveer 00:00 tot 00:01: ")


@pytest.mark.slow
@pytest.mark.parametrize("watched", [(24, "mp4")], indirect=True)
def test_a_fragment_beside_the_damage_is_made_and_one_over_it_is_refused_with_its_seconds(watched):
    watched.spoil(10)
    from_ms, to_ms = exact_span(watched, 10)
    anonymise = watched.session.anonymise
    for begin, end in ((from_ms - 400, from_ms), (to_ms, to_ms + 400)):
        summary = anonymise.detect(watched.fragment(begin, end), JobContext())
        assert len(summary.plan.frame_times_ms) == 10
        clip = anonymise.make_unreviewed_clip(summary.plan, JobContext())
        assert clip.duration_ms == 400
    before = len(watched.session.anonymise.clips())
    with pytest.raises(DamagedError) as raised:
        anonymise.detect(watched.fragment(from_ms - 200, to_ms + 200), JobContext())
    assert raised.value.code == "fragment_damaged"
    assert (raised.value.details["from_ms"], raised.value.details["to_ms"]) == (from_ms, to_ms)
    assert raised.value.details["from_time"] == "00:00"
    assert len(anonymise.clips()) == before


@pytest.mark.slow
@pytest.mark.parametrize("watched", [(24, "mp4")], indirect=True)
def test_damage_that_comes_after_the_looking_stops_the_copy(watched):
    fragment_id = watched.fragment(600, 1000)
    plan = watched.session.anonymise.detect(fragment_id, JobContext()).plan
    times = frames_in(watched.clip, 0, 2**40)
    middle = next(segment for segment in range(24) if frames_in(watched.clip, *TINK_1MB.plain_range(segment, watched.recording.size_bytes))[0] >= 800)
    assert len(times) > 30
    watched.spoil(middle)
    with pytest.raises(DamagedError) as raised:
        watched.session.anonymise.make_unreviewed_clip(plan, JobContext())
    assert raised.value.code == "fragment_damaged"
    assert watched.session.anonymise.clips() == []


@pytest.mark.slow
@pytest.mark.parametrize("watched", [(530, "mp4")], indirect=True)
def test_one_bad_segment_of_five_hundred_costs_its_own_second(watched, tally):
    segments = TINK_1MB.segment_count(watched.recording.size_bytes)
    assert segments >= 500
    watched.spoil(segments // 2)
    from_ms, to_ms = exact_span(watched, segments // 2)
    (finding,) = watched.session.check(JobContext(), deep=True)
    assert (finding.details["from_ms"], finding.details["to_ms"]) == (from_ms, to_ms)
    for begin, end in ((from_ms - 200, from_ms), (to_ms, to_ms + 200)):
        plan = watched.session.anonymise.detect(watched.fragment(begin, end), JobContext()).plan
        assert watched.session.anonymise.make_unreviewed_clip(plan, JobContext()).duration_ms == 200
    with pytest.raises(DamagedError, match="fragment_damaged"):
        watched.session.anonymise.detect(watched.fragment(from_ms - 40, to_ms), JobContext())
    reader = watched.vault.media.open(watched.recording.media_id)
    readable = sum(problem is None for _, problem in reader.damaged_segments())
    reader.close()
    tally("F7", segments, "segmenten waarvan 1 kapot; de andere te lezen", segments - 1 - readable, "niet te lezen")
