"""What consent is called on the screens; one place, so that every screen says it the same way."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from app.domain.consent import AgeGroup, PersonConsent, Purpose, Verdict, waited_for

PURPOSES = (Purpose.OWN, Purpose.SUPERVISION, Purpose.TEAM, Purpose.FAMILY)
PURPOSE_ICONS = {Purpose.OWN: "persoon", Purpose.SUPERVISION: "personen", Purpose.TEAM: "presenteren", Purpose.FAMILY: "gezin"}
AGE_GROUPS = (AgeGroup.ADULT, AgeGroup.SIXTEEN_PLUS, AgeGroup.TWELVE_TO_15, AgeGroup.UNDER_TWELVE)
MINORS = {AgeGroup.TWELVE_TO_15, AgeGroup.UNDER_TWELVE}
WORKER = "werker"
STATE_ICONS = {"allowed": "goed", "refused": "dicht", "not_asked": "dicht", "waiting": "toen", "expired": "wisdatum"}


def purpose_name(purpose: Purpose) -> str:
    """Return what a purpose is called above a column."""
    names = {
        Purpose.OWN: _say("Zelf terugkijken"),
        Purpose.SUPERVISION: _say("Werkbegeleiding"),
        Purpose.TEAM: _say("Team, onherkenbaar gemaakt"),
        Purpose.FAMILY: _say("Terugkijken met het gezin"),
    }
    return names[purpose]


def purpose_doing(purpose: Purpose) -> str:
    """Return a purpose as something one says no to ("kijken in het team")."""
    doings = {
        Purpose.OWN: _say("zelf terugkijken"),
        Purpose.SUPERVISION: _say("kijken in werkbegeleiding"),
        Purpose.TEAM: _say("kijken in het team"),
        Purpose.FAMILY: _say("terugkijken met het gezin"),
    }
    return doings[purpose]


def age_name(age_group: AgeGroup) -> str:
    """Return an age group in words."""
    names = {
        AgeGroup.ADULT: _say("volwassen"),
        AgeGroup.SIXTEEN_PLUS: _say("16 of 17 jaar"),
        AgeGroup.TWELVE_TO_15: _say("12 tot 16 jaar"),
        AgeGroup.UNDER_TWELVE: _say("jonger dan 12"),
    }
    return names[age_group]


def role_name(role: str) -> str:
    """Return a role as the name of a row."""
    return _say("Jij, de werker") if role == WORKER else capital(role)


def who_name(who: str, *, is_subject: bool = False) -> str:
    """Return who agreed, or whose answer counts, in running text; `is_subject` when they do something in the sentence."""
    return {"ouder1": _say("ouder 1"), "ouder2": _say("ouder 2"), "ouder": _say("een ouder"), WORKER: _say("jij") if is_subject else _say("jou")}.get(
        who, who
    )


def names_together(names: Sequence[str], *, is_subject: bool = False) -> str:
    """Return `moeder`, `moeder en vader` or `moeder, vader en opa`."""
    said = [who_name(name, is_subject=is_subject) for name in names]
    if len(said) < 2:
        return "".join(said)
    return _say("{most} en {last}").format(most=", ".join(said[:-1]), last=said[-1])


def capital(words: str) -> str:
    """Return the words with a capital at the front."""
    return words[:1].upper() + words[1:]


def short_day(day: date) -> str:
    """Return `17 nov`."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM").replace(".", "")


def full_day(day: date) -> str:
    """Return `12 januari 2027`."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")


def given_text(person: PersonConsent) -> str:
    """Return who said yes and when, or whose yes is still missing."""
    missing = waited_for(person)
    if missing and person.purposes:
        return _say("Het ja van {names} staat er nog niet.").format(names=names_together(missing))
    if not person.purposes:
        return _say("Zei nee") if person.refused else _say("Nog niet gevraagd")
    asked = [day for day in (person.asked_before, person.asked_after, person.asked_showing) if day]
    words = _say("Ja van: {names}").format(names=names_together(person.given_by))
    return f"{words}, {short_day(max(asked))}" if asked else words


def state_text(verdict: Verdict) -> str:
    """Return the outcome of a purpose in the bottom row."""
    who = names_together(verdict.who)
    texts = {
        "allowed": _say("mag"),
        "refused": _say("nee van {who}").format(who=who) if who else _say("nee"),
        "waiting": _say("wacht op {who}").format(who=who) if who else _say("wacht"),
        "not_asked": _say("niet gevraagd"),
        "expired": _say("voorbij"),
    }
    return texts[verdict.state]


def closed_text(verdict: Verdict) -> str:
    """Return why the shutters of a recording stay closed, as the design has it."""
    closed = _say("Het luik van deze opname blijft dicht.")
    who, is_worker, are_many = names_together(verdict.who, is_subject=True), verdict.who == (WORKER,), len(verdict.who) > 1
    match verdict.state:
        case "waiting" if not is_worker:
            words = _say("{who} hebben nog geen ja gezegd.") if are_many else _say("{who} heeft nog geen ja gezegd.")
        case "waiting":
            words = _say("Jij hebt zelf nog geen ja gezegd.")
        case "refused" if not is_worker:
            words = _say("{who} zeiden nee.") if are_many else _say("{who} zei nee.")
        case "refused":
            words = _say("Jij zei nee.")
        case "expired":
            words = _say("De tijd waarvoor ja is gezegd, is voorbij.")
        case _:
            who = names_together(verdict.who)
            words = _say("Het is nog niet gevraagd aan {who}.") if who else _say("Er is nog niemand gevraagd.")
    return f"{closed} {words.format(who=capital(who) if words.startswith('{') else who)}"


def blocked_text(verdict: Verdict) -> str:
    """Return why an action for this purpose is not allowed, as the design has it."""
    who, doing = names_together(verdict.who, is_subject=verdict.state == "refused"), purpose_doing(verdict.purpose)
    texts = {
        "refused": _say("Dit mag niet: {who} zeiden nee tegen {doing}.")
        if len(verdict.who) > 1
        else _say("Dit mag niet: {who} zei nee tegen {doing}."),
        "waiting": _say("Dit mag nog niet: het wacht op een ja van {who} voor {doing}."),
        "not_asked": _say("Dit mag nog niet: {doing} is niet aan iedereen gevraagd."),
        "expired": _say("Dit mag niet meer: de tijd waarvoor ja is gezegd, is voorbij."),
        "allowed": "",
    }
    return texts[verdict.state].format(who=who, doing=doing)


def allowed_text(verdicts: Mapping[Purpose, Verdict]) -> str:
    """Return what may be done with a recording, for a screen reader."""
    allowed = [purpose_doing(purpose) for purpose in PURPOSES if verdicts[purpose].is_allowed]
    return _say("mag voor {purposes}").format(purposes=", ".join(allowed)) if allowed else _say("mag nog nergens voor")


def _say(text: str) -> str:
    return QCoreApplication.translate("Toestemming", text)
