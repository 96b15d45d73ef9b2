"""What a page carries beside its answers: a signed pass, the reader's language, a style."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language_from_request, get_language_info

from sop_core.render import stylesheet
from sop_helpdesk.conf import conf

_SALT = "sop_helpdesk.pass"
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@frozen
class Pass:
    """The right of one user to send one record about one ticket, under one id.

    `kind` is `form` or `prompt`, `what` the instrument's or the prompt's id. The record's id is
    random and new on every page: a page that is sent twice has one record, and two pages have two.
    """

    record: str
    user: str
    ticket: int
    kind: str
    what: str
    version: str | None

    @classmethod
    def new(cls, user: Any, ticket: int, kind: str, what: str, version: str | None = None) -> Pass:
        """A pass with a fresh random id, for this user and ticket."""
        return cls(secrets.token_hex(16), str(user.pk), ticket, kind, what, version)

    def sign(self) -> str:
        """The pass as a hidden field's value, signed with the host's secret key."""
        parts = [self.record, self.user, self.ticket, self.kind, self.what, self.version]
        return signing.dumps(parts, salt=_SALT)


def read_pass(request: HttpRequest, ticket: int, kind: str, what: str | None = None) -> Pass | None:
    """The pass that came with a page, if it is good: signed here, recent, and for just this.

    None where it is missing, forged, too old, another user's, or for another ticket or thing.
    """
    try:
        parts = signing.loads(
            request.POST.get("sop_pass", ""), salt=_SALT, max_age=conf().form_hours * 3600
        )
    except signing.BadSignature:
        return None
    found = Pass(*parts)
    wanted = (str(request.user.pk), ticket, kind, found.what if what is None else what)
    return found if (found.user, found.ticket, found.kind, found.what) == wanted else None


def locale_of(request: HttpRequest) -> str:
    """The language of a page: `?lang=`, the page's button or field, else what the browser asks for."""
    sent = request.POST
    for asked in (request.GET.get("lang"), sent.get("sop_language"), sent.get("sop_lang")):
        if asked and _LOCALE.fullmatch(asked):
            return str(asked)
    return str(get_language_from_request(request))


def asked_language(request: HttpRequest) -> str:
    """`lang=es` where somebody asked for a language on this page or the one before, to go on in it; else nothing."""
    asked = request.GET.get("lang") or request.POST.get("sop_lang")
    return f"lang={locale_of(request)}" if asked else ""


def with_query(address: str, query: str) -> str:
    """An address of this host with more in its query."""
    return f"{address}{'&' if '?' in address else '?'}{query}" if address and query else address


def languages(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Languages, each with its own name for itself."""
    return tuple((code, get_language_info(code)["name_local"].capitalize()) for code in codes)


@cache
def style() -> str:
    """The style of sop_core's fragments and of the plugin's own pages, as one file."""
    own = Path(__file__).with_name("page.css").read_text("utf-8")
    return f"{stylesheet()}\n{own}"


def style_address() -> str:
    """Where the style is. It is served by a view: static files that were not collected cost nothing."""
    digest = hashlib.sha256(style().encode()).hexdigest()[:12]
    return f"{reverse('sop_helpdesk:style')}?{digest}"


def moment(text: str) -> str:
    """A record's day and time by the host's clock, so that two of one day can be told apart; a day alone stays one."""
    at = parse_datetime(text)
    if at is None:
        return text[:10]
    return f"{timezone.localtime(at) if timezone.is_aware(at) else at:%Y-%m-%d, %H:%M}"
