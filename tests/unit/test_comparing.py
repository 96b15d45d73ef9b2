"""What published releases say beside each other, on tables that a person can follow."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from attrs import evolve

from sop_core import CallRefused, DocumentRefused, to_document, to_json
from sop_core.reporting import Audience, Place, Verdict, compare
from sop_core.reporting.comparing_cycles import changed, cycles_in_order
from tests.unit._released import STAFF
from tests.unit._reported import form, held, release, row

WORKERS = form("workers", {"asks": ("engagement",), "plans": ("planning",), "alone": ()})
LEADERS = form("leaders", {"coaches": ("engagement", "planning")})
SOP = held(WORKERS, LEADERS)
WORKER, LEADER = SOP.catalog.instrument("workers"), SOP.catalog.instrument("leaders")
ROWS = {"": (40, "3.41"), "c": (40, "3.41"), "c/n": (25, "3.6"), "c/s": None, "c/w": 0}
LATER = {"": (44, "3.45"), "c": (44, "3.45"), "c/n": None, "c/s": (30, "3.2"), "c/w": 0}


def both(**more):
    asked = release({"asks": ROWS, "plans": ROWS}, "w", instrument=WORKER)
    coached = release({"coaches": {"": (12, "4"), "c/n": (12, "4")}}, "l", instrument=LEADER)
    return compare([asked, coached], [WORKER, LEADER], **more)


def changes(*releases, known=(), **more):
    found = compare(releases, known, **more).changes
    return [("/".join(one.after.place.scope), str(one.difference), one.verdict) for one in found]


# -- side by side --------------------------------------------------------------------------------


def test_scales_that_share_a_theme_stand_side_by_side_and_are_never_merged():
    """S0-05: each keeps its own number; a theme of one instrument alone is no comparison."""
    found = [
        (one.theme, one.place.scope, [(v.measure.id, str(v.mean), v.n) for v in one.views])
        for one in both().beside
    ]
    asks, plans = ("asks", "3.41", 40), ("plans", "3.41", 40)
    coaches = ("coaches", "4", 12)
    assert found == [
        ("engagement", (), [coaches, asks]),
        ("engagement", ("c", "n"), [coaches, ("asks", "3.6", 25)]),
        ("planning", (), [coaches, plans]),
        ("planning", ("c", "n"), [coaches, ("plans", "3.6", 25)]),
    ]


def test_without_definitions_nothing_is_said_by_theme():
    """A theme is data of a definition; one of another scoring says nothing of this release."""
    asked = release({"asks": ROWS}, "w", instrument=WORKER)
    coached = release({"coaches": ROWS}, "l", instrument=LEADER)
    assert compare([asked, coached]).beside == ()
    assert compare([asked, coached], [STAFF]).beside == ()
    assert compare([asked]).instrument(asked.instrument) is None
    assert compare([asked], [WORKER]).instrument(asked.instrument) is WORKER


def test_the_last_cycle_of_each_survey_stands_beside_those_of_the_others():
    """S0-05: leaders who were asked in spring stand beside workers who were asked in fall."""
    old = release({"asks": {"": (40, "1.5")}}, "w1", instrument=WORKER, cycle="2026-Q2")
    new = release({"asks": {"": (40, "2.5")}}, "w2", instrument=WORKER, cycle="2026-Q4")
    coached = release({"coaches": {"": (12, "4")}}, "l", instrument=LEADER, cycle="2026-Q2")
    (one,) = compare([new, coached, old], [WORKER, LEADER]).beside
    assert [(v.cycle, str(v.mean)) for v in one.views] == [("2026-Q2", "4"), ("2026-Q4", "2.5")]


# -- over time -----------------------------------------------------------------------------------


def test_a_change_is_the_difference_of_two_published_means():
    """Rule 5: only where both are shown, and without a spread in both never more than no clear change."""
    before = release({"mean": ROWS}, "r1", cycle="2026-Q3")
    after = release({"mean": LATER}, "r2", cycle="2026-Q4")
    calm = Verdict.NO_CLEAR_CHANGE
    assert changes(before, after) == [("", "0.04", calm), ("c", "0.04", calm)]


def test_cycles_that_have_no_neighbor_are_not_held_together():
    """S0-01: from one released cycle to the next one; a group that one of them withholds has a gap."""
    cells = [ROWS, LATER, ROWS]
    made = [
        release({"mean": one}, f"r{at}", cycle=f"2026-Q{at}") for at, one in enumerate(cells, 1)
    ]
    assert [where for where, _, _ in changes(*made)] == ["", "", "c", "c"]


def test_other_ranges_roundings_and_scorings_are_not_held_together():
    """Rule 5: the same measure, comparably scored."""
    before = release({"mean": ROWS}, "r1", cycle="2026-Q3")
    for other in (
        release({"mean": ROWS}, "r2", range=(0, 5, 2)),
        release({"mean": ROWS}, "r2", range=(1, 5, 1)),
        release({"other": ROWS}, "r2"),
        release({"mean": ROWS}, "r2", instrument=evolve(STAFF, ref=evolve(STAFF.ref, scoring="x"))),
    ):
        assert changes(before, other) == []


@pytest.mark.parametrize(("comparable", "n"), [(True, 2), (False, 0)])
def test_versions_are_held_together_where_a_migration_keeps_scores_comparable(comparable, n):
    """S0-01: a declared way from one scoring to another, in either direction of time."""
    old = held(form("survey", {"mean": ()})).catalog.instrument("survey")
    step = {
        "from": "1.0.0", "scoring": old.ref.scoring, "comparable": comparable,
        "items": {"q0": {"item": "q0"}}, "note": "One more question.",
    }  # fmt: skip
    newer = form("survey", {"mean": (), "more": ()}, version="2.0.0", migrations=[step])
    new = held(form("survey", {"mean": ()}), newer).catalog.instrument("survey", "2.0.0")
    first = release({"mean": ROWS}, "r1", instrument=old, cycle="2026-Q3")
    second = release({"mean": LATER}, "r2", instrument=new)
    assert len(changes(first, second, known=[old, new])) == n
    assert changes(first, second, known=[old]) == []
    back = evolve(first, cycle="2026-Q4"), evolve(second, cycle="2026-Q3")
    assert len(changes(*back, known=[old, new])) == n


def spread(mean, sd, cycle):
    made = release({}, "r" + cycle[-1], cycle=cycle)
    one = row("", "mean", (40, mean), sd=Decimal(sd))
    measures = release({"mean": ROWS}).measures
    return evolve(made, measures=measures, rows=(one,))


@pytest.mark.parametrize(
    ("later", "sd", "verdict", "ends"),
    [
        ("3.50", "1", Verdict.NO_CLEAR_CHANGE, ("-0.35", "0.53")),
        ("3.86", "1", Verdict.HIGHER, ("0.01", "0.89")),
        ("2.90", "1", Verdict.LOWER, ("-0.95", "-0.07")),
        ("3.42", "0", Verdict.HIGHER, ("0.01", "0.01")),
        ("3.41", "0", Verdict.NO_CLEAR_CHANGE, ("0.00", "0.00")),
    ],
)
def test_with_a_spread_in_both_there_is_an_interval(later, sd, verdict, ends):
    """Rule 5: as if independent, 1.96 standard errors to either side, rounded to the outside."""
    (one,) = compare([spread("3.41", sd, "2026-Q3"), spread(later, sd, "2026-Q4")]).changes
    assert one.verdict is verdict
    assert (str(one.interval.low), str(one.interval.high)) == ends


def test_a_spread_in_one_cycle_alone_is_none():
    """Rule 5: an interval only where the spread may be shown in both."""
    before, after = spread("3.41", "1", "2026-Q3"), spread("4.9", "1", "2026-Q4")
    bare = evolve(after, rows=(evolve(after.rows[0], sd=None),))
    for pair in ([before, bare], [evolve(before, rows=(evolve(before.rows[0], sd=None),)), after]):
        (one,) = compare(pair).changes
        assert (one.verdict, one.interval) == (Verdict.NO_CLEAR_CHANGE, None)
    views = compare([before, after]).changes[0]
    assert changed(views.before, views.after) == views


@pytest.mark.parametrize(
    ("names", "given", "expected"),
    [
        (["2026-Q4", "2025-Q4", "2026-Q1"], [], ["2025-Q4", "2026-Q1", "2026-Q4"]),
        (["q4", "q3"], [], ["q3", "q4"]),
        (["2026-02-01", "2025-11-30"], [], ["2025-11-30", "2026-02-01"]),
        (["spring"], [], ["spring"]),
        (["spring", "fall"], ["winter", "spring", "fall"], ["spring", "fall"]),
    ],
)
def test_cycles_stand_in_the_order_of_their_names_or_of_the_caller(names, given, expected):
    """S0-01: an order is known, never guessed."""
    assert list(cycles_in_order(names, given)) == expected


@pytest.mark.parametrize(
    ("names", "given", "words"),
    [
        (["spring", "fall"], [], "Nobody can tell which"),
        (["1-2026", "4-2025"], [], "Nobody can tell which"),
        (["q3", "q10"], [], "Nobody can tell which"),
        (["q3", "q4"], ["q4"], "'q3' too"),
        (["q3", "q4"], ["q4", "q3", "q4"], "one twice"),
    ],
)
def test_an_order_that_nobody_knows_is_refused(names, given, words):
    """S0-01: with what to do about it."""
    with pytest.raises(CallRefused, match=words):
        cycles_in_order(names, given)


# -- strongest and most in need ------------------------------------------------------------------


def standing(**means):
    cells = {name: {"": (40, mean), "c": (40, "1.01")} for name, mean in means.items()}
    (found,) = compare([release(cells)]).standings
    ends = (found.strongest, found.in_need)
    return tuple([one.measure.id for one in end] for end in ends)


def test_what_is_strongest_and_most_in_need_is_told_of_the_whole_alone():
    """S0-08, S0-09: needs of the agency; no unit, office or county has a list of its own."""
    assert standing(a="3", b="4", c="2", d="3.5") == (["b"], ["c"])
    cells = {name: {"c": (40, mean)} for name, mean in (("a", "3"), ("b", "4"))}
    assert compare([release(cells)]).standings == ()


def test_ties_are_told_as_ties():
    """S0-09: equal means stand or fall together, and where all are equal nothing stands out."""
    assert standing(a="4", b="4", c="4", d="2") == (["a", "b", "c"], ["d"])
    assert standing(a="3", b="3.0", c="3.00") == ([], [])


def test_of_many_measures_the_highest_and_lowest_quarter_are_told():
    """S0-09: two of eight, unless the second is tied with a third."""
    eight = dict(zip("abcdefgh", ["5", "4.5", "4", "3", "3", "2", "1.5", "1.5"], strict=True))
    assert standing(**eight) == (["a", "b"], ["g", "h"])
    tied = dict(zip("abcdefgh", ["5", "4.5", "4.5", "3", "3", "2", "1.5", "1"], strict=True))
    assert standing(**tied) == (["a"], ["g", "h"])


def test_measures_of_two_ranges_are_not_held_against_each_other():
    """S0-05: a mean of 1 to 5 and one of 0 to 100 have no order."""
    first = release({"a": {"": (40, "3")}, "b": {"": (40, "2")}}, "r1")
    second = release({"d": {"": (40, "30")}, "e": {"": (40, "30")}}, "r2", range=(0, 100, 0))
    third = release({"f": {"": (40, "7")}}, "r3", range=(0, 10, 0))
    found = [
        [[v.measure.id for v in end] for end in (one.strongest, one.in_need)]
        for one in compare([third, second, first]).standings
    ]
    assert found == [[[], []], [["a"], ["b"]]]


def test_parts_by_a_further_grouping_are_compared_as_groups_of_their_own():
    """C-22: a part is no scope, and the whole's list has none of it."""
    cells = {"": (40, "3"), "@type=x": (20, "4")}
    made = [release({"a": cells, "b": cells}, f"r{n}", cycle=f"2026-Q{n}") for n in (3, 4)]
    found = compare(made)
    assert {one.after.place for one in found.changes} == {Place(), Place((), (("type", "x"),))}
    assert [one.strongest for one in found.standings] == [()]


# -- what takes part -----------------------------------------------------------------------------


def test_of_a_correction_the_last_edition_takes_part():
    """Rule 5: whether it shows a row or withholds it."""
    first = release({"mean": ROWS, "lowest": ROWS}, "r1")
    cells = {**ROWS, "": (41, "3.5"), "c/n": None}
    second = release({"mean": cells, "lowest": cells}, "r2", edition=1)
    before = release({"mean": ROWS}, "r0", cycle="2026-Q3")
    assert changes(second, first, before) == [
        ("", "0.09", Verdict.NO_CLEAR_CHANGE),
        ("c", "0.00", Verdict.NO_CLEAR_CHANGE),
    ]


def test_what_one_release_withholds_another_of_its_edition_may_show():
    """Issue 6: a report for the inside holds what the inside release shows, and stays inside."""
    public = release({"mean": {**ROWS, "c/n": None}}, "r1")
    inside = release({"mean": ROWS}, "r2", audience=Audience.INTERNAL)
    before = release({"mean": ROWS}, "r0", cycle="2026-Q3")
    found = compare([before, inside, public])
    assert {one.after.place.scope for one in found.changes} == {(), ("c",), ("c", "n")}
    assert found.audience is Audience.INTERNAL
    assert compare([public]).audience is Audience.PUBLIC


def test_releases_that_are_at_odds_are_refused():
    """Issue 6: one of them was changed, or is another agency's; nobody says which is right."""
    other = release({"mean": {**ROWS, "c/n": (25, "3.7")}}, "r2")
    with pytest.raises(CallRefused, match=re.escape("show 'mean' of 'c/n' in '2026-Q4'")) as raised:
        compare([release({"mean": ROWS}), other])
    assert "3.7" not in str(raised.value)


def test_no_release_is_no_comparison():
    """A call without anything to look at says so; one release that is given twice is one."""
    with pytest.raises(CallRefused, match="no release to look at"):
        compare([])
    assert len(compare([release({"mean": ROWS})] * 2, [STAFF, STAFF]).releases) == 1


# -- the door ------------------------------------------------------------------------------------


def test_sop_compare_takes_documents_and_values_and_finds_their_definitions():
    """DESIGN 4: dicts, text, bytes or values, in any order."""
    asked = release({"asks": ROWS, "plans": ROWS}, "w", instrument=WORKER)
    coached = release({"coaches": {"": (12, "4"), "c/n": (12, "4")}}, "l", instrument=LEADER)
    expected = both()
    for pair in (
        [asked, to_document(coached)],
        [to_json(coached), to_json(asked).encode()],
    ):
        found = SOP.compare(pair)
        assert found == expected


def test_sop_compare_refuses_what_is_no_list_and_no_release():
    """Errors teach: a wrong call and a wrong document are two things."""
    with pytest.raises(CallRefused, match="pass a list"):
        SOP.compare("releases")
    with pytest.raises(CallRefused, match="pass a list"):
        SOP.compare([], cycles="q3")
    for one in (to_document(release({"mean": ROWS})), b"{}"):
        with pytest.raises(CallRefused, match="releases is one document; pass a list"):
            SOP.compare(one)
    with pytest.raises(DocumentRefused):
        SOP.compare([{"$schema": "urn:sop:schema:release:1"}])
