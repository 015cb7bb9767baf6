"""Who in a recording agreed to what, and what that allows: the strictest answer counts.

People are roles ("moeder", "jongere"), never names. From which age somebody decides for themselves follows the rules for
help to young people in the Netherlands: under 12 the parents or guardian, 12 to 15 the young person and a parent, from
16 the person. When more people have authority, `required_from` names them all and all are waited for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from app.common.errors import InputError

MAX_ROLE = 40
MAX_NOTE = 120
MAX_GIVERS = 8
MAX_PEOPLE = 20
SELF = "zelf"
PARENT = "ouder"
_FOR_ADULTS = frozenset({"mentor", "curator", "voogd"})
"""Who can agree in the place of somebody of 16 or older."""

State = Literal["allowed", "refused", "waiting", "not_asked", "expired"]
_STRICTEST_FIRST: tuple[State, ...] = ("refused", "expired", "not_asked", "waiting")


class Purpose(StrEnum):
    """What a recording may be used for; each is asked separately."""

    OWN = "own"
    SUPERVISION = "supervision"
    TEAM = "team"
    FAMILY = "family"


class AgeGroup(StrEnum):
    """Decides who must agree."""

    ADULT = "adult"
    SIXTEEN_PLUS = "16plus"
    TWELVE_TO_15 = "12to15"
    UNDER_TWELVE = "under12"


@dataclass(frozen=True)
class PersonConsent:
    """One person in one recording. A purpose in neither `purposes` nor `refused` was not asked.

    `given_by` and `required_from` hold "zelf", "ouder1", "ouder2", "voogd" or a short text; who is required and has not
    agreed is waited for. `until` is the last day the consent holds. The three days are of asking before recording,
    after it and before showing it.
    """

    role: str
    age_group: AgeGroup
    purposes: frozenset[Purpose] = frozenset()
    refused: frozenset[Purpose] = frozenset()
    given_by: tuple[str, ...] = ()
    required_from: tuple[str, ...] = ()
    authority_checked: str = ""
    asked_before: date | None = None
    asked_after: date | None = None
    asked_showing: date | None = None
    until: date | None = None
    has_interpreter: bool = False
    said_no_is_fine: bool = False

    def __post_init__(self) -> None:
        if not 0 < len(self.role) <= MAX_ROLE or not _is_plain(self.role):
            raise InputError("role_invalid", limit=MAX_ROLE)
        if len(self.given_by) > MAX_GIVERS or len(self.required_from) > MAX_GIVERS:
            raise InputError("givers_too_many", limit=MAX_GIVERS)
        if any(not 0 < len(giver) <= MAX_ROLE or not _is_plain(giver) for giver in (*self.given_by, *self.required_from)):
            raise InputError("giver_invalid", limit=MAX_ROLE)
        if len(self.authority_checked) > MAX_NOTE or not _is_plain(self.authority_checked):
            raise InputError("text_too_long", limit=MAX_NOTE)
        if self.purposes & self.refused:
            raise InputError("purpose_both_ways")

    @property
    def key(self) -> str:
        """The role as it is compared: "Moeder" and "moeder" are one person."""
        return self.role.casefold()


@dataclass(frozen=True)
class Verdict:
    """What is allowed for one purpose over all persons. `who` are the roles or givers whose answer makes it so."""

    purpose: Purpose
    state: State
    who: tuple[str, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether everybody agreed and every consent still holds."""
        return self.state == "allowed"


def verdict(persons: Iterable[PersonConsent], purpose: Purpose, today: date) -> Verdict:
    """Return what these people together allow. Nobody at all is nobody asked."""
    answers = [_answer(person, purpose, today) for person in persons]
    if not answers:
        return Verdict(purpose, "not_asked")
    for state in _STRICTEST_FIRST:
        who = [name for found, names in answers if found == state for name in names]
        if who:
            return Verdict(purpose, state, tuple(dict.fromkeys(who)))
    return Verdict(purpose, "allowed")


def waited_for(person: PersonConsent) -> tuple[str, ...]:
    """Return who still has to agree for this person, whatever the purpose; the person's own role when it is themselves."""
    given = {_same_giver(giver, person) for giver in person.given_by}
    missing = [giver for giver in person.required_from if _same_giver(giver, person) not in given]
    has_other = any(giver != SELF for giver in given)
    is_other_asked = any(_same_giver(giver, person) != SELF for giver in missing)
    match person.age_group:
        case AgeGroup.UNDER_TWELVE:
            missing += [] if has_other or is_other_asked else [PARENT]
        case AgeGroup.TWELVE_TO_15:
            missing += [] if SELF in given or SELF in missing else [SELF]
            missing += [] if has_other or is_other_asked else [PARENT]
        case AgeGroup.ADULT | AgeGroup.SIXTEEN_PLUS:
            missing += [] if SELF in given or given & _FOR_ADULTS or missing else [SELF]
    return tuple(dict.fromkeys(person.role if _same_giver(giver, person) == SELF else giver for giver in missing))


def answered_too(before: PersonConsent, answer: PersonConsent) -> PersonConsent:
    """Return what is known of a person after one more answer about them.

    When everybody who agreed before answers again, the new answer counts. Else it is added to what the others said: a
    purpose then needs a yes of all of them, a no stays a no, and the first end date counts. What the answer leaves out
    stays known.
    """
    given = {_same_giver(giver, before) for giver in before.given_by}
    answering = {_same_giver(giver, answer) for giver in answer.given_by}
    decides_alone = answer.age_group in (AgeGroup.ADULT, AgeGroup.SIXTEEN_PLUS)
    is_again = bool(answering) and given <= answering and (bool(given) or decides_alone)
    known = replace(
        answer,
        role=before.role,
        required_from=answer.required_from or before.required_from,
        authority_checked=answer.authority_checked or before.authority_checked,
        asked_before=answer.asked_before or before.asked_before,
        asked_after=answer.asked_after or before.asked_after,
        asked_showing=answer.asked_showing or before.asked_showing,
        has_interpreter=answer.has_interpreter or before.has_interpreter,
        said_no_is_fine=answer.said_no_is_fine or before.said_no_is_fine,
    )
    if is_again:
        return known
    new_givers = tuple(giver for giver in answer.given_by if _same_giver(giver, answer) not in given)
    refused = before.refused | answer.refused
    ends = [day for day in (before.until, answer.until) if day is not None]
    return replace(
        known,
        purposes=(before.purposes & answer.purposes if given and answering else before.purposes | answer.purposes) - refused,
        refused=refused,
        given_by=before.given_by + new_givers,
        until=min(ends, default=None),
    )


def _answer(person: PersonConsent, purpose: Purpose, today: date) -> tuple[State, tuple[str, ...]]:
    if purpose in person.refused:
        return "refused", (person.role,)
    if purpose not in person.purposes:
        return "not_asked", (person.role,)
    if person.until is not None and today > person.until:
        return "expired", (person.role,)
    missing = waited_for(person)
    return ("waiting", missing) if missing else ("allowed", ())


def _same_giver(giver: str, person: PersonConsent) -> str:
    """Return the giver as it is compared; somebody's own role is the person."""
    folded = giver.casefold()
    return SELF if folded == person.key else folded


def _is_plain(text: str) -> bool:
    """Whether it is one line of visible characters: nothing that hides or turns the words around it."""
    return text == " ".join(text.split()) and text.isprintable()
