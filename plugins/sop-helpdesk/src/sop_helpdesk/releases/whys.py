"""The pages of the host's administrator: why something is withheld or was refused. Never to be passed on.

Who may open them is `gate`'s to say, what is kept and for how long `reasons`'.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sop_core import NotFound
from sop_core.documents import release_of
from sop_helpdesk import adapter
from sop_helpdesk.conf import conf
from sop_helpdesk.models import ReleaseLook, ReleaseLookReason, ReleaseRefusal
from sop_helpdesk.releases import reasons
from sop_helpdesk.releases.asking import Asked, said_of
from sop_helpdesk.releases.counting import Scope, levels
from sop_helpdesk.releases.gate import is_administrator, page_for
from sop_helpdesk.releases.pages import entry_of, line, page
from sop_helpdesk.releases.showing import names
from sop_helpdesk.releases.showing import title as title_of
from sop_helpdesk.releases.telling import place_of

#: What each reason says, as docs/releases.md has it, in words for whoever looks it up.
MEANINGS = {
    "small": "Fewer people answered than may be shown.",
    "few_workers": "Parents' answers are about too few workers here, or nobody said how many workers there are.",
    "alike": "All of them, or all but one, came to the same value: it would tell what each one answered.",
    "at_an_end": "The average rounds to an end of its range, which tells what everybody answered.",
    "remainder": "What is left of it beside its parts that are shown would be too small a group.",
    "protects": "It is large enough itself. It would give another group away, or readers of earlier results were not "
    "shown it.",
}


@page_for(is_administrator, "GET")
def of_release(request: HttpRequest, release_id: str) -> HttpResponse:
    """Why each place of a release is withheld."""
    entry = entry_of(release_id)
    title = f"Why {entry.release} withholds"
    return _reasons_page(request, title, entry.reason.reasons)


@page_for(is_administrator, "GET")
def of_look(request: HttpRequest, look_id: str) -> HttpResponse:
    """Why each place of what a lead looked at is withheld; 404 where that is kept no more."""
    look = get_object_or_404(ReleaseLook, pk=look_id)
    kept = get_object_or_404(ReleaseLookReason, look=look)
    title = f"Why a look withholds: {title_of(release_of(look.document))}"
    return _reasons_page(request, title, kept.reasons)


def _reasons_page(request: HttpRequest, title: str, kept: str) -> HttpResponse:
    there = {one["reason"] for one in json.loads(kept)}
    meanings = [(_plain(one), said) for one, said in MEANINGS.items() if one in there]
    return page(request, "reasons", title=title, lines=_lines(kept), meanings=meanings)


@page_for(is_administrator, "GET")
def every(request: HttpRequest) -> HttpResponse:
    """What leads were not shown: what was looked at and is not released, and what was refused."""
    looks = [
        (line(one.look), reverse("sop_helpdesk:release_look_reasons", args=[one.pk]))
        for one in reasons.unpublished()
    ]
    refusals = [
        (_refusal_line(one), reverse("sop_helpdesk:release_refusal", args=[one.pk]))
        for one in ReleaseRefusal.objects.order_by("-day", "instrument", "kind", "id")
    ]
    title = "What leads were not shown, and why"
    days = conf().reason_days
    return page(request, "whys", title=title, looks=looks, refusals=refusals, days=days)


@page_for(is_administrator, "GET")
def of_refusal(request: HttpRequest, refusal_id: str) -> HttpResponse:
    """Why a lead was refused, and what had been asked for."""
    refusal = get_object_or_404(ReleaseRefusal, pk=refusal_id)
    return page(
        request,
        "refusal",
        title=f"Why it was refused {_refused(refusal)}",
        asked=_asked(reasons.asked_of(refusal)),
        issues=json.loads(refusal.issues),
    )


def _refused(refusal: ReleaseRefusal) -> str:
    of = _instrument(refusal.instrument)
    return f"{reasons.KINDS[refusal.kind]}: {of}, {refusal.cycle} ({refusal.day.isoformat()})"


def _refusal_line(refusal: ReleaseRefusal) -> str:
    asked = ", ".join(said_of(reasons.asked_of(refusal), levels()))
    return f"{_refused(refusal)}: {asked}"


def _asked(asked: Asked) -> list[tuple[str, str]]:
    """What a lead chose on the form, in the form's words and the settings' ids."""
    down_to = list(levels()[: asked.depth])
    parts = [f"{name}: {', '.join(chosen)}" for name, chosen in asked.parts.items() if chosen]
    return [
        ("Which cycle?", asked.cycle),
        ("How far down?", f"Down to each {down_to[-1]}" if down_to else "The whole alone"),
        ("Which scales?", ", ".join(asked.measures)),
        *([("Beside averages", "; ".join(parts))] if parts else []),
        ("What are the results for?", asked.purpose.replace("_", " ")),
        ("Who may read them?", asked.audience),
    ]


def _instrument(id_: str) -> str:
    try:
        return str(adapter.engine().catalog.instrument(id_).title.get("en"))
    except NotFound:
        return id_


def _lines(kept: str) -> Iterable[Mapping[str, Any]]:
    own = names()
    return [
        {
            "place": place_of(one),
            "called": _called(one["scope"], own),
            "reason": _plain(one["reason"]),
            "instead": None if one["instead"] is None else _path(one["instead"]),
            "instead_called": _called(one["instead"] or (), own),
        }
        for one in json.loads(kept)
    ]


def _called(scope: Sequence[str], own: Mapping[Scope, str]) -> str:
    """What a report calls a group, where that is something else than its ids; these stand beside it."""
    path = tuple(scope)
    called = " / ".join(own.get(path[:end], path[end - 1]) for end in range(1, len(path) + 1))
    return called if called != " / ".join(path) else ""


def _path(scope: Sequence[str]) -> str:
    return " / ".join(scope) or "the whole"


def _plain(reason: str) -> str:
    return reason.replace("_", " ")
