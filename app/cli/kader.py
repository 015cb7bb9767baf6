"""`kijkkamer kader list|check|import|export|use`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.arguments import output_options, vault_options
from app.cli.console import Console
from app.cli.opening import opened_vault
from app.common.errors import RefusedError
from app.domain.kijkkader import KaderError, KaderSummary
from app.error_texts import error_text
from app.services.kijkkader import KaderService

_FILE_HELP = "een .yaml met het hele kader, of een .csv of .xlsx met het raam"


def add_commands(nouns: Any) -> None:
    """Add the noun with its verbs."""
    verbs = nouns.add_parser("kader", help="de kijkkaders, en een bestand nakijken").add_subparsers(metavar="OPDRACHT", required=True)
    listing = verbs.add_parser("list", parents=[output_options()], help="welke kijkkaders er zijn")
    listing.add_argument("--vault", type=Path, metavar="DIR", help="ook die in deze kluis")
    listing.add_argument("--passphrase-file", metavar="FILE", help="lees de wachtzin uit dit bestand; anders wordt erom gevraagd")
    listing.set_defaults(run=_list)
    check = verbs.add_parser("check", parents=[output_options()], help="kijk een kijkkaderbestand na")
    check.add_argument("file", type=Path, metavar="FILE", help=_FILE_HELP)
    check.set_defaults(run=_check)
    bring_in = verbs.add_parser("import", parents=[vault_options()], help="neem een kijkkader over in de kluis")
    bring_in.add_argument("file", type=Path, metavar="FILE", help=_FILE_HELP)
    bring_in.set_defaults(run=_import)
    export = verbs.add_parser("export", parents=[vault_options()], help="schrijf een kijkkader als bestand, om te delen of in te vullen")
    export.add_argument("kader_id", metavar="KADER", help="de id van het kijkkader")
    export.add_argument("--version", metavar="VERSIE", help="deze versie; anders de nieuwste")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help=_FILE_HELP)
    export.add_argument("--overwrite", action="store_true", help="ook als het bestand er al is")
    export.set_defaults(run=_export)
    use = verbs.add_parser("use", parents=[vault_options()], help="zet nieuwe momenten met dit kijkkader")
    use.add_argument("kader_id", metavar="KADER", help="de id van het kijkkader")
    use.set_defaults(run=_use)


def _list(options: Namespace, console: Console) -> int:
    if options.vault is None:
        frames = KaderService().available()
    else:
        with opened_vault(options) as session:
            frames = session.kijkkader.available()
    console.answer([_document(each) for each in frames], [f"{each.kader_id} {each.version}: {each.indicators} indicatoren" for each in frames])
    return 0


def _check(options: Namespace, console: Console) -> int:
    errors = KaderService().check(options.file, console.context)
    console.answer(_errors_document(errors), _lines(errors) or ["Dit kijkkader is in orde."])
    return _complained(errors, console)


def _import(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        read = session.own_kaders.read_file(options.file, console.context)
        if read.kader is None:
            console.answer(_errors_document(list(read.mistakes)), _lines(list(read.mistakes)))
            return _complained(list(read.mistakes), console)
        is_new = session.own_kaders.take_over(read)
    summary = read.kader.summary()
    done = "Overgenomen" if is_new else "Dit kijkkader was er al"
    console.answer({**_document(summary), "is_new": is_new}, [f"{done}: {summary.name}, versie {summary.version}, {summary.indicators} indicatoren."])
    return 0


def _export(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        version = options.version or session.kijkkader.newest(options.kader_id).version
        session.own_kaders.export(options.kader_id, version, options.out, overwrite=options.overwrite)
    console.answer({"file": str(options.out), "kader_id": options.kader_id, "version": version}, [f"Geschreven: {options.out}"])
    return 0


def _use(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        session.kijkkader.use(options.kader_id)
        summary = session.kijkkader.current().summary()
    console.answer(_document(summary), [f"Nieuwe momenten zet je met {summary.name}, versie {summary.version}."])
    return 0


def _document(summary: KaderSummary) -> dict[str, str | int]:
    return {"kader_id": summary.kader_id, "version": summary.version, "indicators": summary.indicators}


def _errors_document(errors: list[KaderError]) -> dict[str, Any]:
    return {"ok": not errors, "errors": [{"line": each.line, "path": each.path, "message": each.message} for each in errors]}


def _lines(errors: list[KaderError]) -> list[str]:
    return [f"regel {each.line}, {each.path}: {each.message}" if each.path else f"regel {each.line}: {each.message}" for each in errors]


def _complained(errors: list[KaderError], console: Console) -> int:
    if errors:
        refused = RefusedError("kader_invalid", line=errors[0].line, count=len(errors))
        console.complain(refused.code, error_text(refused))
    return 1 if errors else 0
