"""The lint over our schemas: it is clean on ours, and it finds each thing that it exists for."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tools import patterns, schema_lint

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
FILES = sorted(SCHEMAS.glob("*.json"))

SOUND: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:sop:schema:parcel:1",
    "title": "Parcel",
    "description": "A made-up document that keeps every rule.",
    "type": "object",
    "additionalProperties": False,
    "required": ["$schema", "id"],
    "properties": {
        "$schema": {"const": "urn:sop:schema:parcel:1", "description": "Which schema."},
        "id": {"$ref": "#/$defs/id"},
        "note": {"description": "Free text.", "type": ["string", "null"], "maxLength": 200},
        "tags": {
            "description": "Words.",
            "type": "array",
            "maxItems": 9,
            "items": {"type": "string", "pattern": r"^[a-z]{1,9}$(?!\n)"},
        },
        "weights": {
            "description": "By id.",
            "type": "object",
            "maxProperties": 9,
            "propertyNames": {"pattern": r"^[a-z]{1,9}$(?!\n)"},
            "additionalProperties": {"type": "integer"},
        },
        "extensions": {
            "description": "Anything.",
            "type": "object",
            "maxProperties": 9,
            "propertyNames": {"maxLength": 64},
        },
        "either": {
            "description": "A word or a number.",
            "oneOf": [{"enum": ["a", "b"]}, {"type": "integer"}],
        },
    },
    "if": {"properties": {"id": {"const": "x"}}},
    "then": {"required": ["note"], "properties": {"note": {"type": "string"}}},
    "$defs": {
        "id": {"description": "An id.", "type": "string", "pattern": r"^[a-z]{1,9}$(?!\n)"},
    },
}


def changed(**at: Any) -> dict[str, Any]:
    """The sound schema with some places replaced; `a__b` is the path a, b; None takes it away."""
    schema = copy.deepcopy(SOUND)
    for path, value in at.items():
        *way, last = path.split("__")
        inner: Any = schema
        for step in way:
            inner = inner[step]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
    return schema


def messages(schema: Any, name: str = "parcel.schema.json") -> str:
    return "\n".join(f"{path}: {message}" for path, message in schema_lint.lint(schema, name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_our_schemas_keep_every_rule(path):
    """Each shipped schema is closed, bounded, linear-time, self-contained and explained."""
    assert [str(fault) for fault in schema_lint.lint_file(path)] == []


def test_there_are_schemas_to_lint():
    """The seven schemas of this release are there, so that the rule above is about something."""
    names = {path.name.removesuffix(".schema.json") for path in FILES}
    assert {
        "administration",
        "event",
        "feedback",
        "instrument",
        "panel",
        "prompts",
        "score",
    } <= names


def test_a_sound_schema_has_no_fault():
    """A schema that keeps the rules passes, with a narrowing `if`, a map and a union in it."""
    assert messages(SOUND) == ""


BAD = {
    "an open object": (changed(additionalProperties=None), r"^\$: .*not closed"),
    "an open object inside": (
        changed(properties__weights__additionalProperties=True),
        r"^\$\.properties\.weights: .*not closed",
    ),
    "a map of any size": (
        changed(properties__weights__maxProperties=None),
        "without maxProperties",
    ),
    "a map of any names": (
        changed(properties__weights__propertyNames=None),
        "bounded propertyNames",
    ),
    "a map with an unbounded name": (
        changed(properties__weights__propertyNames={"pattern": r"^[a-z]+$(?!\n)"}),
        "bounded propertyNames",
    ),
    "pattern properties": (
        changed(properties__weights__patternProperties={r"^a$(?!\n)": {"type": "null"}}),
        "uses patternProperties",
    ),
    "a string of any length": (changed(properties__note__maxLength=None), "without maxLength"),
    "a string bounded by no pattern": (
        changed(properties__tags__items={"type": "string", "pattern": r"^[a-z]+$(?!\n)"}),
        "without maxLength",
    ),
    "a list of any length": (changed(properties__tags__maxItems=None), "without maxItems"),
    "a list of anything": (changed(properties__tags__items=None), "what its items are"),
    "items of any kind": (changed(properties__tags__items=True), "accepts anything"),
    "a property of any kind": (changed(properties__note={"description": "?"}), "says no type"),
    "no description": (changed(properties__note__description=None), "note: has no description"),
    "a definition without one": (
        changed(**{"$defs__id__description": None}),
        "id: has no description",
    ),
    "no title": (changed(title=None), "has no title"),
    "another dialect": (
        changed(**{"$schema": "http://json-schema.org/draft-07/schema#"}),
        r"\$\.\$schema: is not https://json-schema\.org/draft/2020-12",
    ),
    "another id": (changed(**{"$id": "urn:sop:schema:packet:1"}), r"\$\.\$id: is not"),
    "an id without a version": (changed(**{"$id": "urn:sop:schema:parcel"}), r"\$\.\$id: is not"),
    "a document that names another schema": (
        changed(**{"properties__$schema__const": "urn:sop:schema:parcel:2"}),
        "does not ask for this schema's own",
    ),
    "a remote reference": (
        changed(properties__id={"$ref": "https://example.org/id"}),
        "leaves this",
    ),
    "a file reference": (changed(properties__id={"$ref": "file:///etc/hostname"}), "leaves this"),
    "another schema of ours": (
        changed(properties__id={"$ref": "urn:sop:schema:x:1"}),
        "leaves this",
    ),
    "a dangling reference": (changed(properties__id={"$ref": "#/$defs/code"}), "points at nothing"),
    "a dynamic reference": (changed(properties__id={"$dynamicRef": "#id"}), "do not use"),
    "a misspelt keyword": (changed(properties__note__maxLenght=3), r"maxLenght: is a keyword"),
    "a keyword of another draft": (changed(definitions={}), "definitions: is a keyword"),
    "a wrong schema": (changed(type="objekt"), "no valid 2020-12 schema"),
    "a slow pattern under if": (
        changed(**{"if": {"properties": {"note": {"pattern": r"^(a+)+$(?!\n)"}}}}),
        r"\$\.if\.properties\.note\.pattern: .*nested quantifiers",
    ),
    "a remote reference under then": (
        changed(then={"properties": {"note": {"$ref": "http://example.org/x"}}}),
        "leaves this",
    ),
}


@pytest.mark.parametrize(("schema", "expected"), BAD.values(), ids=BAD)
def test_a_schema_that_breaks_one_rule_is_told_so(schema, expected):
    """Each rule has a schema that breaks it alone, and the fault says where and what."""
    assert re.search(expected, messages(schema), re.MULTILINE)


@pytest.mark.parametrize("schema", [[], "x", None, True])
def test_what_is_no_object_is_no_schema(schema):
    """A list, a text or a bare `true` in a schema file is one fault, not a crash."""
    assert messages(schema) == "$: is no object"


@pytest.mark.parametrize("name", ["Parcel.schema.json", "parcel.json", "two words.schema.json"])
def test_a_schema_is_found_by_its_file_name(name):
    """A file that is not called after its schema is a fault."""
    assert "its file is not called" in messages(SOUND, name)


def test_a_schema_under_another_name_is_told_so():
    """The $id follows the file's name, so that a copied schema cannot keep its first id."""
    assert "$.$id: is not" in messages(SOUND, "packet.schema.json")


def test_the_command_lists_faults_and_fails(tmp_path, capsys):
    """The command prints file, place and fault, and exits 1; an empty folder is no success."""
    assert schema_lint.main([str(tmp_path)]) == 1
    (tmp_path / "parcel.schema.json").write_text(json.dumps(changed(additionalProperties=None)))
    (tmp_path / "torn.schema.json").write_text("{")
    assert schema_lint.main([str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "parcel.schema.json: $: is an object that is not closed" in out
    assert "torn.schema.json: $: is no JSON" in out
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / "parcel.schema.json").write_text(json.dumps(SOUND))
    assert schema_lint.main([str(tmp_path)]) == 0


LINEAR = [
    r"^[A-Za-z0-9_.-]{1,64}$(?!\n)",
    r"^sha256:[0-9a-f]{64}$(?!\n)",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$(?!\n)",
    r"^-?[0-9]{1,9}(/[1-9][0-9]{0,8})?$(?!\n)",
    r"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$(?!\n)",
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$(?!\n)",
    r"^[^\x00]*$(?!\n)",
    r"^(\.[a-z]+)*$(?!\n)",
    r"^[A-Za-z0-9_.-]{1,64}\.[a-z_]{1,20}$(?!\n)",
]


@pytest.mark.parametrize("pattern", LINEAR)
def test_a_plain_pattern_is_linear(pattern):
    """Ids, digests, dates, fractions, versions and locales pass."""
    assert list(patterns.faults(pattern)) == []


SLOW = {
    r"^(a+)+$(?!\n)": "nested quantifiers",
    r"^(\d+\s*)*$(?!\n)": "nested quantifiers",
    r"^([a-z]|[a-z][a-z])*$(?!\n)": "nested quantifiers",
    r"^(\.[a-z.]+)*$(?!\n)": "nested quantifiers",
    r"^[a-z]+[a-z]+$(?!\n)": "in a row",
    r"^[a-z.]{1,64}\.[a-z.]{1,64}\.[a-z.]{1,64}$(?!\n)": "in a row",
    r"^[a-z.]{1,200}\.[a-z]{1,200}$(?!\n)": "in a row",
    r"^[a-z]+x?[a-z]+$(?!\n)": "in a row",
    r"^[a-z]+-?[a-z]+$(?!\n)": "in a row",
    r"^[a-z]+x[a-z]+$(?!\n)": "in a row",
    r"^\w+(\d+)?$(?!\n)": "in a row",
    r"^[^\s]+[a-z]*$(?!\n)": "in a row",
    r"^(a)\1$(?!\n)": "refers back",
    r"^(?=a)[a-z]$(?!\n)": "looks ahead",
    r"^(?>a+)b$(?!\n)": "does not know",
    r"a$(?!\n)": "does not start with ^",
    r"^a$": "trailing newline",
    r"^a\Z": "trailing newline",
    r"^a|b$(?!\n)": "choice outside a group",
    r"^(a$(?!\n)": "no regular expression",
}


@pytest.mark.parametrize(("pattern", "expected"), SLOW.items(), ids=SLOW)
def test_a_pattern_that_is_slow_or_open_is_refused(pattern, expected):
    """Quadratic and exponential shapes, open ends and what other engines lack are refused."""
    assert expected in "; ".join(patterns.faults(pattern))


def test_the_longest_text_of_a_pattern_is_known():
    """A bounded pattern bounds its string; an unbounded one, or one of another form, does not."""
    assert patterns.longest(r"^[a-z]{1,9}(-[a-z]{2})?$(?!\n)") == 12
    assert patterns.longest(r"^[a-z]+$(?!\n)") is None
    assert patterns.longest(r"^[a-z]$") is None
