"""`--recovery-sheet FILE.pdf`, on every command that makes a recovery code."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.console import Console
from app.common.errors import AppError, InputError
from app.error_texts import error_text
from app.services.recovery_sheet import save_recovery_sheet

ON_PAPER = "Schrijf de code op papier en berg hem op. Hij is hierna nergens meer te zien."


def add_sheet_option(parser: Any) -> None:
    """Add the option."""
    parser.add_argument("--recovery-sheet", type=Path, metavar="FILE.pdf", help="zet de herstelcode ook in deze pdf om te printen; NIET versleuteld")


def require_room_for_sheet(options: Namespace) -> None:
    """Say before anything is changed that it cannot be written there; InputError `file_exists`, `sheet_inside_vault`."""
    sheet = options.recovery_sheet
    if sheet is not None and sheet.exists():
        raise InputError("file_exists")
    if sheet is not None and sheet.resolve().is_relative_to(options.vault.resolve()):
        raise InputError("sheet_inside_vault")


def keep_sheet(options: Namespace, code: str | None, console: Console) -> list[str]:
    """Write the sheet when asked, and return what to say about the code. A sheet that fails must not cost the user the code."""
    if code is None:
        return []
    lines = [f"Herstelcode: {code}", ON_PAPER]
    if options.recovery_sheet is not None:
        try:
            save_recovery_sheet(options.recovery_sheet, code, options.vault.resolve().name)
        except AppError as error:
            console.warn(error.code, error_text(error))
        else:
            lines.append(f"De code staat ook in {options.recovery_sheet}, NIET versleuteld. Print dat blad en wis het bestand daarna.")
    return lines
