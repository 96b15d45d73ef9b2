"""Whatever is loaded as a definition is in force, or left out with a reason; loading never stops."""

from __future__ import annotations

import json

import pytest

from sop_core import CallRefused, LoadError, Sop, SopError
from sop_core.documents import instrument_of
from tests.hostile.definitions import DEFINITIONS, KEPT, ODD_BUT_SOUND, PROMPTS, options
from tests.hostile.hosts import EN, INSTRUMENT, instrument
from tests.property.test_reading_laws import assert_teaches, position, positions

SOP = Sop.load(plugins=False)
each_definition = pytest.mark.parametrize(
    ("document", "code", "words"),
    [row[1:] for row in DEFINITIONS],
    ids=[row[0] for row in DEFINITIONS],
)


def as_source(document, folder):
    """A dict as it is; text as a file, since a path is what a str names."""
    if isinstance(document, dict):
        return document
    path = folder / "definition.json"
    path.write_text(document, encoding="utf-8")
    return path


def test_there_are_enough_of_them():
    """At least twenty, each under a name of its own."""
    names = [name for name, *_ in DEFINITIONS]
    assert len(names) == len(set(names)) >= 20


@each_definition
def test_loading_leaves_it_out_and_says_why(document, code, words, tmp_path):
    """DESIGN 4: load never stops; health names the issue, and the bundled definitions are in force."""
    sop = Sop.load(plugins=False, definitions=[as_source(document, tmp_path)])
    health = sop.health()
    assert not health.ok
    (bad,) = [one for one in health.definitions if not one.ok]
    assert code in {issue.code for issue in bad.issues}
    told = [f"{i.path}: {i.message} {i.fix}" for i in bad.issues if i.code == code]
    assert any(words in one for one in told), told
    for issue in bad.issues:
        assert_teaches(issue)
    assert set(sop.catalog.documents) == set(SOP.catalog.documents)


@each_definition
def test_check_says_the_same(document, code, words, tmp_path):
    """DESIGN 4: check finds what loading finds, in document order."""
    issues = SOP.check(document)
    if code != "not_a_definition":
        assert code in {issue.code for issue in issues}
    if isinstance(document, dict):
        found = positions(document)
        places = [position(issue.path, found) for issue in issues]
        assert places == sorted(places)


@each_definition
def test_requiring_it_raises(document, code, words, tmp_path):
    """DESIGN 4: what a host cannot do without stops loading, with the reason in the message."""
    with pytest.raises(LoadError) as caught:
        Sop.load(plugins=False, definitions=[as_source(document, tmp_path)], require=["hostile"])
    assert "hostile" in str(caught.value)


@pytest.mark.parametrize(
    "document", [row[1] for row in ODD_BUT_SOUND], ids=[row[0] for row in ODD_BUT_SOUND]
)
def test_what_only_looks_wrong_is_in_force(document):
    """Single options, negative and repeated values and odd names are legal."""
    assert [str(issue) for issue in SOP.check(document)] == []
    assert Sop.load(plugins=False, definitions=[document]).health().ok


def test_one_id_and_version_twice_is_refused_naming_both_files(tmp_path):
    """DESIGN 2: which of two was meant cannot be told, so neither is in force."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text(json.dumps(INSTRUMENT), encoding="utf-8")
    sop = Sop.load(plugins=False, definitions=[tmp_path])
    said = [str(issue) for one in sop.health().definitions for issue in one.issues]
    assert len(said) == 2
    assert "two.json" in said[0]
    assert "one.json" in said[1]
    assert sop.catalog.versions("instrument", INSTRUMENT["id"]) == ()


def test_a_county_cannot_replace_a_bundled_definition_in_silence():
    """DESIGN 2: a definition with a bundled id and version is refused, and so is the bundled one."""
    sop = Sop.load(
        plugins=False,
        definitions=[instrument(id="social_worker_assessment"), instrument(version="2")],
    )
    bad = [one for one in sop.health().definitions if not one.ok]
    assert [issue.code for one in bad for issue in one.issues] == ["defined_twice"] * 2
    assert sop.catalog.versions("instrument", "hostile") == ("2",)
    assert sop.catalog.versions("instrument", "parent_guardian_survey") == ("1.0.0",)


def test_every_fault_of_a_definition_is_told_at_once():
    """DESIGN 6: shape, texts, items and scales are all looked at, whatever is wrong with the others."""
    document = instrument(
        version="one",
        colour="red",
        sections=[{"id": "s", "title": EN, "items": [
            {"id": "q01", "type": "choice", "text": {"es": "x"}, "response_set": "four"},
            {"id": "q02", "type": "integer", "text": EN, "minimum": 0},
            {"id": "q02", "type": "date", "text": EN, "show_if": {"item": "q02", "in": ["1"]}}]}],
        scales=[{"id": "x", "title": EN, "items": ["q09"], "method": "median", "min_answered": 0,
                 "rounding": {"mode": "half_up", "places": 0}}],
    )  # fmt: skip
    assert [(issue.code, issue.path) for issue in SOP.check(document)] == [
        ("wrong_form", "$.version"),
        ("locales_differ", "$.sections[0].items[0].text"),
        ("unknown_response_set", "$.sections[0].items[0].response_set"),
        ("bounds_missing", "$.sections[0].items[1]"),
        ("not_unique", "$.sections[0].items[2].id"),
        ("show_if_not_coded", "$.sections[0].items[2].show_if.item"),
        ("unknown_item", "$.scales[0].items[0]"),
        ("not_a_choice", "$.scales[0].method"),
        ("min_answered_out_of_range", "$.scales[0].min_answered"),
        ("unknown_field", "$.colour"),
    ]


@pytest.mark.parametrize(
    ("definitions", "words"),
    [
        (None, "NoneType"),
        (5, "int"),
        ("definitions.json", "pass a list"),
        (INSTRUMENT, "pass a list"),
        ([5], r"definitions\[0\] is a int"),
        ([b"{}"], r"definitions\[0\] is a bytes"),
        ([None], r"definitions\[0\] is a NoneType"),
        ([[INSTRUMENT]], r"definitions\[0\] is a list"),
    ],
    ids=range(8),
)
def test_wrong_sources_are_a_wrong_call(definitions, words):
    """definitions takes a list of paths and dicts; anything else is refused by a sentence."""
    with pytest.raises(CallRefused, match=words):
        Sop.load(plugins=False, definitions=definitions)


@pytest.mark.parametrize(
    "source", ["/nowhere/at/all.json", "x" * 5_000, "a\0b", "/dev/null"], ids=range(4)
)
def test_a_path_that_leads_nowhere_is_told(source):
    """DESIGN 4: what cannot be read is left out, and health says which path and why."""
    sop = Sop.load(plugins=False, definitions=[source])
    (bad,) = [one for one in sop.health().definitions if not one.ok]
    assert [issue.code for issue in bad.issues] in (["cannot_read"], ["not_json"])
    for issue in bad.issues:
        assert_teaches(issue)


def test_an_empty_folder_is_told(tmp_path):
    """A folder that holds no definition is most likely the wrong one, and is not passed over."""
    sop = Sop.load(plugins=False, definitions=[tmp_path])
    (bad,) = [one for one in sop.health().definitions if not one.ok]
    assert [issue.code for issue in bad.issues] == ["no_definitions"]
    assert_teaches(bad.issues[0])


def test_a_folder_is_read_with_everything_in_it(tmp_path):
    """Of a folder every .json counts, in folders below it too; a broken one costs only itself."""
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "sound.json").write_text(json.dumps(instrument()), encoding="utf-8")
    (tmp_path / "broken.json").write_bytes(b"\xff\xfe")
    (tmp_path / "large.json").write_bytes(b" " * 2_000_000)
    (tmp_path / "notes.txt").write_text("not a definition", encoding="utf-8")
    sop = Sop.load(plugins=False, definitions=[str(tmp_path)])
    assert sop.catalog.versions("instrument", "hostile") == ("1.0.0",)
    bad = {
        one.where.rsplit("/", 1)[-1]: one.issues[0].code
        for one in sop.health().definitions
        if not one.ok
    }
    assert bad == {"broken.json": "not_utf8", "large.json": "too_large"}


def test_a_scale_of_the_finest_fractions_has_a_score_that_can_be_stored():
    """The largest common denominator that is allowed still gives a score that its schema takes."""
    document = options(
        {"value": "999999999999/999999999989"}, {"value": "-999999999999/999999999989"}
    )
    document["scales"] = [
        {"id": "m", "title": EN, "items": ["q01"], "weights": {"q01": "999999999999/999999999961"},
         "method": method, "min_answered": 1, "rounding": {"mode": "half_up", "places": 9}}
        for method in ("mean", "sum", "percent_of_max")
    ]  # fmt: skip
    for at, scale in enumerate(document["scales"]):
        scale["id"] = f"m{at}"
    sop = Sop.load(plugins=False, definitions=[document])
    assert sop.health().ok
    record = {
        "$schema": "urn:sop:schema:administration:1", "id": "r", "status": "complete",
        "instrument": {"id": "hostile", "version": "1.0.0"}, "respondent": None, "subject": None,
        "scope": [], "cycle": "c", "locale": "en", "submitted_at": "2026-11-21T09:00:00Z",
        "answers": {"q01": "c0"},
    }  # fmt: skip
    receipt = sop.accept(record)
    assert sop.check(sop_json(receipt.score)) == ()
    assert sop.verify(sop_json(receipt.score), record).ok


def sop_json(value):
    from sop_core import to_json

    return to_json(value)


@pytest.mark.parametrize("call", ["form", "form locale", "form version", "panel", "published"])
def test_a_wrong_call_is_a_sentence(call):
    """Arguments of the wrong kind are refused by a SopError that says what is wanted."""
    calls = {
        "form": lambda: SOP.form(None),
        "form locale": lambda: SOP.form("social_worker_assessment", locale=None),
        "form version": lambda: SOP.form("social_worker_assessment", 5),
        "panel": lambda: SOP.panel({"screen": "case.view"}),
        "published": lambda: SOP.published(None),
    }
    with pytest.raises(SopError):
        calls[call]()


def test_prompts_are_sound_before_they_are_changed():
    """What the table changes is sound before it is changed."""
    assert SOP.check(PROMPTS) == SOP.check(INSTRUMENT) == ()


def beside(older, **fields):
    """A newer version of the instrument beside the older one, with a migration that says this."""
    stated = {
        "from": older["version"], "scoring": instrument_of(older).ref.scoring, "comparable": False,
        "items": KEPT, **fields,
    }  # fmt: skip
    newer = instrument(version="2.0.0", migrations=[stated])
    newer["sections"][0]["items"].append({"id": "q09", "type": "text", "text": EN})
    newer["sections"][0]["items"][0]["type"] = "choices"
    newer["scales"] = []
    return newer


PAIRS = {
    "another digest": ({"scoring": "sha256:" + "f" * 64}, "migration_scoring"),
    "an item left out": ({"items": {k: v for k, v in KEPT.items() if k != "q06"}}, "migration_not_total"),
    "two thousand items that were never there": (
        {"items": {**KEPT, **{f"x{at}": {"dropped": True} for at in range(1_900)}}}, "unknown_item",
    ),
    "one code as several": ({}, "migration_type"),
    "a text as a number": ({"items": {**KEPT, "q03": {"dropped": True}, "q06": {"item": "q03"}}}, "migration_type"),
    "scales that are gone": ({"comparable": True, "items": {**KEPT, "q01": {"dropped": True}}}, "not_comparable"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "code"), PAIRS.values(), ids=PAIRS)
def test_a_migration_that_does_not_fit_is_left_out(fields, code):
    """A version whose migration does not fit the older one is left out and told; the older one stays."""
    older = instrument()
    sop = Sop.load(plugins=False, definitions=[beside(older, **fields), older])
    (bad,) = [one for one in sop.health().definitions if not one.ok]
    assert bad.version == "2.0.0"
    assert code in {issue.code for issue in bad.issues}
    for issue in bad.issues:
        assert_teaches(issue)
    assert sop.catalog.versions("instrument", "hostile") == ("1.0.0",)


def test_many_versions_are_joined_in_no_time():
    """Forty versions, each with a migration from the one before: the way is found, and is forty steps."""
    versions = [instrument()]
    for at in range(1, 40):
        newer = beside(versions[-1])
        newer["version"] = f"1.0.{at}"
        newer["sections"][0]["items"][0]["type"] = "choice"
        newer["sections"][0]["items"][-1]["max_length"] = at
        newer["sections"][0]["items"][2]["maximum"] = 10 + at
        stated = {name: {"item": name} for name in KEPT}
        if at > 1:
            stated["q09"] = {"item": "q09"}
        newer["migrations"][0]["items"] = stated
        versions.append(newer)
    sop = Sop.load(plugins=False, definitions=versions)
    assert sop.health().ok, [str(i) for one in sop.health().definitions for i in one.issues]
    record = {
        "$schema": "urn:sop:schema:administration:1", "id": "r", "status": "complete",
        "instrument": {"id": "hostile", "version": "1.0.0"}, "respondent": None, "subject": None,
        "scope": [], "cycle": "c", "locale": "en", "submitted_at": "2026-11-21T09:00:00Z",
        "answers": {"q01": "1"},
    }  # fmt: skip
    seen = sop.catalog.migrate(sop.accept(record).record, to="1.0.39")
    assert len(seen.through) == 40
