"""`kijkkamer recording import|list|recover|delete|verify-original`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.arguments import day, vault_options
from app.cli.console import Console
from app.cli.opening import opened_vault
from app.common.errors import InputError
from app.common.ids import RecordingId, checked_id
from app.domain.recording import Recording
from app.domain.timecode import format_time
from app.services.session import Session


def add_commands(nouns: Any) -> None:
    """Add the noun with its verbs."""
    verbs = nouns.add_parser("recording", help="opnamen in de kluis").add_subparsers(metavar="OPDRACHT", required=True)
    bring_in = verbs.add_parser("import", parents=[vault_options()], help="zet videobestanden versleuteld in de kluis")
    bring_in.add_argument("files", type=Path, nargs="+", metavar="FILE", help="een videobestand; het origineel blijft staan")
    bring_in.add_argument("--title", default="", metavar="T", help="een schuilnaam (nooit de naam van het gezin)")
    bring_in.add_argument("--case", default="", metavar="CODE", help="een eigen code voor het gezin")
    bring_in.add_argument("--recorded-on", type=day, metavar="DATE", help="dag van de opname, zoals 2026-11-22")
    bring_in.add_argument(
        "--keep-until", type=day, metavar="DATE", help="de laatste dag dat hij bewaard blijft; anders 8 weken, of wat de kluis zegt"
    )
    bring_in.add_argument("--again", action="store_true", help="ook als deze opname al in de kluis zit")
    bring_in.set_defaults(run=_import)
    verbs.add_parser("list", parents=[vault_options()], help="welke opnamen er zijn").set_defaults(run=_list)
    recover = verbs.add_parser("recover", parents=[vault_options()], help="maak opnamen van wat met de app werd opgenomen en werd onderbroken")
    recover.set_defaults(run=_recover)
    delete = verbs.add_parser("delete", parents=[vault_options()], help="vernietig een opname met alles wat ervan gemaakt is")
    delete.add_argument("recording", metavar="ID", help="het nummer van de opname")
    delete.add_argument("--yes", action="store_true", help="ja, dit kan niet terug")
    delete.set_defaults(run=_delete)
    verify = verbs.add_parser("verify-original", parents=[vault_options()], help="zit precies dit bestand in de kluis?")
    verify.add_argument("recording", metavar="ID", help="het nummer van de opname")
    verify.add_argument("file", type=Path, metavar="FILE", help="het bestand om mee te vergelijken")
    verify.set_defaults(run=_verify_original)


def _import(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        if len(options.files) > 1:
            # Nothing is brought in when one of them cannot be.
            for path in options.files:
                session.recordings.inspect(path, console.context)
        imported = [
            session.recordings.import_file(
                path,
                title=_title(options, number, session),
                context=console.context,
                case_code=options.case,
                recorded_on=options.recorded_on,
                keep_until=options.keep_until,
                allow_same=options.again,
            )
            for number, path in enumerate(options.files, start=1)
        ]
    lines = [f"In de kluis: {_line(recording)}" for recording in imported]
    console.answer([_document(recording) for recording in imported], [*lines, "Het bestand buiten de kluis is niet veranderd en niet gewist."])
    return 0


def _title(options: Namespace, number: int, session: Session) -> str:
    """Return the pseudonym: never the file's name, which often holds a family's."""
    if options.title:
        return options.title if len(options.files) == 1 else f"{options.title} {number}"
    return f"Opname {len(session.recordings.list()) + 1}"


def _list(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        recordings = session.recordings.list()
    console.answer([_document(recording) for recording in recordings], [_line(recording) for recording in recordings] or ["Er zijn geen opnamen."])
    return 0


def _recover(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        session.spoken_notes.recover(console.context)
        recordings = session.captures.recover(console.context)
    console.answer([_document(each) for each in recordings], [_line(each) for each in recordings] or ["Er werd niets onderbroken."])
    return 0


def _delete(options: Namespace, console: Console) -> int:
    recording_id = RecordingId(checked_id(options.recording))
    if not options.yes:
        raise InputError("confirmation_missing")
    with opened_vault(options) as session:
        session.recordings.delete(recording_id)
    console.answer(
        {"deleted": recording_id}, ["De sleutel van de opname is vernietigd en het bestand is weg. In oudere reservekopieën kan hij nog staan."]
    )
    return 0


def _verify_original(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        is_same = session.recordings.verify_original(RecordingId(checked_id(options.recording)), options.file, console.context)
    sentence = "Dit is precies het bestand dat in de kluis zit." if is_same else "Dit is een ander bestand dan het bestand in de kluis."
    console.answer({"same": is_same}, [sentence])
    return 0


def _document(recording: Recording) -> dict[str, Any]:
    facts = recording.facts
    return {
        "recording_id": recording.recording_id,
        "title": recording.title,
        "case": recording.case_code,
        "recorded_on": recording.recorded_on.isoformat() if recording.recorded_on else None,
        "imported_at": recording.imported_at.isoformat(),
        "keep_until": recording.keep_until.isoformat(),
        "duration_ms": facts.duration_ms,
        "width": facts.width,
        "height": facts.height,
        "fps": facts.fps,
        "video_codec": facts.video_codec,
        "audio_codec": facts.audio_codec,
        "bytes": recording.size_bytes,
        "sha256": recording.sha256,
    }


def _line(recording: Recording) -> str:
    facts = recording.facts
    return f"{recording.recording_id}  {recording.title}  {format_time(facts.duration_ms)}  {facts.width} x {facts.height}"
