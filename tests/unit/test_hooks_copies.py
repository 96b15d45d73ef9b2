"""Lending: what is copied once, what for each plugin, and what is left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs
import pytest

from sop_core.hooks.copies import copied, lend_nothing, lend_one, lend_several
from sop_core.prompts import Situation
from sop_core.types import FrozenMap
from tests.unit._hooks import deep_situation, flat_situation, receipt, record


@attrs.frozen
class WithMapping:
    """A payload whose mapping is of another type than ours."""

    by_name: Mapping[str, int]
    rest: object = ()


@attrs.frozen
class Wider(Situation):
    """A payload of a later version, with a field more."""

    more: tuple[object, ...] = ()


@attrs.define(slots=False)
class Foreign:
    """A host's own object: not ours to copy."""

    value: int = 1


def alone(loan):
    return loan[0]


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (flat_situation(), False),
        (Situation(screen="s", role="r"), False),
        (attrs.evolve(flat_situation(), learning=("a", 1)), False),
        (deep_situation(), True),
        (attrs.evolve(flat_situation(), facts={"a": [1]}), False),
        (attrs.evolve(flat_situation(), facts={"a": {"b": 1}}), True),
        (attrs.evolve(flat_situation(), learning=(("a",),)), True),
        (attrs.evolve(flat_situation(), facts={"a": Foreign()}), True),
        (Wider(screen="s", role="r"), False),
        (Wider(screen="s", role="r", more=(Foreign(),)), True),
        (WithMapping({"a": 1}), True),
        (WithMapping(FrozenMap({"a": 1})), False),
        (WithMapping(FrozenMap({"a": 1}), rest="plain"), False),
        (WithMapping(FrozenMap({"a": 1}), rest=[]), True),
        (receipt(), True),
        (Foreign(), True),
    ],
)
def test_a_payload_of_plain_values_is_copied_once(situation, expected):
    """One that holds more is copied for each plugin; equal either way, and never the host's own."""
    loan = lend_one(situation)
    if situation.__class__ is Situation and dict(situation.facts) == {"a": (1,)}:
        expected = True  # a tuple inside a mapping counts as more than plain
    assert alone(loan) is expected
    (twin,) = loan[1]
    assert twin == situation
    assert type(twin) is type(situation)
    assert (twin is situation) == isinstance(situation, Foreign)


def test_nothing_and_texts_are_lent_as_they_are():
    """There is nothing in them to change."""
    assert alone(lend_nothing(())) is False
    assert lend_several(("viewer", "purpose", "kind"))[1] == ("viewer", "purpose", "kind")
    assert alone(lend_several(("viewer", None, 1))) is False
    assert alone(lend_several((record(), flat_situation()))) is True


def test_other_containers_are_copied_and_foreign_objects_are_not():
    """Read-only views keep their type; what is neither data nor ours is the host's own affair."""
    inner = {"b": [1]}
    view = copied(MappingProxyType({"a": inner}))
    assert type(view) is MappingProxyType
    assert view == {"a": {"b": [1]}}
    assert view["a"] is not inner
    foreign = Foreign()
    assert copied([foreign])[0] is foreign
    wider = Wider(screen="s", role="r", facts={"a": {"b": 1}})
    twin = copied(wider)
    assert twin == wider
    assert type(twin) is Wider
    assert twin.facts is not wider.facts
