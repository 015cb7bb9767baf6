"""People in a recording who agreed, for tests that need to watch or to make a copy."""

from datetime import date

from app.domain.consent import AgeGroup, PersonConsent, Purpose

EVERYTHING = frozenset(Purpose)


def a_person(role: str = "moeder", age_group: AgeGroup = AgeGroup.ADULT, **fields) -> PersonConsent:
    """Somebody who said yes to everything, themselves."""
    chosen = {"purposes": EVERYTHING, "given_by": ("zelf",), "asked_before": date(2026, 11, 12), "said_no_is_fine": True, **fields}
    return PersonConsent(role, age_group, **chosen)


def everybody_agrees(session, recording_id) -> None:
    """Let two adults say yes to everything."""
    for role in ("werker", "moeder"):
        session.consent.set_person(recording_id, a_person(role))
