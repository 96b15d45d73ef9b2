"""The life of a link: whatever happens in whatever order, one link is one answer at most."""

from __future__ import annotations

import datetime as dt
import os
from unittest import mock

from attrs import define
from django.utils import timezone
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
from tests.hosts.support import PREFIX, Host, door_address, empty

EXAMPLES, STEPS = (200, 40) if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else (20, 25)
SEND = "/sop/family/"
DAYS = 14


@define
class Link:
    """A link that was made, and what became of it."""

    token: str
    made: int
    fields: dict[str, object] | None = None
    used: bool = False


class Life(RuleBasedStateMachine):
    """Workers, parents and strangers at one door, while the days go by."""

    host: Host
    known = Bundle("known")

    @initialize()
    def begin(self) -> None:
        empty()
        adapter.engine.cache_clear()
        self.links: list[Link] = []
        self.today = 0
        self.start = timezone.localdate()

        def day() -> dt.date:
            return self.start + dt.timedelta(self.today)

        self.calendar = mock.patch.object(timezone, "localdate", day)
        self.calendar.start()

    def opens(self, link: Link) -> bool:
        return not link.used and self.today < link.made + DAYS

    def takes(self, link: Link) -> bool:
        return not link.used and self.today <= link.made + DAYS

    @rule(target=known, case=st.integers(0, 2))
    def make(self, case: int) -> Link:
        link = Link(self.host.link(number=self.host.cases[case]), self.today)
        self.links.append(link)
        return link

    @rule(link=known, lang=st.sampled_from(["en", "es"]))
    def look(self, link: Link, lang: str) -> None:
        page = self.host.person(None).get(f"{door_address(link.token)}?lang={lang}")
        assert page.status == (200 if self.opens(link) else 404)
        if page.status == 200:
            link.fields = page.fields(choose=1)

    @rule(link=known)
    def send(self, link: Link) -> None:
        """Also what sends a form again, in whatever state the link is by now."""
        if link.fields is None:
            return
        sent = self.host.person(None).post(SEND, link.fields)
        assert sent.status == (200 if self.takes(link) else 404)
        link.used = link.used or sent.status == 200

    @rule(link=known)
    def send_something_wrong(self, link: Link) -> None:
        fields = {**(link.fields or {"sop_link": link.token}), f"{PREFIX}heard_listens": "junk"}
        sent = self.host.person(None).post(SEND, fields)
        assert sent.status == (422 if self.takes(link) else 404)

    @rule(link=known, to=st.sampled_from(["en", "es", "fr", "%00"]))
    def change_the_language(self, link: Link, to: str) -> None:
        if link.fields is None:
            return
        sent = self.host.person(None).post(SEND, {**link.fields, "sop_language": to})
        assert sent.status == (200 if self.takes(link) else 404)

    @rule(guess=st.one_of(st.text(max_size=50), st.binary(max_size=32).map(bytes.hex)))
    def guess(self, guess: str) -> None:
        assert self.host.person(None).post(SEND, {"sop_link": guess}).status == 404

    @rule(link=known, other=known)
    def put_two_links_together(self, link: Link, other: Link) -> None:
        """The link decides, not what else the form says of another."""
        if link.fields is None or link.token == other.token:
            return
        fields = {**link.fields, "sop_link": other.token}
        sent = self.host.person(None).post(SEND, fields)
        assert sent.status == (200 if self.takes(other) else 404)
        other.used = other.used or sent.status == 200

    @rule(days=st.integers(1, 16))
    def days_go_by(self, days: int) -> None:
        self.today += days

    @invariant()
    def answers_are_used_links(self) -> None:
        assert len(self.host.records()) == sum(link.used for link in self.links)

    @invariant()
    def every_link_that_takes_answers_has_a_row_and_no_used_one_has(self) -> None:
        rows = len(self.host.links())
        assert rows >= sum(self.takes(link) for link in self.links)
        assert rows <= sum(not link.used for link in self.links)

    def teardown(self) -> None:
        if hasattr(self, "calendar"):
            self.host.person(None).get(door_address("x"))
            assert len(self.host.links()) == sum(self.takes(link) for link in self.links)
            self.calendar.stop()


def test_one_link_is_one_answer_at_most(host, settings_of_sop):
    """S0-12: make, look, send, send wrongly, guess, wait: answers are used links, and no link is both."""
    settings_of_sop(links_a_day=10_000)
    machine = type("LifeHere", (Life,), {"host": host})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
