"""The user's settings that travel with the vault."""

from app.vault.database import Database


class SettingTable:
    """Names and texts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """Return the value, None when it was never set."""
        rows = self._database.rows("SELECT value FROM settings WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def set(self, name: str, value: str) -> None:
        """Keep the value in place of the one before."""
        self._database.change("INSERT INTO settings VALUES (?,?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
