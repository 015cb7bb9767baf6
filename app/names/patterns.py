"""What is known by its shape: dates, ages, telephone and bank numbers, postcodes, BSN, e-mail; in digits or said in words."""

import re
from collections.abc import Iterator

from app.domain.found_name import NameKind
from app.names.context import Context
from app.names.hit import Hit
from app.names.lists import is_ordinary
from app.names.number_words import number_of, ordinal_of
from app.names.word_sets import AFTER_AGE, AT_SIGNS, BEFORE_AGE, MONTHS, SINCE

_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_POSTCODE = re.compile(r"[1-9]\d{3}[a-z]{2}")
_IBAN = re.compile(r"[a-z]{2}\d{2}[a-z0-9]{11,30}")
_IBAN_START = re.compile(r"[a-z]{2}\d{2}[a-z0-9]{0,30}")
_MOST_IBAN_WORDS = 12
_YEARS = range(1900, 2100)
_OLDEST = 115
_PHONE_DIGITS = range(7, 16)
_SAID_TOGETHER = 2


def pattern_hits(context: Context) -> list[Hit]:
    """Return every place with such a shape."""
    hits = [hit for at in range(len(context.words)) for find in (_date, _age, _email, _postcode, _iban) if (hit := find(context, at))]
    return [*hits, *_numbers(context)]


def _date(context: Context, at: int) -> Hit | None:
    key, day = context.key(at), number_of(context.key(at)) or ordinal_of(context.key(at))
    if _DATE.fullmatch(context.words[at].raw.strip("().,;:!?")):
        return Hit(at, at, NameKind.DATE)
    if day and day <= 31 and context.key(at + 1) in MONTHS:
        has_year = _is_year(context.key(at + 2))
        return Hit(at, at + 1 + has_year, NameKind.DATE)
    if key in MONTHS and _is_year(context.key(at + 1)):
        return Hit(at, at + 1, NameKind.DATE)
    return Hit(at, at, NameKind.DATE) if _is_year(key) else None


def _is_year(key: str) -> bool:
    return len(key) > 3 and number_of(key) in _YEARS


def _age(context: Context, at: int) -> Hit | None:
    key = context.key(at)
    if match := re.fullmatch(r"(.+?)(jarigen?|jaar)", key):
        return Hit(at, at, NameKind.AGE) if _is_age(match[1]) else None
    if not _is_age(key):
        return None
    behind = context.key(at + 1)
    if behind in ("jaar", "jaren", "maanden", "jarige", "jarig"):
        is_old = behind != "maanden" or context.key(at + 2) == "oud"
        return Hit(at, at + 1 + (context.key(at + 2) == "oud"), NameKind.AGE) if is_old and context.key(at + 2) not in SINCE else None
    ends = context.words[at].ends_sentence or context.words[at].raw.endswith(",") or behind in AFTER_AGE
    return Hit(at, at, NameKind.AGE) if ends and context.key(at - 1) in BEFORE_AGE and context.key(at - 2) not in ("het", "dat", "t") else None


def _is_age(key: str) -> bool:
    number = number_of(key)
    return number is not None and number <= _OLDEST and not (len(key) > 3 and key.isdecimal())


def _email(context: Context, at: int) -> Hit | None:
    if _EMAIL.fullmatch(context.words[at].raw.strip("<>().,;:!?")):
        return Hit(at, at, NameKind.EMAIL)
    ends = next((end for end in range(at + 2, at + 6) if context.key(end) == "punt" and context.key(end + 1)), None)
    if context.key(at) in AT_SIGNS and at and ends:  # "jesse apenstaartje gmail punt com"
        return Hit(at - 1, ends + 1, NameKind.EMAIL)
    return None


def _postcode(context: Context, at: int) -> Hit | None:
    key = context.key(at)
    if _POSTCODE.fullmatch(key):
        return Hit(at, at, NameKind.POSTCODE)
    if not (key.isdecimal() and len(key) == 4 and key[0] != "0"):
        return None
    count = _postcode_letters(context, at + 1)
    return Hit(at, at + count, NameKind.POSTCODE) if count else None


def _postcode_letters(context: Context, at: int) -> int:
    """Return how many words from here on say the two letters of a postcode, 0 when none do."""
    key, behind = context.key(at), context.key(at + 1)
    if len(key) == 2 and key.isalpha() and (not is_ordinary(key) or context.words[at].raw[:2].isupper()):
        return 1
    return 2 if len(key) == len(behind) == 1 and (key + behind).isalpha() else 0


def _iban(context: Context, at: int) -> Hit | None:
    """Return a bank number, in one piece or in groups as it stands on the card; the longest that passes its own test."""
    if not _IBAN_START.fullmatch(context.key(at)):
        return None
    ends = range(at, min(at + _MOST_IBAN_WORDS, len(context.words)))
    written = [(last, "".join(context.key(word) for word in range(at, last + 1))) for last in ends]
    return next((Hit(at, last, NameKind.BANK) for last, text in reversed(written) if _IBAN.fullmatch(text) and _is_iban(text)), None)


def _is_iban(text: str) -> bool:
    """Whether the check digits fit (ISO 13616: the start behind the rest, letters as 10..35, leaves 1 when divided by 97).

    A Dutch one counts also when they do not: somebody made a slip, and the rest still leads to them.
    """
    return re.fullmatch(r"nl\d{2}[a-z]{4}\d{10}", text) is not None or int("".join(str(int(each, 36)) for each in text[4:] + text[:4])) % 97 == 1


def _numbers(context: Context) -> Iterator[Hit]:
    """Yield runs of digits, written or said, that are long enough to call or to look somebody up."""
    at = 0
    while at < len(context.words):
        last, digits = _run(context, at)
        if not digits:
            at += 1
            continue
        if len(digits) == 9 and _passes_eleven_test(digits):
            yield Hit(at, last, NameKind.BSN)
        elif len(digits) in _PHONE_DIGITS or (len(digits) > 4 and digits.startswith("06")):
            yield Hit(at, last, NameKind.PHONE)
        elif len(digits) == 4 and last - at >= _SAID_TOGETHER - 1 and (count := _postcode_letters(context, last + 1)):
            yield Hit(at, last + count, NameKind.POSTCODE)
        at = last + 1


def _run(context: Context, first: int) -> tuple[int, str]:
    """Return the last word of the run of digits that begins here and its digits, none when no number stands here."""
    last, digits = first, ""
    for at in range(first, len(context.words)):
        said = _digits(context.words[at].raw, context.key(at))
        if not said:
            break
        last, digits = at, digits + said
        if context.words[at].ends_sentence:
            break
    return last, digits


def _digits(raw: str, key: str) -> str:
    if raw.strip(".,;:!?()").replace("-", "").replace("/", "").replace("+", "").replace(".", "").isdecimal():
        return "".join(filter(str.isdecimal, raw))
    number = number_of(key)
    return "" if number is None or number >= 100 else str(number)


def _passes_eleven_test(digits: str) -> bool:
    """Whether nine digits can be a BSN: Σ (9 - i)·d[i] with the last one counted as -1 divides by 11."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(digit != "0" for digit in digits) and sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
