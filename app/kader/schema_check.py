"""Hold a tree against a JSON Schema: the small part of draft 2020-12 that our own schema uses."""

import difflib
import re
from collections.abc import Iterator
from typing import Any, cast

from app.domain.kijkkader import KaderError
from app.kader.messages import mistake
from app.kader.yaml_tree import Node, join_path, shown

Schema = dict[str, Any]

_TYPE_NAMES = {
    "object": "een blok met namen en waarden",
    "array": "een lijst",
    "string": "tekst",
    "integer": "een heel getal",
    "number": "een getal",
    "boolean": "true of false",
}
_CHECKED_KEYWORDS = {
    *("type", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "anyOf", "$ref"),
    *("required", "properties", "additionalProperties", "propertyNames", "items", "minItems", "maxItems"),
    *("allOf", "if", "then"),
}
_SILENT_KEYWORDS = {"$schema", "$id", "$defs", "title", "description", "$comment"}


class SchemaCheck:
    """One schema, ready to be held against trees.

    Raises:
        ValueError: the schema asks for something this check does not do, which would otherwise pass unseen.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        _refuse_unknown_keywords(schema)

    def mistakes(self, tree: Node) -> Iterator[KaderError]:
        """Give every place where the tree differs from the schema."""
        yield from self._check(tree, self._schema, "")

    def _check(self, node: Node, schema: Schema, path: str) -> Iterator[KaderError]:
        schema = self._resolved(schema)
        if "anyOf" in schema:
            yield from self._check_any(node, schema["anyOf"], path)
            return
        expected = schema.get("type")
        if expected is not None and not _has_type(node.value, expected):
            yield mistake("wrong_type", node.line, path, expected=_TYPE_NAMES[expected])
            return
        if isinstance(node.value, dict):
            chosen = _chosen(node.value, schema)
            yield from self._check(node, chosen, path) if chosen is not None else self._check_mapping(node, node.value, schema, path)
        elif isinstance(node.value, list):
            yield from self._check_list(node, node.value, schema, path)
        else:
            yield from _check_scalar(node, schema, path)

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self._schema["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return schema

    def _check_any(self, node: Node, alternatives: list[Schema], path: str) -> Iterator[KaderError]:
        """Report on the first alternative of the right type: the one the writer had in mind."""
        resolved = [self._resolved(each) for each in alternatives]
        for alternative in resolved:
            if _has_type(node.value, alternative["type"]):
                yield from self._check(node, alternative, path)
                return
        yield mistake("wrong_type", node.line, path, expected=" of ".join(_TYPE_NAMES[each["type"]] for each in resolved))

    def _check_mapping(self, node: Node, children: dict[str, Node], schema: Schema, path: str) -> Iterator[KaderError]:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        key_form = schema.get("propertyNames", {}).get("pattern")
        missing = [key for key in schema.get("required", ()) if key not in children]
        for key, child in children.items():
            key_path = join_path(path, key)
            if key_form is not None and not re.fullmatch(key_form, key):
                yield mistake("wrong_form", node.key_lines[key], key_path, form=schema["propertyNames"]["title"])
            if key in properties:
                yield from self._check(child, properties[key], key_path)
            elif others is False:
                yield _unknown_key(key, list(properties), missing, node.key_lines[key], key_path)
            elif others is not True:
                yield from self._check(child, others, key_path)
        for key in missing:
            yield mistake("key_missing", node.line, join_path(path, key), key=key)

    def _check_list(self, node: Node, children: list[Node], schema: Schema, path: str) -> Iterator[KaderError]:
        if len(children) < schema.get("minItems", 0):
            yield mistake("too_few", node.line, path, limit=schema["minItems"])
        if len(children) > schema.get("maxItems", len(children)):
            yield mistake("too_many_items", node.line, path, limit=schema["maxItems"])
        if "items" in schema:
            for index, child in enumerate(children):
                yield from self._check(child, schema["items"], f"{path}[{index}]")


def _has_type(value: object, expected: str) -> bool:
    match expected:
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list)
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case _:
            return isinstance(value, int | float) and not isinstance(value, bool)


def _chosen(children: dict[str, Node], schema: Schema) -> Schema | None:
    """Return the form that the `if` of one of `allOf` picks by the value of a key; None when none of them does."""
    for each in schema.get("allOf", ()):
        conditions = each["if"]["properties"].items()
        if all(key in children and children[key].value == condition["const"] for key, condition in conditions):
            return cast(Schema, each["then"])
    return None


def _check_scalar(node: Node, schema: Schema, path: str) -> Iterator[KaderError]:
    if "const" in schema and node.value != schema["const"]:
        yield mistake("format_unknown", node.line, path, choices=schema["const"])
    if "enum" in schema and node.value not in schema["enum"]:
        yield mistake("wrong_value", node.line, path, choices=", ".join(map(str, schema["enum"])))
    if isinstance(node.value, str):
        yield from _check_text(node.value, node.line, schema, path)
    elif isinstance(node.value, int | float):
        if node.value < schema.get("minimum", node.value):
            yield mistake("too_low", node.line, path, limit=schema["minimum"])
        if node.value > schema.get("maximum", node.value):
            yield mistake("too_high", node.line, path, limit=schema["maximum"])


def _check_text(text: str, line: int, schema: Schema, path: str) -> Iterator[KaderError]:
    if schema.get("minLength", 0) and not text.strip():
        yield mistake("text_missing", line, path)
    elif len(text) > schema.get("maxLength", len(text)):
        yield mistake("text_too_long", line, path, limit=schema["maxLength"])
    elif "pattern" in schema and not re.fullmatch(schema["pattern"], text):
        yield mistake("wrong_form", line, path, form=schema["title"])


def _unknown_key(key: str, known: list[str], missing: list[str], line: int, path: str) -> KaderError:
    """Say which key was meant; one that is `missing` is then found, and taken off that list."""
    guesses = difflib.get_close_matches(key[:40], known, n=1)
    if not guesses:
        return mistake("key_unknown", line, path, key=shown(key))
    if guesses[0] in missing:
        missing.remove(guesses[0])
    return mistake("key_misspelt", line, path, key=shown(key), guess=guesses[0])


def _refuse_unknown_keywords(schema: Schema) -> None:
    unknown = sorted(set(schema) - _CHECKED_KEYWORDS - _SILENT_KEYWORDS)
    if unknown:
        raise ValueError("schema keywords without a check", unknown)
    children = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values(), *schema.get("anyOf", []), *schema.get("allOf", [])]
    children += [
        schema[keyword] for keyword in ("if", "then", "items", "additionalProperties", "propertyNames") if isinstance(schema.get(keyword), dict)
    ]
    for child in children:
        _refuse_unknown_keywords(child)
