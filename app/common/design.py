"""The design's values as they stand in its file, and the one rule in them: which colour a letter has."""

import json
from functools import cache
from typing import Any

from app.common.paths import resource_path


@cache
def design_tokens() -> dict[str, Any]:
    """Return the design's values as they stand in the file."""
    document: dict[str, Any] = json.loads(resource_path("design", "tokens.json").read_text("utf-8"))
    return document


def letter_colour(letter: str) -> str:
    """Return `#RRGGBB` of the mask with this letter: after D the four begin again, and AA follows on Z."""
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - ord("A") + 1
    return str(design_tokens()["vlak_per_gezicht"]["ABCD"[(number - 1) % 4]])
