"""All ways of finding names together, over the words of what is said or written."""

from collections.abc import Sequence

from app.domain.own_word import OwnWord
from app.domain.spoken_names import around, instead_of
from app.names.hit import Hit, joined
from app.names.lists import is_ordinary
from app.names.own_words import own_hits
from app.names.words import token, tokens


def find_names(words: Sequence[str], own: Sequence[OwnWord]) -> list[Hit]:
    """Return the places in these words, in order, none over another."""
    return joined(own_hits([token(word) for word in words], own, is_ordinary))


def cleaned(text: str, own: Sequence[OwnWord]) -> str:
    """Return the text with the own words replaced by what they stand for: "[naam] wilde niet"."""
    found = tokens(text)
    pieces, end = list[str](), 0
    for hit in joined(own_hits([word for word, _, _ in found], own, is_ordinary)):
        begin = found[hit.first][1]
        pieces += [text[end:begin], _in_place_of(text[begin : found[hit.last][2]], hit)]
        end = found[hit.last][2]
    return "".join([*pieces, text[end:]])


def _in_place_of(written: str, hit: Hit) -> str:
    before, after = around(written)
    return f"{before}[{hit.own.stands_for if hit.own else instead_of(hit.kind)}]{after}"
