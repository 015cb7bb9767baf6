import ast
import re

import pytest

from tests.support.source_tree import ROOT, parsed, place, python_files

VAGUE = {"utils", "util", "helpers", "helper", "misc", "manager", "handler", "data", "info", "common_utils"}
VAGUE_CLASS = re.compile(r"(Manager|Handler|Helper|Utils|Info|Data)$")
VAGUE_FUNCTION = re.compile(r"_?(do|process|handle)_")


@pytest.mark.parametrize("folder", ["app", "build_scripts", "tests"])
def test_no_module_or_folder_has_a_name_that_says_nothing(folder):
    found = [file for file in python_files(folder) if VAGUE & {part.removesuffix(".py") for part in file.relative_to(ROOT).parts}]
    assert not found


@pytest.mark.parametrize("folder", ["app", "build_scripts"])
def test_no_class_or_function_has_a_name_that_says_nothing(folder):
    nodes = [(file, node) for file in python_files(folder) for node in ast.walk(parsed(file))]
    found = [f"{place(file, node)} {node.name}" for file, node in nodes if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name)]
    found += [f"{place(file, node)} {node.name}" for file, node in nodes if isinstance(node, ast.FunctionDef) and VAGUE_FUNCTION.match(node.name)]
    assert not found


@pytest.mark.parametrize("folder", ["app", "build_scripts"])
def test_no_work_is_postponed_in_a_comment(folder):
    found = [file for file in python_files(folder) if re.search(r"\b(TODO|FIXME|XXX)\b", file.read_text("utf-8"))]
    assert not found
