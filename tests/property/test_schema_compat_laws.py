"""What the compatibility checker calls a widening takes every document that was valid before.

The schemas, the edits and the documents are drawn from one small vocabulary, so that they meet;
jsonschema is the judge.
"""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tools.schema_differences import WIDENING, compare

pytestmark = pytest.mark.law

NAMES = ("a", "b", "c")
SCALARS = st.sampled_from((None, True, False, 0, 1, 2, 3, 2.5, "", "a", "ab", "abc", "b"))
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=6,
)
BOUNDS = ("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties", "minimum", "maximum")  # fmt: skip
TYPES = ("string", "integer", "number", "boolean", "null", "array", "object")


def plain():
    """Schemas without parts."""
    words = {
        **{word: st.integers(0, 3) for word in BOUNDS},
        "type": st.sampled_from(TYPES) | st.lists(st.sampled_from(TYPES), min_size=1, unique=True),
        "enum": st.lists(SCALARS, min_size=1, max_size=3),
        "const": SCALARS,
        "pattern": st.sampled_from(("^a", "b$")),
        "uniqueItems": st.booleans(),
        "multipleOf": st.integers(1, 2),
        "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "dependentRequired": st.just({"a": ["b"]}),
        "description": st.sampled_from(("one", "two")),
        "$ref": st.sampled_from(("#/$defs/x", "#/$defs/y")),
    }
    return st.fixed_dictionaries({}, optional=words).flatmap(few)


def few(schema):
    """The schema with at most three of its keywords: with more, nearly nothing is valid."""
    return st.lists(st.sampled_from(sorted(schema) or ["none"]), max_size=3, unique=True).map(
        lambda kept: {word: schema[word] for word in kept if word in schema}
    )


def larger(inner):
    """Schemas with parts."""
    one = inner | st.booleans()
    several = st.lists(inner, min_size=1, max_size=2)
    words = {
        "properties": st.dictionaries(st.sampled_from(NAMES), one, max_size=2),
        "additionalProperties": one,
        "patternProperties": st.dictionaries(st.just("^a"), one, max_size=1),
        "propertyNames": inner,
        "items": one,
        "prefixItems": several,
        "contains": inner,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "dependentSchemas": st.dictionaries(st.just("a"), inner, max_size=1),
    }
    return st.builds(
        lambda parts, rest: {**rest, **parts},
        st.fixed_dictionaries({}, optional=words).flatmap(few),
        plain(),
    )


SCHEMAS = st.recursive(plain(), larger, max_leaves=5)


@st.composite
def wholes(draw):
    """A whole schema, with what it may refer to."""
    schema = draw(SCHEMAS)
    return {**schema, "$defs": {"x": draw(plain()), "y": draw(SCHEMAS)}}


def places(value, at=()):
    """Every place of a schema that holds something."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()  # fmt: skip
    for key, below in inner:
        yield (*at, key)
        yield from places(below, (*at, key))


def is_free(place):
    """Whether a place may be edited: what a reference leads to stays there."""
    return place[0] != "$defs" or len(place) > len(("$defs", "x"))


@st.composite
def edited(draw, schema):
    """The schema with one or two things in it widened, narrowed, added, taken out or exchanged."""
    changed = deepcopy(schema)
    bounds = [place for place in places(changed) if place[-1] in BOUNDS]
    if bounds and draw(st.booleans()):
        *parents, last = draw(st.sampled_from(bounds))
        holder = changed
        for step in parents:
            holder = holder[step]
        if isinstance(holder[last], int):
            holder[last] = max(0, holder[last] + (1 if last.startswith("max") else -1))
        return changed
    for _ in range(draw(st.integers(1, 2))):
        *parents, last = draw(st.sampled_from([*filter(is_free, places(changed)), ("more",)]))
        holder = changed
        for step in parents:
            holder = holder[step]
        if not isinstance(holder, dict) or last not in holder:
            holder = changed
            last = draw(st.sampled_from(BOUNDS))
        value = holder.get(last)
        if isinstance(value, int) and not isinstance(value, bool):
            holder[last] = max(0, value + draw(st.sampled_from((-1, 1))))
        elif last == "properties":
            holder[last] = {**value, draw(st.sampled_from(NAMES)): draw(SCHEMAS)}
        elif isinstance(value, list) and last in ("enum", "type", "required"):
            holder[last] = [*value, draw(st.sampled_from(TYPES if last == "type" else NAMES))][
                draw(st.integers(0, 1)) :
            ]
            holder[last] = list(dict.fromkeys(map(str, holder[last]))) or ["string"]
        elif draw(st.booleans()):
            holder.pop(last, None)
        else:
            holder[last] = draw(SCHEMAS).get(last, value)
            if holder[last] is None and last != "const":
                del holder[last]
    return changed


def is_sound(schema):
    """A schema by the dialect's own rules, in which no reference goes round in a circle."""
    if not Draft202012Validator(Draft202012Validator.META_SCHEMA).is_valid(schema):
        return False
    try:
        list(Draft202012Validator(schema).iter_errors({"a": [{"b": 1}], "b": "ab"}))
    except RecursionError:
        return False
    return True


def valid(schema, document):
    try:
        return Draft202012Validator(schema).is_valid(document)
    except RecursionError:
        return None


@given(wholes(), st.data())
def test_a_widening_takes_whatever_was_valid(old, data):
    """DESIGN 3: where every difference is a widening, no older document is refused."""
    new = data.draw(edited(old))
    assume(is_sound(old) and is_sound(new))
    differences = compare(old, new)
    if any(one.kind != WIDENING for one in differences):
        return
    for document in data.draw(st.lists(VALUES, min_size=3, max_size=8)):
        before = valid(old, document)
        assert not before or valid(new, document), (old, new, document)


@given(wholes(), wholes())
def test_nothing_is_said_of_a_schema_beside_itself(old, other):
    """A schema is no different from itself, and how it is written makes no difference."""
    assert [one for one in compare(old, deepcopy(old)) if "does not know" not in one.said] == []
    assert all(one.path.startswith("$") and one.said for one in compare(old, other))


def test_widenings_are_drawn_at_all():
    """The law above is tried: pairs come up in which every difference is a widening, and there is one."""

    @st.composite
    def pairs(draw):
        old = draw(wholes())
        return old, draw(edited(old))

    assert find(
        pairs(),
        lambda pair: {one.kind for one in compare(*pair)} == {WIDENING},
        settings=settings(max_examples=5_000, deadline=None, phases=[Phase.generate]),
    )
