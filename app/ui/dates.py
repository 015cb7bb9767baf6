"""Days and times as a person says them, in the language of the window and the time of this place."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

translate = QCoreApplication.translate

_YEAR_UNDOUBTED_DAYS = 270


def today() -> date:
    """Return the day it is here."""
    return datetime.now(UTC).astimezone().date()


def day_text(day: date) -> str:
    """Return `3 november`, with the year when it is so far away that it could be another one."""
    pattern = "d MMMM" if abs((day - today()).days) < _YEAR_UNDOUBTED_DAYS else "d MMMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def short_moment_text(at: datetime) -> str:
    """Return `22 nov 08:02`, with the year when it is so far away that it could be another one."""
    here = at.astimezone()
    pattern = "d MMM" if abs((here.date() - today()).days) < _YEAR_UNDOUBTED_DAYS else "d MMM yyyy"
    day = QLocale().toString(QDate(here.year, here.month, here.day), pattern).replace(".", "")
    return f"{day} {here:%H:%M}"


def moment_text(at: datetime) -> str:
    """Return `vandaag om 08:02`, `gisteren om 16:40` or `3 november om 11:15`."""
    here = at.astimezone()
    days = (today() - here.date()).days
    if days == 0:
        day = translate("Dates", "vandaag")
    elif days == 1:
        day = translate("Dates", "gisteren")
    else:
        day = day_text(here.date())
    return translate("Dates", "{day} om {time}").format(day=day, time=f"{here:%H:%M}")


def days_left_text(day: date) -> str:
    """Return `over 3 dagen`, `morgen`, `vandaag` or `de datum is voorbij`."""
    days = (day - today()).days
    if days < 0:
        return translate("Dates", "de datum is voorbij")
    if days == 0:
        return translate("Dates", "vandaag")
    if days == 1:
        return translate("Dates", "morgen")
    return translate("Dates", "over {count} dagen").format(count=days)


def to_qdate(day: date) -> QDate:
    """Return the day as Qt's fields take it."""
    return QDate(day.year, day.month, day.day)


def from_qdate(day: QDate) -> date:
    """Return the day of one of Qt's fields."""
    return date(day.year(), day.month(), day.day())
