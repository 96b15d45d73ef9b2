"""A family's own door (S0-12): answers without an account, by a link or on a device handed over.

Workers make links in `invite`. The pages here are the family's. They ask for no user, touch no
session, set no cookie, and are drawn without the request, so that nothing of it can reach them. The
link is the right to answer: a second token against forged requests would add nothing but a cookie.
A form is sent to an address without the link, since hosts log the addresses of what they refuse.
Used, closed and made-up links get one and the same page.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from sop_core import Form, Issue, NotFound, RecordRefused
from sop_core import render as sop_render
from sop_helpdesk import adapter, links
from sop_helpdesk.conf import conf
from sop_helpdesk.models import ParentLink
from sop_helpdesk.pages import languages, locale_of, style_address
from sop_helpdesk.quiet import kind_and_place
from sop_helpdesk.views import PREFIX, form_of, languages_of

log = logging.getLogger("sop_helpdesk")

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}

# Browsers show a page that was left as it was, in spite of `no-store`, until they are told to forget.
FORGET = '"cache"'


def offered(locale: str) -> Iterator[Form]:
    """The forms that a family may answer: those that the county names, and only anonymous ones."""
    for instrument in conf().hand_over:
        with suppress(NotFound):
            form = adapter.engine().form(instrument, locale=locale)
            if form.anonymous:
                yield form


@cache
def bundled_words() -> Mapping[str, Mapping[str, Any]]:
    """What the family's pages say, by language (`family.json`). Spanish is a draft (C-32)."""
    text = Path(__file__).with_name("family.json").read_text("utf-8")
    loaded: dict[str, dict[str, Any]] = json.loads(text)
    return loaded


def say(locale: str) -> Mapping[str, Any]:
    """The family's words in a locale, its language, or English, with the county's own in them.

    A county may bring a language; what it does not say in it is said in English.
    """
    bundled, own = bundled_words(), conf().family_words
    at = next(one for one in (locale, locale.split("-", 1)[0], "en") if one in {*bundled, *own})
    return {**bundled["en"], **bundled.get(at, {}), **own.get(at, {}), "lang": at}


def _of_the_family(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What all of the family's pages have: kept nowhere, told to nobody, nothing from elsewhere.

    What goes wrong is not raised: Django would log the address, with the link in it, and mail the
    text of the error and every variable on the way, with the answers in them.
    """

    @csrf_exempt
    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            response = view(request, *args, **named)
        except (Http404, SuspiciousOperation):
            raise
        except Exception as error:  # noqa: BLE001
            log.error("A family's page failed: %s", kind_and_place(error))
            response = redirect("sop_helpdesk:family_trouble")
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    page.is_quiet = True
    return page


@_of_the_family
@require_safe
def door(request: HttpRequest, token: str) -> HttpResponse:
    """The form, for whoever holds a link; looking at it uses nothing up."""
    locale = locale_of(request)
    link = links.opened(token)
    shown = _form_of(link, locale)
    if link is None or shown is None:
        return _gone(locale)
    response = _form_page(shown, token, link)
    # On a device that was handed over, the case's own page is one of those.
    response.headers["Clear-Site-Data"] = FORGET
    return response


@_of_the_family
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take the answers and forget the link, or show the form again with everything on it."""
    token, locale = request.POST.get("sop_link", ""), locale_of(request)
    link = links.sent(token)
    shown = _form_of(link, locale)
    if link is None or shown is None:
        return _gone(locale)
    fields: dict[str, Any] = dict(request.POST.lists())
    if "sop_language" in fields:
        return _form_page(shown, token, link, values=fields)
    if fields.get("sop_version") != [shown.instrument.version]:
        other = Issue(
            "page_too_old", "$", "The form has another version now.", fix="Send it again."
        )
        return _form_page(shown, token, link, values=fields, issues=(other,))
    if "sop_blank" not in fields and not _anything(fields):
        return _form_page(shown, token, link, values=fields, blank=True)
    document = shown.read(
        fields,
        prefix=PREFIX,
        id=secrets.token_hex(16),
        groups=json.loads(link.groups),
        **adapter.anonymous_sitting(link.unit),
    )
    try:
        if not links.exchange(link, document):
            return _gone(locale)
    except RecordRefused as refused:
        return _form_page(shown, token, link, values=fields, issues=refused.issues)
    return redirect(f"{reverse('sop_helpdesk:family_thanks')}?lang={shown.locale}")


@_of_the_family
@require_safe
def trouble(request: HttpRequest) -> HttpResponse:
    """What a family sees where the host fails: the link is as it was."""
    return _page("trouble", locale_of(request), status=503)


@_of_the_family
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What follows: it leads nowhere, and is the same for everybody."""
    return _page("thanks", locale_of(request))


@_of_the_family
@require_safe
def forget(request: HttpRequest) -> HttpResponse:
    """An empty style sheet of the thanks: with it, the browser forgets the form as it was filled in.

    The thanks themselves come too early for that: the form is put away only when they are there.
    """
    return HttpResponse(content_type="text/css", headers={"Clear-Site-Data": FORGET})


def _form_of(link: ParentLink | None, locale: str) -> Form | None:
    """The form that a link leads to; None where no link is, or the county asks for it no more."""
    if link is None or link.instrument not in conf().hand_over:
        return None
    with suppress(Http404):
        return form_of(link.instrument, link.version, locale)
    return None


def _anything(fields: Mapping[str, list[str]]) -> bool:
    """Whether a form holds an answer at all: one press by accident should not use up a link."""
    return any(
        value.strip() for name in fields if name.startswith(PREFIX) for value in fields[name]
    )


def _form_page(
    shown: Form,
    token: str,
    link: ParentLink,
    *,
    values: Mapping[str, Any] | None = None,
    issues: tuple[Issue, ...] = (),
    blank: bool = False,
) -> HttpResponse:
    hidden = {
        "sop_link": token,
        "sop_lang": shown.locale,
        "sop_version": shown.instrument.version,
        **({"sop_blank": "yes"} if blank else {}),
    }
    markup = sop_render.form(
        shown,
        values=values,
        issues=issues,
        action=reverse("sop_helpdesk:family_send"),
        hidden=hidden,
        prefix=PREFIX,
        submit_label=say(shown.locale)["send"],
    )
    context = {
        "form": shown,
        "markup": markup,
        "blank": blank,
        "form_id": f"sop-{PREFIX}form",
        "languages": languages_of(shown),
        "kept": _kept(link, shown.locale),
    }
    return _page("door", shown.locale, status=422 if issues or blank else 200, **context)


def _kept(link: ParentLink, locale: str) -> str:
    """By which further groups the answers are kept, in words; nothing where there are none."""
    names = ", ".join(name.replace("_", " ") for name in json.loads(link.groups))
    return str(say(locale)["kept_kind"]).replace("{names}", names) if names else ""


def _gone(locale: str) -> HttpResponse:
    """One page for every link that does not open, so that nothing is learnt by trying."""
    return _page("gone", locale, status=404)


def _page(name: str, locale: str, *, status: int = 200, **more: Any) -> HttpResponse:
    told = say(locale)
    spoken = (one for one in conf().languages if say(one)["lang"] == one)
    context = {
        "locale": more["form"].locale if "form" in more else told["lang"],
        "words": told,
        "languages": languages(spoken),
        "style": style_address(),
        **more,
    }
    return HttpResponse(
        render_to_string(f"sop_helpdesk/family/{name}.html", context), status=status
    )
