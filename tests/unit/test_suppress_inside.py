"""Parts that are shown of scopes that are not: whom they leave of what is round them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from attrs import evolve

from sop_core.reporting.cells import GroupingKind, Limits, Place, Respondents, Scope, Table
from sop_core.reporting.suppress_all import suppress
from sop_core.reporting.suppress_frame import frame_of, parts_told, workers_left_out
from sop_core.reporting.suppress_inside import Inside
from sop_core.reporting.suppress_rules import alike
from tests.unit._reports import table as several

MIXED, ALIKE, SMALL = {2: 10, 3: 10, 4: 10}, {3: 20, 4: 1}, {1: 4, 2: 3, 4: 4}
Cells = Mapping[str, Mapping[int, int]]


def place(path: str) -> Place:
    scope, _, value = path.partition("@")
    return Place((scope,) if scope else (), (("t", value),) if value else ())


def table(
    cells: Cells, kind: GroupingKind, workers: Mapping[Scope | Place, int] | None = None
) -> Table:
    """A table of `{"c@x": {3: 7}}`: seven people of c, in the part x, who came to 3."""
    parts = {"y"} if kind == "overlapping" else {path[2:] for path in cells}
    scopes = {"", *(path[0] for path in cells)}
    found: dict[Place, Counter[int]] = {place(one): Counter() for one in scopes}
    found |= {place(f"{scope}@{part}"): Counter() for scope in scopes for part in parts}
    for path, values in cells.items():
        scope, part = path.split("@")
        for at in ("", scope):
            found[place(at)].update(values)
            if part in parts:
                found[place(f"{at}@{part}")].update(values)
    return Table(
        groups={at: {"m": Respondents.of(one, low=1, high=5)} for at, one in found.items()},
        groupings={"t": kind},
        workers=workers,
    )


def beside(one: Table, hidden: Mapping[Place, object]) -> Respondents:
    """The whole less all scopes that are shown, and less the shown parts of those that are not."""
    rest = one.groups[place("")]["m"]
    for at, row in one.groups.items():
        is_part = bool(at.groups) and Place(at.scope) in hidden
        if at.scope and at not in hidden and (is_part or not at.groups):
            rest = rest.less(row["m"])
    return rest


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"e@x": ALIKE, "f@y": MIXED, "d@z": MIXED, "d@y": SMALL}, "overlapping"),
        ({"d@z": {3: 5}, "d@y": {3: 3}, "d@x": MIXED, "f@y": ALIKE, "f@x": SMALL, "e@z": {3: 5}, "e@y": ALIKE,
          "c@x": {3: 5}, "c@y": MIXED}, "partition"),
    ],
)  # fmt: skip
def test_nobody_is_left_alike_beside_a_part_of_a_withheld_scope(cells, kind):
    """Rule 4, for a group that no sum names."""
    one = table(cells, kind)
    hidden = suppress(one, Limits()).withheld
    assert place("") not in hidden
    assert not alike([beside(one, hidden)])


def test_a_part_that_was_shown_before_leaves_the_whole_withheld():
    """What was shown is not taken back; then what is round it is not shown."""
    cells = {"c@x": {3: 7}, "d@y": {3: 5}, "f@x": ALIKE, "f@z": ALIKE, "f@y": {3: 5}}
    pattern = suppress(table(cells, "partition"), Limits(), shown=[place("f@z"), place("c@y")])
    assert place("") in pattern.withheld


def test_where_a_part_and_the_whole_were_shown_the_whole_is_exposed():
    """Then no release is safe, and that is said."""
    cells = {"c@x": {3: 7}, "d@y": {3: 5}, "f@x": ALIKE, "f@z": ALIKE, "f@y": {3: 5}}
    seen = [place("f@z"), place("c@y"), place("")]
    pattern = suppress(table(cells, "partition"), Limits(), shown=seen)
    assert place("") in pattern.exposed


def test_where_no_values_are_known_a_part_is_shown():
    """Rule 4 has nothing to say of counts alone."""
    full = table(
        {"c@y": MIXED, "c@z": {2: 6, 3: 6}, "d@x": {3: 7}, "e@x": {2: 30, 3: 30}}, "overlapping"
    )
    counts = {at: {"m": Respondents(n=row["m"].n)} for at, row in full.groups.items()}
    hidden = suppress(evolve(full, groups=counts), Limits()).withheld
    assert place("c") in hidden
    assert place("c@y") not in hidden


def workers(**told: int) -> dict[Scope | Place, int]:
    return {at.scope if not at.groups else at: n for at, n in ((place(one.replace("_", "@").strip("w")), n) for one, n in told.items())}  # fmt: skip


@pytest.mark.parametrize(("values", "n", "shown"), [(MIXED, 3, False), (ALIKE, 9, True)])
def test_whoever_is_left_beside_a_part_is_the_work_of_enough(values, n, shown):
    """Rule 2: beside a part of a county that protects another one, the other's workers alone are known to be left."""
    cells = {"c@y": MIXED, "c@z": {2: 6, 3: 6}, "d@x": values, "e@x": {2: 20, 3: 20, 4: 20}}
    told = workers(w=30, c=9, d=n, e=9, c_y=6, w_y=9)
    pattern = suppress(table(cells, "overlapping", told), Limits())
    assert {place("c"), place("d")} <= pattern.withheld.keys()
    assert (place("c@y") not in pattern.withheld) is shown


@pytest.mark.parametrize(
    ("told", "values", "least"),
    [
        ({"whole": 20, "a": 14}, "a", 6),  # whoever is of the whole and not of the part
        ({"whole": 20, "a": 14, "_other": 9}, "a", 9),  # as many as are told
        ({"whole": 20, "a": 14, "b": 9}, "a", 9),  # another value's people are among them
        ({"whole": 20, "a": 8, "b": 9}, "ab", 3),
        (
            {"whole": 20, "a": 8, "b": 9, "_other": 12},
            "ab",
            3,
        ),  # whoever is not of `a` may be of `b`
        ({"whole": 20, "b": 9}, "ab", 0),  # an unknown number counts as none
        ({"a": 8, "c": 7}, "a", 7),
        ({"whole": 20, "_other": 14, "a": 3}, ["_other"], 6),  # `_other` is the part itself
        ({"whole": 9, "a": 14}, "a", 0),
    ],
)
def test_at_least_so_many_workers_are_left_out_by_parts(told, values, least):
    """Rule 2 for those of a place who are in none of these parts of it."""
    known = {Place((), (("t", name),)) if name != "whole" else (): n for name, n in told.items()}
    parts = [Place((), (("t", value),)) for value in values]
    assert workers_left_out(known, parts_told(known), Place(), parts) == least


def given_away(
    c: list[dict[int, int]], of_y: list[dict[int, int]], e: list[dict[int, int]]
) -> list[Place]:
    """The shown parts that give somebody away where `c` and `e` are withheld, and `y` of `c` is shown."""
    shown = {2: 20, 3: 20, 4: 20}
    cells = {"c": c, "e": e, "d": [shown] * len(e)}
    whole = [sum((Counter(cell[at]) for cell in cells.values()), Counter()) for at in range(len(e))]
    one = several({"": whole, "@t=y": of_y, **cells, "c@t=y": of_y}, groupings={"t": "overlapping"})
    frame = frame_of(one, Limits())
    at = {here: index for index, here in enumerate(frame.places)}
    held = {at[place("c")], at[place("e")]}
    found = Inside(frame, held, {at[place("c")]: [[at[place("c@y")]]]}).given_away(at[place("")])
    return [frame.places[index] for index in found]


def test_each_measure_is_looked_at():
    """Beside the part all others said 3 in one measure, whatever they said in the other."""
    mixed, others = {2: 10, 3: 12, 4: 10}, {2: 10, 4: 10}
    alike_in = ([mixed], [others], [{3: 15}])
    apart_in = ([{2: 12, 3: 10, 4: 10}], [{2: 6, 3: 8, 4: 6}], [{2: 5, 3: 5, 4: 5}])
    assert given_away(*alike_in) == [place("c@y")]
    assert given_away(*apart_in) == []
    both = [two + one for two, one in zip(alike_in, apart_in, strict=True)]
    assert given_away(*both) == [place("c@y")]
    assert given_away(*(one[::-1] for one in both)) == [place("c@y")]


@pytest.mark.parametrize(("end", "near"), [(5, 4), (1, 2)])
@pytest.mark.parametrize(("n", "is_given"), [(1000, True), (300, False)])
def test_whoever_is_left_is_not_at_an_end(end, near, n, is_given):
    """Rule 4: two of a thousand said otherwise, and the mean of those who are left rounds to the end."""
    c, of_y = {end: 20, near: 12}, {end: 10, near: 10}
    assert given_away([c], [of_y], [{end: n}]) == ([place("c@y")] if is_given else [])


def test_nobody_left_is_nobody_given_away():
    """In the second measure all who answered are in the part that is shown."""
    two = [{2: 10, 4: 10}, {}]
    apart_in = ([{2: 12, 3: 10, 4: 10}, two[0]], [{2: 6, 3: 8, 4: 6}, two[0]], [MIXED, two[1]])
    assert given_away(*apart_in) == []


@pytest.mark.parametrize(("told", "is_given"), [(4, True), (5, False), (None, False)])
@pytest.mark.parametrize("is_alike", [True, False])
def test_a_part_of_a_unit_of_a_withheld_office_is_looked_at(told, is_given, is_alike):
    """Two levels down: beside the part is another office, of four workers or of people who are alike."""
    y = {2: 10, 4: 10}
    c = {2: 10, 3: 12, 4: 10} if is_alike else {2: 13, 3: 11, 4: 13}
    e = {3: 15} if is_alike else {2: 10, 4: 10}
    whole = sum((Counter(one) for one in (c, e, MIXED)), Counter())
    cells = {"": whole, "@t=y": y, "c": c, "c@t=y": y, "c/1": c, "c/1@t=y": y, "e": e, "d": MIXED}
    workers = None if told is None else {(): 30, ("c",): 10, ("e",): told}
    frame = frame_of(several(cells, groupings={"t": "overlapping"}, workers=workers), Limits())
    at = {here: index for index, here in enumerate(frame.places)}
    unit, part = Place(("c", "1")), Place(("c", "1"), (("t", "y"),))
    held = {at[place("c")], at[unit], at[place("e")]}
    found = Inside(frame, held, {at[unit]: [[at[part]]]}).given_away(at[place("")])
    assert found == ([at[part]] if is_alike or is_given else [])


def test_of_others_beside_a_part_nobody_knows_whose_they_are():
    """Rule 2: the county has nine workers, and of those who are not in its part no number is told."""
    y, c = {2: 10, 4: 10}, {2: 13, 3: 11, 4: 13}
    cells = {"": Counter(c) + Counter(MIXED), "@t=y": y, "c": c, "c@t=y": y, "d": MIXED}
    workers = {(): 18, ("c",): 9, ("d",): 9}
    frame = frame_of(several(cells, groupings={"t": "overlapping"}, workers=workers), Limits())
    at = {here: index for index, here in enumerate(frame.places)}
    part = at[place("c@y")]
    found = Inside(frame, {at[place("c")]}, {at[place("c")]: [[part]]}).given_away(at[place("")])
    assert found == [part]


@pytest.mark.parametrize("end", [5, 1])
@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_groupings_the_one_that_leaves_the_most_alike_is_looked_at(end, turn):
    """Beside the one part all are at an end, and beside the other nobody is."""
    middle = {2: 10, 3: 10} if end == 5 else {4: 10, 3: 10}
    c, e = {**middle, end: 12}, {end: 1000, (4 if end == 5 else 2): 2}
    whole = Counter(c) + Counter(e) + Counter(MIXED)
    y, z = {"@t=y": middle, "c@t=y": middle}, {"@u=z": {end: 12}, "c@u=z": {end: 12}}
    kinds = dict.fromkeys("tu", "overlapping")
    frame = frame_of(
        several({"": whole, "c": c, "e": e, "d": MIXED, **y, **z}, groupings=kinds), Limits()
    )
    at = {here: index for index, here in enumerate(frame.places)}
    parts = [at[Place(("c",), (pair,))] for pair in (("u", "z"), ("t", "y"))]
    by = {at[place("c")]: [[one] for one in parts[::turn]]}
    found = Inside(frame, {at[place("c")], at[place("e")]}, by).given_away(at[place("")])
    assert found == parts[::turn]
