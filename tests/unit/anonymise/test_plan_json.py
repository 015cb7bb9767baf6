import json
from dataclasses import replace

import pytest

from app.anonymise.plan_json import plan_from_json, plan_to_json
from app.common.errors import DamagedError, InputError, VersionError
from app.common.ids import FragmentId
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, MaskStyle, Track, TrackKind, VoiceLevel
from app.domain.caption import Caption
from app.domain.found_name import FoundName, NameKind
from app.domain.timecode import TimeRange

PLAN = AnonymisePlan(
    FragmentId("0123456789abcdef" * 2),
    TimeRange(1000, 1120),
    640,
    360,
    (0, 40, 80),
    (
        Track("track-1", "A", "moeder é", (MaskKey(0, Box(0.1, 0.2, 0.3, 0.4), BoxOrigin.SEEN, 0.5), MaskKey(2, Box(0, 0, 1, 1), BoxOrigin.DRAWN))),
        Track("track-2", "B", "", (), hidden=False, reason="dat ben ik zelf", accepted=((0, 1),)),
    ),
    mask=MaskStyle.BLUR,
    voice=VoiceLevel.DISGUISE,
    bleeps=(TimeRange(10, 20),),
    names=(
        FoundName(TimeRange(30, 60), "Jesse", NameKind.OWN, is_hidden=True),
        FoundName(TimeRange(60, 80), "brand", NameKind.BY_HAND),
        FoundName(TimeRange(90, 110), "maandag", NameKind.DATE, is_hidden=False, reason="zegt niets"),
    ),
    captions=(Caption(TimeRange(10, 100), "A", "Ja. [naam] wilde eerst niet."),),
    alike=(("track-2", "track-1"),),
)


def changed(change):
    content = json.loads(plan_to_json(PLAN))
    change(content)
    return json.dumps(content)


def test_a_plan_comes_back_as_it_was():
    assert plan_from_json(plan_to_json(PLAN)) == PLAN


def test_a_plan_of_the_first_version_covers_heads_and_knows_no_words():
    content = json.loads(plan_to_json(PLAN))
    content["version"] = 1
    del content["names"], content["captions"], content["alike"]
    for track in content["tracks"]:
        del track["kind"]
    assert plan_from_json(json.dumps(content)) == replace(PLAN, names=(), captions=(), alike=())


def test_a_region_comes_back_as_what_it_is():
    plan = PLAN.with_tracks((replace(PLAN.tracks[0], kind=TrackKind.BADGE),))
    assert plan_from_json(plan_to_json(plan)) == plan


def test_a_name_nobody_decided_about_is_bleeped_and_one_that_stays_is_not():
    assert PLAN.all_bleeps == (TimeRange(10, 20), TimeRange(30, 60), TimeRange(60, 80))


def test_a_name_stays_only_with_a_reason():
    with pytest.raises(InputError, match="reason_missing"):
        FoundName(TimeRange(0, 10), "Jesse", NameKind.OWN, is_hidden=False)


def test_a_plan_of_a_newer_app_is_refused_as_newer():
    with pytest.raises(VersionError, match="plan_too_new"):
        plan_from_json(changed(lambda content: content.update(version=3)))


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.pop("tracks"),
        lambda content: content.update(extra=1),
        lambda content: content.update(version=True),
        lambda content: content.update(frame_times_ms=[0, 80, 40]),
        lambda content: content.update(size=[640]),
        lambda content: content.update(size=[0, 360]),
        lambda content: content.update(fragment_id="../../etc"),
        lambda content: content.update(range=[5, 5]),
        lambda content: content.update(mask="none"),
        lambda content: content["tracks"][0]["keys"].reverse(),
        lambda content: content["tracks"][0]["keys"][0].__setitem__(0, 3),
        lambda content: content["tracks"][0]["keys"][0].__setitem__(2, float("nan")),
        lambda content: content["tracks"][0]["keys"][0].__setitem__(2, 0.9),
        lambda content: content["tracks"][0]["keys"][0].__setitem__(2, "0.1"),
        lambda content: content["tracks"][0]["keys"][0].__setitem__(6, 7.0),
        lambda content: content["tracks"][0].update(hidden=0),
        lambda content: content["tracks"][0].update(kind="cat"),
        lambda content: content["names"][0].__setitem__(3, "cat"),
        lambda content: content["names"][0].__setitem__(4, 1),
        lambda content: content["names"][0].__setitem__(4, False),
        lambda content: content["captions"][0].pop(),
        lambda content: content["captions"][0].__setitem__(1, 5),
        lambda content: content["tracks"][1].update(reason=""),
        lambda content: content["tracks"][1].update(track_id="track-1"),
        lambda content: content["tracks"][1].update(accepted=[[0, 9]]),
    ],
)
def test_anything_but_what_was_written_is_damage(change):
    with pytest.raises(DamagedError, match="plan_damaged"):
        plan_from_json(changed(change))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"version":1}', "[" * 100_000])
def test_text_that_is_no_plan_is_damage(text):
    with pytest.raises(DamagedError, match="plan_damaged"):
        plan_from_json(text)
