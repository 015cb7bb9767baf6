"""The words of the observation frame stand in kijkkader_data/ and nowhere in code."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from app.common.paths import kijkkader_path
from tests.support.source_tree import parsed, place, python_files

_SHORTEST = 3
"""In words. Shorter texts (`Werker`, `Samen kiezen`) are ordinary words that a screen may have of its own."""
_NOT_SHOWN = {"bronnen", "herkomst", "id_regels", "toelichting_nl"}
"""Parts of the file about the frame itself; no screen has them for its own."""


def _texts(part: Any, key: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name not in _NOT_SHOWN:
                yield from _texts(value, name)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each, key)
    elif isinstance(part, str) and (key in ("nl", "en", "term") or key.endswith(("_nl", "_en"))):
        yield part


def _bare(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".?! ")


@cache
def _frame_texts() -> frozenset[str]:
    frame = yaml.safe_load(kijkkader_path("kijkkader-samen.yaml").read_text("utf-8"))
    return frozenset(bare for text in _texts(frame) if len((bare := _bare(text)).split()) >= _SHORTEST)


@cache
def _literals() -> tuple[tuple[str, str], ...]:
    """Return every text in code with its place; what a docstring says, nobody sees on a screen."""
    found = []
    for file in python_files("app"):
        nodes = list(ast.walk(parsed(file)))
        docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        texts = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs]
        found += [(place(file, node), _bare(node.value)) for node in texts]
    return tuple(found)


def test_no_text_of_the_frame_stands_in_code():
    texts = _frame_texts()
    assert len(texts) > 400
    found = [(where, literal) for where, literal in _literals() if literal in texts]
    assert found == []


def test_no_long_text_of_the_frame_stands_inside_another_text_in_code():
    sentences = [text for text in _frame_texts() if len(text.split()) >= 6]
    literals = [(where, literal) for where, literal in _literals() if len(literal.split()) >= 6]
    assert [(where, text) for where, literal in literals for text in sentences if text in literal] == []


def test_no_id_of_the_frame_stands_in_code():
    """But for the demo, which sets two moments with the shipped frame."""
    frame = yaml.safe_load(kijkkader_path("kijkkader-samen.yaml").read_text("utf-8"))
    ids = {indicator["id"] for cell in frame["vakken"] for indicator in cell["indicatoren"]} | {cell["id"] for cell in frame["vakken"]}
    assert [(where, literal) for where, literal in _literals() if literal in ids and not where.startswith("app/cli/demo.py")] == []
