"""What a rating must keep beyond its shape.

    self        the worker rates the worker's own practice; it stands on its own
    observed    a coach or supervisor of an agreement in force, after the worker's own rating of the
                same profile under the same agreement (S1-26, S1-27: the worker's view first)
    attained    a level met in full (S1-02); some work above it never raises it (C-14, D8)

The functions look at the document itself, tolerant of what is malformed elsewhere, so that a fault
in one place hides none in another. What lies in other records comes in as facts: this room knows
no agreement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.profiles.model import PracticeProfile
from sop_core.profiles.rating import RatingView
from sop_core.profiles.times import read_time
from sop_core.shapes import Json, mapping, strings
from sop_core.types import RecordStatus

#: What the worker's own rating is that an observed one may come after.
COUNTS = (RecordStatus.COMPLETE, RecordStatus.AMENDED)
NEEDS = "Load what sop.needs(document) lists, and pass it along: sop.accept(document, given=[...])."


@frozen(kw_only=True)
class Terms:
    """What an agreement says that bears on a rating: whose it is, who coaches, whether it is in force that day."""

    worker: str
    partners: frozenset[str]
    in_force: bool


def check_rating(
    document: Json,
    *,
    profile: PracticeProfile | None,
    terms: Terms | None = None,
    own: Json | None = None,
) -> list[Issue]:
    """All that is wrong with a rating beyond its shape.

    `profile` is the one that it names, or None where that is not in force (the caller says so).
    `terms` are those of the agreement that it names, `own` the worker's rating that `after` names;
    each None where it was not given. What it stands in for is the caller's to check.
    """
    frame = list(_check_frame(document))
    if document.get("status") == RecordStatus.ENTERED_IN_ERROR:
        return frame  # it says only for which record it stands, also when the agreement is over
    return [
        *frame,
        *(_check_levels(document, profile) if profile else ()),
        *_check_agreement(document, terms),
        *_check_view(document, own),
    ]


def _check_frame(document: Json) -> Iterator[Issue]:
    if document.get("purpose") == "performance_appraisal":
        # S1-05: coaching support, and no audit.
        yield Issue(
            "rating_for_appraisal",
            "$.purpose",
            "purpose is performance_appraisal. A profile supports coaching: a worker who has to fear a rating will not "
            "show where help is wanted, so that there are no ratings for an appraisal (S1-05).",
            fix='Make it "coaching" or "self_reflection" if that is what it is for; else make no rating.',
        )
    at = document.get("made_at")
    if isinstance(at, str) and read_time(at) is None:
        yield Issue(
            "not_a_time",
            "$.made_at",
            f"made_at is {shown(at)}. A rating carries a full time with its offset, so that they can be put in order.",
            fix="Write it as 2026-11-21T14:05:00-08:00, or with Z for UTC.",
        )
    if document.get("aspects") == {} and document.get("status") in COUNTS:
        yield Issue(
            "nothing_rated",
            "$.aspects",
            "No aspect is rated. An aspect that is left out is not rated, which says nothing of its level.",
            fix="Rate at least one aspect, or keep no rating.",
        )


def _check_levels(document: Json, profile: PracticeProfile) -> Iterator[Issue]:
    stated = mapping(document.get("profile")).get("digest")
    if isinstance(stated, str) and stated != profile.ref.digest:
        yield Issue(
            "digest_mismatch",
            "$.profile.digest",
            f"The rating was made with {profile.id} {profile.version} of digest {shown(stated)}, but the one in force "
            f"here has {profile.ref.digest[:20]}…. The digest pins the levels' words, so this is another definition "
            "under the same id and version.",
            fix="Load the definition that the rating was made with, or give the changed one a new version.",
        )
    for aspect, rated in mapping(document.get("aspects")).items():
        if aspect not in profile.aspect_ids:
            yield Issue(
                "unknown_aspect",
                json_path("aspects", aspect),
                f"{shown(aspect)} is no aspect of {profile.id} {profile.version}.",
                fix=f"The aspects are: {listed(profile.aspect_ids)}.",
            )
        yield from _check_aspect(aspect, mapping(rated), profile)


def _check_aspect(aspect: str, rated: Json, profile: PracticeProfile) -> Iterator[Issue]:
    attained = rated.get("attained")
    if isinstance(attained, str) and attained not in profile.level_ids:
        yield _unknown_level(("aspects", aspect, "attained"), attained, profile)
        attained = None
    # -1: the lowest level is not yet met, and every level lies above.
    base = last = profile.position(attained) if isinstance(attained, str) else -1
    for index, level in strings(rated.get("some_work_at")):
        place = ("aspects", aspect, "some_work_at", index)
        if level not in profile.level_ids:
            yield _unknown_level(place, level, profile)
            continue
        position = profile.position(level)
        if position <= base:
            yield Issue(
                "some_work_not_above",
                json_path(*place),
                f"Some work at {shown(level)} is noted, but {shown(attained)} is attained. A level presumes all below "
                "it (S1-04), so that some work is a matter of levels above the attained one.",
                fix="Take it out.",
            )
        elif position <= last:
            yield Issue(
                "levels_not_ascending",
                json_path(*place),
                f"{shown(level)} stands after a level that is not below it. Levels stand lowest first, each once, so "
                "that one rating is written in one way.",
                fix=f"Put them in the profile's order: {listed(profile.level_ids)}.",
            )
        last = max(last, position)


def _unknown_level(place: tuple[str | int, ...], level: str, profile: PracticeProfile) -> Issue:
    return Issue(
        "unknown_level",
        json_path(*place),
        f"{shown(level)} is no level of {profile.id} {profile.version}.",
        fix=f"The levels are, lowest first: {listed(profile.level_ids, most=50)}.",
    )


def _not_given(field: str, named: object) -> Issue:
    return Issue(
        "given_missing",
        f"$.{field}",
        f"The rating names {shown(named)}, and no record with that id and digest was given. What a rating builds on is "
        "decided from the record itself.",
        fix=NEEDS,
    )


def _check_agreement(document: Json, terms: Terms | None) -> Iterator[Issue]:
    named, view, rater = (document.get(key) for key in ("agreement", "view", "rater"))
    if named is None:
        if view == RatingView.OBSERVED:
            yield Issue(
                "agreement_missing",
                "$.agreement",
                "An observed rating names no agreement. The two agree on what a rating is for before one rates the "
                "other (S1-07).",
                fix='Add "agreement": {"id": ..., "digest": ...} of the coaching agreement.',
            )
        return
    if not isinstance(named, Mapping):
        return  # the schema says so
    if terms is None:
        yield _not_given("agreement", named.get("id"))
        return
    if terms.worker != document.get("worker"):
        yield Issue(
            "agreement_of_another",
            "$.agreement",
            "The agreement is another worker's. It says nothing of this worker's ratings.",
            fix="Name the agreement of the worker who is rated.",
        )
        return
    if not terms.in_force:
        yield Issue(
            "agreement_not_in_force",
            "$.agreement",
            "The agreement is not in force on the day of the rating: it is a draft, was voided, has not begun or has "
            "ended. Without one there is no rating under it (S1-07).",
            fix="Name the agreement of that day, or make one first.",
        )
    if view == RatingView.OBSERVED and rater != terms.worker and rater not in terms.partners:
        yield Issue(
            "rater_not_partner",
            "$.rater",
            "The rater is neither the coach nor the supervisor of the agreement. A worker knows who looks on (S1-18).",
            fix="Name the coach or the supervisor, or agree on another one first.",
        )


def _check_view(document: Json, own: Json | None) -> Iterator[Issue]:
    worker, rater, view = (document.get(key) for key in ("worker", "rater", "view"))
    after, alone = document.get("after"), isinstance(worker, str) and worker == rater
    if view == RatingView.SELF and isinstance(worker, str) and isinstance(rater, str) and not alone:
        yield Issue(
            "view_of_another",
            "$.view",
            "view is self, but the rater is somebody else. The two views are kept apart, and never averaged.",
            fix='Make it "observed", or let the worker be the rater.',
        )
    if view == RatingView.OBSERVED and alone:
        yield Issue(
            "view_of_another",
            "$.view",
            "view is observed, but the worker is the rater. The two views are kept apart, and never averaged.",
            fix='Make it "self", or name who observed.',
        )
    if view == RatingView.SELF and after is not None:
        yield Issue(
            "after_not_for_self",
            "$.after",
            "The worker's own rating comes after none: it is the first view (S1-26).",
            fix="Leave after out; supersedes says which earlier rating a later one corrects.",
        )
    if view == RatingView.OBSERVED:
        yield from _check_after(document, own)


def _check_after(document: Json, own: Json | None) -> Iterator[Issue]:
    """S1-26, S1-27: the worker's view first, and what was observed after it."""
    named = document.get("after")
    if named is None:
        yield Issue(
            "own_view_first",
            "$.after",
            "An observed rating names no rating of the worker's own. The worker's view comes first, and what was "
            "observed is shared after it (S1-26, S1-27).",
            fix='Add "after": {"id": ..., "digest": ...} of the worker\'s own rating.',
        )
        return
    if not isinstance(named, Mapping):
        return  # the schema says so
    if own is None or own.get("id") != named.get("id"):
        yield _not_given("after", named.get("id"))
        return
    why = _why_not_own(document, own)
    if why:
        yield Issue(
            "after_not_own",
            "$.after",
            f"The rating that this one comes after {why}. The worker's own view of the same practice under the same "
            "agreement comes first (S1-26, S1-27).",
            fix="Name that rating, or ask the worker for it first.",
        )


def _why_not_own(document: Json, own: Json) -> str:
    if own.get("view") != RatingView.SELF:
        return "is not the worker's own view"
    if own.get("status") not in COUNTS:
        return "was entered in error"
    for key, what in (("worker", "worker"), ("agreement", "agreement")):
        if own.get(key) != document.get(key):
            return f"is of another {what}"
    if mapping(own.get("profile")).get("id") != mapping(document.get("profile")).get("id"):
        return "is of another profile"
    first, later = read_time(own.get("made_at")), read_time(document.get("made_at"))
    return "was made later" if first and later and first > later else ""
