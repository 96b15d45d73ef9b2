"""The profiles: walked together, and rated by the worker first (S1-20, S1-26).

What the partner saw is rated within a session, after the worker's own rating of that session. Self and
observed are two records, shown apart and never put together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect

from sop_core import Issue, NotFound, RecordRefused
from sop_core import render as sop_render
from sop_core.profiles import PracticeProfile
from sop_core.profiles.form import read_rating
from sop_helpdesk import adapter
from sop_helpdesk.coaching import gate, records
from sop_helpdesk.coaching.fields import sent
from sop_helpdesk.coaching.pages import STALE, at, coaching_page, page
from sop_helpdesk.coaching.records import Document, Relation, keep, working
from sop_helpdesk.models import Token
from sop_helpdesk.pages import Pass, read_pass

PREFIX = "r-"


def profiles() -> tuple[PracticeProfile, ...]:
    """The practice profiles in force."""
    return tuple(adapter.engine().catalog.active_profiles)


def profile_of(id_: str, version: str | None = None) -> PracticeProfile:
    """A practice profile; 404 where there is none."""
    try:
        return adapter.engine().catalog.profile(id_, version)
    except NotFound as missing:
        raise Http404("There is no such profile.") from missing


def title(profile: PracticeProfile) -> str:
    """What a profile is called."""
    return profile.title.get("en")


@coaching_page
def walk(request: HttpRequest) -> HttpResponse:
    """All profiles together (S1-09), for anybody to walk through."""
    lines = [(title(one), at("profile", one.ref.id)) for one in profiles()]
    return page(
        request, "profiles", title="The practice profiles", back=(at("mine"), "My coaching"),
        lines=lines,
    )  # fmt: skip


@coaching_page
def one(request: HttpRequest, profile_id: str) -> HttpResponse:
    """One profile, to read and to print."""
    profile = profile_of(profile_id)
    markup = sop_render.profile(profile, heading_level=1)
    back = (at("profiles"), "The practice profiles")
    return page(request, "markup", title=title(profile), back=back, markup=markup)


@coaching_page
def rate(request: HttpRequest, relation_id: str, profile_id: str) -> HttpResponse:
    """The worker's own rating, by the profile, as often as they like; a drop is a rating like any other."""
    relation, profile = Relation.of(relation_id), profile_of(profile_id)
    if relation.party(request.user) != "worker" or not relation.in_force:
        raise Http404("There is no such page.")
    mine = {"view": "self", "purpose": "coaching"}
    return _rating_page(request, relation, profile, mine, at("relation", relation_id))


def rate_observed(
    request: HttpRequest, relation: Relation, profile: PracticeProfile, after: Document, back: str
) -> HttpResponse:
    """The partner's rating of what they saw, after the worker's own."""
    seen = {"view": "observed", "purpose": "coaching", "after": records.ref(after)}
    return _rating_page(request, relation, profile, seen, back)


def _rating_page(
    request: HttpRequest,
    relation: Relation,
    profile: PracticeProfile,
    what: dict[str, Any],
    back: str,
) -> HttpResponse:
    about = f"{relation.id} {profile.ref.id} {what['view']}"
    once, given, issues = None, None, []
    if request.method == "POST":
        given = sent(request.POST)
        once = read_pass(request, 0, "coaching.rate", about)
        if once is None:
            issues = [STALE]
        else:
            issues = _kept(request, relation.id, profile, what, once)
            if not issues:
                return redirect(back)
    once = once or Pass.new(request.user, 0, "coaching.rate", about, profile.ref.version)
    of_it = [one for one in relation.kind("rating") if one["profile"]["id"] == profile.ref.id]
    previous = gate.seen(request.user, relation, of_it)
    markup = sop_render.rating(
        profile,
        values=given,
        issues=issues,
        previous=previous,
        hidden={"csrfmiddlewaretoken": get_token(request), "sop_pass": once.sign()},
        prefix=PREFIX,
        heading_level=1,
    )
    form = {"refused": bool(issues)}
    return page(
        request, "markup", title=title(profile), back=(back, "Back"), markup=markup, form=form
    )


def _kept(
    request: HttpRequest,
    relation_id: str,
    profile: PracticeProfile,
    what: dict[str, Any],
    once: Pass,
) -> list[Issue]:
    """Store a rating; what stands against it, if it cannot be stored."""
    with working(relation_id) as now:
        document = read_rating(
            profile,
            sent(request.POST),
            prefix=PREFIX,
            id=once.record,
            worker=now.worker,
            rater=Token.of(request.user),
            made_at=records.now(),
            agreement=records.ref(now.agreement or {}),
            **what,
        )
        try:
            keep(document, worker=now.worker, relation=now)
        except RecordRefused as refused:
            return list(refused.issues)
    return []


def timelines(user: Any, relation: Relation, of: Iterable[Document] | None = None) -> list[Any]:
    """The levels by aspect over time, a fragment for each profile that was rated and may be seen."""
    every = relation.kind("rating") if of is None else list(of)
    drawn = []
    for profile in profiles():
        of_it = [one for one in every if one["profile"]["id"] == profile.ref.id]
        if seen := gate.seen(user, relation, of_it):
            prefix = f"{profile.ref.id}-"
            drawn.append(sop_render.timeline(seen, profile, heading_level=3, prefix=prefix))
    return drawn
