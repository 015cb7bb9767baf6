from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.errors import InputError
from app.domain.consent import MAX_ROLE, AgeGroup, PersonConsent, Purpose, Verdict, answered_too, verdict, waited_for

TODAY = date(2026, 11, 24)
GIVERS = ("zelf", "ouder1", "ouder2", "voogd", "opa")
ADULT, SIXTEEN, TWELVE, UNDER = AgeGroup.ADULT, AgeGroup.SIXTEEN_PLUS, AgeGroup.TWELVE_TO_15, AgeGroup.UNDER_TWELVE
OWN, TEAM, FAMILY = Purpose.OWN, Purpose.TEAM, Purpose.FAMILY


def yes(role="kind", age=ADULT, purposes=(OWN,), by=("zelf",), **fields):
    return PersonConsent(role, age, frozenset(purposes), given_by=tuple(by), **fields)


def some_of(things):
    return chain.from_iterable(combinations(things, size) for size in range(len(things) + 1))


def may(age, givers):
    """The rule, said once more and differently."""
    has_self, has_other = "zelf" in givers, bool(set(givers) - {"zelf"})
    if age in (ADULT, SIXTEEN):
        return has_self or "voogd" in givers
    return has_other and (has_self or age is UNDER)


@pytest.mark.parametrize("age", AgeGroup)
@pytest.mark.parametrize("purpose", Purpose)
def test_every_age_with_every_set_of_givers_every_purpose_and_every_date(age, purpose):
    tried = 0
    for givers in some_of(GIVERS):
        for asked_for in some_of(Purpose):
            for until, is_over in ((None, False), (TODAY, False), (TODAY - timedelta(days=1), True), (TODAY + timedelta(days=1), False)):
                found = verdict([yes(age=age, purposes=asked_for, by=givers, until=until)], purpose, TODAY)
                if purpose not in asked_for:
                    expected = "not_asked"
                elif is_over:
                    expected = "expired"
                else:
                    expected = "allowed" if may(age, givers) else "waiting"
                assert found.state == expected, (age, givers, asked_for, until)
                assert found.is_allowed == (expected == "allowed") == (not found.who)
                tried += 1
    assert tried == 32 * 16 * 4


@pytest.mark.parametrize(
    ("age", "by", "required", "who"),
    [
        (ADULT, (), (), ("kind",)),
        (ADULT, ("ouder1",), (), ("kind",)),
        (ADULT, ("Kind",), (), ()),
        (ADULT, ("mentor",), (), ()),
        (ADULT, ("zelf",), ("mentor",), ("mentor",)),
        (SIXTEEN, ("ouder1", "ouder2"), (), ("kind",)),
        (TWELVE, (), (), ("kind", "ouder")),
        (TWELVE, ("zelf",), (), ("ouder",)),
        (TWELVE, ("ouder1",), (), ("kind",)),
        (TWELVE, ("zelf", "moeder"), (), ()),
        (TWELVE, ("zelf", "moeder"), ("moeder", "vader"), ("vader",)),
        (TWELVE, (), ("moeder", "vader"), ("moeder", "vader", "kind")),
        (TWELVE, ("moeder",), ("zelf", "moeder"), ("kind",)),
        (UNDER, ("zelf",), (), ("ouder",)),
        (UNDER, ("voogd",), (), ()),
        (UNDER, ("ouder1",), ("ouder1", "ouder2"), ("ouder2",)),
        (UNDER, ("Ouder1", "OUDER2"), ("ouder1", "ouder2"), ()),
        (UNDER, ("zelf", "ouder1"), ("zelf", "ouder1"), ()),
    ],
)
def test_who_is_waited_for(age, by, required, who):
    person = yes(age=age, by=by, required_from=required)
    assert waited_for(person) == who
    assert verdict([person], OWN, TODAY) == Verdict(OWN, "waiting" if who else "allowed", who)


def test_nobody_is_nobody_asked():
    assert verdict([], OWN, TODAY) == Verdict(OWN, "not_asked", ())


def test_the_strictest_answer_counts_and_names_whose_it_is():
    moeder, vader = yes("moeder", purposes=(OWN, TEAM)), yes("vader", purposes=(OWN, TEAM))
    jongere = yes("jongere", TWELVE, (OWN, TEAM), ("zelf", "moeder"), required_from=("moeder", "vader"))
    opa = yes("opa", purposes=(OWN,))
    oma = yes("oma", purposes=(TEAM,), until=TODAY - timedelta(days=3))
    tante = PersonConsent("tante", ADULT, refused=frozenset({TEAM}), purposes=frozenset({OWN}))
    people, expected = [moeder, vader], [("allowed", ())]
    for more, state, who in (
        (jongere, "waiting", ("vader",)),
        (opa, "not_asked", ("opa",)),
        (oma, "expired", ("oma",)),
        (tante, "refused", ("tante",)),
    ):
        people.append(more)
        expected.append((state, who))
        for order in (people, people[::-1]):
            found = verdict(order, TEAM, TODAY)
            assert (found.state, found.who) == (state, who)
    assert len(expected) == 5


def test_two_with_the_same_answer_are_both_named_once():
    people = [yes("moeder", purposes=()), yes("vader", purposes=()), yes("zus", TWELVE, (OWN,), ("zelf",)), yes("broer", TWELVE, (OWN,), ("zelf",))]
    assert verdict(people, OWN, TODAY).who == ("moeder", "vader")
    assert verdict(people[2:], OWN, TODAY).who == ("ouder",)


@given(st.lists(st.tuples(st.sampled_from(AgeGroup), st.sets(st.sampled_from(Purpose)), st.sets(st.sampled_from(GIVERS))), max_size=6))
def test_one_more_person_never_allows_what_was_not_allowed(people):
    persons = [yes(f"rol {number}", age, purposes, sorted(givers)) for number, (age, purposes, givers) in enumerate(people)]
    for purpose in Purpose:
        if persons and verdict(persons, purpose, TODAY).is_allowed:
            assert verdict(persons[:-1], purpose, TODAY).is_allowed or len(persons) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"role": ""}, "role_invalid"),
        ({"role": "x" * (MAX_ROLE + 1)}, "role_invalid"),
        ({"role": "moe\nder"}, "role_invalid"),
        ({"role": " moeder"}, "role_invalid"),
        ({"role": "moe\u202eder"}, "role_invalid"),
        ({"role": "moe\u200bder"}, "role_invalid"),
        ({"given_by": ("",)}, "giver_invalid"),
        ({"required_from": ("x" * 41,)}, "giver_invalid"),
        ({"given_by": tuple("abcdefghi")}, "givers_too_many"),
        ({"authority_checked": "x" * 121}, "text_too_long"),
        ({"authority_checked": "a\nb"}, "text_too_long"),
        ({"purposes": frozenset({OWN}), "refused": frozenset({OWN})}, "purpose_both_ways"),
    ],
)
def test_a_person_that_cannot_be(fields, code):
    with pytest.raises(InputError) as caught:
        PersonConsent(**{"role": "moeder", "age_group": ADULT, **fields})
    assert caught.value.code == code


def test_a_second_giver_adds_and_never_widens():
    zelf = yes(age=TWELVE, purposes=(OWN, TEAM), authority_checked="beiden", asked_before=TODAY, until=TODAY + timedelta(days=9))
    both = answered_too(zelf, yes(age=TWELVE, purposes=(TEAM, FAMILY), by=("ouder1",), asked_after=TODAY, until=TODAY + timedelta(days=5)))
    assert (both.given_by, both.purposes, both.until) == (("zelf", "ouder1"), {TEAM}, TODAY + timedelta(days=5))
    assert (both.authority_checked, both.asked_before, both.asked_after) == ("beiden", TODAY, TODAY)
    again = answered_too(both, yes(age=TWELVE, purposes=(OWN, TEAM), by=("zelf", "ouder1")))
    assert (again.purposes, again.until) == ({OWN, TEAM}, None)
    one_of_two = answered_too(both, yes(age=TWELVE, purposes=(OWN, TEAM), by=("ouder1",)))
    assert one_of_two.purposes == {TEAM}


def test_somebody_who_decides_alone_can_change_their_mind_both_ways():
    said_no = PersonConsent("moeder", ADULT, refused=frozenset({FAMILY}))
    said_yes = answered_too(said_no, yes("Moeder", purposes=(OWN, FAMILY)))
    assert (said_yes.role, said_yes.purposes, said_yes.refused) == ("moeder", {OWN, FAMILY}, frozenset())
    no_again = answered_too(said_yes, PersonConsent("moeder", ADULT, refused=frozenset({FAMILY})))
    assert (no_again.purposes, no_again.refused, no_again.given_by) == ({OWN}, {FAMILY}, ("zelf",))


def test_the_no_of_one_is_not_undone_by_the_yes_of_another():
    parent_said_no = PersonConsent("jongere", TWELVE, refused=frozenset({TEAM}))
    child = answered_too(parent_said_no, yes("jongere", TWELVE, (OWN, TEAM)))
    assert (child.purposes, child.refused) == ({OWN}, {TEAM})
    parent = answered_too(child, yes("jongere", TWELVE, (OWN, TEAM), ("ouder1",)))
    assert (parent.purposes, parent.refused, parent.given_by) == ({OWN}, {TEAM}, ("zelf", "ouder1"))
    assert verdict([parent], OWN, TODAY).is_allowed
    assert verdict([parent], TEAM, TODAY).state == "refused"
