"""A record under another version: nothing is lost without a word, nothing unknown becomes a number."""

from __future__ import annotations

from copy import deepcopy

import pytest
from attrs import frozen
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sop_core import CallRefused, RecordRefused, to_document
from sop_core.documents import instrument_of
from sop_core.instruments import (
    Administration,
    Instrument,
    Migrated,
    Missing,
    Outcome,
    check_fit,
    known_answers,
    migrate,
    score,
    score_migrated,
)
from sop_core.testing import administrations, instrument_versions, instruments
from sop_core.types import MissingReason
from tests.property.door import BASE, items_of, sop_with

pytestmark = pytest.mark.law

NOT_ASKED = Missing(MissingReason.NOT_ASKED)


@frozen
class Pair:
    """Two versions, a record of the older one, and how it is seen under the newer."""

    before: dict
    after: dict
    old: Instrument
    new: Instrument
    record: Administration
    seen: Migrated

    @property
    def entries(self):
        return self.after["migrations"][0]["items"]


#: Two or three versions are drawn in a second: a law of each of many faults is a law with each of its faults.
FEW = settings(max_examples=max(10, settings().max_examples // 5))


@st.composite
def pairs(draw, *, statuses=("complete",), **options):
    before, after = draw(instrument_versions(**{"items": (1, 4), "scales": (0, 2), **options}))
    sop = sop_with(before, after)
    assert sop.health().ok, sop.health().definitions
    document = draw(administrations(before, statuses=statuses))
    record = sop.accept(document).record
    old = sop.catalog.instrument(before["id"], before["version"])
    new = sop.catalog.instrument(after["id"], after["version"])
    return Pair(before, after, old, new, record, migrate(record, [old, new]))


@given(instrument_versions())
def test_every_pair_is_sound(pair):
    """The public strategy keeps its word: the newer version is accepted beside the older one."""
    before, after = pair
    assert [str(issue) for issue in BASE.check(before)] == []
    assert [str(issue) for issue in sop_with(before).check(after)] == []


@given(pairs())
def test_every_item_of_the_newer_version_is_known(pair):
    """A view knows every item of the newer version, and holds only answers that its item takes."""
    assert list(pair.seen.known) == list(pair.new.items)
    for name, answer in pair.seen.known.items():
        item = pair.new.items[name]
        if isinstance(answer, Missing):
            continue
        codes = answer if isinstance(answer, tuple) else (answer,)
        if item.type in ("choice", "choices"):
            assert set(codes) <= set(pair.new.values_of(item))
        elif item.type == "boolean":
            assert isinstance(answer, bool)
        elif item.type in ("integer", "decimal"):
            low, high = pair.new.bounds(item)
            assert low <= answer <= high


@given(pairs())
def test_answers_are_conserved(pair):
    """Every older item is told of once: kept, merged, hidden or dropped, with what it was and is."""
    known = known_answers(pair.old, pair.record.answers)
    assert [one.item for one in pair.seen.carried] == list(known)
    for one in pair.seen.carried:
        assert one.before == known[one.item]
        entry = pair.entries[one.item]
        assert one.to == entry.get("item")
        if one.outcome is Outcome.DROPPED:
            assert entry == {"dropped": True}
            continue
        assert one.after == pair.seen.known[one.to]
        if one.outcome is Outcome.HIDDEN:
            assert one.after == NOT_ASKED != one.before
        elif isinstance(one.before, Missing):
            assert one.after == one.before
        else:
            assert not isinstance(one.after, Missing)
    assert set(pair.seen.new) == set(pair.new.items) - {one.to for one in pair.seen.carried}


@given(pairs())
def test_what_is_kept_could_be_taken_back(pair):
    """A kept answer is told apart from every other: its newer code is that of one older code alone."""
    for one in pair.seen.carried:
        entry = pair.entries[one.item]
        if isinstance(one.before, Missing) or one.outcome not in (Outcome.KEPT, Outcome.MERGED):
            continue
        item = items_of(pair.before)[one.item]
        codes = entry.get("codes", {})
        if item["type"] == "boolean":
            every = ["true", "false"]
        elif item["type"] in ("choice", "choices"):
            options = pair.before["response_sets"][item["response_set"]]["options"]
            every = [option["code"] for option in options if "value" in option]
        else:
            assert one.outcome is Outcome.KEPT
            assert one.after == one.before
            continue
        held = one.before if isinstance(one.before, tuple) else (one.before,)
        held = [str(code).lower() if isinstance(code, bool) else code for code in held]
        came = [codes.get(code, code) for code in every]
        alone = all(came.count(codes.get(code, code)) == 1 for code in held)
        assert (one.outcome is Outcome.KEPT) == alone


@given(pairs())
def test_unknown_is_never_zero(pair):
    """What the record could not have answered is not_asked, and enters no scale as a number."""
    for name in pair.seen.new:
        assert pair.seen.known[name] == NOT_ASKED
    known = pair.seen.known
    for name, scale in score_migrated(pair.new, pair.seen).seen.items():
        members = next(one for one in pair.new.scales if one.id == name).items
        answered = [item for item in members if not isinstance(known[item], Missing)]
        assert scale.n_answered == len(answered)
        assert scale.n_not_asked == [known[item] for item in members].count(NOT_ASKED)
        assert answered or scale.value is None


@given(pairs(comparable=True))
def test_renaming_changes_no_score(pair):
    """Items and codes under other names come to the very same scores, and more items change nothing."""
    assert pair.seen.comparable
    found = score_migrated(pair.new, pair.seen).scales
    assert dict(found) == dict(score(pair.old, pair.record).scales)


@given(pairs(comparable=False))
def test_what_is_not_comparable_is_not_laid_beside(pair):
    """A score over a migration that changes scores can be looked at, and is refused for comparing."""
    found = score_migrated(pair.new, pair.seen)
    assert not found.comparable
    assert set(found.seen) == {scale.id for scale in pair.new.scales}
    with pytest.raises(CallRefused, match="does not keep scores comparable"):
        _ = found.scales


@given(st.data())
def test_the_identity_changes_nothing(data):
    """A version with the same scoring digest sees the same answers and scores, with a migration or without."""
    before = data.draw(instruments()) | {"version": "1"}
    after = {**deepcopy(before), "version": "2"}
    if data.draw(st.booleans()):
        scoring = instrument_of(before).ref.scoring
        entries = {item: {"item": item} for item in items_of(before)}
        after["migrations"] = [
            {"from": "1", "scoring": scoring, "comparable": True, "items": entries}
        ]
    sop = sop_with(before, after)
    assert sop.health().ok
    receipt = sop.accept(data.draw(administrations(before, statuses=["complete"])))
    seen = sop.catalog.migrate(receipt.record, to="2")
    old, new = (sop.catalog.instrument(before["id"], one) for one in ("1", "2"))
    assert dict(seen.known) == known_answers(old, receipt.record.answers)
    assert {one.outcome for one in seen.carried} == {Outcome.KEPT}
    assert seen.new == ()
    assert score_migrated(new, seen).scales == receipt.score.scales
    assert sop.catalog.is_comparable(before["id"], "1", "2")


@given(pairs(), st.data())
def test_the_record_is_never_edited(pair, data):
    """A view leaves the record as it was, names its version, and is no document that could be stored."""
    again = migrate(pair.record, [pair.old, pair.new])
    assert again == pair.seen
    assert pair.seen.recorded == pair.record.instrument == pair.old.ref
    assert pair.seen.instrument == pair.new.ref
    for value in (pair.seen, score_migrated(pair.new, pair.seen)):
        with pytest.raises(TypeError, match="is no document"):
            to_document(value)


@st.composite
def three(draw, **options):
    """Three versions, each with a migration from the one before it, and a record of the first."""
    first, second = draw(instrument_versions(**options))
    third = deepcopy(second) | {"version": "3"}
    asked = items_of(second)
    keep = {name: draw(st.booleans()) or name in draw_needed(second) for name in asked}
    assume(any(keep.values()))
    entries = {name: {"item": name} if kept else {"dropped": True} for name, kept in keep.items()}
    for section in third["sections"]:
        section["items"] = [item for item in section["items"] if keep[item["id"]]]
    third["sections"] = [section for section in third["sections"] if section["items"]]
    third["migrations"] = [
        {"from": second["version"], "scoring": instrument_of(second).ref.scoring,
         "comparable": all(keep.values()), "items": entries}
    ]  # fmt: skip
    return first, second, third


def draw_needed(definition):
    """Items that a scale or a condition names, which this test does not drop."""
    needed = {item for scale in definition["scales"] for item in scale["items"]}
    asked = items_of(definition).values()
    return needed | {item["show_if"]["item"] for item in asked if "show_if" in item}


@FEW
@given(three(), st.data())
def test_steps_are_put_together(versions, data):
    """Two steps are one after the other; they are comparable only if each is."""
    first, second, third = versions
    # Versions of one scoring digest are one: the way would be shorter.
    assume(len({instrument_of(document).ref.scoring for document in versions}) == len(versions))
    sop = sop_with(*versions)
    assert sop.health().ok, sop.health().definitions
    record = sop.accept(data.draw(administrations(first, statuses=["complete"]))).record
    one, two, three_ = (
        sop.catalog.instrument(first["id"], document["version"]) for document in versions
    )
    through = sop.catalog.migrate(record, to="3")
    assert through == migrate(record, [one, two, three_])
    middle = migrate(record, [one, two])
    for name, answer in through.known.items():
        assert answer in (middle.known[name], NOT_ASKED)
    kept = third["migrations"][0]["items"]
    for step, whole in zip(middle.carried, through.carried, strict=True):
        if step.to is None or "item" not in kept[step.to]:
            assert whole.outcome is Outcome.DROPPED
            assert whole.to is whole.after is None
        else:
            assert whole == step
    each = (second["migrations"][0]["comparable"], third["migrations"][0]["comparable"])
    assert through.comparable == all(each)
    assert sop.catalog.is_comparable(first["id"], "3", first["version"]) == all(each)


@FEW
@given(three(show_if=False), st.data())
def test_a_way_is_what_one_migration_would_be(versions, data):
    """Without conditions, two migrations come to the same as the one that joins them."""
    first, second, third = versions
    one, two = second["migrations"][0]["items"], third["migrations"][0]["items"]
    assume(not any("show_if" in item for item in items_of(second).values()))
    joined = {}
    for name, entry in one.items():
        later = two.get(entry.get("item"), {"dropped": True})
        joined[name] = {**entry, **later} if "item" in later else {"dropped": True}
    direct = deepcopy(third)
    direct["migrations"] = [{**second["migrations"][0], "comparable": False, "items": joined}]
    assume(len({instrument_of(document).ref.scoring for document in versions}) == len(versions))
    by_steps, at_once = sop_with(*versions), sop_with(first, direct)
    assert at_once.health().ok, at_once.health().definitions
    record = by_steps.accept(data.draw(administrations(first, statuses=["complete"]))).record
    ours, theirs = (sop.catalog.migrate(record, to="3") for sop in (by_steps, at_once))
    assert ours.known == theirs.known
    assert ours.carried == theirs.carried


BROKEN = {}


def breaks(what):
    def keep(function):
        BROKEN[what] = function
        return function

    return keep


def coded(before, entries):
    """An older choice that is kept, or no example."""
    found = [
        name
        for name, item in items_of(before).items()
        if item["type"] in ("choice", "choices") and "item" in entries[name]
    ]
    assume(found)
    return found[0]


@breaks("migration_not_total")
def _unnamed(draw, before, after, entries):
    del entries[draw(st.sampled_from(sorted(entries)))]
    assume(entries)


@breaks("unknown_item")
def _foreign(draw, before, after, entries):
    entries["surely.new"] = {"dropped": True}


@breaks("unknown_item ")
def _nowhere(draw, before, after, entries):
    entries[draw(st.sampled_from(sorted(entries)))] = {"item": "surely.new"}


@breaks("item_or_dropped")
def _both(draw, before, after, entries):
    entries[draw(st.sampled_from(sorted(entries)))] = {
        "item": next(iter(items_of(after))), "dropped": True,
    }  # fmt: skip


@breaks("item_or_dropped ")
def _neither(draw, before, after, entries):
    entries[draw(st.sampled_from(sorted(entries)))] = {}


@breaks("migration_collision")
def _collided(draw, before, after, entries):
    assume(len(entries) > 1)
    one, two = draw(st.permutations(sorted(entries)))[:2]
    target = draw(st.sampled_from(sorted(items_of(after))))
    entries[one] = entries[two] = {"item": target}


@breaks("unknown_code")
def _no_such_code(draw, before, after, entries):
    name = coded(before, entries)
    entries[name] = {**entries[name], "codes": {"surely.new": next(iter(items_of(after)))}}


@breaks("migration_not_total ")
def _code_without_a_place(draw, before, after, entries):
    name = coded(before, entries)
    item, to = items_of(before)[name], entries[name]["item"]
    options = before["response_sets"][item["response_set"]]["options"]
    used = {option["code"] for option in options if "value" in option}
    sets = items_of(after)[to]["response_set"]
    left = [o for o in after["response_sets"][sets]["options"] if o["code"] not in used]
    reasons = [o["code"] for o in left if "missing" in o]
    assume(reasons)
    entries[name] = {"item": to, "codes": dict.fromkeys(used, reasons[0])}


@breaks("migration_scoring")
def _another_digest(draw, before, after, entries):
    after["migrations"][0]["scoring"] = "sha256:" + "0" * 64


@breaks("migration_not_earlier")
def _backwards(draw, before, after, entries):
    after["migrations"][0]["from"] = draw(st.sampled_from((after["version"], "99")))


@breaks("not_unique")
def _twice(draw, before, after, entries):
    again = deepcopy(after["migrations"][0])
    again["from"] += "" if again["from"].count(".") == 3 else ".0"
    after["migrations"].append(again)


@breaks("not_comparable")
def _falsely_comparable(draw, before, after, entries):
    assume(not after["migrations"][0]["comparable"])
    gone = {scale["id"] for scale in before["scales"]} - {s["id"] for s in after["scales"]}
    methods = {scale["id"]: scale["method"] for scale in before["scales"]}
    assume(gone or any(methods.get(s["id"], s["method"]) != s["method"] for s in after["scales"]))
    after["migrations"][0]["comparable"] = True


@breaks("migration_type")
def _another_type(draw, before, after, entries):
    types = {item: one["type"] for item, one in items_of(after).items()}
    dates = [item for item, one in items_of(before).items() if one["type"] in ("text", "date")]
    numbers = [item for item, kind in types.items() if kind in ("integer", "decimal", "choice")]
    assume(dates and numbers)
    for name, entry in entries.items():
        if entry.get("item") == numbers[0]:
            entries[name] = {"dropped": True}
    entries[dates[0]] = {"item": numbers[0]}


@pytest.mark.parametrize("what", BROKEN)
@FEW
@given(data=st.data())
def test_every_migration_that_is_not_sound_is_refused(what, data):
    """Whatever is left out, doubled, misnamed or falsely declared, the version is left out and told."""
    before, after = data.draw(instrument_versions(items=(2, 5)))
    BROKEN[what](data.draw, before, after, after["migrations"][0]["items"])
    # What is advised on its wording is another matter, and refuses nothing.
    found = [one for one in sop_with(before).check(after) if one.severity != "advice"]
    assert what.strip() in {issue.code for issue in found}
    assert all(issue.path.startswith("$.migrations") for issue in found), found
    for issue in found:
        assert issue.message
        assert issue.fix


@given(pairs())
def test_another_scoring_digest_is_refused_by_every_path(pair):
    """score, accept, verify and migrate take a record with its own version alone, and name the way."""
    assume(pair.old.ref.scoring != pair.new.ref.scoring)
    with pytest.raises(CallRefused, match=r"catalog\.migrate"):
        score(pair.new, pair.record)
    with pytest.raises(CallRefused, match=r"catalog\.migrate"):
        migrate(pair.record, [pair.new])
    document = to_document(pair.record)
    document["instrument"]["version"] = pair.new.version
    sop = sop_with(pair.before, pair.after)
    with pytest.raises(RecordRefused) as refused:
        sop.accept(document)
    fixes = {issue.code: issue.fix for issue in refused.value.issues}
    assert "catalog.migrate" in fixes["scoring_mismatch"]
    with pytest.raises(RecordRefused):
        sop.verify(score(pair.old, pair.record), document)


@given(pairs())
def test_a_sound_migration_fits(pair):
    """The rules of the pair find nothing in what the strategy gives."""
    assert check_fit(pair.old, pair.new, 0) == []
