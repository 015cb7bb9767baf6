"""`kijkkamer vault log`: what happened in a vault, without content."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.arguments import vault_options
from app.cli.console import Console
from app.cli.opening import opened_vault
from app.common.errors import InputError
from app.services.register_texts import counted
from app.services.registers import GROUP_NAMES, GROUPS, RegisterLine
from app.services.session import Session


def add_log_command(verbs: Any) -> None:
    """Add the verb to the noun `vault`."""
    log = verbs.add_parser("log", parents=[vault_options()], help="wat er in de kluis gebeurde, zonder inhoud")
    log.add_argument("--only", choices=list(GROUP_NAMES), help="alleen deze soort regels")
    log.add_argument("--out", type=Path, metavar="FILE", help="schrijf het naar een bestand dat op .csv of .pdf eindigt")
    log.add_argument("--overwrite", action="store_true", help="vervang een bestand dat er al staat")
    log.set_defaults(run=_log)


def _log(options: Namespace, console: Console) -> int:
    ending = options.out.suffix.lower() if options.out else None
    if ending not in (None, ".csv", ".pdf"):
        raise InputError("log_ending_unknown")
    events = GROUPS[options.only] if options.only else None
    with opened_vault(options) as session:
        facts = {line["number"]: line for line in session.events()}
        lines, state = session.registers.lines(events=events), session.registers.state()
        if options.out:
            _write(session, options, ending == ".pdf", events)
    outcome = "Geen regel is weggehaald of veranderd." if state.is_intact else "Er missen regels, of ze zijn veranderd."
    end = f"{counted(state.count, 'regel', 'regels')}. {outcome}"
    if options.out:
        document = {"file": str(options.out), "lines": len(lines), "head": state.digest, "intact": state.is_intact}
        console.answer(document, [f"Het logboek staat in {options.out}.", end])
    else:
        console.answer([{**facts[line.number], "text": line.text} for line in lines], [*(_line(line) for line in lines), end])
    return 0


def _write(session: Session, options: Namespace, is_pdf: bool, events: frozenset[str] | None) -> None:  # noqa: FBT001 - one of two
    export = session.registers.export_pdf if is_pdf else session.registers.export_csv
    export(options.out, events=events, overwrite=options.overwrite)


def _line(line: RegisterLine) -> str:
    return f"{line.number:>5}  {line.at.astimezone():%d-%m-%Y %H:%M}  {line.text}  [{line.subject[:8]}]"
