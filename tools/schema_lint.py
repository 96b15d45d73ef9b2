"""The rules that our own schemas keep: closed, bounded, linear-time, self-contained, explained.

Run as `python -m tools.schema_lint [FOLDER]`; it prints every fault and exits 1 if there is one.

A part of a schema that only narrows what its parent has declared (under `if`, `then`, `else`,
`not`, `allOf`, `contains`, `dependentSchemas`, or a branch beside a `type`) need not repeat the
bounds; its patterns, references and keywords are held to the same rules.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from tools.patterns import faults as pattern_faults
from tools.patterns import longest

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE_NAME = re.compile(r"(?P<name>[a-z]+(?:-[a-z]+)*)\.schema\.json")
URN = "urn:sop:schema:"
#: The one name under which an object may stay open (DESIGN 3).
OPEN = "extensions"

_SCHEMA = {
    "additionalProperties",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
}
_SCHEMA_LISTS = {"allOf", "anyOf", "oneOf", "prefixItems"}
_SCHEMA_MAPS = {"$defs", "dependentSchemas", "patternProperties", "properties"}
_VALUES = {
    "$comment", "$id", "$ref", "$schema", "const", "default", "dependentRequired", "description",
    "enum", "examples", "exclusiveMaximum", "exclusiveMinimum", "format", "maxContains", "maxItems",
    "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength",
    "minProperties", "minimum", "multipleOf", "pattern", "required", "title", "type", "uniqueItems",
}  # fmt: skip
KNOWN = _SCHEMA | _SCHEMA_LISTS | _SCHEMA_MAPS | _VALUES
# A property's name is a string already, and the map that it belongs to asks for its bound.
_NARROWING = {
    "allOf", "contains", "dependentSchemas", "else", "if", "not", "propertyNames", "then",
}  # fmt: skip
_SHAPES = {"$ref", "anyOf", "const", "enum", "oneOf", "type"}


class Fault(NamedTuple):
    """One fault: the file, where in it, and what is wrong with it."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.message}"


def lint_file(path: Path) -> list[Fault]:
    """Every fault of one schema file, in the file's order."""
    try:
        schema = json.loads(path.read_bytes())
    except ValueError as error:
        return [Fault(path.name, "$", f"is no JSON: {error}")]
    return [Fault(path.name, where, message) for where, message in lint(schema, path.name)]


def lint(schema: Any, file_name: str) -> Iterator[tuple[str, str]]:
    """The faults of a schema that would be stored under a file name, as (path, message)."""
    if not isinstance(schema, dict):
        yield "$", "is no object"
        return
    yield from _head(schema, file_name)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        yield error.json_path, f"is no valid 2020-12 schema: {error.message}"
        return
    yield from _Walk(schema).part(schema, "$", narrows=False)


def _head(schema: Mapping[str, Any], file_name: str) -> Iterator[tuple[str, str]]:
    matched = FILE_NAME.fullmatch(file_name)
    if matched is None:
        yield "$", "its file is not called <name>.schema.json in lower case"
    if schema.get("$schema") != DIALECT:
        yield "$.$schema", f"is not {DIALECT}"
    wanted = rf"{URN}{matched['name']}:[1-9][0-9]*" if matched else rf"{URN}.*"
    identity = schema.get("$id")
    if not isinstance(identity, str) or not re.fullmatch(wanted, identity):
        yield "$.$id", f"is not {URN}<the file's name>:<major version>"
    for word in ("title", "description"):
        if not schema.get(word):
            yield "$", f"has no {word}"
    named = schema.get("properties", {}).get("$schema")
    if named is not None and named.get("const") != identity:
        yield "$.properties.$schema", "does not ask for this schema's own $id (const)"


class _Walk:
    """One pass over one schema; `root` resolves the references that stay inside it."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root

    def part(
        self, part: Any, path: str, *, narrows: bool, name: str = ""
    ) -> Iterator[tuple[str, str]]:
        if isinstance(part, bool):
            if part and not narrows:
                yield path, "is `true`, which accepts anything"
            return
        for word in part.keys() - KNOWN:
            yield f"{path}.{word}", "is a keyword that this project's schemas do not use"
        yield from self._reference(part, path)
        if "pattern" in part:
            for fault in pattern_faults(part["pattern"]):
                yield f"{path}.pattern", fault
        if not narrows:
            yield from self._bounds(part, path, name)
        yield from self._inner(part, path, narrows=narrows)

    def _reference(self, part: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
        target = part.get("$ref")
        if target is None:
            return
        if not target.startswith("#/$defs/"):
            yield f"{path}.$ref", "leaves this document; only #/$defs/... is followed"
        elif target.removeprefix("#/$defs/") not in self.root.get("$defs", {}):
            yield f"{path}.$ref", "points at nothing"

    def _bounds(self, part: Mapping[str, Any], path: str, name: str) -> Iterator[tuple[str, str]]:
        if not _SHAPES & part.keys():
            yield path, "says no type, so it accepts anything"
        if {"const", "enum"} & part.keys():
            return
        types = part.get("type", ())
        types = {types} if isinstance(types, str) else set(types)
        if "string" in types and not _bounded_string(part):
            yield path, "is a string without maxLength"
        if "array" in types:
            if "maxItems" not in part and part.get("items") is not False:
                yield path, "is an array without maxItems"
            if "items" not in part:
                yield path, "is an array that does not say what its items are"
        if "object" in types:
            yield from _bounded_object(part, path, name)

    def _inner(
        self, part: Mapping[str, Any], path: str, *, narrows: bool
    ) -> Iterator[tuple[str, str]]:
        declared = "type" in part
        for word, inner, where, name in _children(part, path):
            inner_narrows = narrows or word in _NARROWING
            inner_narrows = inner_narrows or (word in {"anyOf", "oneOf"} and declared)
            if word == "additionalProperties" and isinstance(inner, bool):
                continue  # judged with the object that it belongs to
            if word == "items" and inner is False:
                continue
            if word == "properties" and not inner_narrows and not self._explained(inner):
                yield where, "has no description"
            yield from self.part(inner, where, narrows=inner_narrows, name=name)

    def _explained(self, part: Any) -> bool:
        if not isinstance(part, dict):
            return False
        if part.get("description"):
            return True
        target = self.root.get("$defs", {}).get(str(part.get("$ref", "")).removeprefix("#/$defs/"))
        return isinstance(target, dict) and bool(target.get("description"))


def _children(part: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any, str, str]]:
    """Each schema inside a schema: the keyword, the schema, its path, and its property's name."""
    for word, value in part.items():
        if word in _SCHEMA:
            yield word, value, f"{path}.{word}", ""
        elif word in _SCHEMA_LISTS:
            for index, inner in enumerate(value):
                yield word, inner, f"{path}.{word}[{index}]", ""
        elif word in _SCHEMA_MAPS:
            for name, inner in value.items():
                yield word, inner, f"{path}.{word}.{name}", name


def _bounded_string(part: Mapping[str, Any]) -> bool:
    if "maxLength" in part:
        return True
    return "pattern" in part and longest(part["pattern"]) is not None


def _bounded_object(part: Mapping[str, Any], path: str, name: str) -> Iterator[tuple[str, str]]:
    if "patternProperties" in part:
        yield path, "uses patternProperties; write propertyNames and additionalProperties"
    more = part.get("additionalProperties", True)
    if more is False:
        return
    if more is True and name != OPEN:
        yield path, f"is an object that is not closed (additionalProperties; only `{OPEN}` may)"
    if "maxProperties" not in part:
        yield path, "is a map without maxProperties"
    names = part.get("propertyNames")
    if not isinstance(names, dict) or not ("enum" in names or _bounded_string(names)):
        yield path, "is a map without bounded propertyNames (pattern, maxLength or enum)"


def main(arguments: list[str]) -> int:
    """Lint every `*.schema.json` of a folder; 0 if all are clean, 1 if not or if there are none."""
    folder = Path(arguments[0] if arguments else "schemas")
    files = sorted(folder.glob("*.json"))
    found = [fault for file in files for fault in lint_file(file)]
    for fault in found:
        print(fault)
    print(f"schema lint: {len(files)} schemas, {len(found)} faults")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
