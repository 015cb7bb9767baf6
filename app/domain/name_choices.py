"""What a person decides about the names found in a plan: hide or keep, one word or all the same ones at once."""

from collections.abc import Iterable
from dataclasses import replace

from app.common.errors import InputError
from app.domain.anonymise_plan import AnonymisePlan
from app.domain.found_name import FoundName, NameKind


def decide(plan: AnonymisePlan, index: int, *, is_hidden: bool, reason: str = "", same_words: bool = True) -> AnonymisePlan:
    """Return the plan with this name hidden or kept, and with `same_words` every other name that reads the same.

    Raises:
        InputError: `reason_missing` when it is kept without one; `name_unknown` when there is no name with this number.
    """
    if not 0 <= index < len(plan.names):
        raise InputError("name_unknown")
    chosen = plan.names[index]
    names = tuple(
        replace(name, is_hidden=is_hidden, reason="" if is_hidden else reason)
        if number == index or (same_words and _reads_alike(name, chosen))
        else name
        for number, name in enumerate(plan.names)
    )
    return replace(plan, names=names, copy_id=None)


def undecided(plan: AnonymisePlan) -> tuple[int, ...]:
    """Return the numbers of the names nobody decided about yet, one for each word: deciding it decides all the same ones."""
    first: dict[str, int] = {}
    for number, name in enumerate(plan.names):
        if name.is_hidden is None:
            first.setdefault(_read(name), number)
    return tuple(first.values())


def with_found(plan: AnonymisePlan, found: Iterable[FoundName]) -> AnonymisePlan:
    """Return the plan with what is found now. What a person decided about the same word stays, also at a new place; what they pointed at too.

    A place where an own word stands is hidden again only when nobody kept that very word there.
    """
    here = {(name.range, _read(name)): name for name in plan.names if name.is_hidden is not None}
    elsewhere = {_read(name): name for name in plan.names if name.is_hidden}
    names = []
    for name in found:
        before = here.get((name.range, _read(name))) or (elsewhere.get(_read(name)) if name.is_hidden is None else None)
        names.append(replace(name, is_hidden=before.is_hidden, reason=before.reason) if before else name)
    places = {(name.range, _read(name)) for name in names}
    by_hand = [name for name in plan.names if name.kind is NameKind.BY_HAND and (name.range, _read(name)) not in places]
    ordered = tuple(sorted((*names, *by_hand), key=lambda name: (name.range.from_ms, name.range.to_ms)))
    return plan if ordered == plan.names else replace(plan, names=ordered, copy_id=None)


def _reads_alike(name: FoundName, other: FoundName) -> bool:
    return _read(name) == _read(other)


def _read(name: FoundName) -> str:
    return name.text.casefold()
