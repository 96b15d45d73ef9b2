"""What the pages of coaching share: a form that is sent once, and a page round it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from helpdesk.decorators import helpdesk_staff_member_required

from sop_core import Issue, RecordRefused
from sop_helpdesk.coaching.fields import Field, Sent, drawn, sent, unfilled
from sop_helpdesk.pages import Pass, read_pass, style_address
from sop_helpdesk.quiet import quietly

STALE = Issue("page_too_old", "$", "This page was open for too long. Please send it again.")


def coaching_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For staff who are signed in; kept in no cache; read or sent; no error report holds a word of it."""
    allowed = require_http_methods(["GET", "POST"])(view)
    return quietly(helpdesk_staff_member_required(never_cache(allowed)))


@frozen(kw_only=True)
class Asked:
    """A form: `kind` and `what` say what its pass is for, so that it fits no other page."""

    kind: str
    what: str
    fields: Sequence[Field]
    submit: str
    action: str = ""
    label: str = ""
    version: str | None = None
    hidden: Mapping[str, str] = field(factory=dict)

    def shown(
        self,
        request: HttpRequest,
        given: Sent | None = None,
        issues: Sequence[Issue] = (),
        once: Pass | None = None,
    ) -> dict[str, Any]:
        """The form as the template draws it; `once` keeps the pass of a page that comes back."""
        once = once or Pass.new(request.user, 0, self.kind, self.what, self.version)
        fields, rest = drawn(self.fields, given, issues)
        return {
            "action": self.action,
            "label": self.label,
            "csrf": get_token(request),
            "signed": once.sign(),
            "hidden": self.hidden,
            "fields": fields,
            "wrong": [one for one in fields if one.errors],
            "rest": rest,
            "submit": self.submit,
            "refused": bool(issues),
        }

    def taken(
        self, request: HttpRequest, act: Callable[[Sent, Pass], None]
    ) -> dict[str, Any] | None:
        """Do what was asked for; the form with every error and nothing lost where it cannot be done."""
        given = sent(request.POST)
        once = read_pass(request, 0, self.kind, self.what)
        if once is None:
            return self.shown(request, given, (STALE,))
        issues: Sequence[Issue] = unfilled(self.fields, given)
        if not issues:
            try:
                act(given, once)
            except RecordRefused as refused:
                issues = refused.issues
            else:
                return None
        return self.shown(request, given, issues, once)


def page(
    request: HttpRequest,
    name: str,
    *,
    title: str,
    back: tuple[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """A page of coaching, by the name of its template; 422 where its form comes back."""
    context = {"locale": "en", "style": style_address(), "title": title, "back": back, **more}
    refused = [one for one in (more.get("form"), *more.get("forms", ())) if one and one["refused"]]
    status = 422 if refused else 200
    return render(request, f"sop_helpdesk/coaching/{name}.html", context, status=status)


def at(name: str, *args: str) -> str:
    """The address of a page of coaching."""
    return reverse(f"sop_helpdesk:coaching_{name}", args=args)
