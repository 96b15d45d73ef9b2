"""The page of releases: what it says, what it never says, and that its tables hold everything."""

from __future__ import annotations

import builtins
import re
from decimal import Decimal

import pytest
from attrs import evolve

from sop_core import CallRefused, MissingExtra, render
from sop_core.render import report_charts
from sop_core.reporting import (
    AppliedPolicy,
    Audience,
    BarsOf,
    Proof,
    ReportPurpose,
    Spread,
    compare,
)
from sop_core.reporting.releases import Bar, Distributed, DistributionRow, Interval
from sop_core.types import Translation
from tests.unit import _released
from tests.unit._page import Element, faults, read
from tests.unit._released import DECIDED, PARENTS, STAFF
from tests.unit._reported import form, held, release

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")
pytest.importorskip("vl_convert", reason="not on this Python: vl-convert-python")

CELLS = {"": (40, "3.41"), "c": (40, "3.4"), "c/n": (25, "3.6"), "c/n/u1": None, "c/s": 0}
FORM = form("survey", {"asks": ("engagement",), "plans": (), "tells": (), "hears": ()})
SURVEY = held(FORM).catalog.instrument("survey")


def page(*releases, known=(STAFF, PARENTS, SURVEY), cycles=(), **more) -> Element:
    markup = render.report(compare(releases, known, cycles=cycles), **{"charts": False, **more})
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    found = read(markup)
    assert faults(found) == []
    return found.one(class_="sop-report")


def table(page: Element, at: int = 0) -> list[list[str]]:
    """A table's cells, row by row, each as often as the columns that it spans."""
    return [
        [cell.words for cell in row.children for _ in range(int(cell.get("colspan") or 1))]
        for row in page.all("table")[at].all("tr")
    ]


def tables_of(page: Element) -> list[str]:
    return [
        "".join(part for part in one.inside if isinstance(part, str)) for one in page.all("caption")
    ]


ONE = release({"mean": CELLS})


# -- tables --------------------------------------------------------------------------------------


def test_every_row_stands_in_the_table_in_the_agencys_own_order():
    """S0-08: no ranking; the numbers are rounded as the release rounds them."""
    assert table(page(ONE, known=())) == [
        ["Group (county / office / unit)", "mean", "mean"],
        ["Average", "People"],
        ["All groups", "3.41", "40"],
        ["c", "3.40", "40"],
        ["c / n", "3.60", "25"],
        ["c / n / u1", *["not shown; counted in c / n"] * 2],
        ["c / s", "nobody", "0"],
    ]


def test_one_sentence_stands_for_whatever_is_withheld_and_none_says_why():
    """DESIGN 7: the reason is itself a leak."""
    shown = page(ONE)
    sentence = "Not shown, so that nobody's answers can be worked out."
    assert shown.words.count(sentence) == 1
    whole = release({"mean": {"": (40, "3.41"), "c": (40, "3.41")}})
    assert sentence not in page(whole).words
    assert "counted in" not in page(whole).words


def test_the_sentence_stands_below_whatever_is_withheld():
    """DESIGN 7: a distribution or a spread that is not shown has it too, beside rows that all are."""
    cells = {"": (40, "3.41"), "c": (25, "3.4")}
    sentence = "Not shown, so that nobody's answers can be worked out."
    bars = distributed()
    shown = release({"asks": cells}, instrument=SURVEY)
    assert sentence in page(evolve(bars, rows=shown.rows)).words
    one = release({"mean": cells})
    assert sentence not in page(one).words
    assert sentence in page(evolve(one, spread=(Spread.SD,))).words


def test_a_part_by_a_further_grouping_is_held_by_its_scope():
    """C-22: the group that is shown and holds a withheld part is the scope that it is a part of."""
    cells = {"": (40, "3.41"), "c": (40, "3.4"), "c@type=x": None, "d": None, "d@type=x": None}
    found = table(page(release({"mean": cells})))
    assert [(line[0], line[-1].removeprefix("not shown; counted in ")) for line in found[2:]] == [
        ("All groups", "40"), ("c", "40"), ("c (type: x)", "c"), ("d", "All groups"),
        ("d (type: x)", "All groups"),
    ]  # fmt: skip


def test_where_no_group_round_it_is_shown_none_is_named():
    """Roll-up: a release whose whole is withheld sends nobody to a larger group."""
    found = page(release({"mean": {"": None, "c": None}}))
    assert [line[1] for line in table(found)[2:]] == ["not shown", "not shown"]


def test_a_wide_table_is_several():
    """A sheet of paper holds three measures; four are two and two."""
    cells = dict.fromkeys(("asks", "plans", "tells", "hears"), CELLS)
    found = page(release(cells, instrument=SURVEY))
    assert tables_of(found)[1:] == [
        "Averages and numbers of people, cycle 2026-Q4 (1/2)",
        "Averages and numbers of people, cycle 2026-Q4 (2/2)",
    ]
    assert table(found, 1)[0][1:5] == ["Asks", "Asks", "Plans", "Plans"]


def test_tables_are_accessible():
    """WCAG: a caption, a scope for every head, a region that a keyboard can scroll."""
    found = page(ONE, release({"mean": CELLS}, "r0", cycle="2026-Q3"))
    for one in found.all("table"):
        assert one.children[0].tag == "caption"
        assert all(head.get("scope") in ("col", "colgroup", "row") for head in one.all("th"))
        region = one.parent
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")
        assert region.get("aria-labelledby") == one.children[0].get("id")


def spread():
    made = release({"mean": {"": (40, "3.41"), "c": (25, "3.4"), "d": None}})
    first = evolve(
        made.rows[0], sd=Decimal("0.9"), median=Decimal("3.5"),
        interval=Interval(low=Decimal("3.1"), high=Decimal("3.7")),
    )  # fmt: skip
    return evolve(made, rows=(first, *made.rows[1:]), spread=tuple(Spread))


def test_the_spread_has_a_table_of_its_own():
    """Rule 4: a group that is too small for its spread shows its average without it."""
    found = page(spread())
    assert table(found, 1)[1:] == [
        ["Spread", "Middle answer", "Likely range"],
        ["All groups", "0.90", "3.50", "3.10 to 3.70"],
        ["c", "not shown", "not shown", "not shown"],
        ["d", *["not shown; counted in All groups"] * 3],
    ]


def test_what_a_spread_is_stands_above_its_table():
    """Rule 4: in plain words, where there is one."""
    assert "Spread tells how far answers lie from the average." in page(spread()).words
    assert "Spread tells" not in page(ONE).words


def distributed(kind="item", id_="q0", bars=(("a", "b"), ("c",))):
    one = Distributed(
        id=id_, kind=BarsOf(kind), bars=tuple(Bar(of=of, low=1, high=2) for of in bars)
    )
    rows = tuple(
        DistributionRow(
            scope=scope, distribution=id_, n=sum(n) if n else None, bars=n, withheld=n is None
        )
        for scope, n in (((), (12, 28)), (("c",), None), (("c", "n"), None))
    )
    made = release({"asks": CELLS}, instrument=SURVEY)
    return evolve(made, distributed=(one,), distributions=rows)


def test_a_distribution_has_a_table_with_the_words_of_its_options():
    """C-22: bars as they were joined; a withheld one names the group that holds it."""
    assert table(page(distributed()), 1) == [
        ["Group (county / office / unit)", "x", "x", "x"],
        ["x / x", "x", "People"],
        ["All groups", "12", "28", "40"],
        ["c", *["not shown; counted in All groups"] * 3],
        ["c / n", *["not shown; counted in All groups"] * 3],
    ]
    for one, known in ((distributed(), ()), (distributed(id_="nobody"), (SURVEY,))):
        assert table(page(one, known=known), 1)[1] == ["a / b", "c", "People"]


def test_a_distribution_of_a_scale_has_the_titles_of_its_bands():
    """C-22: of a scale with bands."""
    bands = [{"id": "low", "from": 1, "title": {"en": "Beginning"}}]
    plain = form("survey", {"asks": ()})
    plain["scales"][0]["bands"] = bands
    known = held(plain).catalog.instrument("survey")
    one = distributed("scale", "asks", (("low",), ("high",)))
    found = table(page(evolve(one, instrument=known.ref), known=(known,)), 1)
    assert found[:2] == [
        ["Group (county / office / unit)", "Asks", "Asks", "Asks"],
        ["Beginning", "high", "People"],
    ]


# -- words ---------------------------------------------------------------------------------------


def test_the_page_says_what_it_is_and_how_people_are_protected():
    """S0-08, S0-09: purpose, audience, caveat, policy and proof, in plain words."""
    policy = AppliedPolicy(id="low", min_cell=6, min_subjects=5, decided=DECIDED)
    proof = Proof(ledger="sha256:" + "1" * 64, releases=3)
    inside = evolve(
        ONE, audience=Audience.INTERNAL, policy=policy, proof=proof, edition=2,
        purpose=ReportPurpose.WORKFORCE_NEEDS,
    )  # fmt: skip
    said = page(inside).words
    for words in (
        "how groups of people answered. It tells nothing about any one person.",
        "for seeing what staff need to learn and what helps them.",
        "This report stays inside the agency.",
        "one piece of a larger picture. They grade no person, unit, office or county.",
        "This is correction 2 of these results.",
        "Lowest to highest: 1 to 5.",
        "No number here stands for fewer than 6 people.",
        "A lower limit was chosen by council on 2026-10-01: Units are small.",
        "4 ways to work out somebody's answers were tried on it and on earlier releases (3).",
        "sha256:" + "1" * 64,
    ):
        assert words in said
    assert "workers" not in said
    assert "Anyone may read this report." in page(ONE).words
    assert "were tried on it. None of them worked." in page(ONE).words


def test_results_that_were_corrected_say_so():
    """Rule 5: on a page that holds both editions, the earlier one is told as replaced."""
    found = page(ONE, evolve(ONE, id="r2", edition=1))
    sentence = "A later correction takes the place of these results."
    first, second = found.all("section", class_="sop-sheet")
    assert sentence in first.words
    assert sentence not in second.words
    assert sentence not in page(ONE).words


def test_parents_results_say_how_many_workers_a_group_has_at_least():
    """Rule 2."""
    made = release({"mean": CELLS}, instrument=PARENTS)
    assert "No group here has fewer than 5 workers." in page(made).words


def test_a_caveat_of_ones_own_stands_as_it_is_written():
    """S0-08: the page translates the usual sentences and changes no others."""
    own = evolve(ONE, caveat="Read <this> with care.", withheld="Held back.")
    said = page(own, locale="es").words
    assert "Read <this> with care." in said
    assert "reservado: Held back." in said


def test_ranges_that_differ_are_told_by_measure():
    """C-06: the ends of a range are data."""
    made = release({"asks": CELLS, "plans": CELLS}, instrument=SURVEY)
    one, other = made.measures
    made = evolve(made, measures=(one, evolve(other, low=0, high=10)))
    assert "Lowest to highest: Asks 1 to 5; Plans 0 to 10." in page(made).words


def test_spanish_is_a_draft_and_every_word_is_spanish():
    """C-32: the whole page, with titles that are not there in Spanish marked as English."""
    made = release({"asks": CELLS}, instrument=SURVEY)
    found = page(made, locale="es")
    assert (found.get("lang"), found.locale) == ("es", "es")
    assert "borrador" in found.one(class_="sop-draft").words
    assert "Todos" in found.words
    (title, *_) = [one for one in found.all("span") if one.words == "Asks"]
    assert title.get("lang") == "en"
    assert "Group results" not in found.words


def test_a_draft_in_english_says_so_too():
    """C-32: by what the definition says of its texts."""
    known = evolve(SURVEY, translations={"en": Translation.DRAFT})
    made = release({"asks": CELLS}, instrument=SURVEY)
    assert page(made, known=[known]).all(class_="sop-draft")
    assert not page(made).all(class_="sop-draft")


def test_nothing_on_the_page_is_taken_for_markup():
    """DESIGN 6: ids are narrow; the words of a policy and a definition are anybody's."""
    decided = evolve(DECIDED, why="<script>alert(1)</script>")
    policy = AppliedPolicy(id="low", min_cell=6, min_subjects=5, decided=decided)
    hostile = form("survey", {"asks": ("a_b",)})
    hostile["scales"][0]["title"] = {"en": "<b>Asks</b> & \u202etells"}
    known = held(hostile).catalog.instrument("survey")
    made = evolve(release({"asks": CELLS}, instrument=known), policy=policy)
    found = page(made, known=[known], charts=True)
    assert found.all("script") == []
    assert "<b>Asks</b>" in found.words
    assert "<script>alert(1)</script>" in found.words


# -- beside each other ---------------------------------------------------------------------------


def test_what_stands_out_is_told_of_the_whole():
    """S0-09: as needs of the agency; ties as ties."""
    high, low = {"": (40, "4")}, {"": (40, "2")}
    made = release({"asks": high, "plans": low, "tells": low}, instrument=SURVEY)
    found = page(made)
    assert table(found) == [
        ["Survey", "Strongest now", "Most in need of support"],
        ["Survey (2026-Q4)", "Asks: 4.00", "Plans: 2.00 Tells: 2.00"],
    ]
    assert "needs of the agency, not of a unit or a person" in found.words
    alike = release({"asks": high, "plans": high}, instrument=SURVEY)
    assert table(page(alike))[1][1] == "All of these stand alike."


def test_changes_stand_by_group_from_cycle_to_cycle():
    """Rule 5: both means, the difference, and the words; a gap where one of them is not shown."""
    cycles = ["2026-Q2", "2026-Q3", "2026-Q4"]
    cells = [CELLS, {**CELLS, "": (44, "3.36"), "c/n": None}, {**CELLS, "": (40, "3.36")}]
    made = [
        release({"mean": one}, f"r{at}", cycle=cycle)
        for at, (cycle, one) in enumerate(zip(cycles, cells, strict=True))
    ]
    found = page(*made, known=[])
    calm = "(no clear change)"
    assert table(found, 3) == [
        ["Group", "2026-Q2", "2026-Q3", "Change", "2026-Q3", "2026-Q4", "Change"],
        ["All groups", "3.41", "3.36", f"\u22120.05 {calm}", "3.36", "3.36", f"0.00 {calm}"],
        ["c", "3.40", "3.40", f"0.00 {calm}", "3.40", "3.40", f"0.00 {calm}"],
    ]
    up = release({"mean": {**CELLS, "c/n": (25, "3.7")}}, "r4", cycle="2027-Q1")
    assert table(page(made[0], up, known=[]), 2)[3][3] == f"+0.10 {calm}"


def test_a_change_with_an_interval_says_so():
    """Rule 5: labelled as if the people were not the same."""
    before, after = evolve(spread(), cycle="2026-Q3"), evolve(spread(), id="r2")
    later = evolve(after.rows[0], mean=Decimal("4.41"))
    found = page(before, evolve(after, rows=(later, *after.rows[1:])), known=[])
    assert "+1.00 (higher, likely 0.60 to 1.40)" in found.words
    assert "as if the people of the two cycles were not the same" in found.words
    assert "as if the people" not in page(ONE, evolve(ONE, id="r", cycle="2026-Q3")).words


def test_the_whole_has_a_picture_of_its_cycles_and_of_its_themes():
    """Issue 6: the table below each holds the same; where ranges differ, or the whole is not shown, there is none."""
    leaders, workers = form("leaders", {"coaches": ("t",)}), form("workers", {"asks": ("t",)})
    sop = held(leaders, workers)
    known = [sop.catalog.instrument(name) for name in ("leaders", "workers")]
    asked = [
        release({"asks": CELLS}, f"w{n}", instrument=known[1], cycle=f"2026-Q{n}")
        for n in (1, 2, 3, 4)
    ]
    coached = release({"coaches": {"": (12, "4"), "c": (12, "4")}}, "l", instrument=known[0])
    found = page(*asked, coached, known=known, charts=True)
    pictures = [
        (one.one("figcaption").words, [text.words for text in one.all("text")])
        for one in found.all("figure")
    ]
    cycles = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert pictures[-2:] == [
        ("Workers: Asks (All groups)", ["1", "5", *cycles, *["3.41"] * 4]),
        ("t, Cycle 2026-Q4 (All groups)", ["1", "5", "Coaches", "Asks", "4.00", "3.41"]),
    ]
    other = evolve(coached, measures=(evolve(coached.measures[0], high=9),))
    assert len(page(asked[3], other, known=known, charts=True).all("figure")) == 2
    hidden = {**CELLS, "": None}
    pair = [release({"mean": hidden}, f"r{n}", cycle=f"2026-Q{n}") for n in (1, 2)]
    assert len(page(*pair, charts=True).all("figure")) == 2


def test_two_versions_in_one_cycle_each_have_their_changes():
    """S0-01: none stands in the place of the other."""
    step = {"from": "1.0.0", "comparable": True, "items": {"q0": {"item": "q0"}}, "note": "More."}
    old = held(form("survey", {"mean": ()})).catalog.instrument("survey")
    step["scoring"] = old.ref.scoring
    newer = form("survey", {"mean": (), "more": ()}, version="2.0.0", migrations=[step])
    new = held(form("survey", {"mean": ()}), newer).catalog.instrument("survey", "2.0.0")
    before = release({"mean": {"": (40, "3")}}, "r1", instrument=old, cycle="2026-Q3")
    both = [
        release({"mean": {"": (20, mean)}}, f"r{mean}", instrument=one)
        for one, mean in ((old, "4"), (new, "5"))
    ]
    found = page(before, *both, known=[old, new])
    changes = [table(found, at)[1][3] for at in (-2, -1)]
    assert sorted(changes) == ["+1.00 (no clear change)", "+2.00 (no clear change)"]


def test_views_of_a_theme_stand_side_by_side():
    """S0-05: a column for each, with its cycle where these differ; a county's own theme by its id."""
    leaders = form("leaders", {"coaches": ("engagement", "our_own")})
    workers = form("workers", {"asks": ("engagement", "our_own")})
    sop = held(leaders, workers)
    known = [sop.catalog.instrument(name) for name in ("leaders", "workers")]
    asked = release({"asks": CELLS}, "w", instrument=known[1])
    coached = release({"coaches": {"": (12, "4"), "c": (12, "4")}}, "l", instrument=known[0])
    found = page(asked, coached, known=known)
    assert tables_of(found)[2:] == ["engagement, Cycle 2026-Q4", "our own, Cycle 2026-Q4"]
    assert table(found, 2) == [
        ["Group", "Leaders: Coaches", "Workers: Asks"],
        ["All groups", "4.00", "3.41"],
        ["c", "4.00", "3.40"],
    ]
    earlier = evolve(coached, cycle="2026-Q2")
    heads = table(page(asked, earlier, known=known), 2)[0]
    assert heads[1:] == ["Leaders: Coaches (Cycle 2026-Q2)", "Workers: Asks (Cycle 2026-Q4)"]


# -- pictures ------------------------------------------------------------------------------------


def test_a_picture_says_what_the_table_says_and_no_more():
    """Issue 6: the name and the number of every group; of what is withheld no mark."""
    found = page(ONE, charts=True)
    (chart,) = found.all("svg")
    assert (chart.get("role"), chart.get("aria-labelledby")) == ("img", "sop-report-1-p1")
    words = [one.words for one in chart.all("text")]
    assert words == [
        "1", "5", "All groups", "c", "n", "u1", "s", "3.41", "3.40", "3.60", "not shown", "nobody",
    ]  # fmt: skip
    marks = [one for one in chart.all("path") if one.get("fill") == "currentColor"]
    assert len(marks) == 3


def test_pictures_have_one_color_and_no_style_of_their_own():
    """Issue 6: legible in gray and in the dark, and under a strict policy."""
    markup = str(render.report(compare([ONE, distributed()])))
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', markup)) == {"none", "currentColor"}
    assert not re.search(
        r"style=|<style|href=|url\(|<script|http:(?!//www.w3.org/2000/svg)", markup
    )


def test_a_picture_is_the_same_every_time():
    """Issue 6: rendered offline, deterministic."""
    marks = [report_charts.Mark(name="a", depth=0, value=2.5, said="2.5")]
    assert report_charts.averages(marks, 1, 5) == report_charts.averages(marks, 1, 5)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.json", "/etc/hostname"])
def test_a_picture_loads_nothing(url):
    """Issue 6: no network and no file; what is drawn stands in the specification."""
    spec = {"data": {"url": url}, "mark": "point", "encoding": {"x": {"field": "a"}}}
    with pytest.raises(ValueError, match=r"(?i)not allowed|denied|access|base url"):
        report_charts._drawn(spec, 10, 10)


def test_a_distribution_of_the_whole_has_a_picture():
    """C-22: the bars of a scope that is withheld are not drawn."""
    found = page(distributed(), charts=True)
    charts = found.all("svg")
    assert [one.words for one in charts[1].all("text")] == ["x / x", "x", "12", "28"]
    hidden = evolve(
        distributed(), distributions=tuple(
            evolve(row, n=None, bars=None, withheld=True) for row in distributed().distributions
        ),
    )  # fmt: skip
    assert len(page(hidden, charts=True).all("svg")) == 1


def test_a_picture_of_many_groups_shows_the_widest_and_says_so():
    """A sheet of paper holds sixty marks; the table holds every group."""
    cells = {"": (900, "3")} | {f"c{n}": (15, "3") for n in range(40)}
    more = cells | {f"c{n}/u": (15, "3") for n in range(40)}
    found = page(release({"mean": more}), charts=True)
    assert "The pictures show the widest groups." in found.words
    assert len(found.one("svg").all("text")) == 2 + 2 * 41
    assert len(found.all("table")[0].all("tr")) == 2 + 81
    most = {"": (900, "3")} | {f"c{n}": (15, "3") for n in range(90)}
    assert len(page(release({"mean": most}), charts=True).one("svg").all("text")) == 2 + 2


def test_a_long_name_is_cut_in_the_picture_and_whole_in_the_table():
    """The picture's text never runs into its marks."""
    name = "a-county-with-a-very-long-name"
    found = page(release({"mean": {name: (40, "3")}}), charts=True)
    assert "a-county-wit…" in found.one("svg").words
    assert name in found.one("table").words


NAMES = {("c",): "County 07", ("c", "n"): "Northern <office> & co.", ("c", "s"): "Southern office"}
TREE = {"": (40, "3.41"), "c": (40, "3.4"), "c/n": (20, "3.6"), "c/s": (20, "3.2")}


def called(names, cells=TREE, **more) -> list[str]:
    """What each group of a table is called."""
    return [row[0] for row in table(page(release({"mean": cells}), names=names, **more))[2:]]


def test_groups_are_called_what_the_agency_calls_them():
    """By their paths, each step by its own name; whoever is not named has its id."""
    assert called(NAMES, CELLS) == [
        "All groups", "County 07", "County 07 / Northern <office> & co.",
        "County 07 / Northern <office> & co. / u1", "County 07 / Southern office",
    ]  # fmt: skip
    assert called({("c", "n"): "Northern"}) == ["All groups", "c", "c / Northern", "c / s"]
    assert called({("elsewhere",): "Nobody's", ("c",): " \n "}) == called(None) == called({})


def test_a_name_is_no_markup_and_stands_wherever_its_group_does():
    """Escaped in tables, in what holds a group that is withheld, over time, side by side, and in pictures."""
    one, two = (release({"mean": CELLS}, cycle, cycle=cycle) for cycle in ("2026-Q3", "2026-Q4"))
    text = str(render.report(compare([one, two], [STAFF]), names=NAMES))
    assert "<office>" not in text
    assert "Northern &lt;office&gt; &amp; co." in text
    drawn = page(one, two, names=NAMES)
    assert "counted in County 07 / Northern <office> & co." in drawn.text
    assert not re.search(r"c / n\b", drawn.text)
    (changes,) = (found for at in range(3) if "Change" in (found := table(drawn, at))[0])
    assert [row[0] for row in changes[2:4]] == ["County 07", "County 07 / Northern <office> & co."]


def test_names_are_on_the_page_alone():
    """The release is as it was, and so are its rows for other programs."""
    made = release({"mean": CELLS})
    before = render.report_csv(compare([made], [STAFF]))
    page(made, names=NAMES)
    assert render.report_csv(compare([made], [STAFF])) == before
    assert "Northern" not in before


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({("c", "n"): "Main", ("c", "s"): "Main"}, ["c / Main (n)", "c / Main (s)"]),
        ({("c", "n"): "Main", ("c", "s"): " MAIN\u200b "}, ["c / Main (n)", "c / MAIN\u200b (s)"]),
        # A name that is another group's id.
        ({("c", "n"): "s"}, ["c / s (n)", "c / s"]),
        ({("c",): "All groups"}, ["All groups (c) / n", "All groups (c) / s"]),
        ({(): "c", ("c",): "C"}, ["C (c) / n", "C (c) / s"]),
        # A name that looks like a path.
        ({("c", "n"): "a / b"}, ["c / a/b", "c / s"]),
    ],
)
def test_two_groups_never_look_alike(names, expected):
    """Each has its id beside a name that stands for two."""
    assert called(names)[-2:] == expected


def test_a_name_that_looks_like_the_mending_is_mended_too():
    """`Main (n)` is what the first one would be called; at last there are the ids."""
    cells = {**TREE, "c/e": (20, "3.3")}
    names = {("c", "n"): "Main", ("c", "s"): "Main", ("c", "e"): "Main (n)"}
    found = called(names, cells)[2:]
    assert len(set(found)) == 3
    assert "c / Main (s)" in found


def test_the_whole_and_a_part_of_a_group_are_told_apart_too():
    """The whole may have a name; a group that is called as another one's part is called is none."""
    cells = {"": (40, "3.4"), "n": (20, "3.6"), "n@caseload=a": (12, "3.5"), "s": (20, "3.2")}
    names = {(): "The agency", ("s",): "n (caseload: a)"}
    found = [row[0] for row in table(page(release({"mean": cells}), names=names))[2:]]
    assert found == ["The agency", "n", "n (caseload: a)", "n (caseload: a) (s)"]


def test_names_that_are_cut_alike_are_ids_in_the_picture():
    """The table has both whole."""
    long = "Northern regional office, family maintenance"
    names = {("c", "n"): f"{long} one", ("c", "s"): f"{long} two"}
    drawn = page(release({"mean": TREE}), names=names, charts=True)
    assert "Northern" not in drawn.all("svg")[0].text
    assert called(names)[-2:] == [f"c / {long} one", f"c / {long} two"]
    alone = page(release({"mean": TREE}), names={("c", "n"): f"{long} one"}, charts=True)
    assert "Northern" in alone.all("svg")[0].text


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["north"], "names is a list"), ({"north": "N"}, "has the key 'north'"),
        ({("c", 7): "N"}, "has the key ('c', 7)"), ({("c", "n"): 7}, "has a int for c/n"),
        ({(): None}, "has a NoneType for the whole"),
    ],
)  # fmt: skip
def test_what_names_no_groups_is_a_wrong_call(names, said):
    """In words, with an example."""
    with pytest.raises(CallRefused, match=re.escape(said)):
        render.report(compare([ONE], [STAFF]), charts=False, names=names)


def test_without_the_extra_a_page_says_what_to_do(monkeypatch):
    """Issue 6: MissingExtra teaches; tables alone need no extra but html."""
    found = builtins.__import__

    def without(name, *rest, **more):
        if name == "vl_convert":
            raise ImportError(name)
        return found(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"sop-core\[charts\].*charts=False, or --no-charts"):
        render.report(compare([ONE]))
    assert "3.41" in render.report(compare([ONE]), charts=False)


# -- of real releases ----------------------------------------------------------------------------


def test_a_release_of_a_tally_is_drawn_whole():
    """DESIGN 7: what sop.release makes; every row stands in the table, and each withheld one names its group."""
    counts = _released.tally({"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12, "c/s/u4": 13, "c/s/u5": 15})
    made = _released.made(counts).release
    lines = table(page(made, known=[STAFF]))[2:]
    assert len(lines) == len({row.scope for row in made.rows})
    for line in lines:
        scope = () if line[0] == "All groups" else tuple(line[0].split(" / "))
        (row,) = [one for one in made.rows if one.scope == scope]
        if row.withheld:
            held_by = " / ".join(made.instead_of(scope)) or "All groups"
            assert line[1:] == [f"not shown; counted in {held_by}"] * 2
        else:
            assert line[1:] == [f"{row.mean:.2f}", str(row.n)]


@pytest.mark.parametrize("draw", [render.report, render.report_csv, render.report_xlsx])
def test_what_is_no_comparison_is_a_wrong_call(draw):
    """Errors teach: a release by itself is given to sop.compare first."""
    with pytest.raises(CallRefused, match=r"comparison is a Release; pass what sop\.compare"):
        draw(ONE)


def test_the_title_of_the_file_is_that_of_the_page():
    """A file of its own needs a title."""
    assert (render.report_title(), render.report_title("es-MX")) == (
        "Group results",
        "Resultados de grupos",
    )
    assert page(ONE).one("h1").words == "Group results"
    assert page(ONE, heading_level=3).one("h3").words == "Group results"
