import ast
import subprocess
import sys

from tests.support.source_tree import ROOT, imported_modules, parsed, place, python_files

_QT = {"PySide6", "shiboken6", "pytestqt"}

_IMPORT_ALL_BELOW_UI = """
import importlib, pkgutil, sys, app
for module in pkgutil.walk_packages(app.__path__, "app."):
    if not module.name.startswith("app.ui"):
        importlib.import_module(module.name)
print(*sorted(name for name in sys.modules if name.split(".")[0] in {"PySide6", "shiboken6"}))
"""


def test_unit_tests_do_not_use_qt():
    imports = [(file, module, node) for file in python_files("tests/unit") for module, node in imported_modules(file)]
    assert not [f"{place(file, node)} {module}" for file, module, node in imports if module.split(".")[0] in _QT]


def test_unit_tests_do_not_ask_for_qt_fixtures():
    arguments = [(file, node) for file in python_files("tests/unit") for node in ast.walk(parsed(file)) if isinstance(node, ast.arg)]
    assert not [place(file, node) for file, node in arguments if node.arg in {"qtbot", "qapp"}]


def test_everything_below_ui_loads_without_qt():
    result = subprocess.run([sys.executable, "-c", _IMPORT_ALL_BELOW_UI], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []
