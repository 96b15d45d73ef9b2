"""Tallies by example: what is counted, what is skipped, how batches meet, what crosses."""

from __future__ import annotations

import itertools
import json
import tracemalloc
from fractions import Fraction

import pytest
from attrs import evolve

from sop_core import CallRefused, DocumentRefused, RecordRefused, to_document
from sop_core.documents import read, read_tally, shape_issues
from sop_core.instruments import known_answers
from sop_core.reporting import (
    ALL,
    Assembling,
    Batch,
    Counting,
    Group,
    GroupKey,
    ItemCounts,
    Needs,
    ReportPurpose,
    ScaleCounts,
    SkipReason,
    Tally,
    batch_digest,
    export,
    fold,
    merge,
)
from sop_core.reporting import counting as counting_module
from sop_core.reporting.written import group_line, group_of, line
from sop_core.types import MissingReason, ScoreStatus
from tests.unit._counted import (
    SOP,
    A,
    B,
    accepted,
    batch,
    group,
    key,
    later,
    record,
    tally,
    written,
)
from tests.unit._small import administration, choice, instrument, item, scale


def of(*records, **options):
    return SOP.tally(records, batch="b", **options)


def only(made):
    (found,) = made.groups.values()
    return found


# What is counted


def test_every_type_of_answer_that_is_one_of_a_few_is_counted():
    """DESIGN 7: codes, several codes, yes and no and whole numbers; open text, days and decimals are not."""
    one = {"q1": "a", "q2": "b", "several": ["a", "b"], "yes": True, "many": -5, "weight": 2, "said": "x", "day": "2026-11-20"}  # fmt: skip
    two = {"q1": "b", "several": {"missing": "declined"}, "yes": False, "many": 400}
    found = only(of(record("1", answers=one), record("2", answers=two)))
    assert found.n == 2
    assert set(found.items) == {"q1", "q2", "several", "yes", "many"}
    assert dict(found.items["q1"].codes) == {"a": 1, "b": 1}
    assert dict(found.items["q2"].missing) == {MissingReason.NOT_ASKED: 1}
    assert dict(found.items["yes"].codes) == {"false": 1, "true": 1}
    assert dict(found.items["many"].codes) == {"-5": 1, "400": 1}
    several = found.items["several"]
    assert (several.several, several.n_answered, several.n) == (True, 1, 2)
    assert dict(several.codes) == {"a": 1, "b": 1}


def test_who_answered_alike_is_counted_each():
    """Every item and every scale counts all records of its group, however alike they are."""
    same = {"q1": "a", "several": ["b", "a"], "many": 3, "yes": True}
    found = only(of(*(record(str(at), answers=same) for at in range(3))))
    assert {name: (one.n, one.n_answered) for name, one in found.items.items()} == {
        "q1": (3, 3), "q2": (3, 0), "several": (3, 3), "many": (3, 3), "yes": (3, 3),
    }  # fmt: skip
    assert {one.n for one in found.scales.values()} == {3}


def test_a_scale_counts_its_exact_scores_and_why_there_is_none():
    """C-07: nothing unknown is zero; a score is the fraction itself."""
    answers = ({"q1": "a", "q2": "b"}, {"q1": "b"}, {"q1": {"missing": "not_applicable"}}, {})
    found = only(of(*(record(str(at), answers=one) for at, one in enumerate(answers))))
    assert dict(found.scales["mean"].counts) == {
        (ScoreStatus.INSUFFICIENT, None): 1,
        (ScoreStatus.NOT_APPLICABLE, None): 1,
        (ScoreStatus.SCORED, Fraction(1)): 1,
        (ScoreStatus.SCORED, Fraction(2)): 1,
    }
    assert (found.scales["mean"].n, found.scales["mean"].n_valued, found.scales["mean"].total) == (
        4,
        2,
        3,
    )
    assert found.scales["sum"].n_valued == 0


def test_groups_are_told_apart_by_all_that_a_key_says():
    """DESIGN 7: scope, instrument and scoring digest, cycle, and further groupings."""
    made = of(
        record("1"), record("2"), record("3", scope=["north", "u"]), record("4", cycle="r"),
        record("5", groups={"kind": "new", "age": "x"}), record("6", groups={"age": "x", "kind": "new"}), record("7", scope=[]),
    )  # fmt: skip
    scoring = SOP.catalog.instrument("small").ref.scoring
    assert {at: one.n for at, one in made.groups.items()} == {
        key(scoring=scoring): 1,
        key("north", scoring=scoring): 2,
        key("north", scoring=scoring, kind="new", age="x"): 2,
        key("north", scoring=scoring, cycle="r"): 1,
        key("north", "u", scoring=scoring): 1,
    }
    assert made.levels == ("level_1", "level_2")
    assert dict(made.versions) == {("small", "1.0.0"): scoring}
    assert made.n == made.batches["b"].n == 7


def test_values_and_documents_and_bytes_are_counted_alike():
    """A record is a dict, JSON, or the value that accept gave; an iterator will do."""
    from sop_core import to_json

    one = accepted(record("1"))
    same = [of(form) for form in (one, to_json(one), to_json(one).encode(), to_document(one))]
    assert all(found == same[0] for found in same)
    assert SOP.tally(iter([one]), batch="b") == same[0]


def test_what_is_not_remembered_is_counted_all_the_same(monkeypatch):
    """The memory of answers that came before has a bound, and no say in what is counted."""
    records = [record(str(at), answers={"q1": "abcde"[at % 5]}) for at in range(12)]
    full = of(*records)
    monkeypatch.setattr(counting_module, "REMEMBERED", 1)
    assert of(*records) == full


def test_one_instrument_without_choices_is_counted_too():
    """Nothing that can be tallied, or one item alone: records are counted, and that is all."""
    for items in ((item("said", "text"),), (choice("q1"),)):
        known = instrument(*items)
        counting = Counting()
        sitting = administration(known)
        counting.add(known, known_answers(known, sitting.answers), cycle="q")
        made = counting.tally(batch="b", revision=1, levels=())
        assert only(made).n == 1
        assert counting.depth == 0
        assert set(only(made).items) == {
            one.id for one in known.items.values() if one.type == "choice"
        }


def test_two_versions_of_one_scoring_digest_are_one_group():
    """DESIGN 2: a mended text keeps tallies together, whatever the order of the items on the page."""
    one = instrument(choice("q1"), choice("q2"), scales=(scale("mean", "q1", "q2"),))
    other = evolve(one, ref=evolve(one.ref, version="1.0.1", digest=B))
    counting = Counting()
    for known in (one, other, other):
        counting.add(known, known_answers(known, {"q1": "a", "q2": "b"}), cycle="q")
    made = counting.tally(batch="b", revision=1, levels=())
    assert only(made).n == 3
    assert dict(made.versions) == {
        ("small", "1.0.0"): one.ref.scoring,
        ("small", "1.0.1"): one.ref.scoring,
    }


# What is skipped


def test_what_does_not_count_is_skipped_by_name():
    """Drafts, what others stand in for, what was entered in error, and copies."""
    first, wrong = record("1"), record("2")
    made = of(
        record("d", status="draft", answers={}),
        later(first, "1b", answers={"q1": "c"}),
        first,
        wrong,
        later(wrong, "2b", "entered_in_error"),
        record("3"),
        record("3"),
    )
    found = made.batches["b"]
    assert dict(found.skipped) == {
        SkipReason.COPY: 1,
        SkipReason.DRAFT: 1,
        SkipReason.ENTERED_IN_ERROR: 2,
        SkipReason.SUPERSEDED: 1,
    }
    assert dict(only(made).items["q1"].codes) == {"a": 1, "c": 1}


def test_a_draft_that_was_finished_later_is_counted_once():
    """A draft stands aside for the record that supersedes it, under its own id or another."""
    draft = record("1", status="draft", answers={})
    done = later(draft, "2", "amended", answers={"q1": "b"})
    assert only(of(draft, done)).n == 1
    assert of(draft, done).batches["b"].skipped == {SkipReason.DRAFT: 1}
    assert of(record("1", status="draft"), record("1")).batches["b"].skipped == {
        SkipReason.DRAFT: 1
    }


def sitting(id_, at, /, whose="w1", **fields):
    return record(id_, respondent=whose, submitted_at=at, **fields)


def test_of_somebody_who_answered_several_times_in_a_cycle_the_last_sitting_counts():
    """DESIGN 7: a cell is a number of respondents; with one_each nobody is two of them, in whatever units."""
    early = sitting("r1", "2026-11-21T09:00:00Z")
    late = sitting("r2", "2026-11-21T05:00:00-08:00", scope=["south"], answers={"q1": "b"})
    other = sitting("r3", "2026-11-20T09:00:00Z", whose="w2")
    unfinished = sitting("r4", "2026-11-29T09:00:00Z", status="draft")
    for records in itertools.permutations((early, late, other, unfinished)):
        made = of(*records, one_each=True)
        assert {key.scope: group.n for key, group in made.groups.items()} == {
            ("north",): 1,
            ("south",): 1,
        }
        assert only_batch(made).skipped == {"answered_again": 1, "draft": 1}
        assert of(*records).n == 3


def test_one_of_each_is_of_an_instrument_in_a_cycle_and_of_a_sitting_as_it_stands():
    """Another cycle is another number; an amended sitting is one; who is not named cannot be told apart."""
    first = sitting("r1", "2026-11-21T09:00:00Z")
    mended = later(first, "r2", submitted_at="2026-11-21T10:00:00.5Z")
    between = sitting("r3", "2026-11-21T10:00:00.25Z")
    another = sitting("r4", "2026-10-01T09:00:00Z", cycle="p")
    gone = sitting("r5", "2026-11-30T09:00:00Z")
    void = later(gone, "r6", "entered_in_error", submitted_at="2026-11-30T10:00:00Z", answers={})
    made = of(first, mended, between, another, gone, void, one_each=True)
    assert {key.cycle: group.n for key, group in made.groups.items()} == {"q": 1, "p": 1}
    assert only_batch(made).skipped == {
        "answered_again": 1, "entered_in_error": 2, "superseded": 1,
    }  # fmt: skip
    nobody = [record(f"r{at}", respondent=None) for at in range(3)]
    assert of(*nobody, one_each=True).n == 3


def only_batch(made):
    (one,) = made.batches.values()
    return one


def refused(*records, **options):
    with pytest.raises(RecordRefused) as error:
        of(*records, **options)
    return error.value


def test_every_record_that_is_not_sound_is_named_and_nothing_is_counted():
    """All issues at once, each at its record; one bad record refuses the batch."""
    found = refused(
        record("1"),
        record("x") | {"id": "x y"},
        {"$schema": "urn:sop:schema:feedback:1"},
        b"{",
        record("2", answers={"q1": "z", "q9": 1}),
        SOP.accept(record("3")).score and to_document(SOP.accept(record("3")).score),
    )
    assert [(one.code, one.path) for one in found.issues if one.code != "missing_field"] == [
        ("wrong_form", "$[1].id"),
        ("not_json", "$[3]"),
        ("unknown_code", "$[4].answers.q1"),
        ("unknown_item", "$[4].answers.q9"),
        ("not_a_record", "$[5]['$schema']"),
    ]
    assert str(found).startswith("The batch is refused: 5 of 6 records cannot be counted.")


def test_sittings_that_do_not_hang_together_refuse_the_batch():
    """A fork, an earlier record that is not there, two records under one id: neither side is chosen."""
    one = record("1")
    assert {issue.code for issue in refused(one, later(one, "2"), later(one, "3")).issues} == {
        "superseded_twice"
    }
    (alone,) = refused(later(one, "2")).issues
    assert (alone.code, "in the same batch" in alone.fix) == ("given_missing", True)
    assert [issue.code for issue in refused(one, record("1", cycle="r")).issues] == [
        "id_used_twice"
    ]
    assert [issue.code for issue in refused(record("1", status="amended")).issues] == [
        "supersedes_missing"
    ]


def test_a_record_that_is_superseded_may_be_beyond_the_levels():
    """Only what counts has to fit: the amendment mended the scope."""
    deep = record("1", scope=["north", "u", "x"])
    made = of(deep, later(deep, "2", scope=["north"]), levels=["office"])
    assert list(made.groups) == [key("north", scoring=SOP.catalog.instrument("small").ref.scoring)]
    found = refused(deep, record("5", scope=["a", "b"]), levels=["office"])
    assert [(one.code, one.path) for one in found.issues] == [
        ("scope_too_deep", "$[0].scope"),
        ("scope_too_deep", "$[1].scope"),
    ]


def test_a_refused_amendment_leaves_nothing_counted_in_its_place():
    """What it would stand for may not count as if nobody had tried to amend it."""
    one = record("1")
    bad = {**later(one, "2"), "answers": {"q1": "z"}}
    assert [issue.code for issue in refused(one, bad).issues] == ["unknown_code"]
    good = later(one, "2", answers={"q1": "b"})
    assert {issue.code for issue in refused(one, bad, good).issues} == {"unknown_code"}
    nowhere = {**bad, "supersedes": {"id": "x"}}
    assert "missing_field" in {issue.code for issue in refused(one, nowhere).issues}


def test_more_issues_than_anybody_reads_end_in_one_that_says_so(monkeypatch):
    """The list ends; so does that of scopes that do not fit."""
    from sop_core.sop import orders, tallying

    monkeypatch.setattr(tallying, "MOST_ISSUES", 3)
    monkeypatch.setattr(orders, "MOST_ISSUES", 3)
    found = refused(*(record("x") | {"id": "x y"} for _ in range(9)))
    assert [one.code for one in found.issues] == ["wrong_form"] * 3 + ["more_issues"]
    found = refused(*(record(str(at), scope=["a", "b"]) for at in range(9)), levels=["x"])
    assert [one.code for one in found.issues] == ["scope_too_deep"] * 3 + ["more_issues"]


class _Changing:
    """Records that are others each time that they are asked for."""

    def __init__(self):
        self.turns = 0

    def __iter__(self):
        self.turns += 1
        one = record("1")
        return iter([one, later(one, "2"), *(record(f"n{at}") for at in range(self.turns))])


def test_records_that_change_while_they_are_read_are_refused():
    """Two looks at the same file must see the same file."""
    with pytest.raises(
        CallRefused, match="changed while they were read: 4 stood there first, and then 5"
    ):
        SOP.tally(_Changing(), batch="b")


# Versions that meet


def test_a_comparable_version_is_counted_under_the_newer_one():
    """A migration that keeps scores comparable lets versions meet; without `under` they stay apart."""
    from tests.property.door import sop_with
    from tests.unit._small import definition

    old = definition(
        choice("q1"), choice("q2"), item("said", "text"), scales=(scale("mean", "q1", "q2"),)
    )
    scoring = sop_with(old).catalog.instrument("small").ref.scoring
    moved = {"q1": {"item": "first"}, "q2": {"item": "q2"}, "said": {"dropped": True}}
    way = [{"from": "1.0.0", "scoring": scoring, "comparable": True, "items": moved}]
    new = definition(choice("first"), choice("q2"), scales=(scale("mean", "first", "q2"),), version="2.0.0", migrations=way)  # fmt: skip
    newest = definition(choice("q1"), choice("q9"), scales=(scale("mean", "q9"),), version="3.0.0")
    sop = sop_with(old, new, newest)
    before = record("1", answers={"q1": "b", "said": "x"})
    after = record("2", instrument={"id": "small", "version": "2.0.0"}, answers={"first": "c"})
    assert len(sop.tally([before, after], batch="b").groups) == 2
    together = sop.tally([before, after], batch="b", under={"small": "2.0.0"})
    target = sop.catalog.instrument("small", "2.0.0").ref.scoring
    assert list(together.groups) == [key("north", scoring=target)]
    assert dict(only(together).items["first"].codes) == {"b": 1, "c": 1}
    assert dict(together.versions) == {("small", "1.0.0"): scoring, ("small", "2.0.0"): target}
    for version, said in (("3.0.0", "No way leads there"), ("1.0.0", "no way back")):
        with pytest.raises(RecordRefused) as error:
            sop.tally([after], batch="b", under={"small": version})
        assert [one.code for one in error.value.issues] == ["versions_apart"]
        assert said in str(error.value)


# Calls


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"batch": "no good"}, "batch is 'no good'"),
        ({"batch": 7}, "batch is 7"),
        ({"revision": 0}, "from 1 to 1,000,000"),
        ({"revision": 1_000_001}, "from 1 to 1,000,000"),
        ({"revision": True}, "revision is true"),
        ({"revision": "1"}, "revision is '1'"),
        ({"levels": "county"}, "levels is a str"),
        ({"levels": 5}, "levels is a int"),
        ({"levels": ["a", "a"]}, "different ids"),
        ({"levels": ["a b"]}, "different ids"),
        ({"levels": [str(at) for at in range(13)]}, "at most 12"),
        ({"under": ["small"]}, "under is a list"),
        ({"under": {"small": 2}}, "as texts"),
        ({"under": {2: "small"}}, "as texts"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(options, said):
    """Arguments are checked before a record is read."""
    with pytest.raises(CallRefused, match=said):
        SOP.tally([], **{"batch": "b", **options})


def test_records_are_a_list_of_records():
    """One record is no list, and a number is neither."""
    for wrong in (record("1"), "x", b"x", 5, accepted(record("1"))):
        with pytest.raises(CallRefused, match="pass the records as a list"):
            SOP.tally(wrong, batch="b")


# Merging


def test_of_two_revisions_the_higher_one_counts():
    """Tallied again with a higher revision, a batch is replaced whole, and its digest is remembered."""
    old, new = (
        tally(batch(revision=1)),
        tally(batch(revision=2, groups={key("north"): group(5, a=5)})),
    )
    both = merge(old, new)
    assert both.batches == new.batches
    assert dict(both.replaced) == {("b", 1): batch_digest(old.batches["b"])}
    assert merge(both, old) == both == merge(new, old, both)


def codes(*tallies):
    with pytest.raises(DocumentRefused) as refused:
        merge(*tallies)
    return [(one.code, one.path) for one in refused.value.issues]


def test_one_revision_with_two_contents_is_refused():
    """Even where a later one stands in for it: then two counts went out under one number."""
    one, other = tally(batch()), tally(batch(groups={key("north"): group(4, a=4)}))
    later_on = tally(batch(revision=2))
    assert codes(one, other) == [("tally_revision_differs", "$.batches.b")]
    assert codes(merge(one, later_on), other) == [("tally_revision_differs", "$.batches.b")]
    assert codes(merge(one, later_on), merge(other, later_on)) == [
        ("tally_revision_differs", "$.batches.b")
    ]


def test_one_version_with_two_scoring_digests_is_refused():
    """Its answers could not be added up, and nobody could tell which definition was meant."""
    other = tally(
        batch("c", groups={key("north", scoring=B): group(2, a=2)}),
        versions={("small", "1.0.0"): B},
    )
    assert codes(tally(), other) == [("tally_scoring_differs", "$.instruments")]


def test_levels_are_the_same_or_one_list_begins_the_other():
    """A scope's places mean one thing."""
    longer = tally(batch("c"), levels=("office", "unit"))
    assert merge(tally(), longer).levels == ("office", "unit") == merge(longer, tally()).levels
    assert codes(tally(), tally(batch("c"), levels=("unit",))) == [
        ("tally_levels_differ", "$.levels")
    ]
    assert merge() == Tally()


def test_only_tallies_are_merged():
    """Anything else is a wrong call."""
    with pytest.raises(CallRefused, match="a dict in place 2"):
        merge(tally(), {})


# Folding and exporting


def test_what_not_every_group_holds_is_left_out_of_a_fold():
    """A sum of some people is no count of all."""
    thin = Batch("c", 1, {key("north"): evolve(group(2, a=2), items={})})
    both = merge(
        tally(batch(groups={key("north"): group(3, a=3), key("south"): group(1, a=1)})), tally(thin)
    )
    assert {
        at.scope: (one.n, set(one.items), set(one.scales)) for at, one in fold(both).items()
    } == {
        ("north",): (5, set(), {"s1"}),
        ("south",): (1, set(), {"s1"}),
    }


def test_what_stands_alone_is_taken_as_it_stands():
    """A state's tally has thousands of groups, of which few are in two batches: those alone are added up."""
    both = merge(
        tally(batch(groups={key("north"): group(3, a=3), key("south"): group(1, a=1)})),
        tally(Batch("c", 1, {key("north"): group(2, a=2)})),
    )
    found = fold(both)
    assert found[key("south")] is both.batches["b"].groups[key("south")]
    assert found[key("north")].n == 5
    less = fold(both, needs=Needs(items=()))[key("south")]
    assert (set(less.items), set(less.scales)) == (set(), {"s1"})


def test_an_item_that_takes_several_codes_in_one_tally_alone_is_left_out():
    """The two were not asked alike, whatever the digest says."""
    odd = group(2, a=2)
    odd = evolve(odd, items={"q1": evolve(odd.items["q1"], several=True)})
    both = merge(tally(), tally(Batch("c", 1, {key("north"): odd})))
    assert only(both).items == {}


MANY = tally(
    batch(groups={
        key("a", "n", kind="new", age="x"): group(3, a=1, b=1), key("a", "s"): group(2, a=2),
        key("b", cycle="r"): group(4), key("a", scoring=B): group(1, a=1),
    }),
    batch("c", groups={key("a", "n"): group(5, b=5)}, skipped={SkipReason.DRAFT: 1}),
    levels=("county", "office"), versions={("small", "1.0.0"): A, ("small", "2.0.0"): B, ("other", "1.0.0"): "sha256:" + "c" * 64},
)  # fmt: skip


def test_an_export_folds_scopes_and_batches_and_names_its_receiver():
    """S0-07: wider scopes, one batch, no grouping and no item unless it is asked for."""
    made = MANY.export(
        level="county", receiver="state", batch="county-07", purpose="cqi", revision=3
    )
    (out,) = made.tally.batches.values()
    assert (out.id, out.revision, out.receiver, dict(out.skipped)) == ("county-07", 3, "state", {})
    assert {(at.scope, at.cycle, at.scoring): one.n for at, one in out.groups.items()} == {
        (("a",), "q", A): 10, (("a",), "q", B): 1, (("b",), "r", A): 4,
    }  # fmt: skip
    assert all(not at.groupings for at in out.groups)
    assert all(not one.items and set(one.scales) == {"s1"} for one in out.groups.values())
    assert made.tally.levels == ("county",)
    assert dict(made.tally.versions) == {("small", "1.0.0"): A, ("small", "2.0.0"): B}


def test_an_export_keeps_what_its_receiver_needs():
    """Instruments, cycles, scales, items and groupings by name."""
    needs = Needs(instruments=["small"], cycles=["q"], scales=(), items=["q1"], groupings=["kind"])
    made = export(
        MANY, level=None, receiver="state", batch="x", purpose=ReportPurpose.CQI, needs=needs
    )
    (out,) = made.tally.batches.values()
    assert {(at.scope, at.groupings, at.scoring): one.n for at, one in out.groups.items()} == {
        ((), (), A): 7, ((), (), B): 1, ((), (("kind", "new"),), A): 3,
    }  # fmt: skip
    assert all(set(one.items) == {"q1"} and not one.scales for one in out.groups.values())
    nothing = MANY.export(
        level=None, receiver="state", batch="x", purpose="cqi", needs=Needs(instruments=["none"])
    )
    assert (nothing.tally.n, nothing.crossing.instruments) == (0, ())


def test_a_second_document_says_what_crossed():
    """S0-08, S0-09: whom for, what for, which parts, how many, from which batches; and it is one piece."""
    made = MANY.export(
        level="office", receiver="state", batch="x", purpose="workforce_needs", needs=ALL
    )
    document = to_document(made.crossing)
    assert shape_issues(document, "crossing") == []
    assert {name: document[name] for name in ("receiver", "purpose", "levels", "cycles", "groupings", "n_groups", "n_records")} == {
        "receiver": "state", "purpose": "workforce_needs", "levels": ["county", "office"], "cycles": ["q", "r"],
        "groupings": ["age", "kind"], "n_groups": 5, "n_records": 15,
    }  # fmt: skip
    assert document["instruments"] == [
        {"id": "small", "scoring": scoring, "scales": ["s1"], "items": ["q1"]} for scoring in (A, B)
    ]
    assert [one["batch"] for one in document["folded"]] == ["b", "c"]
    assert document["content"] == batch_digest(made.tally.batches["x"])
    assert "one piece of a larger assessment" in document["caveat"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"level": "unit"},
            "'unit' is no level of this tally. Its levels are: county, office; None",
        ),
        ({"receiver": "the state"}, "receiver is 'the state'"),
        ({"purpose": "appraisal"}, "one of: implementation_progress, team_guidance"),
        ({"batch": ""}, "batch is ''"),
        ({"revision": -1}, "revision is -1"),
    ],
)
def test_an_export_that_cannot_be_meant_is_refused(options, said):
    """S0-09: there are four purposes, and an appraisal is none of them."""
    with pytest.raises(CallRefused, match=said):
        MANY.export(
            **{"level": "county", "receiver": "state", "batch": "x", "purpose": "cqi", **options}
        )


def test_needs_are_lists_of_names():
    """A text is no list of its letters."""
    with pytest.raises(CallRefused, match="not the text 'q1'"):
        Needs(items="q1")


def test_a_batchs_digest_is_of_all_that_it_holds():
    """Another count, revision, receiver or number of drafts is another digest."""
    one = batch()
    others = [
        batch(revision=2),
        batch("c"),
        batch(receiver="state"),
        batch(skipped={SkipReason.DRAFT: 1}),
        batch(groups={key("north"): group(3, a=3)}),
    ]
    assert len({batch_digest(each) for each in (one, *others)}) == 6
    assert batch_digest(batch()) == batch_digest(one)


def test_scores_and_their_absence_come_back_as_they_were():
    """Statuses with a score and those without stand side by side."""
    answers = (
        {"q1": "a", "q2": "b"},
        {"q1": "b", "several": ["a"]},
        {"q1": {"missing": "not_applicable"}},
        {},
    )
    made = of(*(record(str(at), answers=one) for at, one in enumerate(answers)))
    assert read_tally(written(made)) == made


def test_a_line_is_written_without_white_space_and_in_order():
    """The canonical form, for the few kinds of value that a line has."""
    assert line({"b": [1, "x"], "a": None}) == '{"a":null,"b":[1,"x"]}'


def test_a_groups_line_is_written_at_once_as_its_plain_data_would_be():
    """A digest is of the same bytes, whatever stands in a group and in whatever order."""
    key_ = GroupKey(("north", "n-1"), "survey", "sha256:" + "0" * 64, "2026-Q4", (("type", "t1"),))
    made = Group(
        9,
        {
            "q2": ItemCounts({"b": 3, "a": 4}, {MissingReason.DECLINED: 2}, 5, several=True),
            "q1": ItemCounts({}, {}, 0),
        },
        {
            "s2": ScaleCounts(
                {
                    (ScoreStatus.SCORED, Fraction(7, 2)): 1,
                    (ScoreStatus.INSUFFICIENT, None): 2,
                    (ScoreStatus.SCORED, Fraction(11, 6)): 3,
                    (ScoreStatus.PRORATED, Fraction(4)): 3,
                }
            ),
            "s1": ScaleCounts({}),
        },
    )
    assert group_line(key_, made) == line(group_of(key_, made))
    assert json.loads(group_line(key_, made)) == group_of(key_, made)


# Lines that do not belong together: each rule of Assembling that no whole file meets otherwise


def test_an_unreadable_line_silences_what_follows_from_it():
    """What it was is unknown, so nothing is said about what is missing; its own issue stands."""
    state = Assembling()
    state.pass_over()
    assert (
        state.take("tally-batch", {"batch": "b", "revision": 1, "replaced": [], "lines": 1}) == []
    )
    assert state.take("tally-group", plain_group()) == []
    assert state.end() == []


def plain_group():
    return read(line(group_of(key("north"), group(3, a=2))))


class _Made:
    """Records that are made as they are asked for, so that nobody holds them but who counts them."""

    def __init__(self, count):
        self.count = count

    def __iter__(self):
        return (
            record(f"r{at}", respondent=f"w{at}", scope=["north", f"u{at % 3}"])
            for at in range(self.count)
        )


def test_memory_is_by_groups_and_not_by_records():
    """DESIGN 7: 1,000 records more are held as eight bytes each, and not as a kilobyte."""
    tracemalloc.start()
    try:
        SOP.tally(_Made(200), batch="b")
        peaks = []
        for count in (200, 1200):
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            assert SOP.tally(_Made(count), batch="b").n == count
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 100 * 1000
