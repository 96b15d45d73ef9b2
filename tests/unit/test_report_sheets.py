"""CSV and workbooks of releases: every number of the release, and no cell that a spreadsheet would run."""

from __future__ import annotations

import builtins
import csv
import io
import zipfile
from decimal import Decimal

import pytest
from attrs import evolve

from sop_core import CallRefused, MissingExtra, render
from sop_core.render import report_sheets
from sop_core.reporting import AppliedPolicy, Audience, BarsOf, Spread, compare
from sop_core.reporting.releases import Bar, Distributed, DistributionRow, Interval
from tests.unit._released import DECIDED, STAFF
from tests.unit._reported import form, held, release

CELLS = {"": (40, "3.41"), "c": (40, "3.4"), "c/n": None, "-c": (25, "3.6"), "c/s": 0}
ONE = release({"mean": CELLS})
HOSTILE = form("survey", {"asks": ("t",)})
HOSTILE["scales"][0]["title"] = {"en": '=HYPERLINK("http://x","y")', "es": "+1"}
SURVEY = held(HOSTILE).catalog.instrument("survey")


def rows_of(*releases, known=(), **more):
    text = render.report_csv(compare(releases, known), **more)
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def book(*releases, known=()):
    openpyxl = pytest.importorskip("openpyxl", reason="not on this Python: openpyxl")
    pytest.importorskip("xlsxwriter", reason="not on this Python: XlsxWriter")
    data = render.report_xlsx(compare(releases, known))
    return openpyxl.load_workbook(io.BytesIO(data))


def spread():
    first = evolve(
        ONE.rows[0], sd=Decimal("0.9"), median=Decimal("3.5"),
        interval=Interval(low=Decimal("3.1"), high=Decimal("3.7")),
    )  # fmt: skip
    return evolve(ONE, rows=(first, *ONE.rows[1:]), spread=tuple(Spread))


def distributed():
    of = Distributed(
        id="q1", kind=BarsOf.ITEM,
        bars=(Bar(of=("a", "b"), low=1, high=2), Bar(of=("c",), low=3, high=3)),
    )  # fmt: skip
    shown = DistributionRow(scope=(), distribution="q1", n=40, bars=(12, 28), withheld=False)
    hidden = evolve(shown, scope=("c",), n=None, bars=None, withheld=True)
    return evolve(ONE, distributed=(of,), distributions=(shown, hidden))


# -- CSV -----------------------------------------------------------------------------------------


def test_each_number_of_a_release_is_a_row():
    """Issue 6: with its own rounding, by level, and with what a reader of that row alone must know."""
    found = rows_of(ONE, known=[STAFF])
    at = ("level_county", "level_office", "level_unit", "n", "mean", "withheld", "counted_in")
    assert [tuple(row[name] for name in at) for row in found] == [
        ("", "", "", "40", "3.41", "no", ""),
        ("c", "", "", "40", "3.40", "no", ""),
        ("c", "n", "", "", "", "yes", "c"),
        ("'-c", "", "", "25", "3.60", "no", ""),
        ("c", "s", "", "0", "", "no", ""),
    ]
    assert {row["caveat"] for row in found} == {ONE.caveat}
    assert [row["not_shown"] for row in found] == ["", "", ONE.withheld, "", ""]
    whole = found[0]
    assert (whole["release"], whole["cycle"], whole["edition"]) == ("r1", "2026-Q4", "0")
    assert (whole["audience"], whole["purpose"], whole["min_cell"]) == ("public", "cqi", "11")
    assert (whole["low"], whole["high"], whole["title"]) == ("1", "5", "x")


def test_no_reason_stands_anywhere():
    """DESIGN 7: one sentence for whatever is withheld."""
    hidden = [row for row in rows_of(ONE) if row["withheld"] == "yes"]
    assert [(row["n"], row["mean"], row["sd"], row["not_shown"]) for row in hidden] == [
        ("", "", "", ONE.withheld)
    ]


def test_spread_and_parts_and_distributions_have_their_columns():
    """C-22: a bar is a row of its own; a part is named by its grouping."""
    (whole, *_) = rows_of(spread())
    assert [whole[at] for at in ("sd", "median", "interval_low", "interval_high")] == [
        "0.90", "3.50", "3.10", "3.70",
    ]  # fmt: skip
    (part,) = rows_of(release({"mean": {"c@type=x,way=y": (25, "3")}}))
    assert (part["level_county"], part["grouping"]) == ("c", "type=x;way=y")
    bars = [row for row in rows_of(distributed(), known=[STAFF]) if row["kind"] == "answers"]
    at = ("level_county", "measure", "title", "low", "high", "answer", "n", "withheld")
    assert [tuple(row[name] for name in at) for row in bars] == [
        ("", "q1", "x", "1", "2", "a|b", "12", "no"),
        ("", "q1", "x", "3", "3", "c", "28", "no"),
        ("c", "q1", "x", "1", "2", "a|b", "", "yes"),
        ("c", "q1", "x", "3", "3", "c", "", "yes"),
    ]


def test_releases_of_several_depths_share_one_table():
    """Issue 6: a column for each level that any of them has."""
    flat = release({"mean": {"x": (40, "3")}}, "r2", levels=("region",), cycle="2026-Q3")
    found = rows_of(ONE, flat)
    assert (found[0]["level_region"], found[0]["level_county"]) == ("x", "")
    assert (found[2]["level_region"], found[2]["level_county"]) == ("", "c")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"],
)  # fmt: skip
def test_a_text_that_a_spreadsheet_could_run_is_a_text(text):
    """Issue 6: no live formula, in CSV or in a workbook, whatever it begins with."""
    decided = evolve(DECIDED, why=text)
    policy = AppliedPolicy(id="low", min_cell=6, min_subjects=5, decided=decided)
    made = evolve(ONE, caveat=text, policy=policy, audience=Audience.INTERNAL)
    assert {row["caveat"] for row in rows_of(made)} == {f"'{text}"}
    for sheet in book(made):
        for line in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") for cell in line)
    quoted = [cell for line in book(made)["Results"].iter_rows() for cell in line]
    said = {str(cell.value).replace("_x000D_", "\r") for cell in quoted}
    assert text in said | {one.replace("\n", "\r") for one in said}


def test_a_negative_number_stays_a_number():
    """Issue 6: only texts are quoted."""
    made = release({"mean": {"": (40, "-1.5")}}, range=(-5, 5, 1))
    assert rows_of(made)[0]["mean"] == "-1.5"
    assert rows_of(made)[0]["low"] == "-5"
    assert book(made)["Results"]["S2"].value == -1.5


def test_titles_are_in_the_readers_language():
    """C-32: and as inert as any other text."""
    made = release({"asks": CELLS}, instrument=SURVEY)
    assert rows_of(made, known=[SURVEY])[0]["title"].startswith("'=HYPERLINK(")
    assert rows_of(made, known=[SURVEY], locale="es")[0]["title"] == "'+1"


# -- workbooks -----------------------------------------------------------------------------------


def table(sheet):
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def test_a_workbook_is_read_by_another_reader():
    """Issue 6: the same rows, numbers as numbers and texts as texts, and what they are on a sheet of their own."""
    policy = AppliedPolicy(id="low", min_cell=6, min_subjects=5, decided=DECIDED)
    made = evolve(spread(), policy=policy, audience=Audience.INTERNAL)
    found = book(made, known=[STAFF])
    assert found.sheetnames == [
        "About",
        "Results",
        "Over time",
        "Side by side",
        "Whole agency",
        "Items",
    ]
    lines = table(found["Results"])
    for line, row in zip(lines[1:], rows_of(made, known=[STAFF]), strict=True):
        for name, value in zip(lines[0], line, strict=True):
            written = row[name].removeprefix("'")
            assert ("" if value is None else f"{value}") in (written, written.rstrip("0"))
    (mean,) = [cell for cell in found["Results"][2] if cell.value == 3.41]
    assert (mean.data_type, mean.number_format) == ("n", "0.00")
    assert found["Results"].freeze_panes == "A2"
    about = {line[1]: line[2] for line in table(found["About"])[1:]}
    assert about["caveat"] == made.caveat
    assert about["decided"] == "2026-10-01, council: Units are small."
    assert about["attackers that failed"] == ", ".join(made.proof.attackers)


def test_a_workbook_holds_what_may_be_compared():
    """Issue 6: changes with their words, views by theme, what is strongest in the whole."""
    leaders, workers = form("leaders", {"coaches": ("t",)}), form("workers", {"a": ("t",), "b": ()})
    sop = held(leaders, workers)
    known = [sop.catalog.instrument(name) for name in ("leaders", "workers")]
    asked = release({"a": CELLS, "b": {"": (40, "3")}}, "w", instrument=known[1])
    before = release({"a": {"": (30, "4")}}, "v", instrument=known[1], cycle="2026-Q3")
    coached = release({"coaches": {"": (12, "4")}}, "l", instrument=known[0])
    found = book(asked, before, coached, known=known)
    assert table(found["Over time"])[1:] == [
        ["workers", "a", "(whole)", None, "2026-Q3", 30, 4, "2026-Q4", 40, 3.41, -0.59, None, None, "no_clear_change"]
    ]  # fmt: skip
    assert table(found["Side by side"])[1:] == [
        ["t", "leaders", "coaches", "(whole)", None, "2026-Q4", 12, 4],
        ["t", "workers", "a", "(whole)", None, "2026-Q4", 40, 3.41],
    ]
    assert [line[:3] for line in table(found["Whole agency"])[1:]] == [
        ["strongest", "workers", "a"], ["most in need", "workers", "b"],
    ]  # fmt: skip


def test_an_interval_of_a_change_has_its_columns():
    """Rule 5: where the spread is shown in both."""
    found = book(evolve(spread(), cycle="2026-Q3"), evolve(spread(), id="r2"))
    assert table(found["Over time"])[1][10:] == [0, -0.4, 0.4, "no_clear_change"]


def test_the_same_releases_make_the_same_workbook():
    """Issue 6: no time of writing stands in it, and no formula, link or script."""
    pytest.importorskip("xlsxwriter", reason="not on this Python: XlsxWriter")
    made = compare([ONE])
    assert render.report_xlsx(made) == render.report_xlsx(made)
    with zipfile.ZipFile(io.BytesIO(render.report_xlsx(made))) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)
            assert b"hyperlink" not in parts.read(name)
            assert "vba" not in name.lower()


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    """Nothing is cut off: CSV holds any number of rows."""
    pytest.importorskip("xlsxwriter", reason="not on this Python: XlsxWriter")
    monkeypatch.setattr(report_sheets, "MOST_ROWS", 5)
    with pytest.raises(CallRefused, match=r"11 rows, and a sheet holds 5\. Write CSV"):
        render.report_xlsx(compare([ONE]))


def test_without_the_extra_a_workbook_says_what_to_do(monkeypatch):
    """Issue 6: MissingExtra teaches; CSV needs nothing."""
    found = builtins.__import__

    def without(name, *rest, **more):
        if name == "xlsxwriter":
            raise ImportError(name)
        return found(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"sop-core\[xlsx\].*CSV"):
        render.report_xlsx(compare([ONE]))
    assert rows_of(ONE)
