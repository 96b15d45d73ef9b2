"""What holds for every sheet: a definition that holds, or a refusal that names row and column.

Sheets are drawn as rows of cells that are mostly right, damaged in some places, and written with
the signs and line ends of several spreadsheet programs. Plain noise is drawn beside them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from sop_core.catalog import definition_issues
from sop_core.cli.authoring.building import finished_sheet
from sop_core.cli.authoring.columns import COLUMNS, TEXTS
from sop_core.cli.authoring.output import pretty
from sop_core.cli.authoring.saying import stand_in
from sop_core.cli.authoring.sheet import parts_of
from sop_core.documents import read
from sop_core.errors import DocumentRefused
from tests.property.brute_force import brute_force

pytestmark = pytest.mark.law

PLACE = re.compile(r"row [1-9][0-9]*(, column .+)?", re.DOTALL)
#: What can only be said of a whole file or row.
WITHOUT_COLUMN = {"not_utf8", "too_large", "sheet_delimiter", "sheet_quotes", "no_items"}

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u061c\u200e\u200f"),
    min_size=1, max_size=12,
).filter(lambda text: text.strip() and not re.search("[\u202a-\u202e\u2066-\u2069]", text))  # fmt: skip
texts = st.one_of(
    words,
    st.sampled_from(
        ["=1+1", "+A1", "@cmd", '"quoted"', "a, b; c\td", "two\nlines", "two\r\nlines", " padded "]
    ),
)
junk = st.one_of(
    st.sampled_from(
        [
            "", "no such thing", "1,5", "=", "a=b", "1=x;1=y", "1", "yes", "maybe", "q01", "text", "choice", "agree",
            "agreement5", "yes_no", "number_0_10", "q01=1|2", "q00=true", "\u202e", "x" * 4001, "-1", "5/2", "0/0",
            "na=N/A", "1=One\n2=Two", "1:1/3=a;2:x=b", "TRUE", " ", "\ufffd", "a|b|a", "a b",
        ]
    ),
    texts,
)  # fmt: skip
KINDS: tuple[dict[str, str], ...] = (
    {"response_set": "agree"},
    {"response_set": "agree", "type": "choice"},
    {"response_set": "agreement5"},
    {"response_set": "mastery5"},
    {"response_set": "yes_no"},
    {"response_set": "number_0_10"},
    {"response_set": "parts"},
    {"response_set": "agree", "type": "choices"},
    {"type": "text", "max_length": "200"},
    {"type": "date"},
    {"type": "boolean"},
    {"type": "integer", "minimum": "-2", "maximum": "7"},
    {"type": "decimal", "minimum": "1/3", "maximum": "1/2"},
    {"type": "decimal", "minimum": "-5/2", "maximum": "10", "response_set": "not_applicable"},
)
ALIKE = KINDS[:2]
UNSCORED = KINDS[7:10]
OPTIONS = {
    "agree": "1=Not at all;2=Partly;3=Yes;na=Does not apply",
    "parts": "none:0=None\nsome:1/3=Some; a few\nall:1=All\ndk=I cannot say",
}
SCORED = ("choice", "integer", "decimal", "boolean")


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[str], list[dict[str, str]]]:
    """Column names, and rows that are mostly sound."""
    languages = draw(st.sampled_from([("",), ("_en",), ("_en", "_es"), ("_es", "_en")]))
    if draw(st.integers(0, 9)) == 0:
        languages = ("_en", "_zh-Hant")
    with_scales = draw(st.booleans())
    kinds = (
        KINDS
        if with_scales
        else draw(st.sampled_from([UNSCORED, ALIKE, (*ALIKE, *UNSCORED), KINDS]))
    )
    used: set[str] = set()
    rows: list[dict[str, str]] = []
    for section in range(draw(st.integers(1, 3))):
        for first in [True, *[False] * draw(st.integers(0, 4))]:
            kind = dict(draw(st.sampled_from(kinds)))
            row = {"item": f"q{len(rows):02d}", **kind}
            name = kind.get("response_set", "")
            options = OPTIONS.get(name, "") if name not in used else ""
            hinted = draw(st.integers(0, 5)) == 0
            scored = (
                with_scales and kind.get("type", "choice") in SCORED and draw(st.integers(0, 4))
            )
            for language in languages:
                row[f"text{language}"] = draw(texts)
                row[f"section{language}"] = f"Section {section}{language}" if first else ""
                row[f"hint{language}"] = draw(texts) if hinted else ""
                row[f"options{language}"] = options
                row[f"scale{language}"] = f"Scale {section}{language}" if scored else ""
            row["reverse"] = draw(st.sampled_from(["", "", "yes", "no"])) if scored else ""
            used.add(name)
            row["required"] = draw(st.sampled_from(["", "yes"]))
            gates = [one["item"] for one in rows if one.get("response_set") == "agree"]
            if gates and draw(st.integers(0, 3)) == 0:
                row["show_if"] = f"{draw(st.sampled_from(gates))}=1|2"
            rows.append(row)
    asked = [name for name in COLUMNS if with_scales or name not in ("scale", "reverse")]
    columns = [
        f"{name}{language}"
        for name in asked
        for language in (languages if name in TEXTS else ("",))
        if any(f"{name}{language}" in row for row in rows)
    ]
    return draw(st.permutations(columns)), rows


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[dict[str, str]]]:
    """A sheet as some spreadsheet program would save it, damaged here and there, and its rows."""
    columns, rows = draw(sheets())
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 1, 2, 5]))):
        row = draw(st.sampled_from(rows))
        row[draw(st.sampled_from(columns))] = draw(junk)
    if draw(st.integers(0, 9)) == 0:
        columns = columns[:-1] if draw(st.booleans()) else [*columns, draw(texts)]
    rows = [{column: row.get(column, "") for column in columns} for row in rows]
    written = io.StringIO(newline="")
    writer = csv.writer(
        written,
        delimiter=draw(st.sampled_from(",;\t")),
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerow(columns)
    for row in rows:
        if draw(st.integers(0, 9)) == 0:
            writer.writerow([])  # a line left blank between two rows
        writer.writerow(row.values())
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + written.getvalue().encode(), rows


def outcome(data: bytes) -> dict[str, Any] | tuple[Any, ...]:
    """The definition, or the issues of its refusal; anything else is a fault of ours."""
    try:
        parts = parts_of(data, languages=(), default=None)
        return finished_sheet(parts, stand_in(parts.sheet.languages))
    except DocumentRefused as refused:
        return refused.issues


def has_place(issues: tuple[Any, ...]) -> None:
    assert issues
    for issue in issues:
        assert PLACE.fullmatch(issue.path), issue
        assert "column" in issue.path or issue.code in WITHOUT_COLUMN, issue
        assert issue.fix
        assert "$." not in issue.message


@given(files())
def test_a_sheet_is_a_definition_or_is_refused_by_row_and_column(drawn):
    """Never an exception: a definition that `check` finds sound, or places that a person can go to."""
    data, _ = drawn
    found = outcome(data)
    if isinstance(found, tuple):
        event("refused: " + ", ".join(sorted({issue.code for issue in found})[:2]))
        has_place(found)
        return
    event("a definition")
    again = read(pretty(found))
    assert again == found
    assert definition_issues(again, "instrument") == ()


@given(files())
def test_what_is_written_is_what_stood_there(drawn):
    """Items keep their order and their texts, letter by letter, whatever they look like."""
    data, rows = drawn
    found = outcome(data)
    if isinstance(found, tuple):
        return
    items = [item for section in found["sections"] for item in section["items"]]
    kept = [row for row in rows if any(cell.strip() for cell in row.values())]
    assert [item["id"] for item in items] == [row.get("item", "").strip() for row in kept]
    for item, row in zip(items, kept, strict=True):
        for name in ("text", "hint"):
            for language, text in item.get(name, {}).items():
                assert text == row.get(f"{name}_{language}", row.get(name))
        assert item.get("required", False) == (
            row.get("required", "").strip().casefold() in ("yes", "true", "x")
        )


@given(files())
def test_the_cases_hold_by_a_third_way_of_counting(drawn):
    """What the writer of cases comes to, the brute-force scorer comes to: no code in common."""
    data, _ = drawn
    found = outcome(data)
    if isinstance(found, tuple):
        return
    for case in found.get("cases", []):
        results = brute_force(found, {"answers": case["answers"]})
        for name, expected in case["expect"].items():
            result = results[name]
            assert result["status"] == expected["status"]
            assert result["exact"] == expected.get("exact")
            assert result["n_answered"] == expected["n_answered"]


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_noise_is_refused_in_words(data):
    """Whatever the bytes are, a person is told where to look."""
    found = outcome(data)
    assert isinstance(found, tuple)
    has_place(found)


@given(st.lists(st.lists(junk, min_size=3, max_size=6), min_size=1, max_size=5))
def test_noise_under_a_sound_first_row_is_refused_in_words(rows):
    """Cells that say nothing under columns that exist."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(
        [["section", "item", "text", "type", "show_if", "options"], *rows]
    )
    found = outcome(written.getvalue().encode())
    if isinstance(found, tuple):
        has_place(found)
    else:
        assert json.loads(pretty(found)) == found
