"""Consent in Dutch words for people, and in codes for the register, which holds nothing that somebody typed."""

from app.domain.consent import PARENT, SELF, AgeGroup, PersonConsent, Purpose, Verdict

PURPOSE_WORDS = {
    Purpose.OWN: "zelf terugkijken",
    Purpose.SUPERVISION: "werkbegeleiding",
    Purpose.TEAM: "kijken in het team (onherkenbaar gemaakt)",
    Purpose.FAMILY: "terugkijken met het gezin",
}
AGE_WORDS = {
    AgeGroup.ADULT: "volwassen",
    AgeGroup.SIXTEEN_PLUS: "16 of 17 jaar",
    AgeGroup.TWELVE_TO_15: "12 tot en met 15 jaar",
    AgeGroup.UNDER_TWELVE: "jonger dan 12 jaar",
}
ROLES = (
    "werker", "collega", "begeleider", "tolk", "moeder", "vader", "ouder", "stiefouder", "pleegouder", "verzorger", "partner", "jongere", "kind",
    "baby", "broer", "zus", "opa", "oma", "oom", "tante", "vriend", "vriendin", "buur", "leerkracht", "voogd", "mentor",
)  # fmt: skip
"""The roles that may stand in the register as they are; any other word stands there as `OTHER`."""
GIVERS = (SELF, PARENT, "ouder1", "ouder2", "voogd", "mentor", "curator")
OTHER = "anders"
_GIVER_WORDS = {PARENT: "een ouder", "ouder1": "de ene ouder", "ouder2": "de andere ouder", "voogd": "de voogd"}


def role_code(role: str) -> str:
    """Return the role when it is one of the fixed ones, else `OTHER`."""
    return role.casefold() if role.casefold() in ROLES else OTHER


def giver_code(giver: str, person: PersonConsent) -> str:
    """Return who agreed as a code; somebody's own role is themselves."""
    folded = giver.casefold()
    if folded == person.key:
        return SELF
    return folded if folded in GIVERS or folded in ROLES else OTHER


def verdict_sentence(verdict: Verdict) -> str:
    """Return why a purpose is allowed or not, as one Dutch sentence."""
    who, are_many = listed(verdict.who), len(verdict.who) > 1
    match verdict.state:
        case "allowed":
            return "Iedereen heeft ja gezegd."
        case "refused":
            return f"{_capital(who)} {'zeiden' if are_many else 'zei'} nee."
        case "waiting":
            return f"{_capital(who)} {'hebben' if are_many else 'heeft'} nog geen ja gezegd."
        case "expired":
            return f"Het ja van {who} is voorbij."
        case "not_asked":
            return f"Dit is nog niet gevraagd aan {who}." if who else "Er staat nog niet bij wie er in beeld is en wat zij goed vinden."


def listed(names: tuple[str, ...]) -> str:
    """Return `moeder, vader en een ouder`."""
    words = [_GIVER_WORDS.get(name.casefold(), name) for name in names]
    return " en ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
