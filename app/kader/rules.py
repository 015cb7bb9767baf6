"""What a schema cannot say of a frame: ids that exist and are used once, panes that each have a place of their own."""

from collections.abc import Iterable, Iterator, Mapping

from app.domain.kijkkader import KaderError
from app.domain.moment import MomentKind
from app.kader.messages import mistake
from app.kader.yaml_tree import Node, join_path, shown

FIELD_NAMES = {"ik_zie": "see", "daarna": "next", "toen": "then", "nu": "now"}
"""The four texts of a moment: their id in a frame file, and their name in `Moment`."""


def rule_mistakes(tree: Node) -> Iterator[KaderError]:
    """Give every broken rule. The tree may break the schema too: what is not there or of another type is passed over."""
    top = _children(tree)
    dimensions = _children(top.get("dimensies"))
    levels = _items(_children(dimensions.get("afstemming")).get("niveaus"))
    themes = _items(_children(dimensions.get("overeenstemming")).get("kolommen"))
    marking = _children(top.get("markering"))
    yield from _repeated_ids(tree, "")
    yield from _unknown_sources(tree, "", set(_children(top.get("bronnen"))))
    yield from _cell_mistakes(_items(top.get("vakken")), _ids(levels), _ids(themes))
    for index, phase in enumerate(_items(_children(top.get("fasen")).get("lijst"))):
        yield from _unknown(_children(phase).get("kolommen"), _ids(themes), f"fasen.lijst[{index}].kolommen", "de kolommen")
    yield from _dialogue_mistakes(_children(top.get("dialoog")))
    for index, beside in enumerate(_items(top.get("secundaire_kaders"))):
        yield from _unknown(
            _children(beside).get("invullers"), _ids(_items(marking.get("wie"))), f"secundaire_kaders[{index}].invullers", "markering.wie"
        )
    yield from _differing_ids(marking.get("kleur"), [kind.value for kind in MomentKind], "markering.kleur")
    yield from _differing_ids(marking.get("velden_per_moment"), list(FIELD_NAMES), "markering.velden_per_moment")
    if "en" in _texts(top.get("talen")):
        yield from _missing_translations(tree, "")


def _repeated_ids(node: Node, path: str) -> Iterator[KaderError]:
    """In every list of things with an id, each id stands once."""
    if path == "vakken":
        yield from _repeated(_cells_and_indicators(_items(node)))
        return
    yield from _repeated((each, f"{path}[{index}].id") for index, each in enumerate(_items(node)))
    for child, child_path in _below(node, path):
        yield from _repeated_ids(child, child_path)


def _cells_and_indicators(cells: list[Node]) -> Iterator[tuple[Node, str]]:
    """Panes and indicators share one space of ids over the whole frame, so that an id says what it is."""
    for cell_index, cell in enumerate(cells):
        yield cell, f"vakken[{cell_index}].id"
        for index, indicator in enumerate(_items(_children(cell).get("indicatoren"))):
            yield indicator, f"vakken[{cell_index}].indicatoren[{index}].id"


def _repeated(places: Iterable[tuple[Node, str]]) -> Iterator[KaderError]:
    first_lines: dict[str, int] = {}
    for node, path in places:
        id_node = _children(node).get("id")
        if id_node is None or not isinstance(id_node.value, str):
            continue
        if id_node.value in first_lines:
            yield mistake("duplicate_id", id_node.line, path, id=shown(id_node.value), first=first_lines[id_node.value])
        else:
            first_lines[id_node.value] = id_node.line


def _unknown_sources(node: Node, path: str, known: set[str]) -> Iterator[KaderError]:
    for child, child_path in _below(node, path):
        if child_path.endswith(".bron"):
            yield from _unknown(child, known, child_path, "de bronnen")
        else:
            yield from _unknown_sources(child, child_path, known)


def _cell_mistakes(cells: list[Node], level_ids: set[str], theme_ids: set[str]) -> Iterator[KaderError]:
    taken: dict[tuple[str, str], int] = {}
    for index, cell in enumerate(cells):
        path, parts = f"vakken[{index}]", _children(cell)
        theme, rows = parts.get("kolom"), parts.get("rij")
        yield from _unknown(theme, theme_ids, f"{path}.kolom", "de kolommen")
        yield from _unknown(rows, level_ids, f"{path}.rij", "de niveaus")
        for row in _texts(rows):
            place = (row, str(theme.value) if theme else "")
            if place in taken:
                yield mistake("pane_taken", cell.line, path, row=shown(row), column=shown(place[1]), first=taken[place])
            taken.setdefault(place, cell.line)
        for place_in_list, indicator in enumerate(_items(parts.get("indicatoren"))):
            yield from _indicator_mistakes(indicator, _texts(rows), f"{path}.indicatoren[{place_in_list}]")


def _indicator_mistakes(indicator: Node, rows: list[str], path: str) -> Iterator[KaderError]:
    parts = _children(indicator)
    row = parts.get("rij")
    if row is None and len(rows) > 1:
        yield mistake("row_missing", indicator.line, join_path(path, "rij"))
    if row is not None and isinstance(row.value, str) and row.value not in rows:
        yield mistake("row_outside_cell", row.line, join_path(path, "rij"), id=shown(row.value))
    start, retired = parts.get("start"), parts.get("vervallen")
    if start is not None and start.value is True and retired is not None and retired.value is True:
        yield mistake("retired_in_start_set", start.line, join_path(path, "start"))


def _dialogue_mistakes(dialogues: Mapping[str, Node]) -> Iterator[KaderError]:
    """In every step, who has the floor is a role of that dialogue, and what may be said a kind of contribution."""
    kinds = _ids(_items(dialogues.get("soorten_bijdrage")))
    for name, dialogue in dialogues.items():
        roles = _ids(_items(_children(dialogue).get("rollen")))
        for index, step in enumerate(_items(_children(dialogue).get("stappen"))):
            path, parts = f"dialoog.{shown(name)}.stappen[{index}]", _children(step)
            yield from _unknown(parts.get("wie"), roles, f"{path}.wie", "de rollen")
            yield from _unknown(parts.get("toegestaan"), kinds, f"{path}.toegestaan", "de soorten bijdrage")


def _unknown(node: Node | None, known: set[str], path: str, where: str) -> Iterator[KaderError]:
    """Check one reference, or a list of them."""
    if node is None:
        return
    if isinstance(node.value, str) and node.value not in known:
        yield mistake("reference_unknown", node.line, path, id=shown(node.value), where=where)
    for index, each in enumerate(_items(node)):
        yield from _unknown(each, known, f"{path}[{index}]", where)


def _differing_ids(node: Node | None, expected: list[str], path: str) -> Iterator[KaderError]:
    """Check a list whose ids are fixed: an id too many is named where it stands, one too few at the list."""
    if node is None:
        return
    strange = [index for index, each in enumerate(_items(node)) if not _ids([each]) <= set(expected)]
    for index in strange:
        yield mistake("fixed_ids", _items(node)[index].line, f"{path}[{index}].id", choices=", ".join(expected))
    if not strange and _ids(_items(node)) != set(expected):
        yield mistake("fixed_ids", node.line, path, choices=", ".join(expected))


def _missing_translations(node: Node, path: str) -> Iterator[KaderError]:
    if isinstance(node.value, dict) and "nl" in node.value and "en" not in node.value:
        yield mistake("translation_missing", node.line, join_path(path, "en"))
    for child, child_path in _below(node, path):
        yield from _missing_translations(child, child_path)


def _below(node: Node, path: str) -> Iterator[tuple[Node, str]]:
    if isinstance(node.value, dict):
        yield from ((child, join_path(path, key)) for key, child in node.value.items())
    elif isinstance(node.value, list):
        yield from ((child, f"{path}[{index}]") for index, child in enumerate(node.value))


def _children(node: Node | None) -> Mapping[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _items(node: Node | None) -> list[Node]:
    return node.value if node is not None and isinstance(node.value, list) else []


def _texts(node: Node | None) -> list[str]:
    """Return the texts of a node that may be one text or a list of them."""
    nodes = [node] if node is not None and isinstance(node.value, str) else _items(node)
    return [each.value for each in nodes if isinstance(each.value, str)]


def _ids(nodes: list[Node]) -> set[str]:
    values = {id_node.value for node in nodes if (id_node := _children(node).get("id")) is not None}
    return {value for value in values if isinstance(value, str)}
