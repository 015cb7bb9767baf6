import pytest

from app.common.errors import InputError
from app.common.ids import ClipId, FragmentId
from app.domain.anonymise_plan import AnonymisePlan
from app.domain.found_name import FoundName, NameKind
from app.domain.name_choices import decide, undecided, with_found
from app.domain.timecode import TimeRange


def a_name(text, from_ms, kind=NameKind.FIRST_NAME, is_hidden=None, reason=""):
    return FoundName(TimeRange(from_ms, from_ms + 500), text, kind, is_hidden, reason)


def a_plan(*names):
    return AnonymisePlan(FragmentId("f" * 32), TimeRange(0, 10_000), 100, 100, (0,), (), names=names, copy_id=ClipId("c" * 32))


PLAN = a_plan(a_name("Sanne", 0), a_name("Goor", 1000, NameKind.PLACE), a_name("sanne", 2000))


def test_a_choice_counts_for_all_the_same_words_at_once():
    plan = decide(PLAN, 0, is_hidden=True)
    assert [name.is_hidden for name in plan.names] == [True, None, True]
    assert plan.copy_id is None
    assert undecided(plan) == (1,)
    assert plan.all_bleeps == PLAN.all_bleeps  # undecided counts as hidden


def test_a_choice_can_be_for_one_place_only():
    plan = decide(PLAN, 2, is_hidden=False, reason="de buurvrouw", same_words=False)
    assert [name.is_hidden for name in plan.names] == [None, None, False]
    assert len(plan.all_bleeps) == 2


def test_keeping_a_name_needs_a_reason_and_hiding_forgets_it():
    with pytest.raises(InputError, match="reason_missing"):
        decide(PLAN, 0, is_hidden=False)
    kept = decide(PLAN, 0, is_hidden=False, reason="de buurvrouw")
    assert [name.reason for name in decide(kept, 2, is_hidden=True).names] == ["", "", ""]


@pytest.mark.parametrize("index", [-1, 3])
def test_a_name_that_is_not_there_cannot_be_decided_about(index):
    with pytest.raises(InputError, match="name_unknown"):
        decide(PLAN, index, is_hidden=True)


def test_each_word_is_asked_about_once():
    assert undecided(PLAN) == (0, 1)


def test_finding_again_keeps_what_was_decided():
    by_hand = a_name("brand", 4000, NameKind.BY_HAND, is_hidden=True)
    plan = a_plan(*decide(PLAN, 0, is_hidden=True).names, by_hand)
    plan = decide(plan, 1, is_hidden=False, reason="iedereen woont daar")
    found = [a_name("Sanne", 0), a_name("Goor", 1000, NameKind.PLACE), a_name("Sanne", 5000), a_name("Goor", 6000, NameKind.PLACE)]
    again = with_found(plan, found)
    assert [(name.text, name.range.from_ms, name.is_hidden) for name in again.names] == [
        ("Sanne", 0, True),
        ("Goor", 1000, False),
        ("brand", 4000, True),
        ("Sanne", 5000, True),
        ("Goor", 6000, None),  # kept there is not kept here
    ]
    assert with_found(again, found) == again


def test_a_word_that_came_onto_the_own_list_is_hidden_where_nobody_kept_it():
    own = [a_name("Sanne", 0, NameKind.OWN, is_hidden=True), a_name("Goor", 1000, NameKind.OWN, is_hidden=True)]
    plan = decide(PLAN, 1, is_hidden=False, reason="dat is een ander")
    assert [name.is_hidden for name in with_found(plan, own).names] == [True, False]
