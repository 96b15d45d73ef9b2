"""`{% sop_panel %}`: the SOP panel on a ticket page, or nothing; never an error. `going_on`: in one language."""

from __future__ import annotations

import logging

from django import template
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
log = logging.getLogger("sop_helpdesk")


@register.filter
def going_on(address: str, asked: str) -> str:
    """An address with the language that was asked for, so that the next page is in it too."""
    from sop_helpdesk.pages import with_query

    return with_query(address, asked)


@register.simple_tag(takes_context=True)
def sop_panel(context: template.Context) -> SafeString:
    """The panel for the page's ticket and user.

    Whatever goes wrong costs the panel and not the page (DESIGN 4: reads fail open). The log names
    the kind of error alone, since its text could hold what somebody wrote. The savepoint keeps a
    failed query from spoiling the page's own transaction.
    """
    try:
        # Imported here, so that a broken installation of sop_core costs the panel alone.
        from sop_helpdesk.panel import panel_html

        with transaction.atomic():
            return mark_safe(panel_html(context["request"], context["ticket"]))  # noqa: S308
    except (Exception, SystemExit) as error:  # noqa: BLE001
        log.error("The SOP panel is not shown: %s", type(error).__name__)
        return mark_safe("")
