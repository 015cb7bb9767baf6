"""All ways of finding names together, over the words of what is said or written."""

from collections.abc import Iterable, Sequence

from app.domain.found_name import NameKind
from app.domain.own_word import OwnWord
from app.domain.spoken_names import around, instead_of
from app.names.context import Context
from app.names.hit import Hit, joined
from app.names.own_words import own_hits
from app.names.patterns import pattern_hits
from app.names.people import people_hits
from app.names.unclear import unclear_hits
from app.names.whereabouts import whereabouts_hits
from app.names.words import token, tokens

_SURE_SHAPES = frozenset((NameKind.PHONE, NameKind.POSTCODE, NameKind.BSN, NameKind.EMAIL, NameKind.BANK))


def find_names(words: Sequence[str], own: Sequence[OwnWord], starts: Iterable[int] = (0,), *, is_draft: bool = False) -> list[Hit]:
    """Return the places in these words that may tell whom it is about, in order, none over another.

    `starts` are the numbers of words that begin a line, whose capital says nothing. In a draft of the recogniser, words no list
    knows count too.
    """
    context = Context([token(word) for word in words], frozenset(starts))
    hints = [*people_hits(context), *whereabouts_hits(context), *pattern_hits(context), *(unclear_hits(context) if is_draft else ())]
    return joined([*own_hits(context, own), *hints])


def cleaned(text: str, own: Sequence[OwnWord]) -> str:
    """Return the text with the own words, and numbers that lead to somebody, replaced by what they stand for: "[naam] wilde niet"."""
    found = tokens(text)
    context = Context([word for word, _, _ in found])
    shapes = [hit for hit in pattern_hits(context) if hit.kind in _SURE_SHAPES]
    pieces, end = list[str](), 0
    for hit in joined([*own_hits(context, own), *shapes]):
        begin = found[hit.first][1]
        pieces += [text[end:begin], _in_place_of(text[begin : found[hit.last][2]], hit)]
        end = found[hit.last][2]
    return "".join([*pieces, text[end:]])


def _in_place_of(written: str, hit: Hit) -> str:
    before, after = around(written)
    return f"{before}[{hit.own.stands_for if hit.own else instead_of(hit.kind)}]{after}"
