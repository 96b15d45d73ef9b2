"""One Sop with one made-up definition in force, quick enough to make for every example."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from sop_core import RecordRefused, Sop
from sop_core.catalog import build, checked
from sop_core.instruments import Instrument, Scale, ScaleScore
from sop_core.testing import administrations, instruments

BASE = Sop.load(plugins=False)


def sop_with(*documents: dict[str, Any]) -> Sop:
    """A Sop in which exactly these definitions are in force.

    They are taken for sound, which saves the time: `test_strategies` says that drawn ones are.
    """
    found = [checked(document, where="made up", trusted=True) for document in documents]
    assert [str(issue) for one in found for issue in one.issues] == []
    return evolve(BASE, catalog=build(found))


def scales_of(sop: Sop, record: dict[str, Any]) -> dict[str, ScaleScore]:
    """What the scales of a complete record come to."""
    receipt = sop.accept(record)
    assert receipt.score is not None
    return dict(receipt.score.scales)


def refused(sop: Sop, document: object, **options: Any) -> RecordRefused | None:
    """How `accept` refuses a document; None if it takes it."""
    try:
        sop.accept(document, **options)
    except RecordRefused as error:
        return error
    return None


@frozen
class Sitting:
    """An instrument and a record of it, as documents, and a Sop that knows the instrument."""

    definition: dict[str, Any]
    record: dict[str, Any]

    @cached_property
    def sop(self) -> Sop:
        return sop_with(self.definition)

    @cached_property
    def instrument(self) -> Instrument:
        return self.sop.catalog.instrument(self.definition["id"], self.definition["version"])

    @cached_property
    def scales(self) -> dict[str, ScaleScore]:
        return scales_of(self.sop, self.record)

    def scale(self, name: str) -> Scale:
        return next(scale for scale in self.instrument.scales if scale.id == name)

    def raw_scale(self, name: str) -> dict[str, Any]:
        return next(scale for scale in self.definition["scales"] if scale["id"] == name)

    def with_answers(self, answers: dict[str, Any]) -> Sitting:
        return evolve(self, record={**self.record, "answers": answers})


#: Options of `instruments` under which most examples have several scales with several items.
SCORED: dict[str, Any] = {
    "items": (2, 7),
    "scales": (2, 4),
    "types": ("choice", "choice", "boolean", "integer", "decimal", "choices"),
}


@st.composite
def sittings(draw, *, statuses=("complete",), **options):
    """An instrument and a record of it."""
    definition = draw(instruments(**options))
    return Sitting(definition, draw(administrations(definition, statuses=statuses)))


def items_of(definition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every item of a definition's document, by id, in order."""
    return {item["id"]: item for section in definition["sections"] for item in section["items"]}


def read_by_conditions(definition: dict[str, Any]) -> set[str]:
    """The items that some show_if looks at."""
    found = (item.get("show_if") for item in items_of(definition).values())
    return {condition["item"] for condition in found if condition}
