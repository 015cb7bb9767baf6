"""Names said letter by letter: "J E S S E", "J.E.S.S.E.", "jee-ee-es-es-ee", "dubbel s", "de J van Johan"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.names.words import Token, key_of

_SAID = {
    "a": "aa ah", "b": "bee be", "c": "cee see ce", "d": "dee de", "e": "ee eh", "f": "ef eff", "g": "gee ge", "h": "haa ha", "i": "ie",
    "j": "jee je", "k": "kaa ka", "l": "el", "m": "em", "n": "en", "o": "oo oh", "p": "pee pe", "q": "kuu ku", "r": "er", "s": "es",
    "t": "tee te thee", "u": "uu", "v": "vee ve", "w": "wee we", "x": "iks", "y": "ij ypsilon griekse", "z": "zet zed",
}  # fmt: skip
_LETTER_OF = {said: letter for letter, ways in _SAID.items() for said in (letter, *ways.split())}
_DOUBLE = {"dubbel", "dubbele", "twee", "tweemaal"}
_SPLIT = re.compile(r"[-.\s]+")
_SHORTEST = 3


Run = tuple[str, list[tuple[int, int]]]
"""Letters said one after the other, and for each the first and last word that say it."""


@dataclass(frozen=True)
class Spelled:
    """Letters said in words number `first` up to and including `last`."""

    first: int
    last: int


def spelled_names(runs: Sequence[Run], names: Sequence[str]) -> list[Spelled]:
    """Return where one of these names (keys, three letters or more) is said letter by letter."""
    found = []
    for letters, places in runs:
        for name in names:
            if len(name) >= _SHORTEST:
                begins = (match.start() for match in re.finditer(f"(?={re.escape(name)})", letters))
                found += [Spelled(places[begin][0], places[begin + len(name) - 1][1]) for begin in begins]
    return found


def letter_runs(words: Sequence[Token]) -> list[Run]:
    """Return runs of letters, with for each letter the first and last word that say it."""
    runs: list[Run] = []
    letters, places = "", list[tuple[int, int]]()
    at = 0
    while at < len(words):
        said, after = _letters_at(words, at)
        if said:
            letters, places = letters + said, places + [(at, after - 1)] * len(said)
        elif letters:
            runs.append((letters, places))
            letters, places = "", []
        at = after
    return [*runs, (letters, places)] if letters else runs


def _letters_at(words: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the letters said by the word here and the words that belong to it, and where the next begins."""
    after = at + 1
    if words[at].key in _DOUBLE and after < len(words) and (letter := _LETTER_OF.get(words[after].key)):
        return letter * 2, after + 1
    parts = [key_of(part) for part in _SPLIT.split(words[at].raw)]
    letters = [_LETTER_OF.get(part) for part in parts if part]
    if not letters or not all(letters):
        return "", after
    if len(letters) == 1 and after + 1 < len(words) and words[after].key == "van":  # "de J van Johan"
        after += 2
    return "".join(letter for letter in letters if letter), after
