"""`kijkkamer kader list|check`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.arguments import output_options
from app.cli.console import Console
from app.common.errors import RefusedError
from app.error_texts import error_text
from app.services.kijkkader import KaderService


def add_commands(nouns: Any) -> None:
    """Add the noun with its verbs."""
    verbs = nouns.add_parser("kader", help="de kijkkaders, en een bestand nakijken").add_subparsers(metavar="OPDRACHT", required=True)
    listing = verbs.add_parser("list", parents=[output_options()], help="welke kijkkaders er zijn")
    listing.add_argument("--vault", type=Path, metavar="DIR", help="de map van de kluis; nog zonder gevolg, elk kijkkader hoort bij het programma")
    listing.set_defaults(run=_list)
    check = verbs.add_parser("check", parents=[output_options()], help="kijk een kijkkaderbestand na")
    check.add_argument("file", type=Path, metavar="FILE", help="het YAML-bestand")
    check.set_defaults(run=_check)


def _list(_options: Namespace, console: Console) -> int:
    frames = KaderService().available()
    document = [{"kader_id": frame.kader_id, "version": frame.version, "indicators": frame.indicators} for frame in frames]
    console.answer(document, [f"{frame.kader_id} {frame.version}: {frame.indicators} indicatoren" for frame in frames])
    return 0


def _check(options: Namespace, console: Console) -> int:
    errors = KaderService().check(options.file)
    document = {"ok": not errors, "errors": [{"line": each.line, "path": each.path, "message": each.message} for each in errors]}
    lines = [f"regel {each.line}, {each.path}: {each.message}" if each.path else f"regel {each.line}: {each.message}" for each in errors]
    console.answer(document, lines or ["Dit kijkkader is in orde."])
    if errors:
        refused = RefusedError("kader_invalid", line=errors[0].line, count=len(errors))
        console.complain(refused.code, error_text(refused))
    return 1 if errors else 0
