"""Who says a line, where the text itself tells: "A: …", "Moeder: …", "Spreker 2: …"."""

import re
from collections import Counter
from collections.abc import Iterable

_LABEL = re.compile(r"(?:[-–—>•]\s*)?([^\W\d_][\w'-]{0,24}(?: ?\d{1,2})?)\s*:(?:\s+|$)")
_ROLE_WORDS = (
    "werker hulpverlener begeleider moeder vader ouder kind jongere zoon dochter oma opa stiefmoeder stiefvader partner tolk leerkracht juf meester "
    "mentor collega interviewer respondent spreker speaker persoon deelnemer client cliënt onbekend man vrouw jongen meisje"
)
_ROLES = frozenset(_ROLE_WORDS.split())


def speaker_labels(texts: Iterable[str]) -> frozenset[str]:
    """Return the labels before a colon that are speakers, in lower case: one letter, a role, or one word that comes back.

    Anything else before a colon is spoken text ("Jesse zei: nee"), and must stay among the words.
    """
    counts = Counter(match.group(1).casefold() for text in texts if (match := _LABEL.match(text)))
    return frozenset(label for label, count in counts.items() if len(label) == 1 or label.rstrip(" 0123456789") in _ROLES or count > 1)


def split_speaker(text: str, labels: frozenset[str]) -> tuple[str, str]:
    """Return the speaker and the rest of the line; the speaker is empty when none of the labels stands before it."""
    match = _LABEL.match(text)
    if match and match.group(1).casefold() in labels:
        return match.group(1), text[match.end() :].strip()
    return "", text
