"""What is agreed before a recording in the app begins: its words, who is there and what for. Kept with it from the first second."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.common.errors import AppError, DamagedError, InputError
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.recording import MAX_TITLE

_DAYS = ("asked_before", "asked_after", "asked_showing", "until")


@dataclass(frozen=True)
class NewRecording:
    """`keep_until` is its last day."""

    title: str
    talk: str
    recorded_on: date
    keep_until: date
    people: tuple[PersonConsent, ...]
    case_code: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.title) <= MAX_TITLE or self.title != self.title.strip():
            raise InputError("title_invalid", limit=MAX_TITLE)

    def to_json(self) -> str:
        """Return it as text for the database."""
        return json.dumps(
            {
                "title": self.title,
                "talk": self.talk,
                "case_code": self.case_code,
                "recorded_on": self.recorded_on.isoformat(),
                "keep_until": self.keep_until.isoformat(),
                "people": [_person_values(person) for person in self.people],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "NewRecording":
        """Return what `to_json` wrote; DamagedError `database_damaged` for what no version wrote."""
        try:
            values = json.loads(text)
            return cls(
                title=values["title"],
                talk=values["talk"],
                case_code=values["case_code"],
                recorded_on=date.fromisoformat(values["recorded_on"]),
                keep_until=date.fromisoformat(values["keep_until"]),
                people=tuple(_person(person) for person in values["people"]),
            )
        except (ValueError, KeyError, TypeError, AppError) as error:
            raise DamagedError("database_damaged") from error


def _person_values(person: PersonConsent) -> dict[str, Any]:
    days = {name: day.isoformat() for name in _DAYS if (day := getattr(person, name))}
    sets = {"purposes": sorted(person.purposes), "refused": sorted(person.refused)}
    return {**vars(person), **dict.fromkeys(_DAYS), **days, **sets}


def _person(values: dict[str, Any]) -> PersonConsent:
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in _DAYS}
    sets = {name: frozenset(Purpose(purpose) for purpose in values[name]) for name in ("purposes", "refused")}
    lists = {name: tuple(values[name]) for name in ("given_by", "required_from")}
    return PersonConsent(**{**values, **days, **sets, **lists, "age_group": AgeGroup(values["age_group"])})
