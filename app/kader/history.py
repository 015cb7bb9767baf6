"""What one version of a frame owes to the others: an id that was used once stays, and never means something else."""

from collections.abc import Iterable, Iterator

from app.domain.kijkkader import Kader, KaderError, version_key
from app.kader.messages import mistake
from app.kader.yaml_tree import Node, join_path, shown


def history_mistakes(tree: Node, others: Iterable[Kader]) -> Iterator[KaderError]:
    """Give what breaks with the other versions of this frame. The tree has passed the schema; `others` do not hold it itself."""
    parts = tree.value if isinstance(tree.value, dict) else {}
    version = str(parts["versie"].value)
    here = {str(parts_of["id"].value): (node, path) for node, parts_of, path in _indicators(tree)}
    for other in others:
        if version_key(other.version) == version_key(version):
            yield mistake("version_taken", parts["versie"].line, "versie", version=version)
        elif version_key(other.version) < version_key(version):
            yield from _against_older(parts["vakken"], here, other)
        else:
            yield from _against_newer(here, other)


def _against_older(cells: Node, here: dict[str, tuple[Node, str]], older: Kader) -> Iterator[KaderError]:
    for indicator in older.all_indicators:
        if indicator.indicator_id not in here:
            yield mistake("id_gone", cells.line, "vakken", id=indicator.indicator_id, version=older.version)
            continue
        node, path = here[indicator.indicator_id]
        if indicator.is_retired and not _is_retired(node):
            yield mistake("id_revived", node.line, join_path(path, "vervallen"), id=indicator.indicator_id, version=older.version)


def _against_newer(here: dict[str, tuple[Node, str]], newer: Kader) -> Iterator[KaderError]:
    for indicator_id, (node, path) in here.items():
        if not newer.has_indicator(indicator_id):
            yield mistake("id_unknown_later", node.line, join_path(path, "id"), id=shown(indicator_id), version=newer.version)
        elif _is_retired(node) and not newer.indicator(indicator_id).is_retired:
            yield mistake("id_retired_earlier", node.line, join_path(path, "vervallen"), id=shown(indicator_id), version=newer.version)


def _is_retired(node: Node) -> bool:
    retired = node.value.get("vervallen") if isinstance(node.value, dict) else None
    return retired is not None and retired.value is True


def _indicators(tree: Node) -> Iterator[tuple[Node, dict[str, Node], str]]:
    plain = tree.value if isinstance(tree.value, dict) else {}
    cells = plain["vakken"].value
    for cell_index, cell in enumerate(cells if isinstance(cells, list) else []):
        indicators = cell.value["indicatoren"].value if isinstance(cell.value, dict) else []
        for index, indicator in enumerate(indicators if isinstance(indicators, list) else []):
            if isinstance(indicator.value, dict):
                yield indicator, indicator.value, f"vakken[{cell_index}].indicatoren[{index}]"
