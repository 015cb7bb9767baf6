"""YAML text as a tree in which every part knows its line, without anything that makes YAML dangerous."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.domain.kijkkader import KaderError
from app.kader.messages import mistake

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_MISTAKES = 500
"""A file with more is no frame at all; a longer list helps nobody."""

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_WORDS_FOR_VALUES: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass
class Node:
    """A value and the line it starts on, from 1. `key_lines` are the lines of a mapping's keys."""

    line: int
    value: "str | int | float | bool | list[Node] | dict[str, Node] | None"
    key_lines: dict[str, int] = field(default_factory=dict)

    def plain(self) -> Plain:
        """Return the value without lines."""
        if isinstance(self.value, list):
            return [each.plain() for each in self.value]
        if isinstance(self.value, dict):
            return {key: each.plain() for key, each in self.value.items()}
        return self.value


def tree_of(plain: object) -> Node:
    """Return plain data as a tree, for a frame that comes from no file; every line is 0."""
    if isinstance(plain, dict):
        return Node(0, {str(key): tree_of(value) for key, value in plain.items()}, dict.fromkeys(map(str, plain), 0))
    if isinstance(plain, list):
        return Node(0, [tree_of(each) for each in plain])
    return Node(0, plain if isinstance(plain, str | int | float) or plain is None else str(plain))


class _Stopped(Exception):  # noqa: N818 - not a failure of ours: the text cannot be read any further
    def __init__(self, last: KaderError) -> None:
        super().__init__(last.message)
        self.last = last


def read_tree(untrusted_bytes: bytes) -> tuple[Node | None, list[KaderError]]:
    """Return the tree, and the mistakes met in reading it; no tree when one of them ended the reading.

    Only plain data is understood: text, whole and decimal numbers, `true`, `false`, lists and mappings. Words such as
    `no` or `on` stay text. Anchors, aliases, tags and a second document are mistakes, so nothing can grow in reading.
    """
    builder = _TreeBuilder()
    try:
        _feed(builder, _decoded(untrusted_bytes))
    except _Stopped as stopped:
        return None, [*builder.mistakes, stopped.last]
    return builder.root, builder.mistakes


def _decoded(untrusted_bytes: bytes) -> str:
    if len(untrusted_bytes) > MAX_BYTES:
        raise _Stopped(mistake("too_large", 1, "", limit=MAX_BYTES // 1024 // 1024))
    try:
        return untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Stopped(mistake("not_utf8", untrusted_bytes.count(b"\n", 0, error.start) + 1, "")) from error


def _feed(builder: "_TreeBuilder", text: str) -> None:
    try:
        loader: Any = yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        raise _Stopped(mistake("control_character", text.count("\n", 0, error.position) + 1, "")) from error
    try:
        while loader.check_event():
            builder.take(loader.get_event())
    except yaml.MarkedYAMLError as error:
        raise _Stopped(_syntax_mistake(error, text)) from error
    except (ValueError, OverflowError) as error:  # PyYAML lets these out for escapes and directives with absurd numbers
        raise _Stopped(mistake("syntax", loader.line + 1, "")) from error
    if builder.root is None:
        raise _Stopped(mistake("empty", 1, ""))


def _syntax_mistake(error: yaml.MarkedYAMLError, text: str) -> KaderError:
    # For something that was opened and never closed, the opening is where the writer has to look.
    was_left_open = error.context is not None and error.context.startswith(("while scanning", "while parsing a flow"))
    mark = (error.context_mark if was_left_open else None) or error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem_line = error.problem_mark.line if error.problem_mark else 0
    has_tab = "\t" in "".join(text.splitlines()[problem_line : problem_line + 1])
    if has_tab and error.problem is not None and "'\\t'" in error.problem:
        return mistake("tab", problem_line + 1, "")
    return mistake("syntax", line, "")


@dataclass
class _Open:
    """A list or mapping that is still being filled, and the key that waits for its value."""

    node: Node
    path: str
    key: str | None = None


class _TreeBuilder:
    """Builds the tree from parser events with a stack of its own: deep nesting costs no recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.mistakes: list[KaderError] = []
        self._stack: list[_Open] = []
        self._count = 0

    def take(self, event: Any) -> None:
        """Add what one event of PyYAML says."""
        line = event.start_mark.line + 1
        match event:
            case yaml.DocumentStartEvent() if self.root is not None:
                raise _Stopped(mistake("several_documents", line, ""))
            case yaml.ScalarEvent():
                self._check_node(event, line)
                self._place_scalar(event, line)
            case yaml.SequenceStartEvent():
                self._check_node(event, line)
                self._open(Node(line, []), line)
            case yaml.MappingStartEvent():
                self._check_node(event, line)
                self._open(Node(line, {}), line)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._stack.pop()
            case yaml.AliasEvent():
                self._report("alias", line)
                self._place(Node(line, None))
            case _:
                pass

    def _check_node(self, event: Any, line: int) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            raise _Stopped(mistake("too_many", line, self._here(), limit=MAX_NODES))
        if event.anchor is not None:
            self._report("alias", line)
        if event.tag is not None:
            self._report("tag", line)

    def _open(self, node: Node, line: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise _Stopped(mistake("too_deep", line, self._here(), limit=MAX_DEPTH))
        if self._awaits_key():
            raise _Stopped(mistake("key_not_text", line, self._here()))
        path = self._next_path()
        self._place(node)
        self._stack.append(_Open(node, path))

    def _place_scalar(self, event: Any, line: int) -> None:
        text = event.value
        if _SURROGATE.search(text):
            self._report("control_character", line)
            text = _SURROGATE.sub("?", text)
        if self._awaits_key():
            self._take_key(text, line)
        else:
            self._place(Node(line, text if event.style else _plain_value(text)))

    def _awaits_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].node.value, dict) and self._stack[-1].key is None

    def _take_key(self, key: str, line: int) -> None:
        inside = self._stack[-1]
        if key in inside.node.key_lines:
            self._report("duplicate_key", line, path=join_path(inside.path, key), key=shown(key))
        inside.node.key_lines[key] = line
        inside.key = key

    def _place(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        inside = self._stack[-1]
        if isinstance(inside.node.value, list):
            inside.node.value.append(node)
        elif isinstance(inside.node.value, dict) and inside.key is not None:
            inside.node.value[inside.key] = node
            inside.key = None
        else:
            raise _Stopped(mistake("key_not_text", node.line, self._here()))

    def _next_path(self) -> str:
        if not self._stack:
            return ""
        inside = self._stack[-1]
        if isinstance(inside.node.value, list):
            return f"{inside.path}[{len(inside.node.value)}]"
        return join_path(inside.path, inside.key or "")

    def _here(self) -> str:
        return self._stack[-1].path if self._stack else ""

    def _report(self, code: str, line: int, *, path: str | None = None, **facts: str) -> None:
        self.mistakes.append(mistake(code, line, self._here() if path is None else path, **facts))
        if len(self.mistakes) >= MAX_MISTAKES:
            raise _Stopped(self.mistakes.pop())


def join_path(path: str, untrusted_key: str) -> str:
    """Return the path of a key inside the mapping at `path`."""
    return f"{path}.{shown(untrusted_key)}" if path else shown(untrusted_key)


def shown(untrusted_text: str) -> str:
    """Return a key or id short and plain enough for one line of a message."""
    return "".join(letter if letter.isprintable() else "?" for letter in untrusted_text[:40])


def _plain_value(text: str) -> str | int | float | bool | None:
    """Return what unquoted text means; only what looks exactly like a number or a fixed word is not text."""
    if text in _WORDS_FOR_VALUES:
        return _WORDS_FOR_VALUES[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
