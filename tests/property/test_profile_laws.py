"""Profiles and ratings: what holds for any number of levels by any names."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise, permutations

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from sop_core import CallRefused, digest, to_document
from sop_core.catalog import definition_advice, definition_issues
from sop_core.documents import digest_of, profile_of, value_of
from sop_core.profiles import (
    PracticeProfile,
    Rating,
    RatingView,
    check_profile,
    check_rating,
    find_cycle,
    history,
    is_open,
    levels_over_time,
    linear_order,
    lowest_aspect,
)
from sop_core.testing import mutated, profile_values, profiles, ratings
from sop_core.types import RecordRef, RecordStatus
from tests.property.door import BASE, sop_with

pytestmark = pytest.mark.law


@st.composite
def rated(draw, **options):
    """A profile's document and a rating that it accepts."""
    definition = draw(profiles(**options))
    return definition, draw(ratings(definition))


def as_value(document, profile):
    named = {**document["profile"], "digest": profile.ref.digest}
    return value_of({**document, "profile": named}, Rating)


# -- definitions ------------------------------------------------------------------------------------


@given(profiles(levels=(2, 12), prerequisites=("a", "b.c", "0")))
def test_every_drawn_profile_is_sound(definition):
    """C-11: any number of levels from two on, by any names, in any languages."""
    assert [str(i) for i in BASE.check(definition) if i.severity == "error"] == []
    profile = profile_of(definition)
    assert isinstance(profile, PracticeProfile)
    assert [profile.position(level) for level in profile.level_ids] == [*range(len(profile.levels))]
    for aspect in profile.aspects:
        assert profile.aspect(aspect.id) is aspect
        assert set(aspect.descriptors) == set(profile.level_ids)


@given(profile_values())
def test_profile_values_are_frozen_and_equal_to_themselves(profile):
    assert evolve(profile) == profile
    assert hash(profile) == hash(evolve(profile))


@given(profiles(), st.data())
def test_a_digest_pins_every_word_but_the_status(definition, data):
    """DESIGN 2: a changed descriptor is another definition; retiring one is not."""
    changed = deepcopy(definition)
    changed["status"] = data.draw(st.sampled_from(("draft", "active", "retired")))
    assert profile_of(changed).ref == profile_of(definition).ref
    aspect = data.draw(st.sampled_from(changed["aspects"]))
    level = data.draw(st.sampled_from(sorted(aspect["descriptors"])))
    for locale in aspect["descriptors"][level]:
        aspect["descriptors"][level][locale] += "!"
    assert profile_of(changed).ref.digest != profile_of(definition).ref.digest


@given(st.data())
def test_a_near_miss_raises_nothing(data):
    """Whatever is wrong with a definition or a rating, the rules say so or pass it over."""
    definition = data.draw(profiles(levels=(2, 3), aspects=(1, 2)))
    near = data.draw(mutated(definition))
    if isinstance(near, dict):
        check_profile(near)
        definition_issues(near, "profile")
        definition_advice(near, "profile")
    record = data.draw(mutated(data.draw(ratings(definition))))
    if isinstance(record, dict):
        check_rating(record, profile=profile_of(definition))
        sop_with(definition).check(record)


# -- order ------------------------------------------------------------------------------------------

NEEDS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(st.sampled_from("abcdefg"), max_size=3, unique=True),
    max_size=6,
)
NOTHING = {
    "$schema": "urn:sop:schema:profile:1", "id": "x", "version": "1", "status": "active", "title": {"en": "x"},
    "source": "x", "rights": "x", "levels": [], "aspects": [],
}  # fmt: skip
SMALL = profile_of(NOTHING)


def of(needs):
    """Profiles of the ids, each with what it needs."""
    return [
        evolve(SMALL, ref=evolve(SMALL.ref, id=id_), prerequisites=tuple(before))
        for id_, before in needs.items()
    ]


@given(NEEDS)
def test_a_linear_order_is_an_order_or_a_circle_is_named(needs):
    """S1-10: every profile once, after what it needs; refused exactly where there is a circle."""
    circles = [id_ for id_ in needs if find_cycle(needs, id_)]
    if circles:
        with pytest.raises(CallRefused):
            linear_order(of(needs))
        return
    order = linear_order(of(needs))
    assert sorted(one.id for one in order) == sorted(needs)
    for at, one in enumerate(order):
        before = {earlier.id for earlier in order[:at]}
        assert set(one.prerequisites) & needs.keys() <= before
        assert is_open(one, taken_up=before | (set(one.prerequisites) - needs.keys()))


@given(NEEDS)
def test_a_circle_is_one(needs):
    """What is named leads from each to the next, and back to where it began; no shorter way does."""
    for id_ in needs:
        cycle = find_cycle(needs, id_)
        if cycle:
            assert cycle[0] == cycle[-1] == id_
            assert all(b in needs[a] for a, b in pairwise(cycle))
            inner = [one for one in needs if one != id_]
            shorter = [
                way
                for n in range(len(cycle) - 2)
                for way in permutations(inner, n)
                if all(b in needs[a] for a, b in zip((id_, *way), (*way, id_), strict=True))
            ]
            assert shorter == []


@given(NEEDS)
def test_profiles_without_needs_keep_the_given_order(needs):
    free = of(dict.fromkeys(needs, ()))
    assert list(linear_order(free)) == free


# -- ratings ----------------------------------------------------------------------------------------


@given(rated())
def test_every_drawn_rating_is_accepted_and_comes_back_the_same(drawn):
    """Document to value to document: what was accepted is whole, and is itself again."""
    definition, document = drawn
    sop = sop_with(definition)
    record = sop.accept(document).record
    stored = to_document(record)
    again = sop.accept(stored).record
    assert again == record
    assert to_document(again) == stored
    assert digest(record) == digest_of(stored)
    for key, said in document.items():
        if key not in ("profile", "aspects"):
            assert stored[key] == said


@given(rated())
def test_what_was_not_rated_is_nowhere(drawn):
    """Unknown is never zero: an aspect that is left out is in no value, no line and no summary."""
    definition, document = drawn
    profile = profile_of(definition)
    record = as_value(document, profile)
    assert set(record.aspects) == set(document["aspects"])
    assert {line.aspect for line in history([record])} == set(document["aspects"])
    lowest = lowest_aspect(record, profile)
    assert lowest is not None
    assert set(lowest.aspects) <= set(document["aspects"])
    assert (lowest.n_rated, lowest.n_aspects) == (
        len(document["aspects"]),
        len(definition["aspects"]),
    )


@given(rated(), st.data())
def test_some_work_above_never_raises_what_is_attained(drawn, data):
    """D8: with or without it, levels, positions and the summary are the same."""
    definition, document = drawn
    profile = profile_of(definition)
    bare = deepcopy(document)
    for one in bare["aspects"].values():
        one.pop("some_work_at", None)
    with_some, without = as_value(document, profile), as_value(bare, profile)
    assert {a: r.attained for a, r in with_some.aspects.items()} == {
        a: r.attained for a, r in without.aspects.items()
    }
    assert lowest_aspect(with_some, profile) == lowest_aspect(without, profile)
    both = [levels_over_time([one], [profile]) for one in (with_some, without)]
    assert [[(p.attained, p.position) for p in points] for points in both[0].values()] == [
        [(p.attained, p.position) for p in points] for points in both[1].values()
    ]


@given(rated(levels=(3, 7)), st.data())
def test_some_work_lies_above_in_order_or_is_refused(drawn, data):
    """C-14: any other list of levels is refused, and exactly such lists are taken."""
    definition, document = drawn
    profile = profile_of(definition)
    aspect = data.draw(st.sampled_from(sorted(document["aspects"])))
    some = data.draw(st.lists(st.sampled_from(profile.level_ids), max_size=4))
    attained = document["aspects"][aspect]["attained"]
    changed = deepcopy(document)
    changed["aspects"][aspect]["some_work_at"] = some
    places = [-1 if attained is None else profile.position(attained), *map(profile.position, some)]
    sound = all(a < b for a, b in pairwise(places))
    assert (check_rating(changed, profile=profile) == []) == sound


@given(rated(), st.data())
def test_a_level_is_one_of_the_profiles_own(drawn, data):
    """An id that is no level is refused wherever it stands."""
    definition, document = drawn
    profile = profile_of(definition)
    stranger = data.draw(st.sampled_from(("none", "level_1", "0", "zz")))
    assume(stranger not in profile.level_ids)
    aspect = data.draw(st.sampled_from(sorted(document["aspects"])))
    for changed in ({"attained": stranger}, {"attained": None, "some_work_at": [stranger]}):
        wrong = deepcopy(document)
        wrong["aspects"][aspect] = changed
        assert [issue.code for issue in check_rating(wrong, profile=profile)] == ["unknown_level"]


# -- over time --------------------------------------------------------------------------------------


@st.composite
def many(draw):
    """A profile and several ratings of a few workers in both views, some of which stand in for others."""
    definition = draw(profiles(levels=(2, 4), aspects=(1, 3)))
    profile = profile_of(definition)
    found: list[Rating] = []
    for at in range(draw(st.integers(1, 6))):
        document = draw(ratings(definition, worker=draw(st.sampled_from(("v", "w")))))
        record = evolve(
            as_value({**document, "id": f"r{at}"}, profile),
            view=draw(st.sampled_from(RatingView)),
        )
        earlier = [o for o in found if (o.worker, o.view) == (record.worker, record.view)]
        if earlier and draw(st.booleans()):
            one = draw(st.sampled_from(earlier))
            status = draw(st.sampled_from((RecordStatus.AMENDED, RecordStatus.ENTERED_IN_ERROR)))
            record = evolve(record, status=status, supersedes=RecordRef(one.id, digest(one)))
        found.append(record)
    return profile, found


@given(many(), st.randoms(use_true_random=False))
def test_history_is_the_same_in_whatever_order_and_however_often_given(drawn, chance):
    _, records = drawn
    shuffled = [*records, *records[:2]]
    chance.shuffle(shuffled)
    assert history(shuffled) == history(records)
    assert list(history(shuffled)) == list(history(records))


@given(many())
def test_a_line_holds_what_was_said_and_nothing_made_of_it(drawn):
    """S1-04: each point is one aspect of one rating that counts, in its own view; no mean, no total."""
    profile, records = drawn
    behind = {(one.worker, one.view, one.supersedes.id) for one in records if one.supersedes}
    counting = {
        one.id: one
        for one in records
        if one.status is not RecordStatus.ENTERED_IN_ERROR
        and (one.worker, one.view, one.id) not in behind
    }
    lines = levels_over_time(records, [profile])
    seen = []
    for line, points in lines.items():
        for point in points:
            record = counting[point.rating]
            said = record.aspects[line.aspect]
            assert (record.worker, record.view, record.profile.id) == (
                line.worker,
                line.view,
                line.profile,
            )
            assert (point.attained, point.some_work_at) == (said.attained, said.some_work_at)
            assert point.position == (
                -1 if said.attained is None else profile.position(said.attained)
            )
            assert point.n_levels == len(profile.levels)
            seen.append((point.rating, line.aspect))
    assert sorted(seen) == sorted((one.id, at) for one in counting.values() for at in one.aspects)


@given(many())
def test_one_view_never_changes_what_the_other_says(drawn):
    """Self and observed are kept apart: taking one away leaves the other's lines as they were."""
    _, records = drawn
    both = history(records)
    for view in RatingView:
        alone = history([one for one in records if one.view is view])
        assert alone == {line: points for line, points in both.items() if line.view is view}
