"""What the pages of group results share: a page round its template, a release by its id, and its line on a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sop_core.documents import release_of
from sop_helpdesk.models import ReleaseEntry, ReleaseLook
from sop_helpdesk.pages import style_address
from sop_helpdesk.releases.asking import Asked, said_of
from sop_helpdesk.releases.showing import title as title_of


def entry_of(release_id: str) -> ReleaseEntry:
    """What was published under an id; 404 where nothing was."""
    entry: ReleaseEntry = get_object_or_404(ReleaseEntry, release=release_id)
    return entry


def line(row: ReleaseEntry | ReleaseLook) -> str:
    """A release on a list: what it is of, what was asked for, for whom, and on which day."""
    made = release_of(row.document)
    asked = ", ".join(said_of(Asked.like(made), made.levels))
    return f"{title_of(made)} ({row.day.isoformat()}): {asked}"


def page(
    request: HttpRequest,
    name: str,
    *,
    title: str,
    back: bool = True,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page of group results, by the name of its template."""
    context = {"locale": "en", "style": style_address(), "title": title, "back": back, **more}
    return render(request, f"sop_helpdesk/releases/{name}.html", context, status=status)
