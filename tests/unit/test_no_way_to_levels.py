"""D6, S1-01: no public function leads from goals, or from what was done towards them, to a level.

A level is assigned by a person from its description. The public names of every room are walked: what
each function takes, and what it gives. From a goal, its events and their progress we go wherever a
function's types lead, through what it returns, through values that hold one another, and through the
protocols that a goal keeps; a rating must not be among what is reached, unless a rating went in.

Documents (dicts, `object`, `Any`) say nothing by their type: that the door makes a rating of a rating's
document alone is shown beside it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
import types
import typing
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import attrs
import pytest
from attrs import frozen

import sop_core
from sop_core import Sop, to_document
from sop_core.coaching import Goal, GoalEvent, Progress
from sop_core.profiles import AspectRating, Rating
from sop_core.sop.building import RULES
from tests.unit import _goaled as goaled
from tests.unit._rubrics import PROFILE, rating

#: What a level is known by, and what it must not be made of.
LEVELS: frozenset[type] = frozenset({Rating, AspectRating})
DEEDS: frozenset[type] = frozenset({Goal, GoalEvent, Progress})
SELVES = ("self", "cls")


@frozen
class Step:
    """One way through a function: the types that it takes, and those that it gives."""

    name: str
    takes: frozenset[type]
    gives: frozenset[type]


def public() -> Iterator[tuple[str, object]]:
    """Every public name of the root and of each room."""
    rooms = [
        entry.name for entry in pkgutil.iter_modules(sop_core.__path__) if entry.name[0] != "_"
    ]
    for room in ("sop_core", *(f"sop_core.{name}" for name in rooms)):
        module = importlib.import_module(room)
        for name in getattr(module, "__all__", ()):
            yield f"{room}.{name}", getattr(module, name)


def every_name() -> dict[str, Any]:
    """Every class of the library by its name: what an annotation under TYPE_CHECKING may mean."""
    found: dict[str, Any] = {}
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("sop_core"):
            for name, value in vars(module).items():
                if inspect.isclass(value) or isinstance(
                    value, types.UnionType | types.GenericAlias
                ):
                    found.setdefault(name, value)
    return found


def hints(of: Any, names: dict[str, Any]) -> dict[str, Any]:
    """The types that a function or class is annotated with; those that cannot be resolved, one by one, as texts."""
    found: dict[str, Any] = {}
    for name, said in getattr(of, "__annotations__", {}).items():
        within = vars(sys.modules[of.__module__])
        try:
            found[name] = (
                eval(said, {**vars(typing), **names, **within}) if isinstance(said, str) else said
            )
        except (NameError, TypeError, AttributeError, SyntaxError):
            found[name] = said
    return found


def mentioned(kind: Any) -> Iterator[type]:
    """Every class that a type speaks of, however deep: of unions, containers, callables."""
    if isinstance(kind, typing.TypeVar):
        yield from mentioned(kind.__bound__)
        for one in kind.__constraints__:
            yield from mentioned(one)
    elif isinstance(kind, list | tuple):
        for one in kind:
            yield from mentioned(one)
    elif inspect.isclass(kind) and not typing.get_args(kind):
        yield kind
    else:
        for one in typing.get_args(kind):
            yield from mentioned(one)


def ours(kinds: typing.Iterable[type]) -> frozenset[type]:
    return frozenset(kind for kind in kinds if kind.__module__.startswith(("sop_core", __name__)))


def held_by(kind: type, names: dict[str, Any]) -> frozenset[type]:
    """The classes that a value's fields hold."""
    if not attrs.has(kind):
        return frozenset()
    return ours(one for said in hints(kind, names).values() for one in mentioned(said))


def plain_function(member: Any) -> Any:
    """What runs when a member of a class is used: the function of a method, a property, a class method."""
    inner = (getattr(member, name, None) for name in ("__func__", "fget", "func"))
    return next((one for one in inner if one is not None), member)


def is_protocol(kind: type) -> bool:
    return kind is not Protocol and bool(getattr(kind, "_is_protocol", False))


class Walk:
    """Where the public functions lead from some types."""

    def __init__(self, named: typing.Iterable[tuple[str, object]]) -> None:
        self.named = list(named)
        self.names = every_name()
        self.unread: list[str] = []
        self.steps = [step for name, value in self.named for step in self.of(name, value)]

    def of(self, name: str, value: Any) -> Iterator[Step]:
        if inspect.isclass(value):
            for at, member in vars(value).items():
                inner = plain_function(member)
                if inspect.isfunction(inner) and (at[0] != "_" or at == "__call__"):
                    yield self.step(f"{name}.{at}", inner, value)
        elif inspect.isfunction(value):
            yield self.step(name, value, None)

    def step(self, name: str, function: Callable[..., Any], owner: type | None) -> Step:
        said = hints(function, self.names)
        gives = said.pop("return", None)
        wrong = [at for at, kind in {**said, "return": gives}.items() if isinstance(kind, str)]
        self.unread += [f"{name}: {at}" for at in wrong]
        takes = {one for kind in said.values() for one in mentioned(kind)}
        parameters = list(inspect.signature(function).parameters)
        if owner is not None and parameters[:1] and parameters[0] in SELVES:
            takes.add(owner)
        return Step(name, ours(takes), ours(mentioned(gives)))

    def fits(self, kind: type, wanted: type) -> bool:
        """Whether a value of one class can be passed where another, or a protocol, is asked for."""
        if not is_protocol(wanted):
            return issubclass(kind, wanted)
        asked = {
            at
            for one in wanted.__mro__
            if is_protocol(one)
            for at in (*vars(one), *getattr(one, "__annotations__", {}))
            if at[0] != "_"
        }
        has = {*dir(kind), *(attrs.fields_dict(kind) if attrs.has(kind) else ())}
        return bool(asked) and asked <= has

    def holds(self, kind: type, seen: frozenset[type] = frozenset()) -> frozenset[type]:
        """A class, and all that its values may hold."""
        if kind in seen:
            return frozenset()
        found = {kind}
        for one in held_by(kind, self.names):
            found |= self.holds(one, seen | {kind})
        return frozenset(found)

    def takes(self, step: Step, reached: set[type]) -> bool:
        wanted = {one for kind in step.takes for one in self.holds(kind)}
        return any(self.fits(kind, one) for kind in reached for one in wanted)

    def takes_levels(self, step: Step) -> bool:
        """Whether a rating went in: what comes out may be that."""
        return self.takes(step, set(LEVELS))

    def gives_levels(self, step: Step) -> bool:
        return any(self.holds(kind) & LEVELS for kind in step.gives)

    def ways(self, start: typing.Iterable[type] = DEEDS) -> list[str]:
        """Every function at which a way from the start comes to a level that did not go in."""
        reached, found = set(start), []
        left = list(self.steps)
        while taken := [step for step in left if self.takes(step, reached)]:
            left = [step for step in left if step not in taken]
            for step in taken:
                if self.gives_levels(step) and not self.takes_levels(step):
                    found.append(step.name)
                reached |= {kind for kind in step.gives if not self.holds(kind) & LEVELS}
        return found


WALK = Walk(public())


def test_no_way_leads_from_deeds_to_levels():
    """D6: goals, their events and progress come to no rating, by whatever functions."""
    assert WALK.ways() == []


def test_the_walk_goes_somewhere():
    """It reads every room's functions, and reaches what is made of goals; every type that it meets is known."""
    names = {step.name for step in WALK.steps}
    assert {
        "sop_core.coaching.progress",
        "sop_core.coaching.relation_of",
        "sop_core.profiles.history",
    } <= names
    assert len(names) > 200
    assert [one for one in WALK.unread if "coaching" in one or "profiles" in one] == []
    reached = {step.name for step in WALK.steps if WALK.takes(step, set(DEEDS))}
    assert {"sop_core.coaching.progress", "sop_core.coaching.said"} <= reached
    makers = {step.name for step in WALK.steps if WALK.gives_levels(step)}
    assert {"sop_core.coaching.relation_of", "sop_core.coaching.Relation.latest"} <= makers


def test_the_door_makes_a_rating_of_a_rating_alone():
    """S1-01: of all kinds that are accepted one is kept as a rating, and its levels are those that it states."""
    assert [kind for kind, rule in RULES.items() if rule.value is Rating] == ["rating"]
    sop = Sop.load(plugins=False, definitions=[PROFILE])
    document = rating(agreement=None)
    alone = sop.accept(document).record
    assert isinstance(alone, Rating)
    assert to_document(alone)["aspects"] == document["aspects"]
    deeds = [goaled.goal(), *(goaled.event(f"e{n}", "2026-11-24") for n in range(9))]
    assert sop.accept(document, given=deeds).record == alone


@frozen
class Tally:
    """What a fault could count into."""

    n: int


@frozen
class Box:
    inner: Rating


def from_goal(goal: Goal) -> Rating: ...
def from_many(events: list[GoalEvent], *, at: int = 0) -> dict[str, AspectRating]: ...
def to_tally(progress: Progress | None) -> Tally: ...
def from_tally(tally: Tally) -> Box | None: ...
def from_anything(record: typing.Iterable[HasGoalsFields]) -> tuple[Rating, ...]: ...
def sound(goal: Goal, rating: Rating) -> Rating: ...
def apart(profile: str) -> Rating: ...


class HasGoalsFields(Protocol):
    @property
    def activity(self) -> str: ...


class Method:
    def rate(self, event: GoalEvent) -> Rating: ...

    @property
    def value(self) -> Rating: ...


@pytest.mark.parametrize(
    ("functions", "found"),
    [
        ([from_goal], ["from_goal"]),
        ([from_many], ["from_many"]),
        ([to_tally], []),
        ([to_tally, from_tally], ["from_tally"]),
        ([from_tally], []),
        ([from_anything], ["from_anything"]),
        ([Method], ["Method.rate"]),
        ([sound, apart], []),
    ],
)
def test_the_walk_finds_what_it_is_for(functions, found):
    """A planted way is found: straight, by a list, by a count in between, by a protocol, by a method."""
    assert Walk([(one.__name__, one) for one in functions]).ways() == found
