"""`kijkkamer moment add|list`."""

from argparse import Namespace
from typing import Any

from app.cli.arguments import vault_options
from app.cli.console import Console
from app.cli.opening import opened_vault
from app.common.ids import RecordingId, checked_id
from app.domain.moment import Moment, MomentKind
from app.domain.timecode import format_time, parse_time
from app.services.moments import MomentDraft


def add_commands(nouns: Any) -> None:
    """Add the noun with its verbs."""
    verbs = nouns.add_parser("moment", help="momenten in een opname").add_subparsers(metavar="OPDRACHT", required=True)
    add = verbs.add_parser("add", parents=[vault_options()], help="leg een moment vast")
    add.add_argument("--recording", required=True, metavar="ID", help="het nummer van de opname")
    add.add_argument("--at", type=parse_time, required=True, metavar="T", help="begin, zoals 18:44 of 0:18:44,120 of 1124")
    add.add_argument("--until", type=parse_time, metavar="T", help="einde, als het moment duurt")
    add.add_argument("--indicator", action="append", default=[], metavar="ID", help="een indicator, zoals kk-101; mag vaker")
    add.add_argument("--kind", choices=[kind.value for kind in MomentKind], help="wat voor moment het is")
    add.add_argument("--who", action="append", default=[], metavar="ROL", help="over wie het gaat, zoals werker; mag vaker")
    for name, meaning in (
        ("see", "wat er te zien of te horen is"),
        ("next", "wat de ander daarna doet"),
        ("then", "wat je toen dacht of voelde"),
        ("now", "wat je nu denkt"),
    ):
        add.add_argument(f"--{name}", default="", metavar="TEXT", help=meaning)
    add.set_defaults(run=_add)
    listing = verbs.add_parser("list", parents=[vault_options()], help="welke momenten er zijn")
    listing.add_argument("--recording", metavar="ID", help="alleen van deze opname")
    listing.add_argument("--search", metavar="TEXT", help="alleen met deze woorden")
    listing.set_defaults(run=_list)


def _add(options: Namespace, console: Console) -> int:
    draft = MomentDraft(
        recording_id=RecordingId(checked_id(options.recording)),
        at_ms=options.at,
        until_ms=options.until,
        kind=MomentKind(options.kind) if options.kind else None,
        indicators=tuple(dict.fromkeys(options.indicator)),
        who=tuple(dict.fromkeys(options.who)),
        see=options.see,
        next=options.next,
        then=options.then,
        now=options.now,
    )
    with opened_vault(options) as session:
        moment = session.moments.add(draft)
    console.answer({"moment_id": moment.moment_id}, [f"Bewaard op {format_time(moment.at_ms)}: {moment.moment_id}"])
    return 0


def _list(options: Namespace, console: Console) -> int:
    recording_id = RecordingId(checked_id(options.recording)) if options.recording else None
    with opened_vault(options) as session:
        if recording_id is not None:
            session.recordings.get(recording_id)
        moments = session.moments.list(recording_id, options.search or None)
    console.answer([moment_document(moment) for moment in moments], [_line(moment) for moment in moments] or ["Geen momenten gevonden."])
    return 0


def moment_document(moment: Moment) -> dict[str, Any]:
    """Return the moment as JSON has it."""
    return {
        "moment_id": moment.moment_id,
        "recording_id": moment.recording_id,
        "at_ms": moment.at_ms,
        "until_ms": moment.until_ms,
        "indicators": list(moment.indicators),
        "kind": moment.kind.value if moment.kind else None,
        "who": list(moment.who),
        "see": moment.see,
        "next": moment.next,
        "then": moment.then,
        "now": moment.now,
        "kader_id": moment.kader_id,
        "kader_version": moment.kader_version,
        "created_at": moment.created_at.isoformat(),
        "changed_at": moment.changed_at.isoformat(),
    }


def _line(moment: Moment) -> str:
    parts = [format_time(moment.at_ms), moment.kind.value if moment.kind else "nog geen soort", *moment.indicators, moment.see]
    return "  ".join(part for part in parts if part)
