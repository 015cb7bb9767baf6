from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.common.errors import InputError
from app.common.ids import ClipId, FragmentId, MomentId, RecordingId
from app.domain.moment import MomentKind
from app.domain.timecode import TimeRange
from app.vault.header import RegisterHead
from app.vault.media_store import MediaRole
from tests.support.vaults import AT, a_fragment, a_moment, add_clip, add_recording, store

NONE = "0" * 32


def test_a_recording_comes_back_as_it_was_kept(vault):
    full = add_recording(vault)
    spare = replace(full, recording_id=RecordingId("b" * 32), media_id=store(vault, b"x").media_id, recorded_on=None, case_code="", talk="")
    spare = replace(spare, facts=replace(spare.facts, audio_codec=None, fps=0.0, has_variable_frame_rate=False))
    vault.recordings.add(spare)
    assert vault.recordings.list() == [full, spare]
    assert vault.recordings.get(spare.recording_id) == spare


def test_a_recording_needs_media_that_exist(vault):
    recording = add_recording(vault)
    with pytest.raises(InputError):
        vault.recordings.add(replace(recording, recording_id=RecordingId("b" * 32), media_id=NONE))


def test_a_position_and_new_words_are_kept(vault):
    recording = add_recording(vault)
    vault.recordings.set_position(recording.recording_id, 12_345)
    vault.recordings.rename(recording.recording_id, title="Zonnebloem", case_code="", talk="4e gesprek")
    kept = vault.recordings.get(recording.recording_id)
    assert kept == replace(recording, last_position_ms=12_345, title="Zonnebloem", case_code="", talk="4e gesprek")


@pytest.mark.parametrize(
    "call",
    [
        lambda vault: vault.recordings.get(RecordingId(NONE)),
        lambda vault: vault.recordings.set_position(RecordingId(NONE), 1),
        lambda vault: vault.recordings.rename(RecordingId(NONE), title="", case_code="", talk=""),
        lambda vault: vault.remove_recording(RecordingId(NONE)),
        lambda vault: vault.add_derived(RecordingId(NONE), MediaRole.WAVEFORM, b"x"),
        lambda vault: vault.moments.add(a_moment(RecordingId(NONE))),
        lambda vault: vault.moments.get(MomentId(NONE)),
        lambda vault: vault.moments.update(a_moment(RecordingId(NONE))),
        lambda vault: vault.moments.remove(MomentId(NONE)),
        lambda vault: vault.fragments.add(a_fragment(RecordingId(NONE))),
        lambda vault: vault.fragments.get(FragmentId(NONE)),
        lambda vault: vault.remove_fragment(FragmentId(NONE)),
        lambda vault: vault.plans.save(FragmentId(NONE), "{}"),
        lambda vault: vault.clips.get(ClipId(NONE)),
        lambda vault: vault.remove_clip(ClipId(NONE)),
        lambda vault: vault.media.open(NONE),
        lambda vault: vault.media.size(NONE),
        lambda vault: vault.media.remove(NONE),
    ],
)
def test_an_id_that_does_not_exist_is_said_and_leaves_no_trace(vault, call):
    lines = len(vault.log.list())
    with pytest.raises(InputError) as caught:
        call(vault)
    assert caught.value.code == "unknown_id"
    assert (len(vault.log.list()), vault.media.rows()) == (lines, [])


def test_a_moment_comes_back_as_it_was_kept(vault):
    recording = add_recording(vault)
    full = a_moment(recording.recording_id, until_ms=9000, then="Ik schrok.", now="Nu zie ik: 'ruimte' \"geven\" \0 %_ 😀")
    empty = a_moment(recording.recording_id, at_ms=0, kind=None, indicators=(), who=(), see="", next="")
    for moment in (full, empty):
        vault.moments.add(moment)
    assert vault.moments.list() == [empty, full]
    changed = replace(full, at_ms=5, kind=MomentKind.SCHUURT, see="Anders.", changed_at=datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    vault.moments.update(changed)
    assert vault.moments.get(full.moment_id) == changed
    vault.moments.remove(empty.moment_id)
    assert (vault.moments.list(), vault.moments.count()) == ([changed], 1)


def test_moments_are_listed_by_recording_and_time(vault):
    first, second = add_recording(vault), add_recording(vault, b"2")
    for recording, at_ms in ((first, 900), (second, 10), (first, 20)):
        vault.moments.add(a_moment(recording.recording_id, at_ms=at_ms))
    assert [moment.at_ms for moment in vault.moments.list(first.recording_id)] == [20, 900]
    assert len(vault.moments.list()) == 3


@pytest.mark.parametrize(
    ("search", "is_found"),
    [
        ("moeder", 1),
        ("MOEDER", 1),
        ("één", 1),
        ("EEN", 1),
        ("cafe\u0301", 1),
        ("stoel. Jongere", 1),
        ("jongere oeder", 1),
        ("jongere vader", 0),
        ("toe", 1),
        ("e k", 1),
        ("e q", 0),
        ("stoel,", 0),
        ("%", 0),
        ("_", 0),
        ("", 1),
        ("vader", 0),
        ("100%", 1),
    ],
)
def test_search_looks_in_the_four_answers_without_case_or_accents(vault, search, is_found):
    recording = add_recording(vault)
    vault.moments.add(a_moment(recording.recording_id, see="Moeder pakt één stoel.", next="Jongere knikt", then="in het CAFÉ", now="ruimte"))
    if search == "100%":
        vault.moments.add(a_moment(recording.recording_id, now="Voor 100% zeker"))
    assert bool(vault.moments.list(search=search)) is bool(is_found)


def test_what_the_list_asks_of_all_recordings_is_what_each_says_itself(vault):
    first, second, bare = add_recording(vault), add_recording(vault, b"2"), add_recording(vault, b"3")
    later = AT + timedelta(days=1)
    for recording, changed_at in ((first, AT), (first, later), (second, AT)):
        vault.moments.add(a_moment(recording.recording_id, changed_at=changed_at))
        vault.fragments.add(a_fragment(recording.recording_id))
    vault.add_derived(second.recording_id, MediaRole.WAVEFORM, b"x")
    vault.add_derived(bare.recording_id, MediaRole.PICTURES, b"x")
    assert vault.moments.last_changes() == {first.recording_id: later, second.recording_id: AT}
    assert vault.fragments.counts() == {first.recording_id: 2, second.recording_id: 1}
    assert vault.recordings.with_derived(MediaRole.WAVEFORM) == {second.recording_id}


def test_fragments_plans_and_clips_come_back_as_they_were_kept(vault):
    recording = add_recording(vault)
    moment = a_moment(recording.recording_id)
    fragment = a_fragment(recording.recording_id, moments=(moment.moment_id, MomentId(NONE)))
    later = a_fragment(recording.recording_id, range=TimeRange(50_000, 60_000))
    for each in (later, fragment):
        vault.fragments.add(each)
    assert vault.fragments.list(recording.recording_id) == [fragment, later]
    assert vault.plans.load(fragment.fragment_id) is None
    vault.plans.save(fragment.fragment_id, '{"a":1}')
    vault.plans.save(fragment.fragment_id, '{"a":2}')
    assert vault.plans.load(fragment.fragment_id) == '{"a":2}'
    clip = add_clip(vault, fragment.fragment_id)
    assert vault.clips.list(fragment.fragment_id) == vault.clips.list() == [vault.clips.get(clip.clip_id)] == [clip]
    assert vault.clips.list(later.fragment_id) == []


def test_settings_are_kept_and_replaced(vault):
    assert vault.settings.get("taal") is None
    vault.settings.set("taal", "nl")
    vault.settings.set("taal", "en")
    assert vault.settings.get("taal") == "en"


def test_removing_a_recording_takes_along_all_that_was_made_of_it(vault):
    kept = add_recording(vault, b"blijft")
    gone = add_recording(vault, b"gaat")
    fragment = a_fragment(gone.recording_id)
    vault.moments.add(a_moment(gone.recording_id))
    vault.fragments.add(fragment)
    vault.plans.save(fragment.fragment_id, "{}")
    add_clip(vault, fragment.fragment_id)
    vault.add_derived(gone.recording_id, MediaRole.WAVEFORM, b"golf")
    paths = [vault.media.media_path(row.media_id) for row in vault.media.rows() if row.media_id != kept.media_id]
    assert len(paths) == 3
    vault.remove_recording(gone.recording_id)
    assert [row.media_id for row in vault.media.rows()] == [kept.media_id]
    assert not any(path.exists() for path in paths)
    assert vault.recordings.list() == [kept]
    assert (vault.moments.count(), vault.fragments.list(), vault.clips.list(), vault.plans.load(fragment.fragment_id)) == (0, [], [], None)
    line = vault.log.list()[-1]
    assert (line["event"], line["subject"], line["media"]) == ("recording_destroyed", gone.recording_id, 3)


def test_removing_a_fragment_or_clip_leaves_the_recording(vault):
    recording = add_recording(vault)
    first, second = a_fragment(recording.recording_id), a_fragment(recording.recording_id)
    for fragment in (first, second):
        vault.fragments.add(fragment)
    clips = [add_clip(vault, fragment.fragment_id) for fragment in (first, second)]
    vault.remove_clip(clips[1].clip_id)
    vault.remove_fragment(first.fragment_id)
    assert vault.fragments.list() == [second]
    assert [row.media_id for row in vault.media.rows()] == [recording.media_id]


def test_derived_media_are_made_once(vault):
    recording = add_recording(vault)
    assert vault.recordings.derived(recording.recording_id, MediaRole.WAVEFORM) is None
    vault.add_derived(recording.recording_id, MediaRole.WAVEFORM, b"golf")
    media_id = vault.recordings.derived(recording.recording_id, MediaRole.WAVEFORM)
    with pytest.raises(InputError) as caught:
        vault.add_derived(recording.recording_id, MediaRole.WAVEFORM, b"nog een")
    assert caught.value.code == "derived_exists"
    assert len(vault.media.rows()) == 2
    assert vault.media.size(media_id) == 4


def test_a_transaction_covers_several_tables(vault):
    recording = add_recording(vault)

    def fail_at_the_end():
        with vault.transaction():
            vault.moments.add(a_moment(recording.recording_id))
            vault.log.add("moment_added", recording.recording_id)
            vault.remove_recording(recording.recording_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_at_the_end()
    assert vault.recordings.list() == [recording]
    assert vault.media.media_path(recording.media_id).exists()
    assert vault.moments.count() == 0
    assert [line["event"] for line in vault.log.list()] == ["vault_made"]


def test_the_log_is_a_chain_whose_head_stands_in_the_header(vault):
    for number in range(4):
        vault.log.add("recording_imported", f"{number}", bytes=number)
    head = vault._parts.header.register_head
    assert (head, head.count) == (vault.log.head(), 5)
    assert vault.log.is_intact(head)
    lines = vault.log.list()
    assert [line["number"] for line in lines] == [1, 2, 3, 4, 5]
    assert lines[2]["bytes"] == 1
    assert datetime.fromisoformat(lines[0]["at"]).tzinfo == UTC
    assert not vault.log.is_intact(RegisterHead(5, bytes(32)))
    assert not vault.log.is_intact(RegisterHead(6, head.digest))


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE events SET at = '2020-01-01' WHERE number = 2",
        "UPDATE events SET event = 'x' WHERE number = 2",
        "UPDATE events SET subject = 'x' WHERE number = 2",
        "UPDATE events SET facts = '{}' WHERE number = 2",
        "UPDATE events SET digest = zeroblob(32) WHERE number = 2",
        "DELETE FROM events WHERE number = 2",
        "DELETE FROM events WHERE number = 3",
        "DELETE FROM events",
    ],
)
def test_a_changed_or_missing_line_breaks_the_chain(vault, forgery):
    for number in range(2):
        vault.log.add("recording_imported", f"{number}", bytes=7)
    vault._parts.database.change(forgery)
    assert not vault.log.is_intact(vault._parts.header.register_head)
