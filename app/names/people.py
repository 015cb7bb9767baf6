"""First names and surnames: a hint for a person to judge. Works without capitals, because a recogniser has few."""

from collections.abc import Iterator

from app.domain.found_name import NameKind
from app.names.context import Context
from app.names.hit import Hit
from app.names.lists import INTERFIXES, is_first_name, is_ordinary, is_surname
from app.names.word_sets import AFTER_WHO, BEFORE_FAMILY_NAME, BEFORE_SURNAME, BETWEEN_LEAD_AND_NAME, CALLED, HARDLY_EVER_NAMES, RELATED

_ENDINGS = ("s", "tje", "je", "ke", "tjes", "jes")


def people_hits(context: Context) -> list[Hit]:
    """Return places that may hold somebody's name; a first name takes the surname behind it along."""
    hits = [hit for at in range(len(context.words)) if _is_first_name(context, at) for hit in _with_surname(context, at)]
    return hits + [hit for at in range(len(context.words)) if (hit := _surname(context, at))]


def _is_first_name(context: Context, at: int) -> bool:
    word = context.words[at]
    names = [name for name in _bare(word.key, word.raw) if is_first_name(name)]
    if not names or word.key in INTERFIXES:
        return False
    if any(not is_ordinary(name) for name in names) and not is_ordinary(word.key):
        return True
    return (
        context.is_capital_inside(at)
        or _has_lead(context, at)
        or (context.is_capital(at) and context.key(at + 1) in AFTER_WHO and not _is_rare(word.key))
    )


def _bare(key: str, raw: str) -> list[str]:
    """Return what the name may be without its ending or its other half: "Sannes", "Jan-Peter"."""
    parts = [part for part in raw.casefold().split("-") if part]
    stems = [key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending) and len(key) - len(ending) >= 3]
    return [key, *stems, *(parts if len(parts) > 1 else [])]


def _has_lead(context: Context, at: int) -> bool:
    before, earlier = context.key(at - 1), context.key(at - 2)
    if before in CALLED or (before in BETWEEN_LEAD_AND_NAME and earlier in CALLED):
        return True
    is_led = before in RELATED or (before in BETWEEN_LEAD_AND_NAME and earlier in RELATED and before != "is")
    return is_led and not _is_rare(context.key(at))


def _is_rare(key: str) -> bool:
    return key in HARDLY_EVER_NAMES


def _with_surname(context: Context, at: int) -> Iterator[Hit]:
    """Yield the first name with further ones and a surname behind it: "Jan Peter van der Berg".

    Ordinary words that may be a surname come apart: in "jesse de huis" only the first is known to be a name.
    """
    last, behind = at, at + 1
    while behind < len(context.words) and not context.words[behind - 1].ends_sentence:
        key = context.key(behind)
        if key in INTERFIXES and behind - last < 3:
            behind += 1
        elif is_surname(key) and (not is_ordinary(key) or context.is_capital(behind)):
            last, behind = behind, behind + 1
        else:
            break
    yield Hit(at, last, NameKind.FIRST_NAME)
    if not context.is_cased and context.key(behind - 1) in BEFORE_FAMILY_NAME and is_surname(context.key(behind)):
        yield Hit(last + 1, behind, NameKind.SURNAME)


def _surname(context: Context, at: int) -> Hit | None:
    key = context.key(at)
    if len(key) < 3 or key in INTERFIXES:
        return None
    if context.key(at - 1) in INTERFIXES or context.key(at - 1) in BEFORE_SURNAME:
        first = at
        while context.key(first - 1) in INTERFIXES:
            first -= 1
        is_led = context.key(first - 1) in BEFORE_SURNAME
        if is_led and (is_surname(key) or context.is_capital(at) or not is_ordinary(key)):
            return Hit(first, at, NameKind.SURNAME)
    is_listed = is_surname(key) or (key.endswith("s") and is_surname(key[:-1]))
    return Hit(at, at, NameKind.SURNAME) if is_listed and (not is_ordinary(key) or context.is_capital_inside(at)) else None
