"""Accepting is all or nothing, and happens once."""

from __future__ import annotations

import contextlib
import threading

import pytest
from django.db import connection, transaction

from sop_helpdesk import adapter, outbox
from tests.hosts.support import ANONYMOUS, installed, loaded

LISTENER = """
    from sop_core import hookimpl
    sop_api = 1
    heard = []

    @hookimpl
    def sop_accepted(receipt):
        heard.append(receipt.record.id)
"""


class Boom(Exception):
    """Something goes wrong in the host after the answer was accepted."""


def test_a_rollback_leaves_no_row_and_no_event_and_tells_nobody(host, tmp_path):
    """When the host's transaction is taken back, the record, its event and the notice go with it."""
    with (
        installed(tmp_path, listener=LISTENER),
        loaded(plugins=["listener"], record_plugins=["listener"]),
    ):
        worker = host.person("worker")
        page = worker.open(host.case)
        with contextlib.suppress(Boom), transaction.atomic():
            assert worker.send(host.case, page.fields()).status == 200
            assert len(host.records()) == 1
            raise Boom
        import listener

        assert host.nothing_stored()
        assert listener.heard == []
        assert worker.send(host.case, page.fields()).status == 200
        (row,) = host.records()
        assert listener.heard == [row["id"]]


def test_a_record_without_its_event_is_not_stored(host, monkeypatch):
    """Row and event are one transaction: where the event cannot be put, there is no row either."""

    def broken(events):
        raise Boom

    worker = host.person("worker")
    page = worker.open(host.case)
    monkeypatch.setattr(outbox, "put", broken)
    assert worker.send(host.case, page.fields()).status == 500
    assert host.nothing_stored()
    monkeypatch.undo()
    assert worker.send(host.case, page.fields()).status == 200
    assert len(host.records()) == len(host.outbox()) == 1


def test_a_plugin_that_fails_after_the_commit_changes_nothing(host, tmp_path):
    """A notice comes after the commit: a plugin that breaks on it costs neither row nor page."""
    breaking = LISTENER.replace("heard.append(receipt.record.id)", "raise SystemExit(1)")
    with (
        installed(tmp_path, breaking=breaking),
        loaded(plugins=["breaking"], record_plugins=["breaking"]),
    ):
        host.answered()
    assert len(host.records()) == len(host.outbox()) == 1


@pytest.mark.parametrize("instrument", ["social_worker_assessment", ANONYMOUS])
def test_a_page_that_is_sent_twice_is_stored_once(host, instrument):
    """Two clicks are one record and one event, and the second leads where the first did."""
    worker = host.person("worker")
    fields = worker.open(host.case, instrument).fields(choose=1)
    first = worker.send(host.case, fields, instrument)
    second = worker.send(host.case, fields, instrument)
    assert first.status == second.status == 200
    assert first.address.split("?")[0] == second.address.split("?")[0]
    assert len(host.records()) == 1
    assert len(host.outbox()) == (0 if instrument == ANONYMOUS else 1)


def test_what_was_sent_first_is_kept_and_the_page_says_so(host):
    """Going back and sending other answers changes nothing, and the person is told."""
    worker = host.person("worker")
    page = worker.open(host.case)
    worker.send(host.case, page.fields(choose=1))
    (before,) = host.records()
    again = worker.send(host.case, page.fields(choose=3))
    assert host.records() == [before]
    assert "already arrived" in again.text


def test_two_pages_are_two_records(host):
    """Each opened page is a sitting of its own."""
    host.answered(choose=1)
    host.answered(choose=1)
    assert len(host.records()) == len(host.outbox()) == 2


def test_two_clicks_at_once_are_one_record(host):
    """Requests that run side by side store one row and one event, and both see the thanks."""
    worker = host.person("worker")
    fields = worker.open(host.case).fields(choose=1)
    start = threading.Barrier(4)
    answers: list[int] = []

    def click() -> None:
        me = host.person("worker")
        start.wait()
        answers.append(me.send(host.case, fields).status)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 4
    assert len(host.records()) == len(host.outbox()) == 1


def test_the_library_is_loaded_once_for_the_process(host):
    """Pages share one Sop."""
    first = adapter.engine()
    host.answered()
    assert adapter.engine() is first
