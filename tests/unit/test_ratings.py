"""Ratings: what one must keep, in words, and what is drawn from many of them."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import to_document
from sop_core.errors import Issue
from sop_core.profiles import (
    AspectRating,
    LearningContext,
    Line,
    LowestAspect,
    RatingPurpose,
    RatingView,
    check_rating,
    history,
    levels_over_time,
    lowest_aspect,
)
from sop_core.types import RecordRef, RecordStatus
from tests.docs.error_codes import SOURCE, codes_in
from tests.unit._rubrics import (
    DIGEST,
    OWN,
    TERMS,
    VALUE,
    observed,
    profile_value,
    rating,
    rating_value,
)

NEEDS = "Load what sop.needs(document) lists, and pass it along: sop.accept(document, given=[...])."


def checked(document, *, profile=VALUE, terms=TERMS, own=OWN):
    return check_rating(document, profile=profile, terms=terms, own=own)


def rated(attained, *some, **fields):
    return rating(aspects={"asks": {"attained": attained, "some_work_at": list(some)}}, **fields)


def test_sound_ratings_have_no_issue():
    """The worker's own, alone or under an agreement, and the coach's after it."""
    assert checked(rating()) == []
    assert checked(observed()) == []
    assert checked(observed(rater="supervisor")) == []
    assert check_rating(rating(agreement=None), profile=VALUE) == []
    assert checked(rated(None, "seed", "fruit")) == []
    assert checked(rated("fruit")) == []
    assert checked(rating(aspects={"asks": {"attained": "seed"}})) == []


#: (what it is, the document, other arguments, the whole issue)
TABLE = [
    (
        "for an appraisal (S1-05)", rating(purpose="performance_appraisal"), {},
        Issue("rating_for_appraisal", "$.purpose",
              "purpose is performance_appraisal. A profile supports coaching: a worker who has to fear a rating will "
              "not show where help is wanted, so that there are no ratings for an appraisal (S1-05).",
              fix='Make it "coaching" or "self_reflection" if that is what it is for; else make no rating.'),
    ),
    (
        "on a day without a time", rating(made_at="2026-11-02"), {},
        Issue("not_a_time", "$.made_at",
              "made_at is '2026-11-02'. A rating carries a full time with its offset, so that they can be put in order.",
              fix="Write it as 2026-11-21T14:05:00-08:00, or with Z for UTC."),
    ),
    (
        "of nothing", rating(aspects={}), {},
        Issue("nothing_rated", "$.aspects",
              "No aspect is rated. An aspect that is left out is not rated, which says nothing of its level.",
              fix="Rate at least one aspect, or keep no rating."),
    ),
    (
        "made with other words", rating(profile={"id": "garden", "version": "1.0.0", "digest": DIGEST}), {},
        Issue("digest_mismatch", "$.profile.digest",
              f"The rating was made with garden 1.0.0 of digest '{DIGEST[:58]}…, but the one in force here has "
              f"{VALUE.ref.digest[:20]}…. The digest pins the levels' words, so this is another definition under the "
              "same id and version.",
              fix="Load the definition that the rating was made with, or give the changed one a new version."),
    ),
    (
        "of an unknown aspect", rating(aspects={"digs": {"attained": "seed"}}), {},
        Issue("unknown_aspect", "$.aspects.digs", "'digs' is no aspect of garden 1.0.0.",
              fix="The aspects are: asks, listens."),
    ),
    (
        "of an unknown level", rated("twig"), {},
        Issue("unknown_level", "$.aspects.asks.attained", "'twig' is no level of garden 1.0.0.",
              fix="The levels are, lowest first: seed, root, leaf, fruit."),
    ),
    (
        "with some work at an unknown level", rated("seed", "root", "twig"), {},
        Issue("unknown_level", "$.aspects.asks.some_work_at[1]", "'twig' is no level of garden 1.0.0.",
              fix="The levels are, lowest first: seed, root, leaf, fruit."),
    ),
    (
        "with some work at what is attained (C-14)", rated("root", "root"), {},
        Issue("some_work_not_above", "$.aspects.asks.some_work_at[0]",
              "Some work at 'root' is noted, but 'root' is attained. A level presumes all below it (S1-04), so that "
              "some work is a matter of levels above the attained one.",
              fix="Take it out."),
    ),
    (
        "with levels in another order", rated("seed", "fruit", "leaf"), {},
        Issue("levels_not_ascending", "$.aspects.asks.some_work_at[1]",
              "'leaf' stands after a level that is not below it. Levels stand lowest first, each once, so that one "
              "rating is written in one way.",
              fix="Put them in the profile's order: seed, root, leaf, fruit."),
    ),
    (
        "observed without an agreement (S1-07)", observed(agreement=None), {"own": rating(agreement=None)},
        Issue("agreement_missing", "$.agreement",
              "An observed rating names no agreement. The two agree on what a rating is for before one rates the other "
              "(S1-07).",
              fix='Add "agreement": {"id": ..., "digest": ...} of the coaching agreement.'),
    ),
    (
        "under an agreement that was not given", observed(), {"terms": None},
        Issue("given_missing", "$.agreement",
              "The rating names 'agreed', and no record with that id and digest was given. What a rating builds on is "
              "decided from the record itself.",
              fix=NEEDS),
    ),
    (
        "under another's agreement", observed(), {"terms": evolve(TERMS, worker="v")},
        Issue("agreement_of_another", "$.agreement",
              "The agreement is another worker's. It says nothing of this worker's ratings.",
              fix="Name the agreement of the worker who is rated."),
    ),
    (
        "under an agreement that is over", observed(), {"terms": evolve(TERMS, in_force=False)},
        Issue("agreement_not_in_force", "$.agreement",
              "The agreement is not in force on the day of the rating: it is a draft, was voided, has not begun or has "
              "ended. Without one there is no rating under it (S1-07).",
              fix="Name the agreement of that day, or make one first."),
    ),
    (
        "by a stranger (S1-18)", observed(rater="stranger"), {},
        Issue("rater_not_partner", "$.rater",
              "The rater is neither the coach nor the supervisor of the agreement. A worker knows who looks on (S1-18).",
              fix="Name the coach or the supervisor, or agree on another one first."),
    ),
    (
        "of one's own by somebody else", rating(rater="coach"), {},
        Issue("view_of_another", "$.view",
              "view is self, but the rater is somebody else. The two views are kept apart, and never averaged.",
              fix='Make it "observed", or let the worker be the rater.'),
    ),
    (
        "observed by oneself", observed(rater="w"), {},
        Issue("view_of_another", "$.view",
              "view is observed, but the worker is the rater. The two views are kept apart, and never averaged.",
              fix='Make it "self", or name who observed.'),
    ),
    (
        "of one's own after another", rating(after={"id": "x", "digest": DIGEST}), {},
        Issue("after_not_for_self", "$.after",
              "The worker's own rating comes after none: it is the first view (S1-26).",
              fix="Leave after out; supersedes says which earlier rating a later one corrects."),
    ),
    (
        "observed before the worker's own (S1-27)", observed(after=None), {},
        Issue("own_view_first", "$.after",
              "An observed rating names no rating of the worker's own. The worker's view comes first, and what was "
              "observed is shared after it (S1-26, S1-27).",
              fix='Add "after": {"id": ..., "digest": ...} of the worker\'s own rating.'),
    ),
    (
        "observed after one that was not given", observed(), {"own": None},
        Issue("given_missing", "$.after",
              "The rating names 'own', and no record with that id and digest was given. What a rating builds on is "
              "decided from the record itself.",
              fix=NEEDS),
    ),
    (
        "observed after one of another id", observed(), {"own": rating(id="other")},
        Issue("given_missing", "$.after",
              "The rating names 'own', and no record with that id and digest was given. What a rating builds on is "
              "decided from the record itself.",
              fix=NEEDS),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "options", "issue"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_rating_is_refused_in_these_words(document, options, issue):
    """One fault, one issue: what is wrong, why the rule exists, what to do."""
    assert checked(document, **options) == [issue]


@pytest.mark.parametrize(
    ("own", "why"),
    [
        (observed(id="own"), "is not the worker's own view"),
        (rating(status="entered_in_error"), "was entered in error"),
        (rating(worker="v", rater="v"), "is of another worker"),
        (rating(agreement=None), "is of another agreement"),
        (
            rating(agreement={"id": "agreed", "digest": "sha256:" + "b" * 64}),
            "is of another agreement",
        ),
        (rating(profile={"id": "soil", "version": "1.0.0"}), "is of another profile"),
        (rating(made_at="2026-11-02T09:30:00.1-08:00"), "was made later"),
    ],
)
def test_an_observed_rating_comes_after_the_workers_own_of_the_same(own, why):
    """S1-26, S1-27: the same worker, profile and agreement, earlier, and in the worker's own view."""
    assert checked(observed(), own=own) == [
        Issue(
            "after_not_own",
            "$.after",
            f"The rating that this one comes after {why}. The worker's own view of the same practice under the same "
            "agreement comes first (S1-26, S1-27).",
            fix="Name that rating, or ask the worker for it first.",
        )
    ]


@pytest.mark.parametrize(
    "own",
    [
        rating(status="amended"),
        rating(made_at="2026-11-02T17:30:00Z"),
        rating(made_at="nonsense"),
        rating(profile={"id": "garden", "version": "0.9"}),
        rating(aspects={"listens": {"attained": "seed"}}),
    ],
)
def test_the_workers_own_may_be_of_other_aspects_or_words(own):
    """An older version of the profile, other aspects, or the same moment: the worker spoke first."""
    assert checked(observed(), own=own) == []


def test_a_voided_rating_says_only_for_which_it_stands():
    """It can be entered when the agreement is over, and whoever was given along."""
    void = observed(status="entered_in_error", aspects={}, supersedes={"id": "x", "digest": DIGEST})
    assert checked(void, profile=None, terms=None, own=None) == []
    assert [one.code for one in checked({**void, "made_at": "now", "purpose": "performance_appraisal"})] == [
        "rating_for_appraisal", "not_a_time",
    ]  # fmt: skip


def test_a_self_rating_under_an_agreement_looks_at_it_too():
    """What is named is looked at; the rater of one's own view need be nobody's partner."""
    assert [one.code for one in checked(rating(), terms=evolve(TERMS, in_force=False))] == [
        "agreement_not_in_force"
    ]
    assert [one.code for one in checked(rating(), terms=None)] == ["given_missing"]
    assert checked(rating(), terms=evolve(TERMS, partners=frozenset())) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"aspects": 5},
        {"aspects": {"asks": 5, "listens": {"attained": 3, "some_work_at": 4}}},
        {"aspects": {"asks": {"attained": "root", "some_work_at": [1, "leaf"]}}},
        {"profile": "garden"},
        {"profile": {"digest": 5}},
        {"made_at": 5},
        {"agreement": 5},
        {"after": 5},
        {"worker": 5, "rater": "w"},
        {"worker": "w", "rater": 5},
        {"view": "both"},
        {"status": 5},
    ],
)
def test_what_is_malformed_is_left_to_the_schema(changes):
    """No rule trips over a value of another type."""
    shapes = {"rater_not_partner", "agreement_of_another", "after_not_own", "after_not_for_self"}
    for document in (rating(**changes), observed(**changes)):
        assert {issue.code for issue in checked(document)} <= shapes


def test_all_issues_come_at_once():
    """DESIGN 6: a fault in one place hides none in another."""
    worst = observed(
        purpose="performance_appraisal", made_at="now", rater="stranger", after=None,
        aspects={"asks": {"attained": "twig", "some_work_at": ["fruit", "root"]}, "digs": {"attained": "x"}},
    )  # fmt: skip
    assert [issue.code for issue in checked(worst)] == [
        "rating_for_appraisal", "not_a_time", "unknown_level", "levels_not_ascending", "unknown_aspect",
        "unknown_level", "rater_not_partner", "own_view_first",
    ]  # fmt: skip


# -- the value --------------------------------------------------------------------------------------


def test_a_rating_is_a_vector_with_every_field_in_its_place():
    """S1-04: levels by aspect, and no total anywhere."""
    value = rating_value(context="orientation")
    assert value.status is RecordStatus.COMPLETE
    assert value.view is RatingView.SELF
    assert value.purpose is RatingPurpose.COACHING
    assert value.context is LearningContext.ORIENTATION
    assert value.agreement == RecordRef("agreed", DIGEST)
    assert (value.after, value.supersedes) == (None, None)
    assert value.aspects["asks"] == AspectRating(attained="root", some_work_at=("leaf",))
    assert value.aspects["listens"].attained is None
    numbers = [name for name in dir(value) if "total" in name or "score" in name or "level" in name]
    assert numbers == []


def test_an_accepted_rating_comes_back_the_same():
    """Every field is written: a null that says something stays, what is not there leaves no trace."""
    assert to_document(rating_value()) == OWN
    bare = rating(agreement=None, aspects={"asks": {"attained": None}})
    assert to_document(rating_value(agreement=None, aspects={"asks": {"attained": None}})) == {
        **bare, "aspects": {"asks": {"attained": None, "some_work_at": []}},
    }  # fmt: skip


# -- over time --------------------------------------------------------------------------------------


def at(day, id_, level, *some, **fields):
    plain = {
        "made_at": f"2026-11-{day}T09:00:00Z",
        "aspects": {"asks": {"attained": level, "some_work_at": list(some)}},
    }
    return rating_value(id=id_, **{**plain, **fields})


def test_history_is_by_worker_profile_aspect_and_view():
    """S1-04, C-16: each on a line of its own, nothing averaged, and a lower level is one like any other."""
    ratings = [
        at("03", "c", "seed"),
        at("01", "a", "leaf", "fruit"),
        at("02", "b", "leaf", rater="coach", view="observed"),
        at("02", "d", None, worker="v", rater="v"),
        at("04", "e", "root", aspects={"listens": {"attained": "root"}}),
    ]
    found = history(ratings)
    assert list(found) == [
        Line("v", "garden", "asks", RatingView.SELF),
        Line("w", "garden", "asks", RatingView.OBSERVED),
        Line("w", "garden", "asks", RatingView.SELF),
        Line("w", "garden", "listens", RatingView.SELF),
    ]
    points = found[Line("w", "garden", "asks", RatingView.SELF)]
    assert [(one.day, one.rating, one.attained) for one in points] == [
        ("2026-11-01", "a", "leaf"), ("2026-11-03", "c", "seed"),
    ]  # fmt: skip
    assert points[0].some_work_at == ("fruit",)
    assert (points[0].version, points[0].made_at) == ("1.0.0", "2026-11-01T09:00:00Z")
    assert (points[0].position, points[0].n_levels) == (None, None)


def test_what_was_voided_or_stood_in_for_draws_nothing():
    """Nothing is edited: the later record counts, and a void takes the earlier one with it."""
    line = Line("w", "garden", "asks", RatingView.SELF)
    first = at("01", "a", "seed")
    amended = at("02", "b", "root", status="amended", supersedes={"id": "a", "digest": DIGEST})
    voided = at(
        "03", "c", "root", status="entered_in_error", supersedes={"id": "b", "digest": DIGEST}
    )
    assert [one.rating for one in history([first, amended])[line]] == ["b"]
    assert dict(history([first, amended, voided])) == {}
    assert [one.rating for one in history([amended, first, first])[line]] == ["b"]
    # A record of another worker, profile or view that has the same id is another record.
    for fields in (
        {"worker": "v", "rater": "v"},
        {"profile": {**OWN["profile"], "id": "soil"}},
        {"rater": "c", "view": "observed"},
    ):
        other = at("01", "a", "seed", **fields)
        assert len(history([other, amended])) == 2


def test_points_of_one_moment_stand_by_id():
    """The order of what a host gives changes nothing, and the moment counts, not how it is written."""
    late = at("01", "a", "seed", made_at="2026-11-01T01:30:00-08:00")
    early = at("01", "z", "root", made_at="2026-11-01T10:00:00+01:00")
    again = at("01", "m", "leaf", made_at="2026-11-01T09:00:00Z")
    (points,) = history([late, early, again]).values()
    assert [one.rating for one in points] == ["m", "z", "a"]
    assert history([again, early, late]) == history([late, early, again])


def test_a_timeline_has_positions_where_the_version_is_at_hand():
    """-1 says that the lowest level is not yet met; a version that is not at hand has no position."""
    newer = profile_value(
        version="2",
        levels=[{"id": "seed", "title": {"en": "x"}}, {"id": "tree", "title": {"en": "y"}}],
    )
    ratings = [
        at("01", "a", None),
        at("02", "b", "leaf"),
        at("03", "c", "tree", profile={"id": "garden", "version": "2", "digest": newer.ref.digest}),
        at("04", "d", "x", profile={"id": "garden", "version": "3", "digest": DIGEST}),
    ]
    (points,) = levels_over_time(ratings, [VALUE, newer]).values()
    assert [(one.position, one.n_levels) for one in points] == [
        (-1, 4),
        (2, 4),
        (1, 2),
        (None, None),
    ]


def test_a_rating_without_a_time_is_passed_over():
    """A record that was accepted has one."""
    assert dict(history([at("01", "a", "seed", made_at="now")])) == {}


# -- a summary by name ------------------------------------------------------------------------------


def rating_of(**levels):
    return rating_value(aspects={name: {"attained": level} for name, level in levels.items()})


def test_the_lowest_aspect_is_a_summary_that_is_asked_for_by_name():
    """C-13: the lowest level, where it is, and how much was rated."""
    assert lowest_aspect(rating_of(asks="leaf", listens="root"), VALUE) == LowestAspect(
        aspects=("listens",), attained="root", n_rated=2, n_aspects=2
    )
    assert lowest_aspect(rating_of(listens="seed", asks="seed"), VALUE) == LowestAspect(
        aspects=("asks", "listens"), attained="seed", n_rated=2, n_aspects=2
    )
    assert lowest_aspect(rating_of(listens=None, asks="seed"), VALUE) == LowestAspect(
        aspects=("listens",), attained=None, n_rated=2, n_aspects=2
    )


def test_an_aspect_that_was_not_rated_is_never_the_lowest():
    """Unknown is never zero, and a rating of nothing has no lowest."""
    assert lowest_aspect(rating_of(asks="leaf"), VALUE) == LowestAspect(
        aspects=("asks",), attained="leaf", n_rated=1, n_aspects=2
    )
    assert lowest_aspect(rating_value(aspects={}), VALUE) is None


def test_some_work_does_not_lower_or_raise_the_summary():
    """D8."""
    value = rating_value(aspects={"asks": {"attained": "root", "some_work_at": ["fruit"]}})
    assert lowest_aspect(value, VALUE) == lowest_aspect(rating_of(asks="root"), VALUE)


def test_every_complaint_about_a_profile_or_a_rating_is_shown_in_full():
    """A new one is written out here or in test_profiles.py, and read there by a person first."""
    made = {
        code
        for file in (SOURCE / "profiles").rglob("*.py")
        for code in codes_in(file.read_text("utf-8"))
    }
    told = {row[3].code for row in TABLE} | {
        "after_not_own", "bidi_control", "level_not_described", "levels_alike", "many_at_a_time", "prerequisite_cycle",
    }  # fmt: skip
    assert made == told


def test_every_level_with_some_work_is_looked_at():
    """An unknown level, one too low and one that stands twice are each told, whatever stood before."""
    assert [(one.code, one.path[-3:]) for one in checked(rated("seed", "twig", "seed", "leaf", "leaf", "root", "fruit"))] == [
        ("unknown_level", "[0]"), ("some_work_not_above", "[1]"), ("levels_not_ascending", "[3]"),
        ("levels_not_ascending", "[4]"),
    ]  # fmt: skip


def test_the_first_fifty_levels_are_listed():
    """A profile may have more levels than a person reads."""
    levels = list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxy")
    many = profile_value(
        levels=[{"id": level, "title": {"en": level}} for level in levels],
        aspects=[
            {
                "id": "asks",
                "title": {"en": "Asks"},
                "descriptors": {level: {"en": f"as {level}"} for level in levels},
            }
        ],
    )
    (issue,) = [
        one
        for one in check_rating(
            rating(aspects={"asks": {"attained": "z"}}), profile=many, terms=TERMS
        )
        if one.code == "unknown_level"
    ]
    assert issue.fix == f"The levels are, lowest first: {', '.join(levels[:50])}, and 1 more."
