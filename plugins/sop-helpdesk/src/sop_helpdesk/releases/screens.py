"""The pages of group results: what there is, asking, looking, publishing once, correcting, reading, taking away.

Who may open which is `gate`'s to say; what a look may show is `looking`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from sop_core import CallRefused, DocumentRefused, Issue, NotFound, RecordRefused, ReleaseRefused
from sop_core.documents import release_of
from sop_core.instruments import Instrument
from sop_core.render import report_csv
from sop_core.reporting import Release
from sop_helpdesk import adapter
from sop_helpdesk.coaching.fields import Field, Sent
from sop_helpdesk.coaching.pages import Asked as Form
from sop_helpdesk.models import ReleaseEntry, ReleaseLook, Token
from sop_helpdesk.pages import Pass
from sop_helpdesk.releases.asking import Asked, fields
from sop_helpdesk.releases.counting import Counts, cycles
from sop_helpdesk.releases.gate import is_administrator, is_lead, may_read, page_for
from sop_helpdesk.releases.ledger import LedgerChanged
from sop_helpdesk.releases.looking import correction_of, is_current, look
from sop_helpdesk.releases.looking import publish as publish_look
from sop_helpdesk.releases.pages import entry_of, line, page
from sop_helpdesk.releases.reasons import keep_refusal
from sop_helpdesk.releases.showing import beside, report, title
from sop_helpdesk.releases.telling import refused

#: Whatever says that nothing is shown or published, in words.
REFUSALS = (ReleaseRefused, DocumentRefused, NotFound, LedgerChanged)


@page_for(may_read, "GET")
def every(request: HttpRequest) -> HttpResponse:
    """What was published, what was looked at and is not, and for a lead what may be asked for."""
    entries = list(ReleaseEntry.objects.order_by("-at"))
    published = [
        (line(one), reverse("sop_helpdesk:release", args=[one.release])) for one in entries
    ]
    looks, ask = [], []
    if is_lead(request.user):
        out = {one.release for one in entries}
        for seen in ReleaseLook.objects.exclude(release__in=out).order_by("-day", "release"):
            address = reverse("sop_helpdesk:release_look", args=[seen.pk])
            if is_current(seen):
                looks.append((line(seen), address))
        for instrument in adapter.engine().catalog.active_instruments:
            address = reverse("sop_helpdesk:release_ask", args=[instrument.id])
            ask.append((instrument.title.get("en"), address))
    return page(
        request,
        "list",
        title="Results of groups",
        back=False,
        published=published,
        looks=looks,
        ask=ask,
        administrator=is_administrator(request.user),
    )


@page_for(is_lead, "GET", "POST")
def ask(request: HttpRequest, instrument: str) -> HttpResponse:
    """The form; then a look at what would be published, or all that stands against it (422)."""
    of = _instrument(instrument)
    shown = _asked(request, of, "release.ask", of.id, fields(of, cycles(timezone.localdate())))
    if isinstance(shown, HttpResponse):
        return shown
    title = f"Results of {of.title.get('en')}"
    return page(request, "ask", title=title, form=shown, status=422 if shown["refused"] else 200)


@page_for(is_lead, "GET", "POST")
def correct(request: HttpRequest, release_id: str) -> HttpResponse:
    """The same for a correction of what was published, where records changed since; it says so where none did."""
    entry = entry_of(release_id)
    made = release_of(entry.document)
    of, like = _instrument(made.instrument.id), Asked.like(made)
    private = is_administrator(request.user)
    shown: dict[str, Any] | HttpResponse | None = None
    issues: Sequence[Issue] = ()
    try:
        counted = correction_of(entry)
    except (RecordRefused, *REFUSALS) as error:
        keep_refusal(error, "correction", like)
        counted, issues = None, refused(error, like, private=private).issues
    if counted is not None:
        asked = fields(of, [made.cycle], like)
        shown = _asked(request, of, "release.correct", entry.release, asked, counted)
    if isinstance(shown, HttpResponse):
        return shown
    return page(
        request,
        "correct",
        title=f"Correct: {title(made)}",
        entry=entry,
        form=shown,
        issues=issues,
        status=422 if issues or (shown and shown["refused"]) else 200,
    )


def _asked(
    request: HttpRequest,
    of: Instrument,
    kind: str,
    what: str,
    asked: Sequence[Field],
    counted: Counts | None = None,
) -> dict[str, Any] | HttpResponse:
    """The form as the template draws it; or, where it was sent and nothing stands against it, the way to the look."""
    form = Form(kind=kind, what=what, fields=asked, submit="Show what would be published")
    found: list[ReleaseLook | ReleaseEntry] = []

    def act(given: Sent, _: Pass) -> None:
        chosen = Asked.of(of, given)
        try:
            found.append(look(chosen, counted))
        except REFUSALS as error:
            keep_refusal(error, "correction" if counted else "look", chosen)
            raise refused(error, chosen, private=is_administrator(request.user)) from error

    shown = form.taken(request, act) if request.method == "POST" else form.shown(request)
    return redirect(_address(found[0])) if shown is None else shown


@page_for(is_lead, "GET")
def looked(request: HttpRequest, look_id: str) -> HttpResponse:
    """What would be published, marked as what it is: not released."""
    seen = get_object_or_404(ReleaseLook, pk=look_id)
    if ReleaseEntry.objects.filter(release=seen.release).exists():
        return redirect(reverse("sop_helpdesk:release", args=[seen.release]))
    return _look_page(request, seen)


@page_for(is_lead, "POST")
def publish(request: HttpRequest, look_id: str) -> HttpResponse:
    """Publish what was looked at, once: whoever presses again comes to the same release."""
    seen = get_object_or_404(ReleaseLook, pk=look_id)
    try:
        entry, _ = publish_look(seen, Token.of(request.user))
    except REFUSALS as error:
        asked = Asked.like(release_of(seen.document))
        keep_refusal(error, "publish", asked)
        told = refused(error, asked, private=is_administrator(request.user))
        return _look_page(request, seen, issues=told.issues, status=409)
    return redirect(reverse("sop_helpdesk:release", args=[entry.release]))


def _look_page(request: HttpRequest, seen: ReleaseLook, **more: Any) -> HttpResponse:
    made = release_of(seen.document)
    return page(
        request,
        "look",
        title=f"Not released: {title(made)}",
        csrf=get_token(request),
        publish=reverse("sop_helpdesk:release_publish", args=[seen.pk]),
        current=is_current(seen),
        release=made,
        report=report(beside([made])),
        **more,
    )


@page_for(may_read, "GET")
def one(request: HttpRequest, release_id: str) -> HttpResponse:
    """A release, to read and to print."""
    entry = entry_of(release_id)
    made = release_of(entry.document)
    return page(
        request,
        "release",
        title=title(made),
        entry=entry,
        release=made,
        report=report(beside([made])),
        corrected=_corrected(entry, made),
        administrator=is_administrator(request.user),
        lead=is_lead(request.user),
    )


def _corrected(entry: ReleaseEntry, made: Release) -> list[tuple[str, str]]:
    """The corrections of the cycle that came later, whatever they hold of it."""
    later = [
        (one, release_of(one.document)) for one in ReleaseEntry.objects.filter(at__gt=entry.at)
    ]
    return [
        (line(one), _address(one))
        for one, of in later
        if (of.instrument.id, of.cycle) == (made.instrument.id, made.cycle)
        and of.edition > made.edition
    ]


@page_for(may_read, "GET")
def together(request: HttpRequest) -> HttpResponse:
    """Everything that was published, as one report: over time, and views side by side."""
    every = [release_of(one.document) for one in ReleaseEntry.objects.order_by("at")]
    if not every:
        raise Http404("Nothing was published yet.")
    try:
        drawn, cannot = report(beside(every)), ""
    except CallRefused as refused:
        drawn, cannot = "", str(refused)
    name = "Everything that was published"
    return page(request, "together", title=name, report=drawn, cannot=cannot)


@page_for(may_read, "GET")
def as_json(request: HttpRequest, release_id: str) -> HttpResponse:
    """The document, as it was stored: its digest is in the ledger."""
    return _file(f"{release_id}.json", "application/json", entry_of(release_id).document + "\n")


@page_for(may_read, "GET")
def as_csv(request: HttpRequest, release_id: str) -> HttpResponse:
    """Its rows, for a spreadsheet."""
    rows = report_csv(beside([release_of(entry_of(release_id).document)]))
    return _file(f"{release_id}.csv", "text/csv; charset=utf-8", rows)


def _instrument(id_: str) -> Instrument:
    try:
        return adapter.engine().catalog.instrument(id_)
    except NotFound as missing:
        raise Http404("There is no such form.") from missing


def _address(found: ReleaseLook | ReleaseEntry) -> str:
    if isinstance(found, ReleaseEntry):
        return reverse("sop_helpdesk:release", args=[found.release])
    return reverse("sop_helpdesk:release_look", args=[found.pk])


def _file(name: str, type_: str, content: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=type_, headers=headers)
