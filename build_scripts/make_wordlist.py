"""Choose the 7,776 words that generated passphrases are made of, and write resources/wordlist/nl.txt.

Run by hand. Needs the file `dutch` of Debian's package wdutch (OpenTaal) and the Python package wordfreq, which is no
dependency of the program: `python make_wordlist.py /usr/share/dict/dutch`. Licences: resources/wordlist/README.md.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from wordfreq import zipf_frequency

ROOT = Path(__file__).resolve().parents[1]
COUNT = 6**5
"""Five throws of a die choose one word: 12.92 bits."""

_FORM = re.compile(r"[a-z]{3,8}")
_VOWEL = re.compile(r"[aeiouy]")
_ENDINGS = (
    "heid",
    "tjes",
    "pjes",
    "ende",
    "sten",
    "tje",
    "pje",
    "jes",
    "end",
    "ste",
    "den",
    "ten",
    "ers",
    "je",
    "er",
    "en",
    "de",
    "te",
    "st",
    *"estdn",
)
_NEAR_ENDINGS = ("en", "s", "n", "e", "t", "je", "jes")
_SAME_SOUND = (("ij", "ei"), ("ou", "au"), ("ch", "g"), ("c", "k"), ("q", "k"), ("x", "ks"), ("y", "i"), ("v", "f"), ("z", "s"), ("ie", "i"))
_COMMON_SHORT = 4.0
"""Three letters make a word easily mistaken; only those everybody uses."""

_FOREIGN = 0.6
"""So much more used in English (on a logarithmic scale) that a Dutch reader takes it for English."""


def chosen_words(dictionary: set[str]) -> list[str]:
    """Return the most used words, one of each family of forms and of each sound, in alphabetical order."""
    left_out = _left_out()
    capitals = {word.lower() for word in dictionary if word[:1].isupper()}
    families: set[str] = set()
    chosen: set[str] = set()
    for word in _by_use(dictionary):
        family = family_of(word)
        if word in capitals or left_out.search(word) or family in families or chosen & _near_forms(word):
            continue
        families.add(family)
        chosen.add(word)
        if len(chosen) == COUNT:
            break
    return sorted(chosen)


def _by_use(dictionary: set[str]) -> Iterator[str]:
    candidates = [word for word in dictionary if _FORM.fullmatch(word) and _VOWEL.search(word)]
    for use, word in sorted(((zipf_frequency(word, "nl"), word) for word in candidates), key=lambda each: (-each[0], each[1])):
        is_foreign = zipf_frequency(word, "en") > use + _FOREIGN
        if not is_foreign and (len(word) > 3 or use >= _COMMON_SHORT):
            yield word


def family_of(word: str) -> str:
    """Return what a word shares with its other forms and with words that sound the same: `boom`, `bomen`, `boompje`."""
    stem = _without_ending(_without_ending(word))
    if stem.startswith("ge") and len(stem) > 5:
        stem = stem[2:]
    for written, sound in _SAME_SOUND:
        stem = stem.replace(written, sound)
    return re.sub(r"(.)\1", r"\1", stem)


def _near_forms(word: str) -> set[str]:
    """Return what differs from the word by one ending, whatever its stem is taken to be."""
    longer = {word + ending for ending in _NEAR_ENDINGS}
    return longer | {word.removesuffix(ending) for ending in _NEAR_ENDINGS if word.endswith(ending)}


def _without_ending(word: str) -> str:
    return next((word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 3), word)


def _left_out() -> re.Pattern[str]:
    lines = (Path(__file__).parent / "wordlist_left_out.txt").read_text("utf-8").splitlines()
    return re.compile("|".join(line for line in lines if line and not line.startswith("#")))


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path, help="Debian's /usr/share/dict/dutch")
    words = chosen_words(set(parser.parse_args().dictionary.read_text("utf-8").split("\n")))
    target = ROOT / "resources" / "wordlist" / "nl.txt"
    target.write_text("\n".join(words) + "\n", "utf-8")
    print(len(words), "words,", min(zipf_frequency(word, "nl") for word in words), "is the rarest")


if __name__ == "__main__":
    main()
