"""Save the recovery code as a sheet to print: an export that the user asks for, with words on it that say so."""

from pathlib import Path

from app.common.errors import InputError
from app.common.files import write_new_file
from app.common.local_time import local_now
from app.crypto.recovery_code import code_blocks
from app.report.recovery_sheet import recovery_sheet_pdf
from app.services.register_texts import written_day
from app.vault.header_store import HEADER_NAME


def save_recovery_sheet(path: Path, code: str, vault_name: str = "", *, overwrite: bool = False) -> None:
    """Write the PDF, which is NOT encrypted. An empty name leaves it out.

    Raises:
        InputError: `file_exists` unless `overwrite`; `sheet_inside_vault`, a key does not belong beside its lock.
        SystemProblem: `export_disk_full` or `export_failed`; nothing is left behind.
    """
    if any((folder / HEADER_NAME).exists() for folder in path.resolve().parents):
        raise InputError("sheet_inside_vault")
    write_new_file(path, [recovery_sheet_pdf(code_blocks(code), vault_name, written_day(local_now().date()))], overwrite=overwrite)
