"""Bring the database to the newest shape: numbered SQL files, forward only, one transaction each."""

from pathlib import Path

from app.common.errors import DamagedError, VersionError
from app.vault.database import Database

APPLICATION_ID = 0x4B4B4D31
"""`KKM1`: says to anyone with the key whose database this is."""
_FOLDER = Path(__file__).parent / "migrations"


def latest_version() -> int:
    """Return the version this program writes."""
    return max(_steps())


def migrate(database: Database, *, is_new: bool) -> None:
    """Run the steps this database has not had yet.

    Raises:
        VersionError: `vault_newer` (needed), a later program has written it.
        DamagedError: `database_damaged`, it is empty where it should not be, or another program's.
    """
    version = int(database.row("PRAGMA user_version")[0])
    application_id = int(database.row("PRAGMA application_id")[0])
    steps = _steps()
    if version > max(steps):
        raise VersionError("vault_newer", needed=version)
    if not is_new and (version == 0 or application_id != APPLICATION_ID):
        raise DamagedError("database_damaged")
    for number in sorted(steps):
        if number > version:
            with database.transaction():
                database.script(steps[number].read_text("utf-8"))
                database.change(f"PRAGMA application_id = {APPLICATION_ID}")
                database.change(f"PRAGMA user_version = {number}")


def _steps() -> dict[int, Path]:
    return {int(path.name[:4]): path for path in _FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql")}
