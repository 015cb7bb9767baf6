"""Places, streets, schools and hospitals: a hint for a person to judge."""

from app.domain.found_name import NameKind
from app.names.context import Context
from app.names.hit import Hit
from app.names.lists import INTERFIXES, Phrases, hospitals, is_first_name, is_ordinary, places
from app.names.number_words import number_of
from app.names.word_sets import INSTITUTIONS, KINDS_OF_STREET, KNOWN_BY_ALL, LIVING, STARTS_OF_INSTITUTION, TO_PLACES

_STREETS = ("straat", "laan", "plein", "gracht", "singel", "steeg", "kade", "straatje", "plantsoen")
_RARER_STREETS = ("weg", "pad", "hof", "dijk", "dreef", "baan", "park", "ring", "markt", "wal", "erf", "hoek", "veld", "boulevard", "kamp")
_INSTITUTION_ENDINGS = (
    *("college", "school", "lyceum", "gymnasium", "opvang", "kerk", "moskee"),
    *("ziekenhuis", "hospitaal", "kliniek", "praktijk", "umc"),
)


def whereabouts_hits(context: Context) -> list[Hit]:
    """Return places that may tell where somebody lives, goes to school or is treated."""
    hits = list[Hit]()
    for at, word in enumerate(context.words):
        if not word.key:
            continue
        for find in (_place, _hospital, _street, _institution, _strange_capital):
            hit = find(context, at)
            if hit:
                hits.append(hit)
    return hits


def _place(context: Context, at: int) -> Hit | None:
    length = _phrase_length(context, at, places())
    if length > 1 and _is_clear_phrase(context, at, length):
        return Hit(at, at + length - 1, NameKind.PLACE)
    key = context.key(at)
    names = [name for name in (key, key.removesuffix("s"), key.removesuffix("se")) if len(name) > 2 and name in places().single]
    names = [] if key in KNOWN_BY_ALL else names
    if not names or is_first_name(key):
        is_clear = bool(names) and (context.is_capital_inside(at) or _is_lived_in(context, at))
    else:
        is_clear = not is_ordinary(key) or context.is_capital_inside(at) or _is_lived_in(context, at)
    return Hit(at, at, NameKind.PLACE) if is_clear else None


def _is_clear_phrase(context: Context, at: int, length: int) -> bool:
    """Whether it is more than ordinary words: "De Buurt" is a hamlet, "de buurt" is not."""
    parts = [number for number in range(at, at + length) if context.key(number) not in INTERFIXES]
    return any(not is_ordinary(context.key(number)) or context.is_capital_inside(number) for number in parts)


def _is_lived_in(context: Context, at: int) -> bool:
    """Whether a word of living somewhere leads here: "we wonen in Leiden", "ik kom uit Goor"."""
    before = [context.key(at - back) for back in range(2, 6)]
    return context.key(at - 1) in TO_PLACES and context.key(at) not in INTERFIXES and any(word in LIVING for word in before)


def _hospital(context: Context, at: int) -> Hit | None:
    length = _phrase_length(context, at, hospitals())
    if length == 1 and (is_ordinary(context.key(at)) or not (context.is_capital(at) or len(context.key(at)) > 3)):
        return None
    return Hit(at, at + length - 1, NameKind.INSTITUTION) if length else None


def _street(context: Context, at: int) -> Hit | None:
    key, first = context.key(at), at
    if key in _STREETS[:3]:  # "linde laan"
        before = context.key(at - 1)
        if len(before) < 3 or (is_ordinary(before) and not context.is_capital_inside(at - 1)):
            return None
        first = at - 1
    elif not _is_street(key):
        return None
    while context.key(first - 1) in INTERFIXES and context.is_capital(first - 1):
        first -= 1
    last = at
    while last < at + 2 and number_of(context.key(last + 1).rstrip("abcd")) is not None:
        last += 1
    return Hit(first, last, NameKind.STREET)


def _is_street(key: str) -> bool:
    if any(key.endswith(ending) and len(key) > len(ending) + 2 for ending in _STREETS):
        return key not in KINDS_OF_STREET
    return not is_ordinary(key) and any(key.endswith(ending) and len(key) > len(ending) + 3 for ending in _RARER_STREETS)


def _institution(context: Context, at: int) -> Hit | None:
    key = context.key(at)
    if key in INSTITUTIONS:
        first = at + 1
        last = at + 2 if context.key(at + 1) in STARTS_OF_INSTITUTION else at + 1
        if context.key(last) and not context.words[last - 1].ends_sentence and _is_name_of_institution(context, last):
            while context.is_capital_inside(last + 1) and not context.words[last].ends_sentence:
                last += 1
            return Hit(first, last, NameKind.INSTITUTION)
    if not is_ordinary(key) and any(key.endswith(ending) and len(key) > len(ending) + 2 for ending in _INSTITUTION_ENDINGS):
        return Hit(at, at, NameKind.INSTITUTION)
    return None


def _is_name_of_institution(context: Context, at: int) -> bool:
    key = context.key(at)
    return key not in STARTS_OF_INSTITUTION and key not in INTERFIXES and (context.is_capital_inside(at) or (len(key) > 2 and not is_ordinary(key)))


def _strange_capital(context: Context, at: int) -> Hit | None:
    """Return a capital where none belongs: whatever it is, it has a name."""
    key, raw = context.key(at), context.words[at].raw
    if len(key) < 2 or not context.is_capital_inside(at) or key in KNOWN_BY_ALL or key in INTERFIXES or (raw.isupper() and len(key) < 5):
        return None
    return Hit(at, at, NameKind.INSTITUTION if context.key(at - 1) in ("de", "het", "t") else NameKind.SURNAME)


def _phrase_length(context: Context, at: int, phrases: Phrases) -> int:
    """Return how many words the longest of these phrases has that stands here, 0 when none does."""
    key = context.key(at)
    longer = [len(keys) for keys in phrases.longer.get(key, ()) if all(context.key(at + number) == part for number, part in enumerate(keys))]
    return max(longer, default=int(key in phrases.single))
