"""Delivery: at least once, in order, under ids that stay; whatever fails loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from sop_helpdesk import outbox
from sop_helpdesk.outbox import JsonLines

ROOT = Path(__file__).parents[2]


class Down(Exception):
    """The receiver does not answer."""


def ids(lines) -> list[str]:
    return [json.loads(line)["id"] for line in lines]


def waiting(host) -> list[str]:
    return [str(row["event_id"]) for row in host.outbox() if row["delivered_at"] is None]


def test_events_arrive_in_the_order_of_their_answers(host):
    """One line of JSON an event, oldest first, and a second delivery sends none of them again."""
    for _ in range(3):
        host.answered()
    in_order = [str(row["event_id"]) for row in host.outbox()]
    assert host.deliver() == 3
    assert ids(host.delivered()) == in_order
    assert [row["event"] for row in host.outbox()] == host.delivered()
    assert host.deliver() == 0
    assert len(host.delivered()) == 3


@pytest.mark.parametrize("fails_at", [0, 1, 2])
def test_a_failing_sink_loses_no_event_and_keeps_the_order(host, fails_at):
    """Delivery stops at the event that failed, and goes on with it: nothing overtakes it."""
    for _ in range(3):
        host.answered()
    in_order = waiting(host)
    file = JsonLines(host.events_file)

    def sink(line: str) -> None:
        if len(host.delivered()) == fails_at:
            raise Down
        file(line)

    with pytest.raises(Down):
        host.deliver(sink)
    assert ids(host.delivered()) == in_order[:fails_at]
    assert waiting(host) == in_order[fails_at:]
    host.answered()
    in_order = in_order[:fails_at] + waiting(host)
    host.deliver()
    assert ids(host.delivered()) == in_order


def test_a_crash_between_commit_and_delivery_loses_no_event(host):
    """The event waits in the table that the answer's own transaction wrote: another process sends it."""
    host.answered()
    in_order = waiting(host)
    connection.close()
    host.deliver()
    assert ids(host.delivered()) == in_order


CRASH = """
import json, os, sys
import django
django.setup()
from tests.hosts.databases import use
use(json.loads(os.environ["TEST_DATABASE"]))
from sop_helpdesk.outbox import JsonLines, deliver
file = JsonLines(sys.argv[1])
def sink(line):
    file(line)
    os._exit(9)
deliver(sink)
"""


def test_a_crash_between_the_sink_and_the_mark_repeats_the_event_under_its_id(host):
    """A process that dies after the line was written sends it again: same id, nothing lost."""
    for _ in range(2):
        host.answered()
    in_order = waiting(host)
    connection.close()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.hosts.host_settings",
        "TEST_DATABASE": json.dumps(host.database, default=str),
    }
    died = subprocess.run(
        [sys.executable, "-c", CRASH, str(host.events_file)],
        env=environment,
        timeout=120,
        check=False,
    )
    assert died.returncode == 9
    assert ids(host.delivered()) == in_order[:1]
    assert waiting(host) == in_order
    host.deliver()
    assert ids(host.delivered()) == [in_order[0], *in_order]
    assert waiting(host) == []


def test_half_a_line_that_a_crash_left_is_cut_off(host):
    """Every line of the file is a whole event, even after a crash in the middle of one."""
    host.answered()
    host.deliver()
    with host.events_file.open("a") as file:
        file.write('{"specversion":"1.0","id":"hal')
    host.answered()
    host.deliver()
    assert ids(host.delivered()) == [str(row["event_id"]) for row in host.outbox()]


def test_half_a_line_in_an_otherwise_empty_file_is_cut_off(host):
    """The same holds for the first line."""
    host.answered()
    host.events_file.write_text('{"specversion"')
    host.deliver()
    assert len(ids(host.delivered())) == 1


def test_a_line_is_on_the_disk_before_its_event_is_marked(host, monkeypatch):
    """The sink asks the system to write the whole line through before it returns."""
    seen: list[str] = []
    really = os.fsync

    def fsync(number: int) -> None:
        seen.append(host.events_file.read_text())
        really(number)

    monkeypatch.setattr(os, "fsync", fsync)
    host.answered()
    host.deliver()
    (text,) = seen
    assert text.splitlines() == host.delivered()


def test_two_deliverers_at_once_send_each_event_once(host):
    """Deliverers side by side wait for each other, event by event."""
    for _ in range(4):
        host.answered()
    in_order = waiting(host)
    start = threading.Barrier(3)
    failed: list[BaseException] = []

    def run() -> None:
        start.wait()
        try:
            host.deliver()
        except BaseException as error:
            failed.append(error)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert ids(host.delivered()) == in_order
    assert waiting(host) == []


# SQLite has one writer at a time: there is no such order to get wrong.
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_event_waits_for_the_one_before_it_to_commit(host):
    """A later event cannot be seen, and sent, before an earlier one whose commit is still to come."""
    # Whatever else could make one wait for the other happens before: signing in, opening, tokens.
    worker, supervisor = host.person("worker"), host.person("supervisor")
    mine, theirs = worker.open(host.case).fields(), supervisor.open(host.case).fields()
    host.answered()
    supervisor.ticket(host.case)

    def second() -> None:
        assert supervisor.send(host.case, theirs).status == 200
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        assert worker.send(host.case, mine).status == 200
        first = waiting(host)[-1]
        thread.start()
        waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while not host.sql(waits) and thread.is_alive():
            thread.join(0.02)
        assert thread.is_alive(), "the second answer was committed before the first"
        assert waiting(host)[-1] == first
    thread.join(30)
    assert len(waiting(host)) == 3
    host.deliver()
    assert ids(host.delivered()).index(first) == 1


def test_the_command_delivers_once(host, capsys):
    """`manage.py sop_deliver` sends what waits and says how many."""
    host.answered()
    call_command("sop_deliver")
    assert len(host.delivered()) == 1
    assert "1 delivered" in capsys.readouterr().out


def test_the_command_takes_another_file(host, tmp_path):
    """`--to` wins over the setting."""
    host.answered()
    call_command("sop_deliver", "--once", to=str(tmp_path / "below" / "other.jsonl"))
    assert len((tmp_path / "below" / "other.jsonl").read_text().splitlines()) == 1


def test_the_command_says_what_is_missing(host, settings_of_sop):
    """Without a file to write there is nothing to do, and the message says which setting it is."""
    settings_of_sop(events=None)
    with pytest.raises(CommandError, match="--to FILE"):
        call_command("sop_deliver")


def test_the_command_reports_a_file_that_cannot_be_written(host, tmp_path):
    """A delivery that fails ends with an error, and the event waits."""
    host.answered()
    with pytest.raises(CommandError, match="nothing is lost"):
        call_command("sop_deliver", to=str(tmp_path))
    assert len(waiting(host)) == 1


def test_delivery_inside_a_transaction_is_refused(host):
    """A mark that a later rollback could take back is no mark."""
    host.answered()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        outbox.deliver(JsonLines(host.events_file))
    assert host.delivered() == []
