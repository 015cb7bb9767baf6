"""The two ways in which a frame file writes a text: a block `{nl, en}`, or two keys `name_nl` and `name_en`."""

from typing import Any

from app.domain.words import Words

Part = dict[str, Any]


def words(part: Part) -> Words:
    """Return the text of a block."""
    return Words(part["nl"], part.get("en", ""))


def pair(part: Part, name: str) -> Words:
    """Return the text of two keys; empty where there are none."""
    return Words(part.get(f"{name}_nl", ""), part.get(f"{name}_en", ""))


def pairs(part: Part, name: str) -> tuple[Words, ...]:
    """Return the texts of two lists side by side; an English list that is shorter leaves the rest in Dutch."""
    in_dutch, in_english = part.get(f"{name}_nl", []), part.get(f"{name}_en", [])
    return tuple(Words(text, in_english[index] if index < len(in_english) else "") for index, text in enumerate(in_dutch))
