"""Every event of the register as a plain Dutch sentence, and the group it belongs to.

One table; a test holds it against every `log.add(` in the source, both ways. A sentence is made of codes and numbers, so
there is no content in it. Facts a version did not write yet may be missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.consent import AgeGroup, Purpose
from app.services.consent_words import AGE_WORDS, OTHER, PURPOSE_WORDS

Facts = Mapping[str, object]
_GROUNDS = {
    "user": "op verzoek van de gebruiker",
    "retention": "de bewaartijd was voorbij",
    "withdrawn": "iemand trok de toestemming in",
    "bin": "de wachttijd in de prullenbak was voorbij",
    "destroyed_before": "hij was al vernietigd voordat een oude reservekopie werd teruggezet",
}
_BACKUP_PLACES = {
    "local": " op deze computer",
    "removable": " op een stick of losse schijf",
    "network": " op het netwerk",
    "synced": " in een map die meegaat naar een clouddienst",
}
_MASKS = {
    "solid": "dichte vlakken",
    "silhouette": "de hele persoon",
    "text": "geen beeld, alleen tekst",
    "pixelate": "grove blokjes (zwakker)",
    "blur": "waas (zwakker)",
}
_VOICES = {"none": "weggelaten", "captions": "ondertiteld", "spoken": "nagesproken", "disguise": "vervormd"}
_MONTHS = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"]


@dataclass(frozen=True)
class Event:
    """What kind of line it is and how it is said."""

    group: str
    sentence: Callable[[Facts], str]


def event_sentence(event: str, facts: Facts) -> str:
    """Return the line in Dutch; a later version's event by its code."""
    known = EVENTS.get(event)
    return known.sentence(facts) if known else f"Een nieuwere versie van de app schreef: {event}."


def written_day(day: date) -> str:
    """Return `12 januari 2027`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted(number: object, one: str, more: str) -> str:
    """Return `1 fragment`, `3 fragmenten`."""
    return f"{number} {one if number == 1 else more}"


def _says(sentence: str) -> Callable[[Facts], str]:
    return lambda _facts: sentence


def _destroyed(facts: Facts) -> str:
    made_of_it = [
        counted(facts[name], one, more)
        for name, one, more in (("fragments", "fragment", "fragmenten"), ("moments", "moment", "momenten"))
        if facts.get(name)
    ]
    along = f", met {' en '.join(made_of_it)}" if made_of_it else ""
    return f"Een opname is vernietigd{along}. Reden: {_GROUNDS.get(str(facts.get('ground')), 'niet vermeld')}."


def _imported(facts: Facts) -> str:
    until = f" Hij blijft tot en met {_day(facts, 'until')}." if facts.get("until") else ""
    return f"Een opname is in de kluis gezet ({_megabytes(facts)}).{until}"


def _made(facts: Facts) -> str:
    begin = "Een onderbroken opname met de app is bewaard" if facts.get("interrupted") else "Met de app is een opname gemaakt"
    until = f" Hij blijft tot en met {_day(facts, 'until')}." if facts.get("until") else ""
    return f"{begin} ({_megabytes(facts)}).{until}"


def _consent_set(facts: Facts) -> str:
    yes, no, by = (_many(facts, name) for name in ("yes", "no", "by"))
    parts = [f"De toestemming van {_person(facts)} is vastgelegd."]
    parts += [f"Ja voor: {_purposes(yes)}."] if yes else ["Nergens ja voor."]
    parts += [f"Nee voor: {_purposes(no)}."] if no else []
    parts += [f"Ja van: {', '.join(by)}."] if by else []
    parts += [f"Geldt tot en met {_day(facts, 'until')}."] if facts.get("until") else []
    return " ".join(parts)


def _clip_saved(facts: Facts) -> str:
    mark = f" Vingerafdruk: {str(facts['sha256'])[:16]}." if facts.get("sha256") else ""
    return f"Een onherkenbaar gemaakte kopie is buiten de kluis bewaard, voor het team.{_how_hidden(facts)}{mark}"


def _clip_made(facts: Facts) -> str:
    return f"Een onherkenbaar gemaakte kopie is klaar.{_how_hidden(facts)}"


def _how_hidden(facts: Facts) -> str:
    """Return how a copy was made and who looked; lines of an earlier version say less."""
    mask, voice, left = _MASKS.get(str(facts.get("mask"))), _VOICES.get(str(facts.get("voice"))), facts.get("faces_left")
    looked = " Nagekeken door een mens." if facts.get("reviewed") else " Niet door een mens bekeken."
    how = f" Bedekt met: {mask}. Stem: {voice}." if mask and voice else ""
    found = (
        ""
        if left is None
        else f" De tweede blik vond {'geen gezicht' if not left else counted(left, 'beeld met een gezicht', 'beelden met een gezicht')}."
    )
    return f"{looked}{how}{found}"


def _megabytes(facts: Facts) -> str:
    return f"{int(str(facts.get('bytes', 0))) / 1e6:.1f} MB".replace(".", ",")


def _backup_made(facts: Facts) -> str:
    where = _BACKUP_PLACES.get(str(facts.get("place")), "")
    return f"Een reservekopie is gemaakt en teruggelezen{where} ({_megabytes(facts)})."


def _backup_tried(facts: Facts) -> str:
    return "Een reservekopie is geprobeerd: " + ("alles kan terugkomen." if facts.get("whole") else "niet alles kan terugkomen.")


def _checked(facts: Facts) -> str:
    damaged = facts.get("damaged")
    outcome = "Alles klopt" if not damaged else "Eén ding klopte niet" if damaged == 1 else f"{damaged} dingen klopten niet"
    return f"Alle bestanden zijn helemaal nagelezen. {outcome}."


def _person(facts: Facts) -> str:
    role, age = str(facts.get("role", OTHER)), str(facts.get("age", ""))
    who = "iemand" if role == OTHER else role
    return f"{who} ({AGE_WORDS[AgeGroup(age)]})" if age in set(AgeGroup) else who


def _purposes(codes: list[str]) -> str:
    return ", ".join(PURPOSE_WORDS[purpose] for purpose in Purpose if purpose.value in codes)


def _many(facts: Facts, name: str) -> list[str]:
    return [code for code in str(facts.get(name) or "").split(",") if code]


def _day(facts: Facts, name: str) -> str:
    return written_day(date.fromisoformat(str(facts[name])))


_KEEP_REASONS = {
    "not_discussed": " Reden: het gesprek is nog niet besproken.",
    "supervision": " Reden: werkbegeleiding komt nog.",
    "family": " Reden: het gezin kijkt nog mee.",
    "other": " Reden: een andere, die de werker met de werkbegeleider deelt.",
}
"""Why a recording stayed beyond its last day, by the codes of `RetentionService.set_keep_until`."""
EVENTS: dict[str, Event] = {
    "vault_made": Event("keys", _says("De kluis is gemaakt.")),
    "passphrase_set": Event("keys", _says("Er is een wachtzin ingesteld. De vorige past niet meer op deze kluis.")),
    "recovery_code_renewed": Event("keys", _says("Er is een nieuwe herstelcode gemaakt. De vorige werkt niet meer.")),
    "keys_renewed": Event("keys", _says("De sleutels van de kluis zijn vernieuwd. Een oude sleutel opent deze kluis niet meer.")),
    "key_derivation_strengthened": Event("keys", _says("De wachtzin is beter beschermd tegen raden. De wachtzin zelf is dezelfde gebleven.")),
    "opened_by_recovery_code": Event("keys", _says("De kluis is geopend met de herstelcode.")),
    "opened_by_organisation": Event("keys", _says("De kluis is geopend door de organisatie, met haar eigen sleutel.")),
    "organisation_set": Event("keys", _says("De organisatie kan deze kluis nu ook openen.")),
    "organisation_removed": Event("keys", _says("De organisatie kan deze kluis niet meer openen.")),
    "vault_older_than_seen": Event(
        "checks", _says("De kluis was ouder dan de vorige keer op die computer. Misschien is een reservekopie teruggezet.")
    ),
    "recording_imported": Event("recordings", _imported),
    "recording_made": Event("recordings", _made),
    "capture_discarded": Event("recordings", _says("Iets wat net was opgenomen, is meteen vernietigd.")),
    "recording_destroyed": Event("destruction", _destroyed),
    "fragment_removed": Event(
        "destruction", lambda facts: f"Een fragment is gewist, met {counted(facts.get('clips', 0), 'kopie', 'kopieën')} in de kluis."
    ),
    "clip_destroyed": Event("destruction", _says("Een kopie in de kluis is vernietigd.")),
    "notes_kept": Event(
        "destruction", lambda facts: f"{counted(facts.get('notes', 0), 'eigen notitie', 'eigen notities')} zonder beeld bewaard bij het vernietigen."
    ),
    "note_removed": Event("destruction", _says("Een bewaarde notitie is gewist.")),
    "clip_made": Event("exports", _clip_made),
    "clip_saved": Event("exports", _clip_saved),
    "consent_set": Event("consent", _consent_set),
    "consent_removed": Event("consent", lambda facts: f"{_person(facts).capitalize()} is van de lijst bij een opname gehaald."),
    "consent_withdrawn": Event("consent", lambda facts: f"{_person(facts).capitalize()} trok de toestemming in. Alles van die opname wordt gewist."),
    "consent_changed_since": Event(
        "consent",
        lambda facts: (
            f"Na de reservekopie veranderde de toestemming bij een opname. Het oude ja telt niet meer voor: {_purposes(_many(facts, 'purposes'))}."
        ),
    ),
    "keep_until_set": Event(
        "retention",
        lambda facts: f"De laatste bewaardag van een opname is nu {_day(facts, 'until')}.{_KEEP_REASONS.get(str(facts.get('reason')), '')}",
    ),
    "retention_settings_set": Event(
        "retention",
        lambda facts: (
            f"Nieuwe opnamen blijven {counted(facts.get('keep_weeks'), 'week', 'weken')}. "
            f"De prullenbak wacht {counted(facts.get('bin_days'), 'dag', 'dagen')}."
        ),
    ),
    "recording_binned": Event("retention", _says("Een opname is in de prullenbak gelegd.")),
    "recording_taken_back": Event("retention", _says("Een opname is uit de prullenbak gehaald.")),
    "backup_made": Event("checks", _backup_made),
    "backup_tried": Event("checks", _backup_tried),
    "vault_restored": Event("checks", _says("Deze kluis is teruggezet uit een reservekopie.")),
    "vault_checked": Event("checks", _checked),
    "register_rolled_back": Event(
        "checks",
        lambda facts: (
            "Er misten regels in dit logboek, of ze waren veranderd. Misschien is een oude kopie teruggezet. "
            f"De laatst bekende regel had nummer {facts.get('known', '?')}."
        ),
    ),
}
GROUP_NAMES = {
    "recordings": "Opnamen",
    "consent": "Toestemming",
    "retention": "Bewaren",
    "destruction": "Vernietigen",
    "exports": "Kopieën",
    "packages": "Pakketten",
    "keys": "Sleutels",
    "checks": "Nakijken en reservekopie",
}
"""Every group an event can be in, in the order they are shown. Packages do not exist yet."""
