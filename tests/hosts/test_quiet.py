"""Where a page of ours fails, neither log nor error mail holds a word of what was sent, stored or shown (B-39)."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, connection
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver

from sop_helpdesk import urls
from sop_helpdesk.quiet import PageFailed, quietly
from tests.hosts.coaching import AGREEMENT, ROOT, filled, options
from tests.hosts.releasing import HOME
from tests.hosts.support import form_address, mailing, make_address, text_of

SAID = "SAIDbyNobodyElse"


def refusing(execute, sql, params, many, context):
    """A database that fails at our own tables, and says in its error what it was given and holds."""
    if "sop_helpdesk_" in sql:
        raise DatabaseError(f"{SAID}: disk full at {params}")
    return execute(sql, params, many, context)


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns)
        else:
            yield one


def answers(host, worker) -> tuple[str, dict[str, object]]:
    """A form with words on it, about to be sent."""
    page = worker.open(host.case)
    return form_address(host.case), {**page.fields(choose=1), "a-anything_else": SAID}


def agreement(host, worker) -> tuple[str, dict[str, object]]:
    """A worker's hopes and fears, about to be sent."""
    page = worker.get(f"{ROOT}new/")
    partner = options(page, "partner")["supervisor"]
    return f"{ROOT}new/", filled(page, **{**AGREEMENT, "partner": partner, "fears": SAID})


def way(address: str) -> object:
    """A page that is only looked at."""
    return lambda host, worker: (address, None)


def family_link(host, worker) -> tuple[str, dict[str, object]]:
    return make_address(host.case), {"how": "link"}


@pytest.mark.parametrize(
    "about", [answers, agreement, family_link, way("/sop/mine/"), way(ROOT)],
    ids=["answers", "agreement", "link", "own pages", "coaching"],
)  # fmt: skip
def test_logs_and_error_mails_hold_no_word_of_what_was_sent_or_stored(host, caplog, about):
    """B-39: the kind of the error and its place, and nothing of what a worker wrote or a link opens."""
    worker = host.person("worker")
    address, sent = about(host, worker)
    failing(
        caplog, lambda: worker.client.post(address, sent) if sent else worker.client.get(address)
    )


def test_an_error_report_of_group_results_holds_no_count(host, lead, caplog):
    """S0-08: what a small group answered is in the counts that a page of results is made of."""
    failing(caplog, lambda: lead.client.get(HOME))


def failing(caplog, ask) -> None:
    caplog.set_level(logging.INFO)
    with mailing() as mails, connection.execute_wrapper(refusing):
        failed = ask()
    assert failed.status_code == 500
    assert len(mails) == 1
    said = caplog.text + text_of(mails)
    assert "DatabaseError at test_quiet.py" in said
    assert SAID not in said


def test_every_page_of_ours_is_quiet():
    """B-39: a new page, too."""
    pages = {one.name: one.callback for one in views(urls.urlpatterns)}
    assert len(pages) > 40
    assert [name for name, page in pages.items() if not getattr(page, "is_quiet", False)] == []


def test_what_the_host_means_to_say_is_still_said():
    """404, 403 and a refused request are answers, no faults."""

    for error in (Http404, PermissionDenied, SuspiciousOperation):
        with pytest.raises(error):
            quietly(_raising(error("no")))(RequestFactory().get("/"))
    with pytest.raises(PageFailed, match=r"ValueError at test_quiet\.py") as failed:
        quietly(_raising(ValueError(SAID)))(RequestFactory().get("/"))
    assert SAID not in str(failed.getrepr(showlocals=True, chain=True))


def _raising(error: Exception):
    def view(request):
        raise error

    return view
