"""The time where the user is: a day ends at their midnight."""

from datetime import UTC, datetime


def local_now() -> datetime:
    """Return the time now, in the zone of this computer."""
    return datetime.now(UTC).astimezone()
