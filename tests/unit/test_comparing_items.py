"""Items that are strongest and most in need, by the bars that releases show (S0-09)."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from sop_core import render
from sop_core.reporting import Audience, Bar, BarsOf, Distributed, DistributionRow, Release, compare
from tests.unit._reported import held, release
from tests.unit._small import choice, definition, scale

SCALES = ({**scale("mean", *"abcdefgh", reverse=["h"]), "id": "s"}, {**scale("mean", "x"), "id": "t"},
          {**scale("mean", "x", "a", reverse=["x"]), "id": "u"})  # fmt: skip
FORM = definition(*map(choice, "abcdefghxy"), scales=SCALES, id="items")
ITEMS = held(FORM).catalog.instrument("items")


def told(bars: dict[str, Any], *, width: int = 3, values: bool = True, **more: Any) -> Release:
    """A release of the whole's bars: each item's counts from the lowest bar up, None where withheld."""
    ends = [(1, 2), (3, 3), (4, 5)] if width == 3 else [(1, 3), (4, 5)]
    at = tuple(Bar(of=(str(n),), low=low, high=high) for n, (low, high) in enumerate(ends))
    rows = [
        DistributionRow(
            scope=(), distribution=item, n=None if counts is None else sum(counts), bars=counts, withheld=counts is None
        )
        for item, counts in bars.items()
    ]  # fmt: skip
    rows.append(
        DistributionRow(
            scope=("c",), distribution="a", n=99, bars=(0, 0, 99)[:width], withheld=False
        )
    )
    made = release({"s": {"": (60, "3")}}, instrument=ITEMS)
    asked = tuple(Distributed(id=item, kind=BarsOf.ITEM, bars=at) for item in bars)
    return evolve(made, distributed=asked, distributions=tuple(rows), **more)


def ends(*releases: Release, known: Any = (ITEMS,)) -> list[tuple[list[str], list[str]]]:
    found = compare(releases, known).items
    return [tuple([one.item for one in end] for end in (at.strongest, at.in_need)) for at in found]  # type: ignore[misc]


def test_the_largest_share_of_an_end_decides():
    """S0-09: not the largest number: 20 of 30 is more than 24 of 60."""
    assert ends(told({"a": (12, 24, 24), "b": (0, 10, 20), "c": (15, 15, 15)})) == [(["b"], ["c"])]


def test_ties_are_told_as_ties_and_where_all_are_alike_nothing_stands_out():
    """S0-09: 12 of 24 and 20 of 40 are one share."""
    assert ends(told({"a": (11, 11, 22), "b": (22, 22, 44)})) == [([], [])]
    (found,) = ends(told({"a": (12, 0, 12), "b": (20, 0, 20), "c": (30, 0, 10)}))
    assert found == (["a", "b"], ["c"])


def test_of_many_items_the_first_quarter_is_told():
    """S0-09: two of eight, unless the second is tied with a third."""
    bars = {item: (20 + at, 20, 60 - at) for at, item in enumerate("abcdefg")}
    assert ends(told({**bars, "h": (11, 78, 11)})) == [(["a", "b"], ["g", "f"][::-1])]


def test_an_item_is_read_as_its_scale_counts_it():
    """B-35: what a scale turns round is turned round; where two scales disagree, or none has it, it has no better end."""
    assert ends(told({"a": (12, 24, 24), "h": (40, 0, 20)})) == [(["h"], ["h"])]
    turned = told({"a": (12, 24, 24), "h": (40, 0, 20)})
    beside = tuple(evolve(one, measure="s") for one in turned.distributed)
    assert ends(evolve(turned, distributed=beside)) == [(["a"], ["h"])]
    assert ends(told({"a": (12, 24, 24), "x": (40, 0, 20), "y": (40, 0, 20)})) == []
    assert ends(told({"a": (12, 24, 24), "b": (40, 0, 20)}), known=()) == []


def test_what_is_withheld_or_of_nobody_takes_no_part():
    """D2: nor does what another edition or audience withholds, where this one shows it."""
    bars = {"a": (12, 24, 24), "b": (40, 0, 20)}
    assert ends(told({**bars, "c": None, "d": (0, 0, 0)})) == [(["a"], ["b"])]
    public = told({**bars, "c": None}, id="p")
    inside = told({**bars, "c": (0, 0, 30)}, id="i", audience=Audience.INTERNAL)
    assert ends(public, inside) == ends(inside, public) == [(["c"], ["b"])]
    # What is inside is read after what is public: it may withhold what the public was shown.
    other = told(
        {"a": (12, 24, 24), "b": None, "c": (0, 0, 30)}, id="j", audience=Audience.INTERNAL
    )
    assert ends(public, other) == ends(other, public) == [(["c"], ["b"])]
    later = told({"a": None, "b": (12, 24, 24), "d": (20, 20, 20)}, id="q", edition=1)
    assert ends(public, later) == [(["b"], ["d"])]


def test_items_of_other_bars_are_not_held_against_each_other():
    """S0-05: a share of the two highest answers and one of the highest are two things."""
    first = told({"a": (12, 24, 24), "b": (40, 0, 20)})
    second = told({"c": (11, 49), "d": (30, 30)}, width=2, id="z")
    assert ends(first, second) == [(["a"], ["b"]), (["c"], ["d"])]


def test_the_page_tells_items_by_their_text_and_number():
    """S0-09: in words, with how many of how many."""
    comparison = compare([told({"a": (12, 24, 24), "b": (40, 0, 20)})], [ITEMS])
    page = render.report(comparison, charts=False)
    text = ITEMS.items["a"].text.get("en")
    assert f"{text}" in page
    assert "24 of 60" in page
    assert "40 of 60" in page
    assert "Single questions" in page
    unknown = evolve(comparison, instruments=())
    assert "24 of 60" in render.report(unknown, charts=False)
