"""Who may see what of group results: an implementation lead asks, looks, publishes and reads; nobody else does.

Why something is withheld is for the host's administrator alone, who reads what is released and asks for nothing. To
everybody else no such page is there (404), as with another person's pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from helpdesk.decorators import helpdesk_staff_member_required

from sop_helpdesk.conf import conf
from sop_helpdesk.quiet import quietly

LEAD = "implementation_lead"
#: The host's own permission to read why something is withheld.
REASONS = "sop_helpdesk.view_releasereason"

View = Callable[..., HttpResponse]


def is_lead(user: Any) -> bool:
    """Whether one of the user's groups has the role; whatever other role stands before it."""
    groups = {group for group, role in conf().roles.items() if role == LEAD}
    return bool(user.groups.filter(name__in=groups).exists())


def is_administrator(user: Any) -> bool:
    """Whether the host lets this user read why something is withheld: its superusers, and whom they let."""
    return bool(user.has_perm(REASONS))


def may_read(user: Any) -> bool:
    """Whether this user reads what was released."""
    return is_lead(user) or is_administrator(user)


def page_for(allowed: Callable[[Any], bool], *methods: str) -> Callable[[View], View]:
    """A page for staff whom `allowed` lets in; kept in no cache, and in no transaction of the host's own.

    No error report holds the counts that it was made of. A release is stored in a transaction by itself: in one
    round it, it could be read and then taken back.
    """

    def made(view: View) -> View:
        answer = require_http_methods([*methods])(view)

        @wraps(view)
        def page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if not allowed(request.user):
                raise Http404("This is not a page of yours.")
            return answer(request, *args, **named)

        guarded = quietly(helpdesk_staff_member_required(never_cache(page)))
        kept: View = transaction.non_atomic_requests(guarded)
        return kept

    return made
