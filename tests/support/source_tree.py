"""Read the program's own source, for the tests that hold it against the rules."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_files(folder: str) -> list[Path]:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files, f"no source in {folder}"
    return files


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), str(file))


def place(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with the last part of the called name: `label.setText(x)` gives "setText"."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def imported_modules(file: Path) -> Iterator[tuple[str, ast.AST]]:
    """Yield the full name of everything that is imported: `from a import b` gives "a" and "a.b"."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node
            for name in node.names:
                yield f"{node.module}.{name.name}", node


def literals(node: ast.AST) -> Iterator[str]:
    """Yield the strings an expression can be when it is a literal or a choice between literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def texts_on_screen(file: Path) -> Iterator[tuple[ast.Constant, str]]:
    """Yield every string of a file but its docstrings and the texts that stand alone as a comment on a name."""
    alone = {id(node.value) for node in ast.walk(parsed(file)) if isinstance(node, ast.Expr)}
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node, node.value
