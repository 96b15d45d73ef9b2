"""Several versions of one instrument in one catalog: what fits, what is left out, and how one gets across."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sop_core import CallRefused, NotFound, Sop
from sop_core.cli.app import sop as command
from sop_core.documents import instrument_of
from tests.unit._small import choice, definition, item, scale

SCALES = (scale("mean", "a"),)


def first(**fields):
    return definition(choice("a"), item("t", "text"), scales=SCALES, **fields)


def later(version, older, *, comparable=True, more=(), entries=None, **fields):
    """A newer version whose item and text are those of the older one, with more beside them."""
    asked = [item for section in older["sections"] for item in section["items"]]
    stated = {
        "from": older["version"], "scoring": instrument_of(older).ref.scoring, "comparable": comparable,
        "items": entries or {one["id"]: {"item": one["id"]} for one in asked},
    }  # fmt: skip
    document = definition(*asked, *more, scales=SCALES, version=version, **fields)
    return {**document, "migrations": [stated]}


ONE = first()
MENDED = first(version="1.0.1", intro={"en": "Mended."})
TWO = later("1.1", ONE, more=[choice("b")])
THREE = later("2.0.0", TWO, more=[item("n", "boolean")], comparable=False)


def loaded(*documents):
    return Sop.load(plugins=False, definitions=documents)


def record(sop, version="1.0.0", **changed):
    document = {
        "$schema": "urn:sop:schema:administration:1", "id": "r", "status": "complete",
        "instrument": {"id": "small", "version": version}, "respondent": "u", "subject": None,
        "scope": [], "cycle": "c", "locale": "en", "submitted_at": "2026-11-21T09:00:00Z",
        "answers": {"a": "c"},
    }  # fmt: skip
    return sop.accept({**document, **changed}).record


def test_steps_are_put_together():
    """A record of 1.0.0 is seen under 2.0.0 by way of 1.1, comparable only if both steps are."""
    sop = loaded(THREE, ONE, TWO)
    assert sop.health().ok
    seen = sop.catalog.migrate(record(sop))
    assert seen.through == ("1.0.0", "1.1", "2.0.0")
    assert not seen.comparable
    assert sop.catalog.migrate(record(sop), to="1.1").comparable
    assert sop.catalog.migrate(record(sop), to="1.0.0").through == ("1.0.0",)
    assert sop.catalog.is_comparable("small", "1.0.0", "1.1")
    assert sop.catalog.is_comparable("small", "1.1", "1.0.0")
    assert not sop.catalog.is_comparable("small", "1.0.0", "2.0.0")


def test_a_straight_way_is_taken():
    """What the newer version says of the older one itself comes before what two steps would say."""
    straight = {**THREE, "migrations": [*THREE["migrations"], {**TWO["migrations"][0]}]}
    sop = loaded(ONE, TWO, straight)
    assert sop.catalog.migrate(record(sop)).through == ("1.0.0", "2.0.0")
    assert sop.catalog.is_comparable("small", "1.0.0", "2.0.0")
    assert not sop.catalog.is_comparable("small", "1.1", "2.0.0")


def test_of_two_ways_the_newer_versions_are_taken():
    """Where two ways are as long, the one through the newer version is the later word."""
    other = later("1.2", ONE, more=[item("o", "date")])
    asked = {"a": {"item": "a"}, "t": {"item": "t"}, "o": {"dropped": True}}
    again = {
        "from": "1.2",
        "scoring": instrument_of(other).ref.scoring,
        "comparable": True,
        "items": asked,
    }
    last = {**THREE, "migrations": [*THREE["migrations"], again]}
    sop = loaded(ONE, TWO, other, last)
    assert sop.health().ok
    assert sop.catalog.migrate(record(sop)).through == ("1.0.0", "1.2", "2.0.0")


def test_a_mended_text_needs_no_migration():
    """Versions of one scoring digest are one for scores, and what fits the one fits the other."""
    sop = loaded(ONE, MENDED, TWO)
    assert sop.health().ok
    assert sop.catalog.is_comparable("small", "1.0.0", "1.0.1")
    assert sop.catalog.migrate(record(sop), to="1.0.1").comparable
    assert sop.catalog.migrate(record(sop, "1.0.1")).through == ("1.0.1", "1.1")
    with pytest.raises(CallRefused, match="no way back"):
        sop.catalog.migrate(record(sop, "1.0.1"), to="1.0.0")


def test_one_step_that_is_not_comparable_is_enough():
    """Whichever step it is, the first or the last, what comes of the way is not comparable."""
    older = later("1.1", ONE, more=[choice("b")], comparable=False)
    newer = later("2.0.0", older, more=[item("n", "boolean")], comparable=True)
    sop = loaded(ONE, older, newer)
    assert sop.health().ok
    assert not sop.catalog.migrate(record(sop), to="2.0.0").comparable
    assert not sop.catalog.is_comparable("small", "1.0.0", "2.0.0")
    assert sop.catalog.is_comparable("small", "1.1", "2.0.0")


def test_there_is_no_way_back():
    """A newer record is not seen under an older version, and versions without migrations lie apart."""
    sop = loaded(ONE, TWO, definition(choice("z"), version="5"))
    with pytest.raises(CallRefused, match="no way back to an earlier version"):
        sop.catalog.migrate(record(sop, "1.1"), to="1.0.0")
    with pytest.raises(CallRefused, match="No migration says what became of its items"):
        sop.catalog.migrate(record(sop), to="5")
    assert not sop.catalog.is_comparable("small", "1.0.0", "5")
    with pytest.raises(NotFound, match="no version '7'"):
        sop.catalog.migrate(record(sop), to="7")
    with pytest.raises(CallRefused, match=r"receipt\.record"):
        sop.catalog.migrate({"id": "r"})
    with pytest.raises(NotFound, match="old records need it"):
        loaded(TWO).catalog.migrate(record(sop))
    with pytest.raises(NotFound):
        sop.catalog.is_comparable("small", "1.0.0", "7")


def test_an_older_version_that_is_not_loaded_is_a_note():
    """A county may start with 2.0.0: the migration cannot be checked, and the definition is in force."""
    sop = loaded(THREE)
    health = sop.health()
    assert health.ok
    (mine,) = [one for one in health.definitions if one.id == "small"]
    assert mine.ok
    assert [(issue.code, issue.severity) for issue in mine.issues] == [
        ("migration_not_loaded", "warning")
    ]
    assert sop.form("small").instrument.version == "2.0.0"
    assert [issue.severity for issue in sop.check(THREE)] == ["warning"]


def test_a_migration_that_does_not_fit_leaves_its_version_out():
    """The newer version is left out with the reason, and what builds on it is told that it is not there."""
    bad = later("1.1", ONE, more=[choice("b")], entries={"a": {"item": "a"}})
    sop = loaded(THREE, bad, ONE)
    told = {one.version: one for one in sop.health().definitions if one.id == "small"}
    assert [issue.code for issue in told["1.1"].issues] == ["migration_not_total"]
    assert (told["1.1"].ok, told["1.0.0"].ok, told["2.0.0"].ok) == (False, True, True)
    assert [issue.code for issue in told["2.0.0"].issues] == ["migration_not_loaded"]
    assert sop.catalog.versions("instrument", "small") == ("2.0.0", "1.0.0")
    assert [issue.code for issue in loaded(ONE).check(bad)] == ["migration_not_total"]
    assert [issue.severity for issue in loaded().check(bad)] == ["warning"]


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bad = later("1.1", ONE, more=[choice("b")], entries={"a": {"item": "a"}})
    for name, document in {"one": ONE, "two": TWO, "three": THREE, "bad": bad}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return tmp_path


def run(*arguments):
    done = CliRunner().invoke(command, [*map(str, arguments)])
    return done.exit_code, done.output


def test_check_looks_at_two_files_beside_each_other(files):
    """`sop check old new` checks the migration between them; without the old one it is a warning."""
    assert run("check", "one.json", "two.json", "three.json") == (
        0, "one.json: fine (instrument)\ntwo.json: fine (instrument)\nthree.json: fine (instrument)\n"
    )  # fmt: skip
    code, said = run("check", "one.json", "bad.json")
    assert code == 1
    assert "bad.json: $.migrations[0].items: The migration says nothing of 't'" in said
    assert run("check", "bad.json", "--definitions", "one.json")[0] == 1
    code, said = run("check", "bad.json")
    assert code == 0
    assert "bad.json: warning: $.migrations[0].from: The migration starts at small 1.0.0" in said
    code, said = run("check", "two.json", "--json")
    assert json.loads(said)["issues"][0]["severity"] == "warning"


def test_show_says_where_items_went(files):
    """`sop show` tells what a version kept, renamed, dropped and added, and whether scores compare."""
    entries = {"a": {"item": "b", "codes": {"a": "b"}}, "t": {"dropped": True}}
    document = later("1.1", ONE, more=[choice("b")], comparable=False, entries=entries)
    document["migrations"][0]["note"] = "Said otherwise."
    (files / "new.json").write_text(json.dumps(document), encoding="utf-8")
    code, said = run("show", "small", "--definitions", "one.json", "--definitions", "new.json")
    assert code == 0
    assert said.endswith(
        "\nFrom 1.0.0: 1 items kept; scores are not comparable\n  Said otherwise.\n  renamed: a to b\n"
        "  other codes: b\n  dropped: t\n  new: a, t\n"
    )
    said = run("show", "small", "--definitions", "one.json", "--definitions", "two.json")[1]
    assert "From 1.0.0: 2 items kept; scores are comparable\n  new: b\n" in said
    assert "From" not in run("show", "small", "--definitions", "one.json")[1]


def test_doctor_notes_a_version_that_is_not_there(files):
    """`sop doctor` shows the warning, and nothing is ill."""
    code, said = run("doctor", "--definitions", "two.json")
    assert code == 0
    assert "instrument small 1.1: in force" in said
    assert "warning: $.migrations[0].from" in said
