import ast
import re
from collections import defaultdict
from string import Formatter

import pytest

from app.common import errors
from app.common.errors import AppError
from app.error_texts import ERROR_TEXTS
from tests.support.source_tree import calls, literals, parsed, place, python_files

FAMILIES = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, AppError)} - {"CancelledError"}


def _raised():
    """Each code in the source with the places that make it and the details given there; None when they are not spelled out."""
    found = defaultdict(list)
    for file in python_files("app"):
        for name, call in calls(file):
            if name in FAMILIES:
                details = None if any(word.arg is None for word in call.keywords) else {word.arg for word in call.keywords}
                for code in literals(call.args[0]):
                    found[code].append((place(file, call), details))
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Dict):  # a child's error as it crosses the pipe
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "code" and "error" in literals_of(node):
                        for code in literals(value):
                            found[code].append((place(file, node), None))
    found["cancelled"].append(("app/common/errors.py", set()))
    return dict(found)


def literals_of(node):
    return {value for part in ast.iter_child_nodes(node) for value in literals(part)}


RAISED = _raised()


def test_the_source_raises_errors_at_all():
    assert len(RAISED) > 20


def test_every_error_gets_its_code_as_a_literal():
    hidden = [
        place(file, call)
        for file in python_files("app")
        for name, call in calls(file)
        if name in FAMILIES and not (call.args and list(literals(call.args[0])))
    ]
    assert not hidden


def test_every_code_has_a_text():
    assert {code: places for code, places in RAISED.items() if code not in ERROR_TEXTS} == {}


def test_every_text_belongs_to_a_code():
    assert set(ERROR_TEXTS) - set(RAISED) == set()


@pytest.mark.parametrize("code", sorted(ERROR_TEXTS))
def test_a_text_asks_only_for_details_that_are_given(code):
    wanted = {field for _, field, _, _ in Formatter().parse(ERROR_TEXTS[code]) if field is not None}
    for where, given in RAISED.get(code, []):
        assert given is None or wanted <= given, where


@pytest.mark.parametrize("code", sorted(ERROR_TEXTS))
def test_a_code_is_english_snake_case_and_its_text_a_finished_sentence(code):
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code)
    assert ERROR_TEXTS[code][0].isupper()
    assert ERROR_TEXTS[code][-1] in ".?!"
