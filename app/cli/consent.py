"""`kijkkamer consent set|list|withdraw|export|import`."""

import re
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.cli.arguments import day, vault_options
from app.cli.console import Console
from app.cli.opening import opened_vault
from app.common.errors import InputError
from app.common.ids import RecordingId, checked_id
from app.domain.consent import AgeGroup, PersonConsent, Purpose, Verdict, answered_too
from app.services.consent import Reach
from app.services.consent_words import AGE_WORDS, PURPOSE_WORDS, verdict_sentence
from app.services.register_texts import counted
from app.services.session import Session

_SAME_GIVER = {"self": "zelf", "parent": "ouder", "parent1": "ouder1", "parent2": "ouder2", "guardian": "voogd"}
_BETWEEN_PEOPLE = re.compile(r"[,;+&/]|\s(?:en|and)\s")
_ASKED = {"before": "asked_before", "after": "asked_after", "showing": "asked_showing"}


def add_commands(nouns: Any) -> None:
    """Add the noun with its verbs."""
    verbs = nouns.add_parser("consent", help="wie in beeld waar ja op zei").add_subparsers(metavar="OPDRACHT", required=True)
    _add_set(verbs)
    show = verbs.add_parser("list", parents=[vault_options()], help="wie er in beeld is, en wat er mag")
    show.add_argument("--recording", metavar="ID", help="alleen deze opname")
    show.set_defaults(run=_list)
    withdraw = verbs.add_parser(
        "withdraw",
        parents=[vault_options()],
        help="iemand trekt het ja in: wis de opname met alles wat ervan gemaakt is",
        description="Wist meteen de opname, de fragmenten, de kopieën in de kluis, de momenten en de kleine beeldjes. Dit kan niet terug. "
        "Kopieën die al buiten de kluis zijn, kan de app niet wissen; het antwoord noemt ze.",
    )
    _add_who(withdraw)
    withdraw.add_argument("--keep-notes", action="store_true", help="bewaar wat jij zelf dacht en voelde, zonder beeld, tijd of titel")
    withdraw.set_defaults(run=_withdraw)
    export = verbs.add_parser("export", parents=[vault_options()], help="schrijf alle toestemmingen naar een lijst (CSV)")
    export.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="waar de lijst komt")
    export.add_argument("--overwrite", action="store_true", help="vervang een bestand dat er al staat")
    export.set_defaults(run=_export)
    bring_in = verbs.add_parser("import", parents=[vault_options()], help="neem een lijst met toestemmingen over (CSV), alles of niets")
    bring_in.add_argument("file", type=Path, metavar="FILE.csv", help="een lijst zoals 'consent export' hem schrijft")
    bring_in.set_defaults(run=_import)


def _add_who(parser: Any) -> None:
    parser.add_argument("--recording", required=True, metavar="ID", help="het nummer van de opname")
    parser.add_argument("--person", required=True, metavar="ROLE", help="een rol, zoals moeder of jongere; nooit een naam")


def _add_set(verbs: Any) -> None:
    parser = verbs.add_parser("set", parents=[vault_options()], help="leg vast wat iemand in beeld goed vindt")
    _add_who(parser)
    parser.add_argument("--age", required=True, choices=[age.value for age in AgeGroup], help="hoe oud; bepaalt wie ja moet zeggen")
    parser.add_argument("--purpose", default="", metavar="DOELEN", help="ja voor: own,supervision,team,family")
    parser.add_argument("--refuse", default="", metavar="DOELEN", help="nee voor")
    parser.add_argument(
        "--by", required=True, action="append", metavar="WHO", help="wie dat zei: zelf, ouder1, ouder2, voogd; mag vaker of met komma's"
    )
    parser.add_argument("--on", required=True, type=day, metavar="DATE", help="wanneer het is gevraagd, zoals 2026-11-22")
    parser.add_argument("--until", type=day, metavar="DATE", help="de laatste dag dat het geldt")
    parser.add_argument("--asked", choices=sorted(_ASKED), default="before", help="gevraagd voor het filmen, erna, of voor het tonen")
    parser.add_argument("--authority", default=[], action="append", metavar="WHO", help="wie gezag heeft en dus ook ja moet zeggen; mag vaker")
    parser.add_argument("--authority-checked", default="", metavar="TEXT", help="hoe het gezag is nagevraagd")
    parser.add_argument("--interpreter", action="store_true", help="gevraagd met een tolk")
    parser.add_argument("--replace", action="store_true", help="vergeet wat er van deze rol bekend was")
    parser.add_argument("--no-is-fine", action="store_true", help="erbij gezegd dat nee ook goed is")
    parser.set_defaults(run=_set)


def _set(options: Namespace, console: Console) -> int:
    recording_id = RecordingId(checked_id(options.recording))
    answer = _answer(options)
    with opened_vault(options) as session:
        before = next((person for person in session.consent.persons(recording_id) if person.key == answer.key), None)
        person = answered_too(before, answer) if before and not options.replace else answer
        session.consent.set_person(recording_id, person)
        verdicts = session.consent.verdicts(recording_id)
    document = {"recording_id": recording_id, **_person_document(person), "verdicts": _verdict_documents(verdicts)}
    console.answer(document, [f"Bewaard: {_person_line(person)}", *_verdict_lines(verdicts)])
    return 0


def _answer(options: Namespace) -> PersonConsent:
    purposes, refused = _purposes(options.purpose), _purposes(options.refuse)
    if not purposes | refused:
        raise InputError("purpose_missing")
    given_by = _people(options.by)
    if not given_by:
        raise InputError("giver_invalid", limit=40)
    return PersonConsent(
        role=" ".join(options.person.split()),
        age_group=AgeGroup(options.age),
        purposes=purposes,
        refused=refused,
        given_by=given_by if purposes else (),
        required_from=_people(options.authority),
        authority_checked=" ".join(options.authority_checked.split()),
        until=options.until,
        has_interpreter=options.interpreter,
        said_no_is_fine=options.no_is_fine,
        **{_ASKED[options.asked]: options.on},
    )


def _purposes(untrusted_text: str) -> frozenset[Purpose]:
    wanted = [part.strip().lower() for part in untrusted_text.split(",") if part.strip()]
    if any(part not in set(Purpose) for part in wanted):
        raise InputError("purpose_unknown")
    return frozenset(Purpose(part) for part in wanted)


def _people(untrusted_texts: Iterable[str]) -> tuple[str, ...]:
    people = [" ".join(part.split()) for text in untrusted_texts for part in _BETWEEN_PEOPLE.split(text)]
    return tuple(dict.fromkeys(_SAME_GIVER.get(person.casefold(), person) for person in people if person))


def _list(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        documents, lines = [], list[str]()
        for recording_id in _chosen(session, options.recording):
            persons, verdicts = session.consent.persons(recording_id), session.consent.verdicts(recording_id)
            documents.append(
                {"recording_id": recording_id, "persons": [_person_document(person) for person in persons], "verdicts": _verdict_documents(verdicts)}
            )
            lines += [f"Opname {recording_id}", *(f"  {_person_line(person)}" for person in persons), *_verdict_lines(verdicts)]
    console.answer(documents, lines or ["Er zijn geen opnamen."])
    return 0


def _chosen(session: Session, untrusted_id: str | None) -> list[RecordingId]:
    if untrusted_id is not None:
        return [session.recordings.get(RecordingId(checked_id(untrusted_id))).recording_id]
    return [recording.recording_id for recording in session.recordings.list()]


def _withdraw(options: Namespace, console: Console) -> int:
    recording_id = RecordingId(checked_id(options.recording))
    with opened_vault(options) as session:
        reach = session.consent.withdraw(recording_id, options.person, keep_notes=options.keep_notes)
    console.answer({"reached": _reached(reach), "notes_kept": reach.notes_kept}, _reach_lines(reach))
    return 0


def _reached(reach: Reach) -> list[dict[str, Any]]:
    erased = [("recording", reach.recording_id), *(("fragment", each) for each in reach.fragments)]
    erased += [*(("clip", each) for each in reach.clips), *(("moment", each) for each in reach.moments)]
    documents: list[dict[str, Any]] = [{"kind": kind, "id": each, "erased": True} for kind, each in erased]
    if reach.pictures:
        documents.append({"kind": "pictures", "count": reach.pictures, "erased": True})
    return documents + [
        {"kind": "saved_copy", "id": copy.clip_id, "saved_at": copy.saved_at.isoformat(), "sha256": copy.sha256, "erased": False}
        for copy in reach.saved_copies
    ]


def _reach_lines(reach: Reach) -> list[str]:
    lines = [
        f"Gewist: de opname, {counted(len(reach.fragments), 'fragment', 'fragmenten')}, {counted(len(reach.clips), 'kopie', 'kopieën')} in de kluis, "
        f"{counted(len(reach.moments), 'moment', 'momenten')} "
        "en de beeldjes die ervan gemaakt zijn. De sleutels zijn vernietigd.",
        "In oudere reservekopieën kan de opname nog staan. Maak een nieuwe reservekopie en gooi de oude weg.",
    ]
    if reach.notes_kept:
        lines.append(f"Bewaard: {counted(reach.notes_kept, 'eigen notitie', 'eigen notities')}, zonder beeld, tijd of titel.")
    for copy in reach.saved_copies:
        saved = f"{copy.saved_at.astimezone():%d-%m-%Y %H:%M}"
        lines.append(f"Niet gewist: een onherkenbaar gemaakte kopie die op {saved} buiten de kluis is bewaard. Zoek die op en wis hem.")
    return lines


def _export(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        count = session.consent.export_csv(options.out, overwrite=options.overwrite)
    console.answer(
        {"file": str(options.out), "persons": count}, [f"{counted(count, 'mens', 'mensen')} in {options.out}. In de lijst staan rollen, geen namen."]
    )
    return 0


def _import(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        count = session.consent.import_csv(options.file)
    console.answer({"persons": count}, [f"Overgenomen: de toestemming van {counted(count, 'mens', 'mensen')}."])
    return 0


def _person_document(person: PersonConsent) -> dict[str, Any]:
    return {
        "person": person.role,
        "age": person.age_group.value,
        "purposes": _sorted(person.purposes),
        "refused": _sorted(person.refused),
        "by": list(person.given_by),
        "required_from": list(person.required_from),
        "authority_checked": person.authority_checked,
        "asked_before": person.asked_before.isoformat() if person.asked_before else None,
        "asked_after": person.asked_after.isoformat() if person.asked_after else None,
        "asked_showing": person.asked_showing.isoformat() if person.asked_showing else None,
        "until": person.until.isoformat() if person.until else None,
        "interpreter": person.has_interpreter,
        "no_is_fine": person.said_no_is_fine,
    }


def _sorted(purposes: Iterable[Purpose]) -> list[str]:
    return [purpose.value for purpose in Purpose if purpose in set(purposes)]


def _verdict_documents(verdicts: Mapping[Purpose, Verdict]) -> dict[str, Any]:
    return {purpose.value: {"allowed": verdict.is_allowed, "state": verdict.state, "who": list(verdict.who)} for purpose, verdict in verdicts.items()}


def _person_line(person: PersonConsent) -> str:
    yes = ", ".join(PURPOSE_WORDS[Purpose(purpose)] for purpose in _sorted(person.purposes)) or "nog niets"
    no = ", ".join(PURPOSE_WORDS[Purpose(purpose)] for purpose in _sorted(person.refused))
    by = f" (ja van {', '.join(person.given_by)})" if person.given_by else ""
    return f"{person.role}, {AGE_WORDS[person.age_group]}. Ja: {yes}{by}." + (f" Nee: {no}." if no else "")


def _verdict_lines(verdicts: Mapping[Purpose, Verdict]) -> list[str]:
    return [f"  {PURPOSE_WORDS[purpose]}: {'ja' if found.is_allowed else 'nee'}. {verdict_sentence(found)}" for purpose, found in verdicts.items()]
