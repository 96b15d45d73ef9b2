"""Frozen copies: what is public, and what a release has shipped, changes only on purpose."""

from __future__ import annotations

import json

import pytest

from tools import freeze, schema_compat


def test_the_public_names_are_the_frozen_ones():
    """A public name, method or parameter is added, renamed or taken away only with its copy."""
    frozen, now = freeze.flat(freeze.read(freeze.API)), freeze.flat(freeze.public_api())
    assert freeze.differences(frozen, now) == [], (
        "run `python -m tools.freeze` and say it in CHANGELOG"
    )


def test_the_table_of_contents_is_public_and_whole():
    """Every name of the root's `__all__` can be had, and none of them is private."""
    root = freeze.public_api()["sop_core"]
    assert {"Sop", "Situation", "SopError", "Issue", "hookimpl"} <= root.keys()
    assert not [name for name in root if name.startswith("_") and not name.startswith("__")]


def test_what_was_released_keeps_its_bytes():
    """An edited definition or schema under an old version breaks the records that name it."""
    assert freeze.refused(freeze.read(freeze.DIGESTS), freeze.digests()) == [], (
        "give it a new version"
    )


def test_what_is_kept_is_as_it_was():
    """Golden documents and the schemas of each release have the bytes that they were frozen with."""
    assert freeze.differences(freeze.read(freeze.KEPT), freeze.kept.files(freeze.ROOT)) == []


def test_what_is_shipped_is_frozen():
    """A new definition or schema enters the frozen copy with the change that brings it."""
    assert freeze.digests().keys() == freeze.read(freeze.DIGESTS).keys(), (
        "run python -m tools.freeze"
    )


TEXT = {"type": "string", "maxLength": 9, "description": "A text."}
SCHEMA = {
    "$id": "urn:sop:schema:x:1", "type": "object", "properties": {"a": TEXT}, "required": ["a"],
    "additionalProperties": False,
}  # fmt: skip


@pytest.fixture
def tree(tmp_path):
    """A repository with one definition and one schema."""
    definitions = tmp_path / "src/sop_core/instruments/definitions"
    definitions.mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    definition = {"$schema": "urn:sop:schema:instrument:1", "id": "x", "version": "1.0.0"}
    (definitions / "x-1.0.0.json").write_text(json.dumps({**definition, "status": "draft"}))
    (tmp_path / "schemas/x.schema.json").write_text(json.dumps(SCHEMA))
    return tmp_path


def test_a_status_is_no_edit_and_a_text_is_one(tree):
    """Retiring a definition leaves its digest alone; a mended comma does not."""
    frozen = freeze.digests(tree)
    path = next(tree.glob("src/sop_core/*/definitions/*.json"))
    document = json.loads(path.read_text())
    path.write_text(json.dumps({**document, "status": "retired"}, indent=4))
    assert freeze.edited(frozen, freeze.digests(tree)) == []
    path.write_text(json.dumps({**document, "title": {"en": "X,"}}))
    assert freeze.edited(frozen, freeze.digests(tree)) == ["instrument x 1.0.0"]


def test_a_new_version_beside_the_old_one_is_no_edit(tree):
    """Versions live side by side; a lost one is an edit."""
    frozen = freeze.digests(tree)
    path = next(tree.glob("src/sop_core/*/definitions/*.json"))
    document = json.loads(path.read_text())
    path.with_name("x-1.1.0.json").write_text(json.dumps({**document, "version": "1.1.0"}))
    assert freeze.edited(frozen, freeze.digests(tree)) == []
    path.unlink()
    assert freeze.edited(frozen, freeze.digests(tree)) == ["instrument x 1.0.0"]


def test_one_version_is_defined_once(tree):
    """Two files with one id and version stop the freeze, which names the second."""
    path = next(tree.glob("src/sop_core/*/definitions/*.json"))
    path.with_name("again.json").write_text(path.read_text())
    with pytest.raises(SystemExit, match="defined twice"):
        freeze.digests(tree)


def test_a_digest_is_that_of_canonical_json():
    """Order and spacing do not matter, `status` is left out, text stays unescaped UTF-8."""
    expected = "sha256:" + __import__("hashlib").sha256('{"a":"Sí","b":1}'.encode()).hexdigest()
    assert freeze.digest({"b": 1, "status": "active", "a": "Sí"}) == expected


def test_a_change_of_a_signature_is_seen():
    """A new parameter, a new default and a parameter turned keyword-only each show."""

    def old(document, given):
        """Two positional parameters."""

    def new(document, *, given=(), **more):
        """One of them by keyword, with a default."""

    assert freeze._call(old) == "(document, given)"
    assert freeze._call(new) == "(document, *, given=, **more)"
    assert freeze.differences({"f": "(a)", "g": "()"}, {"f": "(a, b=)", "h": "()"}) == [
        "+ h ()", "- g ()", "~ f (a) -> (a, b=)",
    ]  # fmt: skip


@pytest.fixture
def copies(tree, monkeypatch):
    """The command, pointed at the small repository."""
    monkeypatch.setattr(freeze, "FROZEN", tree / "frozen")
    monkeypatch.setattr(freeze, "API", tree / "frozen/public_api.json")
    monkeypatch.setattr(freeze, "DIGESTS", tree / "frozen/digests.json")
    monkeypatch.setattr(freeze, "KEPT", tree / "frozen/kept.json")
    monkeypatch.setattr(freeze, "ROOT", tree)
    monkeypatch.setattr(freeze, "digests", lambda root=tree, real=freeze.digests: real(root))
    monkeypatch.setattr(freeze, "public_api", lambda: {"lib": {"name": "value"}})
    return tree


def test_the_command_freezes_once_and_refuses_an_edit(copies, capsys):
    """A first freeze writes; an edited definition is refused unless one insists; a check only looks."""
    assert freeze.main(["--check"]) == 1
    assert freeze.main([]) == 0
    assert freeze.main(["--check"]) == 0
    path = next(copies.glob("src/sop_core/*/definitions/*.json"))
    path.write_text(json.dumps({**json.loads(path.read_text()), "title": {"en": "X"}}))
    assert freeze.main([]) == 1
    assert "give it a new version" in capsys.readouterr().out
    assert freeze.main(["--check"]) == 1
    assert freeze.main(["--rewrite"]) == 0
    assert freeze.main(["--check"]) == 0


def edit(tree, **changed):
    """The small repository's schema with other keywords."""
    (tree / "schemas/x.schema.json").write_text(json.dumps({**SCHEMA, **changed}))


def test_a_released_schema_may_widen_and_nothing_else(copies, capsys):
    """DESIGN 3: an optional field more is frozen without a word; a field less is refused."""
    assert freeze.main(["--release"]) == 0
    edit(copies, properties={"a": TEXT, "b": TEXT})
    assert freeze.main(["--check"]) == 1
    assert freeze.main([]) == 0
    assert freeze.main(["--check"]) == 0
    edit(copies, properties={"b": TEXT}, required=[])
    assert freeze.main([]) == 1
    assert "A schema may only widen" in capsys.readouterr().out
    edit(copies, properties={"a": {**TEXT, "description": "Another text."}})
    assert freeze.main([]) == 1
    (copies / "schemas/x.schema.json").unlink()
    assert freeze.main([]) == 1


def test_a_difference_that_was_reviewed_may_be_frozen(copies, capsys):
    """What cannot be decided needs a reason, which is kept, and taken out when it is no more."""
    assert freeze.main(["--release"]) == 0
    edit(copies, properties={"a": {**TEXT, "description": "Another text."}})
    schemas, released = copies / "schemas", copies / freeze.kept.SCHEMAS
    (found,) = schema_compat.wrong(schemas, released)
    schema, path, said = found.key
    row = {"schema": schema, "path": path, "difference": said, "reason": "a clearer word"}
    (released / schema_compat.REVIEWED).write_text(json.dumps([row]))
    assert schema_compat.main([str(schemas), str(released)]) == 0
    assert freeze.main([]) == 0
    edit(copies)
    assert schema_compat.main([str(schemas), str(released)]) == 1
    assert "no difference any longer" in capsys.readouterr().out
    (released / schema_compat.REVIEWED).write_text(json.dumps([{**row, "reason": " "}]))
    with pytest.raises(SystemExit, match="and a reason"):
        schema_compat.main([str(schemas), str(released)])


def test_every_release_is_compared_with(copies, capsys):
    """A field that a later release gained may not go either, and a schema may not be lost."""
    released = copies / freeze.kept.SCHEMAS
    freeze.kept.release(copies, "0.1.0")
    edit(copies, properties={"a": TEXT, "b": TEXT})
    freeze.kept.release(copies, "0.2.0")
    edit(copies)
    assert schema_compat.main([str(copies / "schemas"), str(released)]) == 1
    assert "x since 0.2.0: breaks: $.properties.b: the field is gone" in capsys.readouterr().out
    (copies / "schemas/x.schema.json").unlink()
    assert schema_compat.faulty(copies / "schemas", released) == {"x"}


def test_the_tree_is_compatible_with_every_release(capsys):
    """Documents of every released schema are documents of today's (`make check`)."""
    assert schema_compat.main([]) == 0
    assert {path.name for path in schema_compat.RELEASED.iterdir() if path.is_dir()} >= {"0.1.0"}


def test_what_is_kept_cannot_be_rewritten(copies, capsys):
    """An edited or removed golden document stops the freeze, also with --rewrite; a new one enters."""
    golden = copies / freeze.kept.GOLDEN / "x/1"
    golden.mkdir(parents=True)
    (golden / "one.json").write_text("{}")
    assert freeze.main(["--release"]) == 0
    with pytest.raises(SystemExit, match="frozen once"):
        freeze.main(["--release"])
    (golden / "two.json").write_text("{}")
    assert freeze.main([]) == 0
    for spoil in (
        lambda: (golden / "one.json").write_text("[]"),
        (golden / "one.json").unlink,
        lambda: next((copies / freeze.kept.SCHEMAS).glob("*/x.schema.json")).write_text("{}"),
    ):
        before = {path: path.read_text() for path in copies.rglob("tests/**/*.json")}
        spoil()
        assert freeze.main(["--rewrite"]) == 1
        assert "put it back as it was" in capsys.readouterr().out
        for path, text in before.items():
            path.write_text(text)
        assert freeze.main([]) == 0
