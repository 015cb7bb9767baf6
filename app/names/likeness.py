"""Whether two words may be the same name: written, inflected or misheard.

Sound is compared in a rough Dutch spelling: what sounds alike is written alike ("Kees", "Case", "Cees"), and vowels weigh
less than consonants, because those are what a recogniser mishears most.
"""

import re
from functools import lru_cache

_SOUNDS = (
    (r"tion|tie$", "sie"),
    (r"sch", "sg"),
    (r"ch", "g"),
    (r"ck|qu|q|c(?=[aouklrtn]|$)", "k"),
    (r"c", "s"),
    (r"x", "ks"),
    (r"ph|v", "f"),
    (r"th|dt|d$", "t"),
    (r"b$", "p"),
    (r"z", "s"),
    (r"w", "v"),
    (r"dj|tj|y(?=[aeou])", "j"),
    (r"ij|ei|ey|ay|ai", "3"),
    (r"y", "i"),
    (r"ou|au|auw|ouw", "4"),
    (r"oe|oo(?=[nm]$)", "u"),
    (r"ui|eu", "5"),
    (r"ie", "i"),
    (r"(?<=[^aeiou])h|h$", ""),
    (r"(.)\1+", r"\1"),
)
_VOWELS = set("aeiou345")
_NEAR = {frozenset(pair) for pair in ("td", "pb", "kg", "sf", "fv", "mn", "lr", "gj", "sj")}
_ENDINGS = ("etjes", "etje", "tjes", "tje", "pjes", "pje", "kjes", "kje", "jes", "je", "ekes", "eke", "kens", "ken", "kes", "ke", "ies", "ie",
            "ens", "en", "es", "s", "n", "e", "i", "y")  # fmt: skip
_SHORTEST_STEM = 2


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """Return a key (letters a-z, no accents) as it sounds, roughly."""
    for pattern, written in _SOUNDS:
        word = re.sub(pattern, written, word)
    return word


def is_form_of(word: str, name: str) -> bool:
    """Whether the word is the name itself, a genitive, a plural or a pet form of it; both are keys."""
    if word == name:
        return True
    stems = _stems(name)
    return any(word.endswith(ending) and word.removesuffix(ending) in stems for ending in _ENDINGS)


def is_like(word: str, name: str) -> bool:
    """Whether somebody may have heard or mistyped the name as this word; both are keys."""
    longest = max(len(word), len(name))
    if min(len(word), len(name)) < 3 or abs(len(word) - len(name)) > longest // 3:
        return False
    return _distance(word, name) <= _allowed(len(name)) or _sounds_like(sound_of(word), sound_of(name))


def _allowed(length: int) -> float:
    """Return how many letters may differ: none below four, one below seven, then one in four."""
    return 0 if length < 4 else 1 if length < 7 else length // 4


def _sounds_like(word: str, name: str) -> bool:
    if not word or not name or (word[0] != name[0] and len(name) < 6 and frozenset((word[0], name[0])) not in _NEAR):
        return False
    return _distance(word, name, by_sound=True) <= (0 if len(name) < 3 else 0.5 if len(name) < 5 else 1 if len(name) < 7 else 1.5)


@lru_cache(maxsize=2_000)
def _stems(name: str) -> frozenset[str]:
    """Return what endings are put behind: the name, without its last vowel ("Sanne", "Sannetje"), with a double or single last consonant."""
    stems = {name}
    bare = name.rstrip("aeiouy")
    if len(bare) >= _SHORTEST_STEM:
        stems.add(bare)
        if len(bare) > _SHORTEST_STEM and bare[-1] == bare[-2]:
            stems.add(bare[:-1])
        stems.add(bare + bare[-1])
    return frozenset(stem for stem in stems if len(stem) >= _SHORTEST_STEM)


@lru_cache(maxsize=50_000)
def _distance(word: str, name: str, *, by_sound: bool = False) -> float:
    """Return the edits between two words, a swap of neighbours being one; by sound a vowel or a near consonant costs half."""
    before_last: list[float] = []
    last = [float(column) for column in range(len(name) + 1)]
    for row, letter in enumerate(word, start=1):
        now = [float(row)]
        for column, other in enumerate(name, start=1):
            cost = min(last[column] + _weight(letter, by_sound=by_sound), now[-1] + _weight(other, by_sound=by_sound))
            cost = min(cost, last[column - 1] + (0 if letter == other else _swap_weight(letter, other, by_sound=by_sound)))
            if row > 1 and column > 1 and letter == name[column - 2] and word[row - 2] == other:
                cost = min(cost, before_last[column - 2] + 1)
            now.append(cost)
        before_last, last = last, now
    return last[-1]


def _weight(letter: str, *, by_sound: bool) -> float:
    return 0.5 if by_sound and letter in _VOWELS else 1.0


def _swap_weight(letter: str, other: str, *, by_sound: bool) -> float:
    is_cheap = (letter in _VOWELS and other in _VOWELS) or frozenset((letter, other)) in _NEAR
    return 0.5 if by_sound and is_cheap else 1.0
