"""From the bytes of a frame file to the frame, or to all that is wrong with them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.common.errors import RefusedError
from app.common.paths import kijkkader_path
from app.domain.dialogue import ReflectionStep
from app.domain.kijkkader import (
    Axis,
    Cell,
    Indicator,
    Kader,
    KaderError,
    Level,
    Mark,
    MomentField,
    Phase,
    TalkPart,
    Term,
    Theme,
    WhoChoice,
)
from app.domain.moment import MomentKind
from app.kader import dialogue_reader
from app.kader.history import history_mistakes
from app.kader.rules import FIELD_NAMES, rule_mistakes
from app.kader.schema_check import SchemaCheck
from app.kader.texts import Part, pair, pairs, words
from app.kader.yaml_tree import MAX_MISTAKES, Node, read_tree, tree_of

OtherVersions = Callable[[Kader], Iterable[Kader]]
"""Gives the versions of a frame that are there already, but for the one that is this file itself."""


@dataclass(frozen=True)
class CheckedFrame:
    """What came of a file: the frame, or all that is wrong with it in order of line."""

    mistakes: tuple[KaderError, ...]
    kader: Kader | None = None
    frame: Part | None = None
    """The same as plain data, with the parts the program does not use."""


def check_kader(untrusted_bytes: bytes) -> list[KaderError]:
    """Return every mistake in the file, in order of line; none when the frame can be used."""
    return list(read_frame(untrusted_bytes).mistakes)


def read_kader(untrusted_bytes: bytes) -> Kader:
    """Return the frame.

    Raises:
        RefusedError: `kader_invalid` (line= of the first mistake, count=).
    """
    checked = read_frame(untrusted_bytes)
    if checked.kader is None:
        raise RefusedError("kader_invalid", line=checked.mistakes[0].line, count=len(checked.mistakes))
    return checked.kader


def read_frame(untrusted_bytes: bytes, others: OtherVersions = lambda _kader: ()) -> CheckedFrame:
    """Return what came of the file, held also against the other versions of the same frame."""
    tree, mistakes = read_tree(untrusted_bytes)
    return _checked(tree, mistakes, others)


def check_frame(frame: Part, others: OtherVersions = lambda _kader: ()) -> CheckedFrame:
    """Do the same with plain data that comes from no file: a draft, or the rows of a spreadsheet."""
    return _checked(tree_of(frame), [], others)


def _checked(tree: Node | None, mistakes: list[KaderError], others: OtherVersions) -> CheckedFrame:
    if tree is not None:
        mistakes = [*mistakes, *_schema_check().mistakes(tree), *rule_mistakes(tree)]
    if tree is None or mistakes:
        # A stable sort, and a dict as ordered set: the schema and the rules may find the same thing wrong.
        in_order = dict.fromkeys(sorted(mistakes, key=lambda each: each.line))
        return CheckedFrame(tuple(in_order)[:MAX_MISTAKES])
    frame: Any = tree.plain()
    kader = kader_of(frame)
    broken = sorted(history_mistakes(tree, others(kader)), key=lambda each: each.line)
    return CheckedFrame(tuple(broken)[:MAX_MISTAKES]) if broken else CheckedFrame((), kader, frame)


@cache
def _schema_check() -> SchemaCheck:
    return SchemaCheck(json.loads(kijkkader_path("schema", "kijkkader-1.json").read_text("utf-8")))


def kader_of(frame: Any) -> Kader:
    """Return the frame that this plain data is; it has the form of the schema, its texts may be empty."""
    attunement, agreement, marking = frame["dimensies"]["afstemming"], frame["dimensies"]["overeenstemming"], frame["markering"]
    beside = dialogue_reader.secondary_frames(frame.get("secundaire_kaders", []))
    return Kader(
        kader_id=frame["id"],
        version=frame["versie"],
        name=words(frame["naam"]),
        notice=words(frame["mededeling"]),
        languages=tuple(frame["talen"]),
        attunement=Axis(words(attunement["naam"]), words(attunement["vraag"])),
        agreement=Axis(words(agreement["naam"]), words(agreement["vraag"])),
        levels=tuple(Level(each["id"], words(each["naam"]), pair(each, "uitleg")) for each in attunement["niveaus"]),
        themes=tuple(_theme(each) for each in agreement["kolommen"]),
        cells=tuple(_cell(each) for each in frame["vakken"]),
        marks=tuple(Mark(MomentKind(each["id"]), words(each)) for each in marking["kleur"]),
        who=tuple(WhoChoice(each["id"], words(each)) for each in marking["wie"]),
        fields=tuple(_moment_field(each) for each in marking["velden_per_moment"]),
        rules=pairs(marking, "regels"),
        whole_judgement=words(marking["geheel_oordeel"]),
        phases=tuple(_phase(each) for each in frame.get("fasen", {}).get("lijst", ())),
        talk_parts=tuple(TalkPart(each["id"], words(each)) for each in frame.get("gespreksopbouw", {}).get("hoofdstukken", ())),
        talk_parts_name=words(frame.get("gespreksopbouw", {}).get("naam", {"nl": ""})),
        is_concept=frame.get("status", "concept") == "concept",
        dialogues=dialogue_reader.dialogues(frame.get("dialoog", {})),
        reflection_cycle=tuple(ReflectionStep(each["id"], words(each)) for each in frame.get("reflectiecyclus", {}).get("stappen", ())),
        self_inquiry=dialogue_reader.self_inquiry(beside.get(dialogue_reader.SELF_INQUIRY)),
        five_windows=dialogue_reader.five_windows(beside.get(dialogue_reader.FIVE_WINDOWS)),
        together_or_solo=dialogue_reader.together_or_solo(beside.get(dialogue_reader.TOGETHER_OR_SOLO)),
        scales=dialogue_reader.scales(beside.get(dialogue_reader.SCALES)),
        glossary=tuple(Term(each["term"], pair(each, "uitleg")) for each in frame.get("begrippen", ())),
        sources=dict(frame.get("bronnen", {})),
    )


def _theme(part: Part) -> Theme:
    return Theme(part["id"], words(part["naam"]), pair(part, "uitleg"), part.get("uitbreiding", False))


def _cell(part: Part) -> Cell:
    level_ids = (part["rij"],) if isinstance(part["rij"], str) else tuple(part["rij"])
    indicators = tuple(_indicator(each, part["id"], each.get("rij", level_ids[0]), part["kolom"]) for each in part["indicatoren"])
    return Cell(part["id"], level_ids, part["kolom"], words(part["naam"]), pair(part, "kern"), indicators)


def _indicator(part: Part, cell_id: str, level_id: str, theme_id: str) -> Indicator:
    return Indicator(
        indicator_id=part["id"],
        cell_id=cell_id,
        level_id=level_id,
        theme_id=theme_id,
        name=words(part["label"]),
        description=pair(part, "beschrijving"),
        helps=pair(part, "helpt"),
        chafes=pair(part, "schuurt"),
        questions=tuple(words(each) for each in part["vragen"]),
        sources=tuple(part.get("bron", ())),
        needs_several_people=part.get("meer_personen", False),
        is_in_start_set=part.get("start", False),
        is_retired=part.get("vervallen", False),
    )


def _moment_field(part: Part) -> MomentField:
    return MomentField(FIELD_NAMES[part["id"]], words(part), pair(part, "hulp"), part["verplicht"], part.get("alleen_voor", ""))


def _phase(part: Part) -> Phase:
    return Phase(part["id"], words(part), pair(part, "uitleg"), tuple(part["kolommen"]))
