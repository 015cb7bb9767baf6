"""From the bytes of a frame file to the frame, or to all that is wrong with them."""

import json
from functools import cache
from typing import Any

from app.common.errors import RefusedError
from app.common.paths import kijkkader_path
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
    Theme,
    WhoChoice,
    Words,
)
from app.domain.moment import MomentKind
from app.kader.rules import FIELD_NAMES, rule_mistakes
from app.kader.schema_check import SchemaCheck
from app.kader.yaml_tree import MAX_MISTAKES, Node, read_tree

_PLAIN_SECTIONS = ("dialoog", "reflectiecyclus", "secundaire_kaders", "begrippen", "bronnen")

Part = dict[str, Any]


def check_kader(untrusted_bytes: bytes) -> list[KaderError]:
    """Return every mistake in the file, in order of line; none when the frame can be used."""
    return _checked(untrusted_bytes)[1]


def read_kader(untrusted_bytes: bytes) -> Kader:
    """Return the frame.

    Raises:
        RefusedError: `kader_invalid` (line= of the first mistake, count=).
    """
    tree, mistakes = _checked(untrusted_bytes)
    if tree is None or mistakes:
        raise RefusedError("kader_invalid", line=mistakes[0].line, count=len(mistakes))
    return _kader(tree.plain())


def _checked(untrusted_bytes: bytes) -> tuple[Node | None, list[KaderError]]:
    tree, mistakes = read_tree(untrusted_bytes)
    if tree is not None:
        mistakes = [*mistakes, *_schema_check().mistakes(tree), *rule_mistakes(tree)]
    # A stable sort, and a dict as ordered set: the schema and the rules may find the same thing wrong.
    in_order = dict.fromkeys(sorted(mistakes, key=lambda each: each.line))
    return tree, list(in_order)[:MAX_MISTAKES]


@cache
def _schema_check() -> SchemaCheck:
    return SchemaCheck(json.loads(kijkkader_path("schema", "kijkkader-1.json").read_text("utf-8")))


def _kader(frame: Any) -> Kader:
    attunement, agreement, marking = frame["dimensies"]["afstemming"], frame["dimensies"]["overeenstemming"], frame["markering"]
    return Kader(
        kader_id=frame["id"],
        version=frame["versie"],
        name=_words(frame["naam"]),
        notice=_words(frame["mededeling"]),
        languages=tuple(frame["talen"]),
        attunement=Axis(_words(attunement["naam"]), _words(attunement["vraag"])),
        agreement=Axis(_words(agreement["naam"]), _words(agreement["vraag"])),
        levels=tuple(Level(each["id"], _words(each["naam"]), _pair(each, "uitleg")) for each in attunement["niveaus"]),
        themes=tuple(_theme(each) for each in agreement["kolommen"]),
        cells=tuple(_cell(each) for each in frame["vakken"]),
        marks=tuple(Mark(MomentKind(each["id"]), _words(each)) for each in marking["kleur"]),
        who=tuple(WhoChoice(each["id"], _words(each)) for each in marking["wie"]),
        fields=tuple(_moment_field(each) for each in marking["velden_per_moment"]),
        rules=_rules(marking),
        whole_judgement=_words(marking["geheel_oordeel"]),
        phases=tuple(_phase(each) for each in frame.get("fasen", {}).get("lijst", ())),
        talk_parts=tuple(TalkPart(each["id"], _words(each)) for each in frame.get("gespreksopbouw", {}).get("hoofdstukken", ())),
        sections={name: frame[name] for name in _PLAIN_SECTIONS if name in frame},
    )


def _theme(part: Part) -> Theme:
    return Theme(part["id"], _words(part["naam"]), _pair(part, "uitleg"), part.get("uitbreiding", False))


def _cell(part: Part) -> Cell:
    level_ids = (part["rij"],) if isinstance(part["rij"], str) else tuple(part["rij"])
    indicators = tuple(_indicator(each, part["id"], each.get("rij", level_ids[0]), part["kolom"]) for each in part["indicatoren"])
    return Cell(part["id"], level_ids, part["kolom"], _words(part["naam"]), _pair(part, "kern"), indicators)


def _indicator(part: Part, cell_id: str, level_id: str, theme_id: str) -> Indicator:
    return Indicator(
        indicator_id=part["id"],
        cell_id=cell_id,
        level_id=level_id,
        theme_id=theme_id,
        name=_words(part["label"]),
        description=_pair(part, "beschrijving"),
        helps=_pair(part, "helpt"),
        chafes=_pair(part, "schuurt"),
        questions=tuple(_words(each) for each in part["vragen"]),
        sources=tuple(part.get("bron", ())),
        needs_several_people=part.get("meer_personen", False),
        is_in_start_set=part.get("start", False),
        is_retired=part.get("vervallen", False),
    )


def _moment_field(part: Part) -> MomentField:
    return MomentField(FIELD_NAMES[part["id"]], _words(part), _pair(part, "hulp"), part["verplicht"], part.get("alleen_voor", ""))


def _phase(part: Part) -> Phase:
    return Phase(part["id"], _words(part), _pair(part, "uitleg"), tuple(part["kolommen"]))


def _rules(marking: Part) -> tuple[Words, ...]:
    in_dutch, in_english = marking.get("regels_nl", []), marking.get("regels_en", [])
    return tuple(Words(text, in_english[index] if index < len(in_english) else "") for index, text in enumerate(in_dutch))


def _words(part: Part) -> Words:
    return Words(part["nl"], part.get("en", ""))


def _pair(part: Part, name: str) -> Words:
    """Return the texts of the two keys `name_nl` and `name_en`; empty where there are none."""
    return Words(part.get(f"{name}_nl", ""), part.get(f"{name}_en", ""))
