"""Whatever happens in whatever order: rows = accepted answers = distinct events delivered.

Answers to anonymous instruments are rows and have no events; feedback on prompts has none either.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

from attrs import define
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sop_helpdesk import adapter
from sop_helpdesk.outbox import JsonLines
from tests.hosts.support import ANONYMOUS, ASSESSMENT, Host, empty, installed, loaded

# Long runs are for the deep profile; each step is a page of a real host.
EXAMPLES, STEPS = (200, 40) if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else (25, 25)

FAULTY = """
    from sop_core import hookimpl
    sop_api = 1

    @hookimpl
    def sop_prompts(situation):
        raise SystemExit("this plugin ends the process")

    @hookimpl
    def sop_accepted(receipt):
        raise RuntimeError("this plugin breaks after the commit")
"""


class TakenBack(Exception):
    """The host takes its transaction back."""


class Died(BaseException):
    """The process that delivers ends here."""


@define
class Opened:
    """A page that was opened, and what became of it."""

    instrument: str
    ticket: int
    fields: dict[str, object]
    accepted: bool = False


class Thread(RuleBasedStateMachine):
    """A worker, a host and a deliverer, to whom anything may happen at any time."""

    host: Host
    pages = Bundle("pages")

    @initialize()
    def begin(self) -> None:
        empty()
        self.host.events_file.unlink(missing_ok=True)
        adapter.engine.cache_clear()
        self.worker = self.host.person("worker")
        self.opened: list[Opened] = []
        self.plugin: contextlib.ExitStack | None = None

    @rule(
        target=pages,
        instrument=st.sampled_from([ASSESSMENT, ANONYMOUS]),
        case=st.integers(0, 2),
        choose=st.integers(0, 4),
    )
    def open(self, instrument: str, case: int, choose: int) -> Opened:
        ticket = self.host.cases[case]
        page = self.worker.open(ticket, instrument)
        assert page.status == 200
        opened = Opened(instrument, ticket, page.fields(choose=choose))
        self.opened.append(opened)
        return opened

    @rule(page=pages)
    def submit(self, page: Opened) -> None:
        """Also what sends a page again: the second time it changes nothing."""
        sent = self.worker.send(page.ticket, page.fields, page.instrument)
        assert sent.status == 200
        page.accepted = True

    @rule(page=pages)
    def submit_something_wrong(self, page: Opened) -> None:
        names = [name for name in page.fields if name.startswith("a-")]
        wrong = {**page.fields, names[0]: "no-such-code"}
        assert self.worker.send(page.ticket, wrong, page.instrument).status == 422

    @rule(page=pages)
    def rollback(self, page: Opened) -> None:
        with contextlib.suppress(TakenBack), transaction.atomic():
            assert self.worker.send(page.ticket, page.fields, page.instrument).status == 200
            raise TakenBack

    @rule()
    def look_at_the_case(self) -> None:
        page = self.worker.ticket(self.host.case)
        assert page.status == 200
        assert "working well" in page.text

    @rule()
    def plugin_on(self) -> None:
        self.plugin_off()
        self.plugin = contextlib.ExitStack()
        folder = Path(self.plugin.enter_context(tempfile.TemporaryDirectory()))
        self.plugin.enter_context(installed(folder, faulty=FAULTY))
        self.plugin.enter_context(loaded(plugins=["faulty"], record_plugins=["faulty"]))

    @rule()
    def plugin_off(self) -> None:
        if self.plugin is not None:
            self.plugin.close()
            self.plugin = None

    @rule()
    def deliver(self) -> None:
        self.host.deliver()

    @rule(after=st.integers(0, 2))
    def deliver_while_the_receiver_fails(self, after: int) -> None:
        self._deliver_until(after, written=False)

    @rule(after=st.integers(0, 2))
    def crash_between_the_sink_and_the_mark(self, after: int) -> None:
        self._deliver_until(after, written=True)

    @rule()
    def crash_between_commit_and_delivery(self) -> None:
        """The process is gone, and a new one knows only what the database holds."""
        connection.close()
        adapter.engine.cache_clear()
        self.worker = self.host.person("worker")

    def _deliver_until(self, after: int, *, written: bool) -> None:
        file, sent = JsonLines(self.host.events_file), []

        def sink(line: str) -> None:
            if len(sent) < after or written:
                file(line)
            if len(sent) >= after:
                raise Died
            sent.append(line)

        with contextlib.suppress(Died):
            self.host.deliver(sink)

    @invariant()
    def rows_are_accepted_answers(self) -> None:
        accepted = sorted(page.instrument for page in self.opened if page.accepted)
        assert sorted(str(row["instrument"]) for row in self.host.records()) == accepted

    @invariant()
    def events_are_those_of_answers_with_a_name(self) -> None:
        rows = [row["id"] for row in self.host.records() if row["instrument"] == ASSESSMENT]
        events = [json.loads(str(row["event"]))["data"]["record"] for row in self.host.outbox()]
        assert sorted(events) == sorted(rows)

    @invariant()
    def what_arrived_came_in_order(self) -> None:
        order = [str(row["event_id"]) for row in self.host.outbox()]
        first = list(dict.fromkeys(json.loads(line)["id"] for line in self.host.delivered()))
        assert first == order[: len(first)]

    def teardown(self) -> None:
        if not hasattr(self, "opened"):
            return
        self.plugin_off()
        self.host.deliver()
        arrived = {json.loads(line)["id"] for line in self.host.delivered()}
        accepted = [p for p in self.opened if p.accepted and p.instrument == ASSESSMENT]
        assert arrived == {str(row["event_id"]) for row in self.host.outbox()}
        assert len(arrived) == len(accepted)


def test_any_sequence_keeps_rows_answers_and_events_equal(host):
    """Open, submit, resubmit, rollback, plugin on, plugin off, deliver, crash: the three stay equal."""
    machine = type("ThreadHere", (Thread,), {"host": host})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
