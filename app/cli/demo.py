"""`kijkkamer demo`: the whole main job on the shipped clip, without a screen."""

from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from app.cli.arguments import output_options
from app.cli.console import Console
from app.cli.fragment import write_report
from app.common.errors import InputError, SystemProblem
from app.common.files import write_new_file
from app.common.ids import RecordingId
from app.common.paths import resource_path
from app.domain.clip import AnonymisedClip
from app.domain.consent import SELF, AgeGroup, PersonConsent, Purpose
from app.domain.fragment import Fragment
from app.domain.kijkkader import Kader
from app.domain.moment import Moment, MomentKind
from app.domain.recording import Recording
from app.domain.timecode import TimeRange, format_time
from app.services.moments import MomentDraft
from app.services.passphrases import propose_passphrase
from app.services.session import Session, create_session

Clean = Callable[[str], str]
"""Makes a text fit to leave the vault; see `NameService.clean`."""

_FRAGMENT = TimeRange(4_000, 9_000)
_QUESTION = "Wat gebeurt er als de een praat en de ander luistert?"
_VAULT, _CLIP, _REPORT, _SUMMARY = "oefening.kluis", "fragment-onherkenbaar.mp4", "verslag.json", "samenvatting.txt"


def add_commands(nouns: Any) -> None:
    """Add the command."""
    demo = nouns.add_parser("demo", parents=[output_options()], help="laat alles een keer gebeuren met de meegeleverde oefenclip")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR", help="een lege of nieuwe map voor wat er uitkomt")
    demo.add_argument("--keep-vault", action="store_true", help="bewaar de oefenkluis; dat gebeurt altijd")
    demo.set_defaults(run=_run)


def _run(options: Namespace, console: Console) -> int:
    folder: Path = options.out
    _make_folder(folder)
    passphrase = propose_passphrase()
    session, recovery_code = create_session(folder / _VAULT, passphrase)
    try:
        recording = session.recordings.import_file(
            resource_path("oefenclip", "gesprek-van-twee.mp4"), title="Oefengesprek", talk="oefening", context=console.context
        )
        agree_to_exercise(session, recording.recording_id)
        moments = [session.moments.add(draft) for draft in _drafts(recording)]
        fragment = session.fragments.add(recording.recording_id, _FRAGMENT, _QUESTION, (moments[0].moment_id,))
        clip = _make_clip(session, fragment, folder, console)
        clean = partial(session.names.clean, recording.recording_id)
        summary = _summary(session.kijkkader.current(), recording, moments, fragment, clip, clean)
    finally:
        session.lock()
    write_report(clip, folder / _REPORT, overwrite=False)
    write_new_file(folder / _SUMMARY, [summary.encode()])
    document = {
        "vault": str(folder / _VAULT),
        "passphrase": passphrase,
        "recovery_code": recovery_code,
        "recording_id": recording.recording_id,
        "fragment_id": fragment.fragment_id,
        "moments": len(moments),
        "clip": str(folder / _CLIP),
        "sha256": clip.sha256,
        "duration_ms": clip.duration_ms,
        "report": str(folder / _REPORT),
        "summary": str(folder / _SUMMARY),
    }
    secrets = [
        f"Wachtzin van de oefenkluis: {passphrase}",
        f"Herstelcode: {recovery_code}",
        "Ze staan nergens anders. In de kluis zit alleen de oefenclip.",
    ]
    console.answer(document, [f"Klaar. Alles staat in {folder}:", f"  {_VAULT}, {_CLIP}, {_REPORT} en {_SUMMARY}", *secrets])
    return 0


def agree_to_exercise(session: Session, recording_id: RecordingId) -> None:
    """Note the consent of the two people in the shipped clip, who play a talk and agreed to everything it is for."""
    for role in ("werker", "collega"):
        person = PersonConsent(role, AgeGroup.ADULT, frozenset({Purpose.OWN, Purpose.TEAM}), given_by=(SELF,))
        session.consent.set_person(recording_id, person)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_used = any(folder.iterdir())
    except FileExistsError as error:
        raise InputError("file_exists") from error
    except OSError as error:
        raise SystemProblem("no_permission") from error
    if is_used:
        raise InputError("folder_not_empty")


def _drafts(recording: Recording) -> list[MomentDraft]:
    return [
        MomentDraft(
            recording_id=recording.recording_id,
            at_ms=4_200,
            until_ms=8_400,
            kind=MomentKind.HELPT,
            indicators=("kk-102",),
            who=("werker",),
            see="De man rechts brengt zijn hand naar zijn voorhoofd. De man links blijft stil en kijkt.",
            next="De man rechts praat verder.",
        ),
        MomentDraft(
            recording_id=recording.recording_id,
            at_ms=11_000,
            until_ms=16_000,
            kind=MomentKind.OPEN,
            indicators=("kk-101",),
            who=("samen",),
            see="Vijf seconden stilte. Niemand begint.",
            now="Wie vult hier de stilte, en wat gebeurt er als niemand dat doet?",
        ),
        MomentDraft(recording_id=recording.recording_id, at_ms=19_000, kind=MomentKind.KANS, see="De man links zegt: dit is altijd na overleg."),
    ]


def _make_clip(session: Session, fragment: Fragment, folder: Path, console: Console) -> AnonymisedClip:
    plan = session.anonymise.detect(fragment.fragment_id, console.context).plan
    clip = session.anonymise.make_unreviewed_clip(plan, console.context)
    session.anonymise.save_clip(clip.clip_id, folder / _CLIP, console.context)
    return clip


def _summary(kader: Kader, recording: Recording, moments: list[Moment], fragment: Fragment, clip: AnonymisedClip, clean: Clean) -> str:
    """Return the text for somebody who was not there: what was looked at, what was seen, what was made."""
    report = clip.report
    look = report["second_look"]
    lines = [
        "SAMENVATTING VAN EEN OEFENING",
        f"Gemaakt op {datetime.now(UTC):%d-%m-%Y} met Kijkkamer {report['program_version']}.",
        "",
        f"Opname: {clean(recording.title)}, {format_time(recording.facts.duration_ms)}. Dit is de meegeleverde oefenclip, geen echt gesprek.",
        "",
        f"MOMENTEN ({len(moments)})",
        *(line for moment in moments for line in _moment_lines(moment, kader, clean)),
        "FRAGMENT",
        f"Van {format_time(fragment.range.from_ms)} tot {format_time(fragment.range.to_ms)}.",
        f"Vraag: {clean(fragment.question)}",
        "",
        "ONHERKENBAAR GEMAAKT",
        f"Bestand: {_CLIP}, {report['frames']} beelden, {len(report['tracks'])} hoofden afgedekt.",
        f"In {report['frames_with_faces']} beelden is een gezicht gezien; in {report['filled_gap_frames']} beelden is een gat overbrugd.",
        f"Na afloop nog een keer gezocht, op een andere manier: {look['residual_face_frames']} beelden met een gezicht.",
        "Geluid: weg." if report["voice"] == "none" else "Geluid: stem veranderd.",
        "Niet door een mens bekeken. Kijk zelf voordat je een kopie aan iemand geeft.",
        "Onherkenbaar gemaakt is niet hetzelfde als anoniem: wie erbij was, kan mensen blijven herkennen.",
        f"Controlegetal (SHA-256): {clip.sha256}",
        "",
        f"HET KIJKKADER: {kader.name.nl}, versie {kader.version}",
        kader.notice.nl,
    ]
    return "\n".join(lines) + "\n"


def _moment_lines(moment: Moment, kader: Kader, clean: Clean) -> list[str]:
    marks = {mark.kind: mark.name.nl for mark in kader.marks}
    until = f" tot {format_time(moment.until_ms)}" if moment.until_ms is not None else ""
    head = f"{format_time(moment.at_ms)}{until}  {marks[moment.kind] if moment.kind else 'Nog geen soort'}"
    chosen = [kader.indicator(indicator_id) for indicator_id in moment.indicators]
    lines = [head, *(f"    Indicator: {each.name.nl}" for each in chosen)]
    lines += [f"    {field.name.nl}: {clean(text)}" for field in kader.fields if (text := getattr(moment, field.field_id))]
    return [*lines, *(f"    Om over na te denken: {each.questions[0].nl}" for each in chosen), ""]
