"""A place where a text may tell whom it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.found_name import NameKind
from app.domain.own_word import OwnWord


@dataclass(frozen=True)
class Hit:
    """Words number `first` up to and including `last`; `own` is the line of the worker's list when it is one of those."""

    first: int
    last: int
    kind: NameKind
    own: OwnWord | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it is hidden without a person being asked."""
        return self.own is not None

    @property
    def weight(self) -> tuple[bool, int, bool]:
        """What decides the kind when hits are joined: anything is a surname or unclear sooner than what it is."""
        return self.is_sure, self.last - self.first, self.kind not in (NameKind.SURNAME, NameKind.UNCLEAR)


def joined(hits: Iterable[Hit]) -> list[Hit]:
    """Return the hits in order of place; those that share a word become one, of the kind of the worker's own, or else of the longest."""
    apart: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each.first, each.last)):
        if apart and hit.first <= apart[-1].last:
            before = apart[-1]
            strongest = max(before, hit, key=lambda each: each.weight)
            apart[-1] = replace(strongest, first=before.first, last=max(before.last, hit.last))
        else:
            apart.append(hit)
    return apart
