"""Frozen copies: what is public, and what a release has shipped, changes only on purpose."""

from __future__ import annotations

import json

import pytest

from tools import freeze


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
    assert freeze.edited(freeze.read(freeze.DIGESTS), freeze.digests()) == [], (
        "give it a new version"
    )


def test_what_is_shipped_is_frozen():
    """A new definition or schema enters the frozen copy with the change that brings it."""
    assert freeze.digests().keys() == freeze.read(freeze.DIGESTS).keys(), (
        "run python -m tools.freeze"
    )


@pytest.fixture
def tree(tmp_path):
    """A repository with one definition and one schema."""
    definitions = tmp_path / "src/sop_core/instruments/definitions"
    definitions.mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    definition = {"$schema": "urn:sop:schema:instrument:1", "id": "x", "version": "1.0.0"}
    (definitions / "x-1.0.0.json").write_text(json.dumps({**definition, "status": "draft"}))
    (tmp_path / "schemas/x.schema.json").write_text('{"$id": "urn:sop:schema:x:1"}')
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
