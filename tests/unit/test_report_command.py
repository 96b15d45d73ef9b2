"""`sop report`, as a person or a script calls it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from sop_core import Sop, to_json
from sop_core.cli.app import sop as command
from sop_core.documents import entry_of, ledger_lines, release_lines
from sop_core.reporting import Audience, Ledger, Proof, chained
from tests.unit._reported import release

pytest.importorskip("jinja2", reason="not on this Python: jinja2")

STAFF = Sop.load(plugins=False).catalog.instrument("social_worker_assessment")
CELLS = {"": (40, "3.41"), "north": (25, "3.6"), "north/unit-1": None}
ONE = release({"engagement": CELLS}, "r1", instrument=STAFF)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("one.json").write_text(to_json(ONE), "utf-8")
    return tmp_path


def run(*words, stdin=None):
    return CliRunner().invoke(command, ["report", *words], input=stdin, catch_exceptions=False)


def save(name, one):
    Path(name).write_text(to_json(one), "utf-8")


def test_a_page_is_one_file_that_loads_nothing():
    """DESIGN 9: the default is a page, whole, with its style in it; without pictures, tables alone."""
    result = run("one.json", "--no-charts")
    assert result.exit_code == 0
    page = result.stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "Social Worker Assessment" in page
    assert "3.41" in page
    assert "<svg" not in page
    assert "<script" not in page
    assert "http" not in page


def test_pictures_are_drawn_where_they_are_asked_for():
    """Issue 6: inside the page, offline."""
    pytest.importorskip("vl_convert", reason="not on this Python: vl-convert-python")
    result = run("one.json", "--output", "page.html")
    assert result.exit_code == 0
    assert result.stderr == "page.html: 1 release, for anyone\n"
    assert "<svg" in Path("page.html").read_text("utf-8")


def test_spanish_is_asked_for():
    """C-32: --locale es."""
    assert "Resultados de grupos" in run("one.json", "--no-charts", "--locale", "es").stdout


def test_a_page_calls_groups_what_the_agency_calls_them():
    """Issue 6, part 8: --names, by paths as the release has them; what has no name keeps its id."""
    named = {"names": [{"scope": ["north"], "name": "Northern office"}]}
    Path("names.json").write_text(json.dumps(named), "utf-8")
    page = run("one.json", "--no-charts", "--names", "names.json").stdout
    assert "Northern office" in page
    assert "Northern office / unit-1" in page
    assert ">north<" not in page
    piped = run("one.json", "--no-charts", "--names", "-", stdin=json.dumps(named))
    assert piped.stdout == page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[]", "names.json: "),
        ('{"north": "Northern office"}', 'stand in a file as {"names": [{'),
        ('{"names": {}}', 'stand in a file as {"names": [{'),
        ('{"names": [{"scope": "north", "name": "N"}]}', "$.names[0] is no name of a group"),
        ('{"names": [{"scope": [7], "name": "N"}]}', "$.names[0] is no name of a group"),
        ('{"names": [{"scope": [], "name": null}]}', "$.names[0] is no name of a group"),
        ('{"names": [{"scope": [], "name": "N", "n": 3}]}', "$.names[0] is no name of a group"),
        (
            '{"names": [{"scope": [], "name": "N"}, {"scope": [], "name": "M"}]}',
            "$.names[1] names a group that has a name before",
        ),
    ],
)
def test_a_file_of_names_that_says_something_else_is_refused(given, said):
    """Principle 10: exit 1, where it stands, and what to write."""
    Path("names.json").write_text(given, "utf-8")
    result = run("one.json", "--names", "names.json", "--output", "page.html")
    assert result.exit_code == 1
    assert said in result.stderr
    assert not Path("page.html").exists()


def test_names_are_for_the_page():
    """Rows and workbooks are joined by ids; and one file cannot be two."""
    Path("names.json").write_text('{"names": []}', "utf-8")
    for words, said in (
        (
            ("one.json", "--csv", "--names", "names.json"),
            "--names is for the page; the csv has the ids",
        ),
        (("-", "--names", "-"), "Standard input is one file"),
        (("one.json", "--names", "names.json", "--output", "names.json"), "names.json"),
    ):
        result = run(*words, stdin="{}")
        assert result.exit_code == 2
        assert said in result.stderr


def test_rows_and_a_workbook():
    """Issue 6: --csv and --xlsx; the last one that is named counts."""
    found = list(csv.DictReader(io.StringIO(run("one.json", "--csv").stdout)))
    assert [row["n"] for row in found] == ["40", "25", ""]
    pytest.importorskip("xlsxwriter", reason="not on this Python: XlsxWriter")
    result = run("one.json", "--xlsx", "--output", "book.xlsx", "--json")
    assert json.loads(result.stderr) == {
        "audience": "public", "form": "xlsx", "ok": True, "releases": 1,
    }  # fmt: skip
    assert Path("book.xlsx").read_bytes()[:2] == b"PK"


def test_several_releases_and_a_ledger_are_read():
    """DESIGN 9: as sop audit reads them: whole, in lines, of a ledger; one that is named twice is one."""
    later = release({"engagement": CELLS}, "r2", instrument=STAFF, cycle="2027-Q1")
    Path("lines.jsonl").write_bytes(b"".join(release_lines(later)))
    first = evolve(ONE, proof=Proof(ledger=chained(()), releases=0))
    save("one.json", first)
    ledger = Ledger().with_entry(entry_of(first, "sha256:" + "0" * 64))
    Path("led").write_bytes(b"".join(ledger_lines(ledger)))
    result = run("lines.jsonl", "led", "one.json", "--no-charts", "--output", "out.html")
    assert result.stderr == "out.html: 2 releases, for anyone\n"
    assert "no clear change" in Path("out.html").read_text("utf-8")


def test_what_holds_anything_internal_says_so():
    """C-21: a page of a public and an internal release stays inside."""
    save(
        "in.json",
        release({"engagement": CELLS}, "r2", instrument=STAFF, audience=Audience.INTERNAL),
    )
    result = run("one.json", "in.json", "--no-charts", "--output", "out.html")
    assert result.stderr == "out.html: 2 releases, for the inside of the agency\n"
    assert "stays inside the agency" in Path("out.html").read_text("utf-8")


def test_cycles_in_no_known_order_are_asked_for():
    """S0-01: exit 2, with the option that tells; with it, the page is made."""
    for at, name in enumerate(("spring", "fall")):
        save(f"{name}.json", release({"engagement": CELLS}, f"c{at}", instrument=STAFF, cycle=name))
    result = run("spring.json", "fall.json", "--no-charts")
    assert result.exit_code == 2
    assert "--cycles" in result.stderr
    result = run("spring.json", "fall.json", "--no-charts", "--cycles", "spring,fall")
    assert result.exit_code == 0
    assert result.stdout.index(">spring<") < result.stdout.index(">fall<")


def test_what_is_no_release_is_refused():
    """DESIGN 9: exit 1, every file's issues, and nothing is written."""
    Path("bad.json").write_text("{}", "utf-8")
    result = run("one.json", "bad.json", "--output", "out.html")
    assert result.exit_code == 1
    assert "bad.json" in result.output
    assert "Nothing was written." in result.stderr
    assert not Path("out.html").exists()
    assert run("nowhere.json").exit_code == 2
    assert run("one.json", "--output", "one.json").exit_code == 2


def test_a_release_from_standard_input():
    """`-` is standard input."""
    assert "3.41" in run("-", "--csv", stdin=to_json(ONE)).stdout
