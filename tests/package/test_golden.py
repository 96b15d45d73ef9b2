"""What was ever released is read with today's code, and comes to what it came to (DESIGN 3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from sop_core import RecordRefused
from sop_core.documents import read, read_tally, tally_lines
from tools import golden, schema_compat

CORPUS = golden.Corpus()
EVERY = [path for kind in golden.kinds() for path in golden.documents(kind)]
SCHEMAS = sorted({path.name for path in schema_compat.RELEASED.glob("*/*.schema.json")})


def named(path):
    return f"{path.parents[1].name}/{path.stem}"


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_a_golden_document_comes_to_what_it_came_to(path):
    """Its record's digest, its score, its events and what verify finds are the frozen ones."""
    frozen = json.loads(golden.beside(path).read_bytes())
    now = json.loads(json.dumps(CORPUS.outcome(path)))
    assert golden.holds(now, frozen), (now, frozen)


def test_every_outcome_has_its_document():
    """The corpus is whole: documents and outcomes are in pairs."""
    outcomes = set(golden.ROOT.rglob(f"*{golden.OUTCOME}"))
    assert outcomes == {golden.beside(path) for path in EVERY}
    assert len(EVERY) >= 50


def test_the_definitions_of_the_corpus_are_in_force():
    """Old definitions load beside the bundled ones of today."""
    health = CORPUS.sop.health()
    assert [one.where for one in health.definitions if not one.ok] == []


def test_only_one_golden_score_has_drifted():
    """The corpus knows a stored score that its answers do not come to, and verify still says where."""
    found = {path.stem: CORPUS.outcome(path)["verified"] for path in golden.documents("score")}
    assert {name: paths for name, paths in found.items() if paths} == {
        "drifted": ["$.scales.skill.value", "$.scales.skill.exact"]
    }


def resolved(schema: Any, root: Any) -> Any:
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return root["$defs"][name] if name else schema


def wanted(schema: Any, root: Any, at: str = "$") -> Iterator[str]:
    """Every field and every choice that a schema has, by its place."""
    schema = resolved(schema, root)
    yield from (f"{at}={value}" for value in schema.get("enum", ()))
    for name, inner in schema.get("properties", {}).items():
        yield f"{at}.{name}"
        yield from wanted(inner, root, f"{at}.{name}")
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield from wanted(schema[word], root, f"{at}[]")


def met(schema: Any, value: Any, root: Any, at: str = "$") -> Iterator[str]:
    """The fields and choices that a document uses."""
    schema = resolved(schema, root)
    yield f"{at}={value}"
    inner = schema.get("properties", {})
    rest = schema.get("additionalProperties")
    if isinstance(value, dict):
        for name, below in value.items():
            if name in inner:
                yield f"{at}.{name}"
                yield from met(inner[name], below, root, f"{at}.{name}")
            elif isinstance(rest, dict):
                yield from met(rest, below, root, f"{at}[]")
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for below in value:
            yield from met(schema["items"], below, root, f"{at}[]")


#: A worked case may expect these; what it states of them is the same list of choices as a score's.
NOT_MET = {
    "instrument": {
        "$.cases[].answers[]", "$.cases[].expect[].status=prorated",
        "$.cases[].expect[].status=not_applicable",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", [file.removesuffix(".schema.json") for file in SCHEMAS])
def test_the_corpus_covers_the_schema(name):
    """Every field and every choice of each released schema stands in a golden document."""
    for path in sorted(schema_compat.RELEASED.glob(f"*/{name}.schema.json")):
        root = json.loads(path.read_bytes())
        seen = {
            place
            for document in golden.documents(name)
            for place in met(root, read(document.read_bytes()), root)
        }
        left = {
            place
            for place in wanted(root, root)
            if place not in seen and not place.startswith(tuple(NOT_MET.get(name, ())) or ("?",))
        }
        assert left == set()


def test_a_golden_tally_comes_back_as_it_was():
    """Its bytes are read and written as they were, and its records still come to it."""
    folder = golden.ROOT / "tally/1"
    kept = (folder / "corpus.jsonl").read_bytes()
    tally = read_tally(kept)
    assert b"".join(tally_lines(tally)) == kept
    assert tally.n == 23
    records = (folder / "corpus.records.jsonl").read_bytes().splitlines()
    assert CORPUS.sop.tally(records, batch="corpus", revision=2) == tally


def test_every_kind_of_item_is_answered():
    """Administrations answer every type of item, and leave each for every reason."""
    instrument = CORPUS.sop.catalog.instrument("golden.every_type", "1.0.0")
    answered, reasons = set(), set()
    for path in golden.documents("administration"):
        record = read(path.read_bytes())
        if record["instrument"]["id"] == instrument.id:
            for item, answer in record["answers"].items():
                if isinstance(answer, dict):
                    reasons.add(answer["missing"])
                else:
                    answered.add(instrument.items[item].type.value)
    assert answered == {"choice", "choices", "integer", "decimal", "boolean", "text", "date"}
    assert reasons == {"not_answered", "not_applicable", "declined", "dont_know"}


def test_an_old_record_is_seen_under_the_newer_version():
    """A golden record of 1.0.0 is migrated to 2.0.0 by the golden migration, and told what was lost."""
    path = golden.ROOT / "administration/1/full.stored.json"
    seen = CORPUS.sop.catalog.migrate(CORPUS.sop.accept(path.read_bytes()).record, to="2.0.0")
    assert {one.item: one.outcome.value for one in seen.carried} == {
        "names_harm": "merged", "hurries": "merged", "tools": "dropped", "network": "kept",
        "people": "kept", "distance": "kept", "said": "kept", "next": "kept",
    }  # fmt: skip
    assert seen.new == ("asked_child",)
    assert not seen.comparable


def test_a_difference_is_found():
    """What was frozen is compared in full: a value, a type, a lost field or a list's length all show."""
    frozen = {"a": [1, {"b": None}], "c": "x"}
    assert golden.holds({**frozen, "d": 1}, frozen)
    for change in ({"a": [1]}, {"a": [True, {"b": None}]}, {"a": [1, {}]}, {"c": "y"}, {"c": 1}):
        assert not golden.holds({**frozen, **change}, frozen)
    assert not golden.holds({"a": frozen["a"]}, frozen)


def test_the_door_still_refuses():
    """The corpus is read by the door that refuses: a golden record with one wrong code is no record."""
    path = golden.ROOT / "administration/1/full.stored.json"
    document = deepcopy(read(path.read_bytes()))
    document["answers"]["hurries"] = "9"
    with pytest.raises(RecordRefused):
        CORPUS.sop.accept(document)
