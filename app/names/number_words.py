"""Numbers as they are said: "vier", "eenentwintig", "negentienhonderdtachtig"."""

import re
from functools import lru_cache

_UNITS = {"nul": 0, "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9}
_TEENS = {"tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18,
          "negentien": 19}  # fmt: skip
_TENS = {"twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90}
_SMALL = {**_UNITS, **_TEENS, **_TENS}
_ORDINALS = {"eerste": 1, "derde": 3, "achtste": 8}
_LARGE = re.compile(r"(.*?)(duizend|honderd)(?:en)?(.*)")


@lru_cache(maxsize=5_000)
def number_of(key: str) -> int | None:
    """Return the number this word says, in digits or letters, below a million; None when it says none."""
    if key.isdecimal() and len(key) < 7:
        return int(key)
    if key in _SMALL:
        return _SMALL[key]
    if (large := _LARGE.fullmatch(key)) and len(key) < 40:
        times, rest = number_of(large[1]) if large[1] else 1, number_of(large[3]) if large[3] else 0
        each = 1000 if large[2] == "duizend" else 100
        return None if times is None or rest is None or not 0 < times < 100 or rest >= each else times * each + rest
    for tens, value in _TENS.items():
        unit = key.removesuffix(tens).removesuffix("en")
        if key.endswith("en" + tens) and unit in _UNITS:
            return value + _UNITS[unit]
    return None


def ordinal_of(key: str) -> int | None:
    """Return 3 for "derde", "3e" and "3de"; None when it is no ordinal."""
    if key in _ORDINALS:
        return _ORDINALS[key]
    return next((number for ending in ("ste", "de", "e") if key.endswith(ending) and (number := number_of(key.removesuffix(ending)))), None)
