"""The field packet: every tool as an empty page to take along (S2-29), and what SOP stands on (S2-01, S2-02)."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sop_core import Sop, render
from sop_core.cli.app import sop
from sop_core.practice import PARTS, TOOLS, FieldTool, MainGoal, StatementKind, UmbrellaPractice
from sop_core.render.casework import titled
from sop_core.render.words import every_word
from tests.unit._page import faults, read

SOP = Sop.load(plugins=False)


def packet(locale="en", **options):
    steps = [one for kind in StatementKind for one in SOP.catalog.statement_steps(kind, locale)]
    made = {"screens": SOP.catalog.active_screens, "steps": steps, "locale": locale, **options}
    page = read(render.field_packet(**made))
    assert faults(page) == []
    return page


@pytest.mark.parametrize("locale", ["en", "es"])
def test_every_tool_and_statement_has_a_sheet_with_room_for_each_part(locale):
    """S2-29, S0-14: nothing that a form asks is missing on paper."""
    words = every_word()[locale]
    sheets = packet(locale).all("section", class_="sop-sheet")
    titles = [one.one("h2").words for one in sheets[1:]]
    assert titles == [words[f"tool_{one}"] for one in FieldTool] + [words[f"kind_of_{one}"] for one in StatementKind]  # fmt: skip
    for tool, sheet in zip(FieldTool, sheets[1:], strict=False):
        asked = [one.words for one in sheet.all("h3")]
        shape = TOOLS[tool]
        assert asked[: len(shape.parts)] == [words[titled(tool, part)] for part in shape.parts]
        assert (words["case_scales"] in asked) == shape.scales
        assert bool(sheet.all("table")) == shape.people
        assert (words["packet_child"] in sheet.words) == shape.setting
        assert len(sheet.all("p", class_="sop-write")) == 4 * len(shape.parts) + 2 * shape.scales
        assert bool(sheet.all("svg")) == (
            tool in ("three_houses", "safety_house", "safety_circles")
        )
    for kind, sheet in zip(StatementKind, sheets[1 + len(FieldTool) :], strict=True):
        asked = [one.question for one in SOP.catalog.statement_steps(kind, locale)]
        assert [one.words for one in sheet.all("h3")] == asked


def test_the_first_sheet_names_what_sop_stands_on():
    """S2-01, S2-02, S2-10: seven practices, three goals, one question, and the three that serve it in their order."""
    assert (len(UmbrellaPractice), len(MainGoal)) == (7, 3)
    first = packet().all("section", class_="sop-sheet")[0]
    items = [one.words for one in first.all("li")]
    assert items[:3] == ["Good working relationships", "Critical thinking", "Enhancing safety"]
    assert items[3:10] == [every_word()["en"][f"umbrella_{one}"] for one in UmbrellaPractice]
    assert "are the children safe?" in first.words
    assert [one.words for one in first.one("ol").all("li")] == [
        "What is working well", "What we are worried about", "What needs to happen next",
    ]  # fmt: skip


def test_each_sheet_says_when_and_where_the_tool_is_used():
    """B-28: as the screens in force say it."""
    circles = next(one for one in packet().all("section") if one.all("h2") and one.all("h2")[0].words == "Safety Circles")  # fmt: skip
    for found in SOP.catalog.active_screens:
        for screen in found.screens:
            for use in screen.tools:
                if use.tool == "safety_circles":
                    assert use.when.get("en") in circles.words
                    assert use.where.get("en") in circles.words


def test_a_packet_may_hold_a_few_tools_and_no_questions():
    """What a county hands on is its choice."""
    page = packet(tools=["scaling"], statements=["harm"], steps=(), screens=())
    assert [one.words for one in page.all("h2")] == ["Scaling question", "Harm statement"]
    harm = page.all("section", class_="sop-sheet")[-1]
    assert [one.words for one in harm.all("h3")] == [every_word()["en"][f"field_{part}"] for part in PARTS[StatementKind.HARM]]  # fmt: skip
    with pytest.raises(ValueError, match="four_houses"):
        render.field_packet(tools=["four_houses"])


def test_the_command_writes_one_file_that_loads_nothing(tmp_path):
    """S2-29: a soft copy to hand on."""
    run = CliRunner()
    file = tmp_path / "packet.html"
    assert run.invoke(sop, ["packet", "--output", str(file)]).exit_code == 0
    page = file.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<title>Field packet</title>" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in page
    spoken = run.invoke(sop, ["packet", "--locale", "es"]).output
    assert '<html lang="es" dir="ltr">' in spoken
    assert json.loads(run.invoke(sop, ["packet", "--json"]).output)["html"] == page


def test_a_packet_is_written_whole_or_not_at_all(tmp_path):
    """What stood there stays until the new one is on disk; a place that cannot be written is a wrong call in words."""
    run, file = CliRunner(), tmp_path / "packet.html"
    file.write_text("the old one", encoding="utf-8")
    (tmp_path / ".packet.html.part").mkdir()  # where a new one would begin
    refused = run.invoke(sop, ["packet", "--output", str(file)])
    assert refused.exit_code == 2
    assert "cannot be written" in refused.stderr
    assert file.read_text(encoding="utf-8") == "the old one"
    nowhere = run.invoke(sop, ["packet", "--output", str(tmp_path / "no" / "packet.html")])
    assert nowhere.exit_code == 2
    assert "cannot be written" in nowhere.stderr
    assert run.invoke(sop, ["packet", "--output", str(tmp_path)]).exit_code == 2


def test_a_packet_is_for_others_to_read(tmp_path):
    """S2-29: it is handed on, and nothing in it is confidential."""
    file = tmp_path / "packet.html"
    assert CliRunner().invoke(sop, ["packet", "--output", str(file)]).exit_code == 0
    assert file.stat().st_mode & 0o044 == 0o044
