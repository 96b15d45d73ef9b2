"""How each kind of edit of a schema is judged (DESIGN 3: documents only gain optional fields)."""

from __future__ import annotations

import pytest

from tools.schema_differences import BREAKS, REVIEW, WIDENING, compare
from tools.schema_lint import KNOWN

TEXT = {"type": "string", "maxLength": 10}
CLOSED = {
    "type": "object",
    "properties": {"a": TEXT},
    "required": ["a"],
    "additionalProperties": False,
}
OPEN = {"type": "object", "properties": {"a": TEXT}}
MAP = {"type": "object", "propertyNames": TEXT, "additionalProperties": TEXT, "maxProperties": 5}
A_REF = {"type": "object", "properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": TEXT}}
LIST = {"type": "array", "items": TEXT, "maxItems": 3}

SAME = [
    ("the same", CLOSED, CLOSED),
    ("keys in another order", CLOSED, dict(reversed(CLOSED.items()))),
    ("types in another order", {"type": ["string", "null"]}, {"type": ["null", "string"]}),
    ("choices in another order", {"enum": [1, 2]}, {"enum": [2, 1]}),
    ("one choice written as such", {"const": 1}, {"enum": [1]}),
    ("what nothing refers to", {"$defs": {"x": TEXT}}, {"$defs": {}}),
    ("a part that moved into $defs", {"properties": {"a": TEXT}}, {"properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": TEXT}}),
    ("anything, written out", {"items": True}, {"items": {}}),
    ("anything, said and unsaid", {"additionalProperties": True}, {}),
    ("a schema that holds itself", {"$defs": {"x": {"items": {"$ref": "#/$defs/x"}}}, "$ref": "#/$defs/x"}, {"$defs": {"x": {"items": {"$ref": "#/$defs/x"}}}, "$ref": "#/$defs/x"}),
]  # fmt: skip


def edited(schema, **changed):
    """The schema with keywords exchanged; None takes one out."""
    return {word: value for word, value in {**schema, **changed}.items() if value is not None}


A, AB = {"a": TEXT}, {"a": TEXT, "b": TEXT}
#: what it is, the kind, the released schema, the new one, where
EDITS = [
    ("an optional field more", WIDENING, CLOSED, edited(CLOSED, properties=AB), "$.properties.b"),
    ("a longer text", WIDENING, TEXT, edited(TEXT, maxLength=11), "$.maxLength"),
    ("a shorter least text", WIDENING, {"minLength": 2}, {"minLength": 1}, "$.minLength"),
    ("more entries", WIDENING, LIST, edited(LIST, maxItems=4), "$.maxItems"),
    ("more fields", WIDENING, MAP, edited(MAP, maxProperties=6), "$.maxProperties"),
    ("a higher number", WIDENING, {"maximum": 1}, {"maximum": 2}, "$.maximum"),
    ("a lower number", WIDENING, {"minimum": 1}, {"minimum": 0}, "$.minimum"),
    ("a longer text below a reference", WIDENING, A_REF, edited(A_REF, **{"$defs": {"x": edited(TEXT, maxLength=11)}}), "$.properties.a.maxLength"),
    ("longer names of a map", WIDENING, MAP, edited(MAP, propertyNames=edited(TEXT, maxLength=11)), "$.propertyNames.maxLength"),
    ("longer entries", WIDENING, LIST, edited(LIST, items=edited(TEXT, maxLength=11)), "$.items.maxLength"),
    ("a required field more", BREAKS, CLOSED, edited(CLOSED, properties=AB, required=["a", "b"]), "$.properties.b"),
    ("a field that is required now", BREAKS, edited(CLOSED, properties=AB), edited(CLOSED, properties=AB, required=["a", "b"]), "$.required"),
    ("a field less", BREAKS, edited(CLOSED, properties=AB), CLOSED, "$.properties.b"),
    ("a field renamed", BREAKS, CLOSED, edited(CLOSED, properties={"b": TEXT}, required=[]), "$.properties.a"),
    ("a shorter text", BREAKS, TEXT, edited(TEXT, maxLength=9), "$.maxLength"),
    ("a longer least text", BREAKS, {"minLength": 1}, {"minLength": 2}, "$.minLength"),
    ("a bound where there was none", BREAKS, {"type": "string"}, TEXT, "$.maxLength"),
    ("a pattern where there was none", BREAKS, TEXT, edited(TEXT, pattern="^a"), "$.pattern"),
    ("entries that may not repeat", BREAKS, LIST, edited(LIST, uniqueItems=True), "$.uniqueItems"),
    ("steps where there were none", BREAKS, {"type": "integer"}, {"type": "integer", "multipleOf": 2}, "$.multipleOf"),
    ("another type", BREAKS, {"type": "string"}, {"type": "integer"}, "$.type"),
    ("a type less", BREAKS, {"type": ["string", "null"]}, {"type": "string"}, "$.type"),
    ("a whole number for any", BREAKS, {"type": "number"}, {"type": "integer"}, "$.type"),
    ("a type where there was none", BREAKS, {}, {"type": "string"}, "$.type"),
    ("a choice less", BREAKS, {"enum": ["a", "b"]}, {"enum": ["a"]}, "$.enum"),
    ("another constant", BREAKS, {"const": "a"}, {"const": "b"}, "$.enum"),
    ("true where 1 stood", BREAKS, {"const": 1}, {"const": True}, "$.enum"),
    ("choices where there were none", BREAKS, TEXT, edited(TEXT, enum=["a"]), "$.enum"),
    ("an object that is closed now", BREAKS, OPEN, edited(OPEN, additionalProperties=False), "$.additionalProperties"),
    ("a map that is closed now", BREAKS, MAP, edited(MAP, additionalProperties=False), "$.additionalProperties"),
    ("entries that are bounded now", BREAKS, {"type": "array"}, LIST, "$.items"),
    ("names that are bounded now", BREAKS, edited(MAP, propertyNames=None), MAP, "$.propertyNames"),
    ("one more of all", BREAKS, {"allOf": [TEXT]}, {"allOf": [TEXT, {"pattern": "^a"}]}, "$.allOf"),
    ("one less of any", BREAKS, {"anyOf": [TEXT, LIST]}, {"anyOf": [TEXT]}, "$.anyOf"),
    ("any of some, where nothing was asked", BREAKS, {}, {"anyOf": [TEXT]}, "$.anyOf"),
    ("a first entry of its own", BREAKS, LIST, edited(LIST, prefixItems=[TEXT]), "$.prefixItems"),
    ("a field that asks for another", BREAKS, CLOSED, edited(CLOSED, dependentRequired={"a": ["b"]}), "$.dependentRequired"),
    ("another name of the schema", BREAKS, {"$id": "urn:x:1"}, {"$id": "urn:x:2"}, "$.$id"),
    ("a shorter text below a reference", BREAKS, A_REF, edited(A_REF, **{"$defs": {"x": edited(TEXT, maxLength=9)}}), "$.properties.a.maxLength"),
    ("another name for an open object's field", BREAKS, OPEN, edited(OPEN, properties=AB), "$.properties.b"),
    ("nothing where something was", BREAKS, {"items": TEXT}, {"items": False}, "$.items"),
    ("a choice more", REVIEW, {"enum": ["a"]}, {"enum": ["a", "b"]}, "$.enum"),
    ("no choices any longer", REVIEW, edited(TEXT, enum=["a"]), TEXT, "$.enum"),
    ("a type more", REVIEW, {"type": "string"}, {"type": ["string", "null"]}, "$.type"),
    ("no type any longer", REVIEW, {"type": "string"}, {}, "$.type"),
    ("any number for a whole one", REVIEW, {"type": "integer"}, {"type": "number"}, "$.type"),
    ("no bound any longer", REVIEW, TEXT, {"type": "string"}, "$.maxLength"),
    ("another pattern", REVIEW, {"pattern": "^a"}, {"pattern": "^b"}, "$.pattern"),
    ("no pattern any longer", REVIEW, {"pattern": "^a"}, {}, "$.pattern"),
    ("entries that may repeat now", REVIEW, {"uniqueItems": True}, {"uniqueItems": False}, "$.uniqueItems"),
    ("required no longer", REVIEW, CLOSED, edited(CLOSED, required=[]), "$.required"),
    ("an object that is open now", REVIEW, CLOSED, edited(CLOSED, additionalProperties=True), "$.additionalProperties"),
    ("an open object that names a field", REVIEW, OPEN, edited(OPEN, properties={"a": TEXT, "b": True}), "$.properties.b"),
    ("an open object that names one less", REVIEW, edited(OPEN, properties=AB), OPEN, "$.properties.b"),
    ("another description", REVIEW, {"description": "a"}, {"description": "b"}, "$.description"),
    ("a title less", REVIEW, {"title": "a"}, {}, "$.title"),
    ("an example", REVIEW, {}, {"examples": [1]}, "$.examples"),
    ("a default", REVIEW, {}, {"default": 1}, "$.default"),
    ("a format", REVIEW, {}, {"format": "date"}, "$.format"),
    ("another dialect", REVIEW, {"$schema": "a"}, {"$schema": "b"}, "$.$schema"),
    ("another condition", REVIEW, {"if": TEXT, "then": TEXT}, {"if": LIST, "then": TEXT}, "$.if"),
    ("another exception", REVIEW, {"not": TEXT}, {"not": edited(TEXT, maxLength=11)}, "$.not"),
    ("an exception by reference", REVIEW, {"not": {"$ref": "#/$defs/x"}, "$defs": {"x": TEXT}}, {"not": {"$ref": "#/$defs/x"}, "$defs": {"x": edited(TEXT, maxLength=11)}}, "$.not"),
    ("one of others", REVIEW, {"oneOf": [TEXT]}, {"oneOf": [TEXT, LIST]}, "$.oneOf"),
    ("entries that one must hold", REVIEW, {"contains": TEXT}, {"contains": LIST}, "$.contains"),
    ("one more of any", REVIEW, {"anyOf": [TEXT]}, {"anyOf": [TEXT, LIST]}, "$.anyOf"),
    ("one less of all", REVIEW, {"allOf": [TEXT, TEXT]}, {"allOf": [TEXT]}, "$.allOf"),
    ("an unknown keyword", REVIEW, {"unevaluatedProperties": False}, {"unevaluatedProperties": False}, "$.unevaluatedProperties"),
    ("a reference beside what looks at neighbours", REVIEW, {"$ref": "#/$defs/x", "$defs": {"x": OPEN}, "additionalProperties": False}, {"$ref": "#/$defs/x", "$defs": {"x": edited(OPEN, properties=AB)}, "additionalProperties": False}, "$"),
    ("a reference to elsewhere", REVIEW, {"$ref": "urn:x"}, {"$ref": "urn:y"}, "$"),
    ("something where nothing could be", REVIEW, {"items": False}, {"items": TEXT}, "$.items"),
    ("anything where something was", REVIEW, {"items": TEXT}, {"items": True}, "$.items"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_what_is_the_same_is_no_difference(old, new):
    """Order, spelling and what nothing refers to are no differences."""
    assert compare(old, new) == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "path"), [row[1:] for row in EDITS], ids=[row[0] for row in EDITS]
)
def test_an_edit_is_judged(kind, old, new, path):
    """Each edit is told at its place, as the worst that it may do."""
    found = compare(old, new)
    assert (kind, path) in [(one.kind, one.path) for one in found], found
    worst = [known for known in (BREAKS, REVIEW, WIDENING) if known in {o.kind for o in found}]
    assert worst[0] == kind


def test_every_keyword_that_our_schemas_may_use_is_judged():
    """A keyword of the vocabulary that appears is a difference; none is passed over in silence."""
    values = {
        "properties": {"a": TEXT}, "required": ["a"], "$ref": "#/$defs/x", "then": TEXT, "else": TEXT,
        "additionalProperties": False, "items": TEXT, "propertyNames": TEXT, "enum": [1], "const": 1,
        "type": "string", "prefixItems": [TEXT], "allOf": [TEXT], "anyOf": [TEXT], "oneOf": [TEXT],
        "if": TEXT, "not": TEXT, "contains": TEXT, "uniqueItems": True, "pattern": "^a",
        "dependentSchemas": {"a": TEXT}, "patternProperties": {"a": TEXT},
    }  # fmt: skip
    silent = [
        word for word in sorted(KNOWN - {"$defs"}) if not compare({}, {word: values.get(word, 1)})
    ]
    assert silent == []
