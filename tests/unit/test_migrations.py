"""What a migration may say, and what becomes of a record under it (issue: scores trusted years later)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from sop_core import CallRefused
from sop_core.documents import instrument_of
from sop_core.instruments import (
    Missing,
    Outcome,
    check_fit,
    check_migrations,
    migrate,
    migration_from,
    reflect,
    score,
    score_migrated,
)
from sop_core.instruments.scoring_digest import scoring_projection
from sop_core.shapes import check_texts
from sop_core.types import MissingReason, RecordStatus
from tests.unit._small import administration, choice, definition, instrument, item, options, scale

DIGEST = "sha256:" + "0" * 64
NOT_ASKED = Missing(MissingReason.NOT_ASKED)


def migration(**entries):
    """One migration from 1.0.0; an entry is the newer item, or what the document says of it."""
    items = {
        name: {"item": entry} if isinstance(entry, str) else entry
        for name, entry in entries.items()
    }
    return {"from": "1.0.0", "scoring": DIGEST, "comparable": False, "items": items}


def newer(*items, version="2", **fields):
    return definition(*items, **{"version": version, **fields})


def codes_of(issues):
    return [(issue.code, issue.path) for issue in issues]


# ------------------------------------------------------------------------ the definition alone


def test_a_sound_migration_has_no_issue():
    """Kept, renamed, recoded, dropped: each has its form."""
    document = newer(
        choice("a"), choice("b"), item("c", "text"),
        migrations=[migration(a="a", old={"item": "b", "codes": {"x": "a", "y": "a", "n": "na"}}, z={"dropped": True})],
    )  # fmt: skip
    assert check_migrations(document) == []
    assert check_migrations(newer(choice("a"))) == []


ALONE = {
    "a later version": ({"from": "3"}, {}, "migration_not_earlier", "$.migrations[0].from"),
    "this very version": ({"from": "2.0"}, {}, "migration_not_earlier", "$.migrations[0].from"),
    "neither": ({}, {"a": {}}, "item_or_dropped", "$.migrations[0].items.a"),
    "both": ({}, {"a": {"item": "a", "dropped": True}}, "item_or_dropped", "$.migrations[0].items.a"),
    "dropped with codes": ({}, {"a": {"dropped": True, "codes": {"a": "a"}}}, "item_or_dropped", "$.migrations[0].items.a.codes"),
    "an item that is not here": ({}, {"a": "z"}, "unknown_item", "$.migrations[0].items.a.item"),
    "a code that is not here": ({}, {"a": {"item": "a", "codes": {"1": "z"}}}, "unknown_code", "$.migrations[0].items.a.codes['1']"),
    "codes for a text": ({}, {"a": {"item": "t", "codes": {"1": "z"}}}, "unknown_code", "$.migrations[0].items.a.codes['1']"),
    "two to one": ({}, {"x": "a", "y": "a"}, "migration_collision", "$.migrations[0].items.y.item"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "entries", "code", "path"), ALONE.values(), ids=ALONE)
def test_what_the_definition_alone_shows(fields, entries, code, path):
    """Versions in order, one place for each item, and codes that this version has."""
    document = newer(choice("a"), item("t", "text"), migrations=[migration(**entries) | fields])
    (found,) = check_migrations(document)
    assert (found.code, found.path) == (code, path)
    assert found.fix


def test_one_version_is_migrated_from_once():
    """1.0 and 1.0.0 are one version, and its records are seen in one way."""
    document = newer(choice("a"), migrations=[migration(a="a"), migration(a="a") | {"from": "1"}])
    assert codes_of(check_migrations(document)) == [("not_unique", "$.migrations[1].from")]


@pytest.mark.parametrize(
    "migrations",
    [
        None, "x", 5, {}, [None], ["x"], [{}], [{"from": 5}], [{"from": "one"}], [{"items": []}],
        [{"from": "1", "items": {"a": None}}], [{"from": "1", "items": {"a": {"item": 5}}}],
        [{"from": "1", "items": {"a": {"item": "a", "codes": []}}}],
        [{"from": "1", "items": {"a": {"item": "a", "codes": {"a": 5}}}}],
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_malformed_is_left_to_the_schema(migrations):
    """The rules pass over what has no shape; the schema says so."""
    assert check_migrations(newer(choice("a"), migrations=migrations)) == []
    document = {**newer(choice("a"), migrations=[migration(a="a")]), "version": "one"}
    assert check_migrations(document) == []


def test_a_migration_is_no_part_of_what_scores():
    """DESIGN 2: the scoring digest is that of items, codes and scales; a migration may be mended."""
    plain, more = newer(choice("a")), newer(choice("a"), migrations=[migration(a="a")])
    assert scoring_projection(plain) == scoring_projection(more)
    assert instrument_of(plain).ref.digest != instrument_of(more).ref.digest


def test_an_item_called_text_is_no_text():
    """Ids are the author's own: an older item called title or text is not read as a text by language."""
    document = newer(choice("a"), migrations=[migration(text="a", title={"dropped": True})])
    assert check_texts(document) == []


# ------------------------------------------------------------------------------- the two together


def pair(old_items, new_items, *, old=None, new=None, comparable=False, **entries):
    """Two versions of which the newer has a migration with the right digest."""
    before = instrument(*old_items, **(old or {}))
    stated = migration(**entries) | {"scoring": before.ref.scoring, "comparable": comparable}
    after = instrument_of(newer(*new_items, migrations=[stated], **(new or {})))
    return before, after


WHY = {"why": {"options": [{"code": "na", "missing": "not_applicable", "label": {"en": "x"}}]}}
BARE = {
    "bare": {
        "options": [{"code": one, "value": at, "label": {"en": "x"}} for at, one in enumerate("ab")]
    }
}
BLANK = {"blank": {"options": [{"code": "b", "missing": "not_answered", "label": {"en": "x"}}]}}
NUMBER = {"minimum": 0, "maximum": 10}

FIT = {
    "the same": ([choice("a")], [choice("a"), item("n", "text")], {}, {"a": "a"}, []),
    "a whole number as a decimal": ([item("a", "integer", **NUMBER)], [item("a", "decimal", **NUMBER)], {}, {"a": "a"}, []),
    "a yes-no as a choice": ([item("a", "boolean")], [choice("a")], {}, {"a": {"item": "a", "codes": {"true": "a", "false": "b"}}}, []),
    "a choice as a yes-no": ([choice("a", "bare")], [item("a", "boolean")], BARE, {"a": {"item": "a", "codes": {"a": "true", "b": "false"}}}, []),
    "wider bounds": ([item("a", "integer", **NUMBER)], [item("a", "integer", minimum=-1, maximum=10)], {}, {"a": "a"}, []),
    "the code of a reason": ([choice("a")], [choice("a"), choice("n")], {}, {"a": {"item": "a", "codes": {"na": "na"}}}, []),
    "blank is always there": ([item("a", "text", response_set="blank")], [item("a", "text"), choice("n")], BLANK, {"a": "a"}, []),
    "an item that is not told of": ([choice("a"), choice("b")], [choice("a")], {}, {"a": "a"}, ["migration_not_total"]),
    "an item that was not there": ([choice("a")], [choice("a"), choice("n")], {}, {"a": "a", "b": "n"}, ["unknown_item"]),
    "a text as a choice": ([item("a", "text")], [choice("a")], {}, {"a": "a"}, ["migration_type"]),
    "a decimal as a whole number": ([item("a", "decimal", **NUMBER)], [item("a", "integer", **NUMBER)], {}, {"a": "a"}, ["migration_type"]),
    "one of several as several": ([choice("a")], [item("a", "choices", response_set="set")], {}, {"a": "a"}, ["migration_type"]),
    "a code without a place": ([choice("a")], [choice("a", "bare")], BARE, {"a": "a"}, ["migration_not_total", "migration_reason"]),
    "a yes-no without codes": ([item("a", "boolean")], [choice("a")], {}, {"a": "a"}, ["migration_not_total"]),
    "a code that was not there": ([choice("a")], [choice("a"), choice("n")], {}, {"a": {"item": "a", "codes": {"z": "a"}}}, ["unknown_code"]),
    "a value as a reason": ([choice("a")], [choice("a"), choice("n")], {}, {"a": {"item": "a", "codes": {"a": "na"}}}, ["migration_not_total"]),
    "a reason as a value": ([choice("a")], [choice("a"), choice("n")], {}, {"a": {"item": "a", "codes": {"na": "a"}}}, ["migration_reason"]),
    "a reason as another": ([choice("a")], [choice("a"), choice("n")], {}, {"a": {"item": "a", "codes": {"na": "unsure"}}}, ["migration_reason"]),
    "a reason that is not offered": ([item("a", "text", response_set="why")], [item("a", "text"), choice("n")], WHY, {"a": "a"}, ["migration_reason"]),
    "narrower bounds": ([item("a", "integer", **NUMBER)], [item("a", "integer", minimum=1, maximum=10)], {}, {"a": "a"}, ["migration_bounds"]),
    "a lower end": ([item("a", "decimal", **NUMBER)], [item("a", "decimal", minimum=0, maximum="19/2")], {}, {"a": "a"}, ["migration_bounds"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sets", "entries", "expected"), FIT.values(), ids=FIT)
def test_whether_two_versions_fit(old, new, sets, entries, expected):
    """Total, of one type, every code with a place, every reason the same, every number in bounds."""
    before, after = pair(old, new, old={"sets": sets}, new={"sets": sets}, **entries)
    found = check_fit(before, after, 0)
    assert [issue.code for issue in found] == expected
    assert all(issue.fix and issue.path.startswith("$.migrations[0]") for issue in found)


def test_a_migration_of_another_definition_is_found():
    """The scoring digest says which definition was meant; the message says what is loaded."""
    before = instrument(choice("a"))
    after = instrument_of(newer(choice("a"), choice("n"), migrations=[migration(a="a")]))
    (found,) = check_fit(before, after, 0)
    assert (found.code, found.path) == ("migration_scoring", "$.migrations[0].scoring")
    assert before.ref.scoring in found.message


SAME = {
    "comparable and the same": (True, {"a": "a", "b": "b"}, []),
    "with its codes written out": (True, {"a": {"item": "a", "codes": {"a": "a"}}, "b": "b"}, []),
    "not comparable": (False, {"a": "a", "b": "b"}, ["migration_same_scoring"]),
    "exchanged": (True, {"a": "b", "b": "a"}, ["migration_same_scoring"]),
    "dropped": (True, {"a": "a", "b": {"dropped": True}}, ["migration_same_scoring"]),
    "recoded": (True, {"a": {"item": "a", "codes": {"a": "b"}}, "b": "b"}, ["migration_same_scoring"]),
}  # fmt: skip


@pytest.mark.parametrize(("comparable", "entries", "expected"), SAME.values(), ids=SAME)
def test_versions_that_score_alike_are_alike(comparable, entries, expected):
    """DESIGN 2: records of one scoring digest lie together, so a migration cannot part them."""
    both = [choice("a"), choice("b")]
    before, after = pair(both, both, comparable=comparable, **entries)
    assert [issue.code for issue in check_fit(before, after, 0)] == expected


# ------------------------------------------------------------------------------------- comparable

TWO = [choice("a"), choice("b")]
FEW = {"few": options(1, 2, 3)}
COMPARABLE = {
    "an item more in a mean": ([scale("mean", "a", "b")], [scale("mean", "a", "b", "n")], {}, None),
    "an item less in a mean": ([scale("mean", "a", "b")], [scale("mean", "a")], {}, None),
    "a scale more": ([], [scale("mean", "a")], {}, None),
    "other bands, rounding and least": ([scale("mean", "a")], [scale("mean", "a", min_answered="1/2", rounding={"mode": "half_even", "places": 0})], {}, None),
    "a scale is gone": ([scale("mean", "a")], [], {}, "is gone"),
    "another method": ([scale("mean", "a", id="s")], [scale("lowest", "a", id="s")], {}, "was a mean and is a lowest"),
    "a longer sum": ([scale("sum", "a")], [scale("sum", "a", "b")], {}, "went from 0 to 5 and goes from 0 to 10"),
    "a longer count": ([scale("count", "a", of=["a"])], [scale("count", "a", "b", of=["a"])], {}, "from 0 to 1"),
    "another weight": ([scale("mean", "a", "b")], [scale("mean", "a", "b", weights={"b": 2})], {}, "weighs 'b'"),
    "another direction": ([scale("mean", "a", "b")], [scale("mean", "a", "b", reverse=["b"])], {}, "reverse-keyed in one"),
    "nothing in common": ([scale("mean", "a")], [scale("mean", "b")], {}, "no item in common"),
    "other bounds of one": ([scale("mean", "a", "b")], [scale("mean", "b", "n")], {"a": {"item": "n", "codes": dict(zip("abcde", "aabbc", strict=True))}}, "lowest or highest"),
    "turned round": ([scale("mean", "a")], [scale("mean", "a")], {"a": {"item": "a", "codes": dict(zip("abcde", "edcba", strict=True))}}, "a higher answer"),
    "two exchanged": ([scale("mean", "a")], [scale("mean", "a")], {"a": {"item": "a", "codes": {"b": "c", "c": "b"}}}, "a higher answer"),
    "merged": ([scale("mean", "a")], [scale("mean", "a")], {"a": {"item": "a", "codes": dict(zip("abcde", "aabee", strict=True))}}, None),
    "counted otherwise": ([scale("count", "a", of=["a", "b"])], [scale("count", "a", of=["a"])], {}, "counts 'b'"),
    "counted alike": ([scale("count", "a", of=["a", "b"])], [scale("count", "a", of=["a"])], {"a": {"item": "a", "codes": {"b": "a"}}}, None),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "entries", "words"), COMPARABLE.values(), ids=COMPARABLE)
def test_what_is_plainly_not_comparable_is_refused(old, new, entries, words):
    """The author judges; a scale whose number would be another for the same answers is refused."""
    before, after = pair(
        TWO, [choice("a"), choice("b"), choice("n", "few")],
        old={"scales": tuple(old)}, new={"scales": tuple(new), "sets": FEW},
        comparable=True, **{"a": "a", "b": {"dropped": True} if entries.get("a", {}) and "n" in str(entries) else "b", **entries},
    )  # fmt: skip
    found = check_fit(before, after, 0)
    assert [issue.code for issue in found] == (["not_comparable"] if words else [])
    if words:
        assert words in found[0].message
        assert found[0].path == "$.migrations[0].comparable"


def test_equal_answers_may_part():
    """Two options of one value may come to two; what is higher than both stays above them."""
    sets = {"tied": options(1, 1, 2)}
    before, after = pair(
        [choice("a", "tied")], [choice("a"), choice("n")],
        old={"sets": sets, "scales": (scale("mean", "a"),)},
        new={"sets": {"set": options(1, "3/2", 2)}, "scales": (scale("mean", "a"),)}, comparable=True, a="a",
    )  # fmt: skip
    assert check_fit(before, after, 0) == []


def test_equal_answers_may_part_the_other_way_round():
    """What was equal has no order: the first of two may come to the higher one."""
    sets = {"tied": options(1, 1, 2)}
    before, after = pair(
        [choice("a", "tied")], [choice("a"), choice("n")],
        old={"sets": sets, "scales": (scale("mean", "a"),)},
        new={"sets": {"set": options("3/2", 1, 2)}, "scales": (scale("mean", "a"),)}, comparable=True, a="a",
    )  # fmt: skip
    assert check_fit(before, after, 0) == []


def test_a_count_of_a_yes_no_is_compared_too():
    """A yes that counted still counts as the choice that it became."""
    before, after = pair(
        [item("a", "boolean")], [choice("a")],
        old={"scales": (scale("count", "a", of=["true"]),)},
        new={"scales": (scale("count", "a", of=["a"]),)},
        comparable=True, a={"item": "a", "codes": {"true": "b", "false": "a"}},
    )  # fmt: skip
    (found,) = check_fit(before, after, 0)
    assert "counts 'false', 'true' of 'a' in one version alone" in found.message


# ---------------------------------------------------------------------------------- the view


def view(old, new, answers, *, sets=None, scales=(), **entries):
    before, after = pair(
        old, new, old={"sets": sets}, new={"sets": sets, "scales": scales}, **entries
    )
    assert check_fit(before, after, 0) == []
    return after, migrate(administration(before, **answers), [before, after])


def outcomes(seen):
    return {one.item: one.outcome for one in seen.carried}


def test_every_kind_of_answer_is_carried():
    """Codes by the migration's codes, the rest as it was; a reason stays the reason."""
    old = [
        choice("c"), item("m", "choices", response_set="set"), item("i", "integer", **NUMBER),
        item("d", "decimal", **NUMBER), item("y", "boolean"), item("t", "text"), item("w", "date"),
        choice("r"), choice("gone"), item("yes", "boolean"), choice("code", "bare"),
    ]  # fmt: skip
    new = [
        choice("c2"), item("m", "choices", response_set="set"), item("i", "decimal", **NUMBER),
        item("d", "decimal", **NUMBER), item("y", "boolean"), item("t", "text"), item("w", "date"),
        choice("r"), choice("new"), choice("yes"), item("code", "boolean"),
    ]  # fmt: skip
    answers = {
        "c": "a", "m": ["a", "b", "c"], "i": 3, "d": Decimal("0.1"), "y": False, "t": "said",
        "w": "2026-01-02", "r": {"missing": "dont_know"}, "gone": "e", "yes": True, "code": "b",
    }  # fmt: skip
    merged = {"a": "b", "b": "b", "c": "c"}
    _, seen = view(
        old, new, answers, sets=BARE, c={"item": "c2", "codes": {"a": "e", "e": "a"}},
        m={"item": "m", "codes": merged}, i="i", d="d", y="y", t="t", w="w", r="r", gone={"dropped": True},
        yes={"item": "yes", "codes": {"true": "e", "false": "a"}},
        code={"item": "code", "codes": {"a": "true", "b": "false"}},
    )  # fmt: skip
    assert dict(seen.known) == {
        "c2": "e", "m": ("b", "c"), "i": 3, "d": Decimal("0.1"), "y": False, "t": "said",
        "w": "2026-01-02", "r": Missing(MissingReason.DONT_KNOW), "new": NOT_ASKED, "yes": "e", "code": False,
    }  # fmt: skip
    assert seen.new == ("new",)
    told = dict.fromkeys(seen.known, "kept") | {"m": "merged"}
    assert outcomes(seen) == {
        **{name: told.get(name, "kept") for name in answers}, "gone": Outcome.DROPPED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "answer", "entry", "outcome"),
    [
        ("choice", "a", {"codes": {"a": "c", "b": "c"}}, "merged"),
        ("choice", "d", {"codes": {"a": "c", "b": "c"}}, "kept"),
        ("choices", ["a"], {"codes": {"a": "b"}}, "merged"),
        ("choices", ["a", "b"], {"codes": {"a": "b"}}, "merged"),
        ("choices", ["c", "d"], {"codes": {"a": "b"}}, "kept"),
    ],
)
def test_merged_is_told_only_of_what_was_merged(kind, answer, entry, outcome):
    """An answer is merged where another answer of then is the same now."""
    one = item("a", kind, response_set="set")
    _, seen = view([one], [one, choice("n")], {"a": answer}, a={"item": "a", **entry})
    assert outcomes(seen) == {"a": outcome}


def test_a_yes_no_that_two_options_became_is_told():
    """Yes and no that come to one option are merged, and so are options that come to yes."""
    _, seen = view(
        [item("a", "boolean")], [choice("a")], {"a": True}, a={"item": "a", "codes": {"true": "a", "false": "a"}}
    )  # fmt: skip
    assert outcomes(seen) == {"a": Outcome.MERGED}


def test_a_no_is_carried_and_told_as_a_yes_is():
    """No comes to the code that the migration says, and is merged where yes comes to the same."""
    apart, alike = {"true": "e", "false": "b"}, {"true": "b", "false": "b"}
    for codes, outcome in ((apart, Outcome.KEPT), (alike, Outcome.MERGED)):
        _, seen = view(
            [item("a", "boolean")], [choice("a")], {"a": False}, a={"item": "a", "codes": codes}
        )
        assert seen.known["a"] == "b"
        assert outcomes(seen) == {"a": outcome}


def test_codes_in_capitals_are_merged_like_others():
    """A code is a code as it is written."""
    capitals = {"capitals": {"options": [
        {"code": one, "value": at, "label": {"en": "x"}} for at, one in enumerate("ABC")]}}  # fmt: skip
    codes = {"A": "a", "B": "a", "C": "c"}
    for answer, outcome in (("A", Outcome.MERGED), ("C", Outcome.KEPT)):
        _, seen = view(
            [choice("a", "capitals")], [choice("a")], {"a": answer}, sets=capitals, a={"item": "a", "codes": codes}
        )  # fmt: skip
        assert outcomes(seen) == {"a": outcome}


def test_a_record_under_its_own_version_is_as_it_was():
    """No step, nothing changed: each answer is kept, and is what it was."""
    only = instrument(choice("a"), choice("b"))
    seen = migrate(administration(only, a="c"), [only])
    assert [(one.item, one.before, one.outcome, one.to, one.after) for one in seen.carried] == [
        ("a", "c", Outcome.KEPT, "a", "c"),
        ("b", Missing(MissingReason.NOT_ANSWERED), Outcome.KEPT, "b", Missing(MissingReason.NOT_ANSWERED)),
    ]  # fmt: skip


def test_the_migration_from_the_very_version_comes_first():
    """Two migrations from versions that score alike: each version has its own."""
    older = instrument(choice("a"))
    stated = [
        migration(a=entry) | {"from": start, "scoring": older.ref.scoring}
        for start, entry in (("1.0.1", {"dropped": True}), ("1.0.0", "a"))
    ]
    after = instrument_of(newer(choice("a"), choice("n"), migrations=stated))
    assert migration_from(older, after) == after.migrations[1]
    mended = instrument_of(definition(choice("a"), version="1.0.1"))
    assert migration_from(mended, after) == after.migrations[0]
    later = instrument_of(definition(choice("a"), version="1.0.2"))
    assert migration_from(later, after) == after.migrations[0]


def test_what_was_not_asked_stays_so():
    """What show_if hid then was not asked, whether the newer version would ask it or not."""
    hidden = choice("b", show_if={"item": "a", "in": ["a"]})
    _, seen = view([choice("a"), hidden], [choice("a"), choice("b")], {"a": "b"}, a="a", b="b")
    assert seen.known["b"] == NOT_ASKED
    assert outcomes(seen)["b"] is Outcome.KEPT


def test_what_the_newer_version_hides_is_told():
    """An answer that the newer version would not have asked for is not known there, and is told."""
    after = [choice("n"), choice("a"), choice("b", show_if={"item": "n", "in": ["a"]})]
    _, seen = view([choice("a"), choice("b")], after, {"a": "a", "b": "c"}, a="a", b="b")
    assert seen.known["b"] == NOT_ASKED
    told = next(one for one in seen.carried if one.item == "b")
    assert (told.outcome, told.before, told.after) == (Outcome.HIDDEN, "c", NOT_ASKED)


def test_a_score_over_a_migration_says_so():
    """The scales are those of the newer version; laying them beside others is refused unless declared."""
    after, seen = view(
        [choice("a")], [choice("a"), choice("n")], {"a": "c"}, scales=(scale("mean", "a", "n"),), a="a"
    )  # fmt: skip
    found = score_migrated(after, seen)
    assert found.seen["mean"].value == Decimal(3)
    assert found.seen["mean"].n_not_asked == 1
    assert (found.recorded.version, found.instrument.version) == ("1.0.0", "2")
    with pytest.raises(CallRefused, match=r"'r' was made with small 1\.0\.0.* read `seen`"):
        _ = found.scales


def test_a_draft_has_no_score_under_any_version():
    """Drafts and voided records are seen, and never scored."""
    before = instrument(choice("a"))
    draft = evolve(administration(before, a="a"), status=RecordStatus.DRAFT)
    seen = migrate(draft, [before])
    with pytest.raises(CallRefused, match="is draft"):
        score_migrated(before, seen)


def test_wrong_calls_are_sentences():
    """A missing step, another version, and what is no record are told with what to pass."""
    before, after = pair([choice("a")], [choice("a"), choice("n")], a="a")
    other = instrument_of(newer(choice("a"), version="3"))
    record = administration(before, a="a")
    seen = migrate(record, [before, after])
    for call, words in (
        (lambda: migrate({}, [before]), "receipt.record"),
        (lambda: migrate(record, []), "Catalog.migrate finds them"),
        (lambda: migrate(record, [before, instrument_of(newer(item("q", "text")))]), "It has migrations from: no version"),
        (lambda: migrate(record, [after]), r"catalog\.migrate\(record, to=version\)"),
        (lambda: score_migrated(other, seen), "Give the version that it is seen under"),
        (lambda: score(after, record), r"of scoring digest sha256:.* has sha256:"),
        (lambda: reflect(after, record), "Score it with the version that it names"),
    ):  # fmt: skip
        with pytest.raises(CallRefused, match=words):
            call()


def test_a_migration_fits_every_version_of_its_scoring_digest():
    """A version that mends a typo needs none: the migration of the version before it fits its records too."""
    before, after = pair([choice("a")], [choice("a"), choice("n")], a="a")
    mended = instrument_of(definition(choice("a"), version="1.0.1"))
    assert migration_from(mended, after) == after.migrations[0] == migration_from(before, after)
    assert migration_from(after, before) is None
    record = administration(mended, a="b")
    assert migrate(record, [mended, after]).known["a"] == "b"


def test_steps_lose_what_any_of_them_loses():
    """Over several steps an answer is told as the worst that became of it, once."""
    first = instrument(choice("a"), choice("b"), choice("c"))
    middle_document = newer(
        choice("a"), choice("b"), choice("n"),
        migrations=[migration(a={"item": "a", "codes": {"a": "b"}}, b="b", c={"dropped": True}) | {"scoring": first.ref.scoring}],
    )  # fmt: skip
    middle = instrument_of(middle_document)
    last = instrument_of(
        newer(
            choice("a"),
            choice("c"),
            version="3",
            migrations=[
                migration(a="a", b={"dropped": True}, n={"dropped": True})
                | {"from": "2", "scoring": middle.ref.scoring}
            ],
        )
    )
    record = administration(first, a="a", b="b", c="c")
    seen = migrate(record, [first, middle, last])
    assert outcomes(seen) == {"a": "merged", "b": "dropped", "c": "dropped"}
    assert seen.new == ("c",)
    assert seen.known["c"] == NOT_ASKED
    assert seen.through == ("1.0.0", "2", "3")
    assert not seen.comparable


def test_one_scoring_digest_needs_no_migration():
    """DESIGN 2: a mended text makes a new version, and its records lie with the older ones as they are."""
    scales = (scale("mean", "a"),)
    before = instrument(choice("a"), scales=scales)
    mended = instrument_of(definition(choice("a"), scales=scales, version="1.0.1"))
    record = administration(before, a="b")
    seen = migrate(record, [before, mended])
    assert seen.comparable
    assert score_migrated(mended, seen).scales == score(before, record).scales
