"""`kijkkamer vault backup|restore`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.arguments import vault_options
from app.cli.console import Console
from app.cli.findings import finding_document, finding_line
from app.cli.opening import opened_vault, passphrase_of
from app.services.backups import BackupReport, RestoreReport, restore, tombstones_of_vault, try_restore
from app.services.register_texts import counted

_EXIT_DAMAGED = 3


def add_verbs(verbs: Any) -> None:
    """Add the two verbs to the noun `vault`."""
    backup = verbs.add_parser("backup", parents=[vault_options()], help="maak een reservekopie: alles versleuteld, en teruggelezen na het schrijven")
    place = backup.add_mutually_exclusive_group(required=True)
    place.add_argument("--out", type=Path, metavar="FILE", help="alles in een bestand")
    place.add_argument("--folder", type=Path, metavar="DIR", help="in een map of op een stick; de volgende keer gaat alleen mee wat nieuw is")
    backup.add_argument("--overwrite", action="store_true", help="vervang een bestand dat er al staat")
    backup.add_argument("--try", dest="is_tried", action="store_true", help="lees de reservekopie daarna helemaal en zeg wat er terug zou komen")
    backup.set_defaults(run=_backup)
    back = verbs.add_parser("restore", parents=[vault_options()], help="zet een reservekopie terug in een nieuwe map")
    back.add_argument("--file", type=Path, required=True, metavar="FILE", help="het bestand of de map van de reservekopie")
    back.add_argument("--try", dest="is_tried", action="store_true", help="lees alles en zeg wat er terug zou komen, zonder iets te bewaren")
    back.add_argument("--tombstones-of", type=Path, metavar="DIR", help="laat weg wat in deze kluis is vernietigd (zelfde wachtzin)")
    back.add_argument("--accept-damage", action="store_true", help="zet ook een beschadigde reservekopie terug, en zeg wat er stuk is")
    back.set_defaults(run=_restore)


def _backup(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        if options.out is not None:
            made = session.backups.write_file(options.out, console.context, overwrite=options.overwrite)
        else:
            made = session.backups.make(options.folder, console.context)
        tried = session.backups.trial_restore(made.file_path, console.context) if options.is_tried else None
    document: dict[str, Any] = {"file": str(made.file_path), "bytes": made.bytes}
    if made.sha256:
        document["sha256"] = made.sha256
    document |= {"files": made.files, "copied": made.copied, "removed": made.removed, "verified": made.verified}
    document["findings"] = [finding_document(finding) for finding in made.damaged]
    lines = [*_made_lines(made), *(finding_line(finding) for finding in made.damaged)]
    if tried is not None:
        document["trial"] = _restored_document(tried)
        lines += _tried_lines(tried)
    console.answer(document, lines)
    is_whole = not made.damaged and (tried is None or tried.is_whole)
    return 0 if is_whole else _EXIT_DAMAGED


def _restore(options: Namespace, console: Console) -> int:
    passphrase = passphrase_of(options)
    if options.is_tried:
        scratch = options.vault.with_name(f".{options.vault.name}.proef")
        report = try_restore(options.file, passphrase, scratch, console.context)
        lines = _tried_lines(report)
    else:
        tombstones = tombstones_of_vault(options.tombstones_of, passphrase) if options.tombstones_of else None
        report = restore(
            options.file, options.vault, console.context, passphrase=passphrase, tombstones=tombstones, accepts_damage=options.accept_damage
        )
        lines = [f"Teruggezet in {options.vault}: {_counted(report)}, zoals op {_day(report)}."]
        lines += _left_out_lines(report)
    lines += [finding_line(finding) for finding in report.findings]
    console.answer(_restored_document(report), lines)
    return 0 if report.is_whole else _EXIT_DAMAGED


def _restored_document(report: RestoreReport) -> dict[str, Any]:
    return {
        "recordings": report.recordings,
        "moments": report.moments,
        "left_out": report.left_out,
        "made_at": report.made_at.isoformat(),
        "files": report.files,
        "bytes": report.bytes,
        "findings": [finding_document(finding) for finding in report.findings],
    }


def _made_lines(made: BackupReport) -> list[str]:
    size = f"{made.bytes / 1e6:.1f} MB".replace(".", ",")
    return [f"De reservekopie staat in {made.file_path}: {made.files} bestanden, {size}. Wat geschreven is, is teruggelezen en klopt."]


def _tried_lines(report: RestoreReport) -> list[str]:
    outcome = "alles is goed" if report.is_whole else "niet alles is goed"
    return [f"Proef: {outcome}. Terug komen {_counted(report)}, van {_day(report)}.", *_left_out_lines(report)]


def _left_out_lines(report: RestoreReport) -> list[str]:
    if not report.left_out:
        return []
    verb = "blijft" if report.left_out == 1 else "blijven"
    return [f"Weg {verb} {counted(report.left_out, 'opname', 'opnamen')}: na deze reservekopie vernietigd."]


def _counted(report: RestoreReport) -> str:
    return f"{counted(report.recordings, 'opname', 'opnamen')} en {counted(report.moments, 'moment', 'momenten')}"


def _day(report: RestoreReport) -> str:
    return report.made_at.astimezone().strftime("%d-%m-%Y %H:%M")
