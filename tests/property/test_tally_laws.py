"""Laws of tallies: they add up to the same whoever counts, in whatever order and in how many parts."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from sop_core import DocumentRefused, to_document
from sop_core.documents import (
    canonical,
    digest_of,
    is_of_shape,
    read,
    read_tally,
    shape_issues,
    tally_lines,
)
from sop_core.documents.quick_tally import is_sound_group
from sop_core.reporting import ALL, Needs, Tally, batch_digest, fold, merge
from sop_core.reporting.written import batch_of, groups_of, head_of, line
from sop_core.testing import (
    batch_contents,
    instrument_versions,
    instruments,
    mutated,
    record_streams,
    tallies,
)
from tests.property.brute_tally import brute_tally, counting_records
from tests.property.door import SCORED, sop_with
from tests.property.test_reading_laws import assert_teaches


@st.composite
def streams(draw, **options):
    """A definition, a Sop that knows it, and a stream of records of it."""
    definition = draw(instruments(**{**SCORED, "items": (1, 5), "scales": (0, 3), **options}))
    return definition, sop_with(definition), draw(record_streams(definition, most=5))


def counted(sop, records, batch="b", **options):
    return sop.tally(records, batch=batch, levels=("county", "office", "unit"), **options)


def bytes_of(tally, **options):
    return b"".join(tally_lines(tally, **options))


def merged(*tallies):
    """What merging comes to: the tally, or that it is refused."""
    try:
        return merge(*tallies)
    except DocumentRefused as refused:
        return {issue.code for issue in refused.issues} and "refused"


@st.composite
def any_tallies(draw):
    """Tallies, of which some do not fit to others: another content, other levels, another scoring digest."""
    tally = draw(tallies())
    kind = draw(st.sampled_from(("", "", "", "content", "levels", "scoring")))
    if kind == "content" and tally.batches:
        batches = {
            id_: batch_contents(id_, one.revision, content=1) for id_, one in tally.batches.items()
        }
        return evolve(tally, batches=batches)
    if kind == "levels":
        return evolve(tally, levels=("county", "region"))
    if kind == "scoring":
        return evolve(tally, versions={("survey", "1.0.0"): "sha256:" + "f" * 64})
    return tally


# Merging


@given(any_tallies(), any_tallies())
def test_merging_is_commutative(one, other):
    """The order never matters, and neither does it for a refusal (DESIGN 7)."""
    both = merged(one, other)
    event("refused" if both == "refused" else "merged")
    assert both == merged(other, one)


@given(any_tallies(), any_tallies(), any_tallies())
def test_merging_is_associative(one, two, three):
    """Who meets whom first never matters, and neither does it for a refusal (DESIGN 7)."""
    early, late = merged(one, two), merged(two, three)
    left = early if early == "refused" else merged(early, three)
    right = late if late == "refused" else merged(one, late)
    event("refused" if left == "refused" else "merged")
    assert left == right == merged(one, two, three)


@given(any_tallies(), any_tallies())
def test_merging_is_idempotent(one, other):
    """What is merged a second time is counted once, and the empty tally adds nothing."""
    assert merge(one) == merge(one, one) == merge(one, Tally()) == one
    both = merged(one, other)
    if both != "refused":
        assert merge(both, one) == merge(other, both) == both


@given(tallies(), tallies())
def test_of_each_batch_the_highest_revision_counts(one, other):
    """A later revision stands in for an earlier one, and never beside it."""
    both = merge(one, other)
    for id_, batch in both.batches.items():
        found = [tally.batches[id_] for tally in (one, other) if id_ in tally.batches]
        assert batch == max(found, key=lambda each: each.revision)
    assert both.batches.keys() == one.batches.keys() | other.batches.keys()


# Counting


@given(streams())
def test_a_twin_agrees(stream):
    """A tally written from the rules alone holds the same counts and exact scores (DESIGN 7, C-07)."""
    definition, sop, records = stream
    tally = counted(sop, records)
    assert plain_groups(tally) == brute_tally(definition, records)
    assert tally.n == len(counting_records(records))


def plain_groups(tally):
    """What a tally's lines say of each group, by what the twin knows it by."""
    return {
        (key.scope, key.cycle, key.groupings): {
            name: plain[name] for name in ("n", "items", "scales")
        }
        for key, plain in zip(
            sorted(tally.groups), groups_of(evolve(tally.batches["b"])), strict=True
        )
    }


@given(streams(), st.randoms(use_true_random=False))
def test_the_order_of_records_never_matters(stream, random):
    """D3: permuting respondents changes nothing, to the byte."""
    _, sop, records = stream
    again = list(records)
    random.shuffle(again)
    assert bytes_of(counted(sop, again)) == bytes_of(counted(sop, records))


@given(streams(), st.randoms(use_true_random=False), st.data())
def test_with_one_of_each_nobody_is_counted_twice_and_the_last_sitting_is(stream, random, data):
    """DESIGN 7: a cell is a number of respondents, in any order; a twin picks each one's last sitting by hand."""
    definition, sop, records = stream
    # Few people, so that they meet; what others point to keeps its digest.
    chained = {one["supersedes"]["id"] for one in records if "supersedes" in one}
    for one in records:
        if "supersedes" not in one and one["id"] not in chained and one["respondent"]:
            one["respondent"] = data.draw(st.sampled_from(["w1", "w2"]))
    last = {}
    for one in counting_records(records):
        whose = one["respondent"] and (one["respondent"], one["cycle"])
        kept = last.setdefault(whose or one["id"], one)
        last[whose or one["id"]] = max(kept, one, key=moment)
    random.shuffle(records)
    tally = counted(sop, records, one_each=True)
    assert tally.n == len(last)
    assert plain_groups(tally) == brute_tally(definition, last.values())


def moment(record):
    """When a record was sent, whatever its offset: compared as it is, since at the ends of the calendar UTC has no day."""
    whole, fraction, zone = re.fullmatch(
        r"(.{10}|.{19})(\.\d+)?(Z|[+-].{5})?", record["submitted_at"]
    ).groups("")
    return dt.datetime.fromisoformat(whole + zone), Decimal(fraction or 0), record["id"]


@given(streams(), st.data())
def test_any_split_into_batches_folds_to_the_whole(stream, data):
    """Sittings that are spread over batches, whole, come to the same groups as in one batch."""
    _, sop, records = stream
    parts = {"x": [], "y": [], "z": []}
    where = {}
    for record in records:
        sitting = record["id"].rstrip("v")
        place = where.setdefault(sitting, data.draw(st.sampled_from("xyz")))
        parts[place].append(record)
    split = merge(*(counted(sop, some, batch=name) for name, some in parts.items()))
    assert split.groups == counted(sop, records).groups == fold(split)


@given(streams())
def test_nothing_of_a_person_is_in_a_tally(stream):
    """D3, S0-07: no id, respondent, subject, time or text of a record stands in its tally."""
    _, sop, records = stream
    marked = [
        {**record, "id": f"record{at}", "respondent": f"person{at}", "subject": f"subject{at}"}
        for at, record in enumerate(records)
        if "supersedes" not in record and record["respondent"] is not None
    ]
    written = bytes_of(counted(sop, marked))
    for word in (b"record", b"person", b"subject", b"2026-"):
        assert word not in written.replace(b"tally", b"")


@given(streams())
def test_every_record_is_counted_or_skipped_by_name(stream):
    """None is lost: those that count and those that are skipped are all that there were."""
    _, sop, records = stream
    batch = counted(sop, records).batches["b"]
    assert batch.n + sum(batch.skipped.values()) == len(records)
    for group in batch.groups.values():
        parts = (*group.items.values(), *group.scales.values())
        assert all(part.n == group.n for part in parts)


@st.composite
def versions_with_records(draw):
    old, new = draw(instrument_versions(comparable=True, **{**SCORED, "items": (1, 4)}))
    return old, new, draw(record_streams(old, most=3)), draw(record_streams(new, most=2))


@given(versions_with_records())
def test_versions_that_stay_comparable_meet(drawn):
    """Records of the older version, counted under the newer one, are those of the view (docs/versions.md)."""
    old, new, before, after = drawn
    sop = sop_with(old, new)
    after = [{**record, "id": f"n{record['id']}"} for record in after if "supersedes" not in record]
    tally = counted(sop, [*before, *after], under={old["id"]: new["version"]})
    scoring = sop.catalog.instrument(new["id"], new["version"]).ref.scoring
    assert {key.scoring for key in tally.groups} <= {scoring}
    seen = [
        sop.catalog.as_read_by(one, version=new["version"]) for one in sop.current(before).in_force
    ]
    expected = [sop.accept(record).record for record in after if record["status"] == "complete"]
    assert tally.n == len(seen) + len(dedup(expected))
    for scale in sop.catalog.instrument(new["id"], new["version"]).scales:
        assert sum(group.scales[scale.id].n for group in tally.groups.values()) == tally.n


def dedup(records):
    return {one.id: one for one in records}


# Folding and exporting


@given(tallies(), st.integers(0, 3), st.integers(0, 3))
def test_folding_twice_is_folding_once(tally, first, then):
    """Scopes that are folded to one level and then to a wider one come to what the wider one does alone."""
    folded = fold(tally, depth=first)
    batch = evolve(batch_contents("n", 1), groups=folded)
    again = fold(evolve(tally, batches={"n": batch}), depth=then)
    assert again == fold(tally, depth=min(first, then))


@given(tallies(), st.sampled_from((None, "county", "office")), st.booleans())
def test_an_export_counts_the_same_people(tally, level, everything):
    """S0-07: nothing is lost and nobody is added, and the second document says the same numbers."""
    export = tally.export(
        level=level,
        receiver="state",
        batch="county-07",
        purpose="cqi",
        needs=ALL if everything else Needs(),
    )
    assert export.tally.n == tally.n == export.crossing.n_records
    assert export.crossing.n_groups == len(export.tally.groups)
    assert all(len(key.scope) <= len(export.tally.levels) for key in export.tally.groups)
    assert export.crossing.content == batch_digest(export.tally.batches["county-07"])
    assert {one.batch for one in export.crossing.folded} == set(tally.batches)
    # Of what stays behind no digest crosses: whoever has one could try out which counts come to it.
    said = set(re.findall("sha256:[0-9a-f]+", json.dumps(to_document(export.crossing))))
    assert said <= {export.crossing.content, *(key.scoring for key in export.tally.groups)}
    if not everything:
        assert all(not group.items for group in export.tally.groups.values())
        assert all(not key.groupings for key in export.tally.groups)


@given(tallies())
def test_a_states_merge_of_exports_is_the_export_of_the_merge(tally):
    """Many counties: exporting first and merging then comes to the same groups as the other way round."""

    def out(one, name):
        return one.export(level="county", receiver="state", batch=name, purpose="cqi").tally

    apart = [
        out(evolve(tally, batches={id_: batch}), f"from.{id_}")
        for id_, batch in tally.batches.items()
    ]
    assert merge(*apart).groups == out(tally, "all").groups


# Writing and reading


@given(tallies(), tallies())
def test_a_tally_comes_back_as_it_was(one, other):
    """Equal tallies are equal bytes, and the bytes are the tally."""
    tally = merge(one, other)
    written = bytes_of(tally)
    assert read_tally(written) == tally
    assert bytes_of(read_tally(written)) == written


@given(streams(items=(4, 7), scales=(2, 4)), st.integers(450, 600))
def test_a_group_that_is_too_long_for_a_line_stands_on_several(stream, limit):
    """No line is longer than the limit, and the parts come back as the group that they were."""
    _, sop, records = stream
    tally = counted(sop, records)
    lines = list(tally_lines(tally, limit=limit))
    event("in parts" if any(b'"part"' in one for one in lines) else "whole")
    assert read_tally(b"".join(lines)) == tally
    assert all(len(one) <= limit for one in lines[2:])


@given(streams())
def test_every_line_is_of_its_schema_and_canonical_and_comes_back(stream):
    """DESIGN 2, 3: each line is a document of its schema, in the one form that documents have."""
    _, sop, records = stream
    tally = counted(sop, records)
    assert read_tally(bytes_of(tally)) == tally
    for written in tally_lines(tally):
        document = read(written)
        kind = document["$schema"].split(":")[3]
        assert shape_issues(document, kind) == []
        assert canonical(document).encode() + b"\n" == written
        assert line(document).encode() + b"\n" == written


@given(tallies())
def test_a_batchs_digest_is_that_of_its_lines(tally):
    """The digest can be worked out by anybody: SHA-256 over the canonical lines of the batch."""
    import hashlib

    for batch in tally.batches.values():
        plain = [batch_of(batch, {}, lines=len(batch.groups)), *groups_of(batch)]
        text = "".join(canonical(one) + "\n" for one in plain)
        assert batch_digest(batch) == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
        assert digest_of(plain[0]) != batch_digest(batch)


@st.composite
def broken_groups(draw):
    tally = draw(tallies().filter(lambda one: any(batch.groups for batch in one.batches.values())))
    lines = [json.loads(one) for one in tally_lines(tally)]
    group = draw(st.sampled_from([one for one in lines if "scope" in one]))
    return draw(mutated(group) | st.just(group))


@given(broken_groups())
def test_a_glance_at_a_group_says_what_the_schema_says(document):
    """The quick check says yes only where jsonschema does, and to every whole line that is sound."""
    try:
        plain = read(document)
    except DocumentRefused:
        return
    sound = is_of_shape(plain, "tally-group")
    event("sound" if sound else "broken")
    if is_sound_group(plain):
        assert sound
    elif sound:
        assert "part" in plain


@given(tallies(), st.data())
def test_a_cut_tally_is_refused(tally, data):
    """A file that ends early, at whatever byte, is never taken for a smaller tally."""
    written = bytes_of(tally)
    end = data.draw(st.integers(0, len(written) - 1))
    with pytest.raises(DocumentRefused) as refused:
        read_tally(written[:end])
    assert all(issue.code and issue.message and issue.path for issue in refused.value.issues)


@given(tallies(), st.data())
def test_a_changed_count_is_refused(tally, data):
    """One count that is changed by hand no longer adds up."""
    lines = [json.loads(one) for one in tally_lines(tally)]
    places = [
        (counts, name)
        for one in lines
        for part in (*one.get("items", {}).values(), *one.get("scales", {}).values())
        for counts in (part, *(inner for inner in part.values() if isinstance(inner, dict)))
        for name, value in counts.items()
        if isinstance(value, int)
    ]
    places += [(one, "n") for one in lines if "n" in one]
    places += [(one, "counted") for one in lines if "counted" in one]
    if not places:
        return
    counts, name = data.draw(st.sampled_from(places))
    counts[name] += data.draw(st.integers(1, 5))
    with pytest.raises(DocumentRefused) as refused:
        read_tally("".join(canonical(one) + "\n" for one in lines).encode())
    assert {issue.code for issue in refused.value.issues} == {"tally_counts"}


@given(tallies(), tallies(), st.data())
def test_a_broken_line_is_refused_and_never_raises(one, other, data):
    """DESIGN 6: whatever stands in a line, a tally is taken whole or refused in words."""
    plain = [json.loads(line) for line in tally_lines(merge(one, other))]
    at = data.draw(st.integers(0, len(plain) - 1))
    written = [canonical(each).encode() + b"\n" for each in plain]
    try:
        written[at] = (
            canonical(data.draw(mutated(plain[at]))).encode("utf-8", "surrogatepass") + b"\n"
        )
    except TypeError:
        return  # what JSON does not have
    try:
        read = read_tally(b"".join(written))
    except DocumentRefused as refused:
        event("refused")
        for issue in refused.issues:
            assert_teaches(issue)
    else:
        event("taken")
        assert read_tally(bytes_of(read)) == read


def test_the_twin_shares_no_code_with_the_library():
    """It imports the second scorer and a counter, and nothing of ours."""
    source = Path(__file__).with_name("brute_tally.py").read_text(encoding="utf-8")
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    assert {node.module for node in found} == {"collections", "tests.property.brute_force"}


def test_the_head_of_nothing_is_a_tally_too():
    """The empty tally can be written and read."""
    assert head_of(Tally())["batches"] == 0
    assert read_tally(bytes_of(Tally())) == Tally()
