"""The ledger in SQL: two releases at once stand one behind the other, and a killed one leaves all or nothing."""

from __future__ import annotations

import contextlib
import json
import threading

import pytest
from attrs import frozen
from django.db import IntegrityError, OperationalError, connection, transaction

from sop_core import ReleaseRefused, to_json
from sop_core.documents import digest, ledger_lines, read_ledger, release_of
from sop_core.reporting import Audience, audit
from sop_helpdesk.models import ReleaseEntry, ReleaseLedger, ReleaseReason
from sop_helpdesk.releases import ledger
from tests.hosts.processes import CONTEXT, DyingAt, Moment, Running, moments
from tests.unit._released import INSIDE, LEVELS, SOP, group, plan, tally

# Each of the two may go out, and never both: what is inside shows the counties by two measures, and the public learns
# of the offices what the other withholds.
COUNTS = tally(
    {
        "c/n/u1": group({2: 2, 3: 2, 4: 3}, {None: 7}),
        "d/n/u1": group({2: 4, 3: 8, 4: 8}, {2: 2, 3: 1, 4: 5, None: 12}),
        "d/o/u1": group({2: 8, 3: 4, 4: 2}, {2: 4, 4: 3, None: 7}),
    }
)
OFFICES = plan("offices", levels=LEVELS[:2])
COUNTIES = plan(
    "counties", levels=LEVELS[:1], measures=("mean", "lowest"), audience=Audience.INTERNAL
)
FAIR = tally({"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12, "c/s/u4": 13, "c/s/u5": 15})
REFUSED = {"release_leaks", "release_nothing_shown"}
# How long two releases wait for each other to have read the ledger. With the lock they never meet.
TOGETHER = 1.0


@pytest.fixture(autouse=True)
def _empty(host):
    """An empty ledger, whose row is there; a test of the first release of all takes it out."""
    host.forget_releases()
    with transaction.atomic():
        ledger.locked()


@frozen
class Meeting:
    """The engine, whose release waits until the other one is about to release too: both have read the ledger."""

    barrier: object

    def release(self, *args: object, **named: object):
        with contextlib.suppress(threading.BrokenBarrierError):
            self.barrier.wait(TOGETHER)
        return SOP.release(*args, **named)


def published(asked, counts=COUNTS, sop=SOP) -> str:
    """What becomes of it, in a word."""
    policy = INSIDE if asked.audience is Audience.INTERNAL else None
    try:
        _, new = ledger.publish(sop, counts, asked, policy=policy)
    except ReleaseRefused as refused:
        return ",".join(sorted({issue.code for issue in refused.issues}))
    except IntegrityError:
        return "the place was taken"
    except OperationalError:
        return "the database says to try again"
    return "new" if new else "there"


def stored() -> list[tuple[int, str]]:
    return list(ReleaseEntry.objects.order_by("at").values_list("at", "release"))


def in_threads(*works) -> list[str]:
    found: dict[int, str] = {}

    def run(at: int, work) -> None:
        found[at] = work()
        connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[at] for at in range(len(works))]


class TestTwoAtOnce:
    def test_each_of_the_two_may_go_out_and_never_both(self, host):
        """Rule 6: what the races below are about."""
        offices = SOP.release(COUNTS, OFFICES).release
        counties = SOP.release(COUNTS, COUNTIES, policy=INSIDE).release
        assert audit([offices, counties]) != ()
        for first, second in ((OFFICES, COUNTIES), (COUNTIES, OFFICES)):
            host.forget_releases()
            assert published(first) == "new"
            assert published(second) in REFUSED

    @pytest.mark.parametrize("first", [True, False], ids=["the first ever", "later"])
    @pytest.mark.parametrize("turn", [1, -1])
    def test_two_processes_that_release_at_once(self, host, turn, first):
        """Rule 6: the second is tried beside the first, whichever that is."""
        if first:
            host.forget_releases()
        barrier = CONTEXT.Barrier(2)
        asked = [OFFICES, COUNTIES][::turn]
        running = [
            Running(host.database, published, one, COUNTS, Meeting(barrier)) for one in asked
        ]
        found = [one.result() for one in running]
        assert found.count("new") == 1, found
        assert REFUSED & set(found), found
        self.sound()

    def test_two_threads_that_release_at_once(self, host):
        """Rule 6: the same with two connections of one process."""
        barrier = threading.Barrier(2)
        found = in_threads(
            lambda: published(OFFICES, sop=Meeting(barrier)),
            lambda: published(COUNTIES, sop=Meeting(barrier)),
        )
        assert found.count("new") == 1, found
        assert REFUSED & set(found), found
        self.sound()

    def test_one_release_that_many_publish_at_once_is_stored_once(self, host):
        """Published once: whoever comes later gets what is there."""
        running = [Running(host.database, published, COUNTIES) for _ in range(4)]
        assert sorted(one.result() for one in running) == ["new", "there", "there", "there"]
        self.sound()

    def test_two_that_fit_together_both_go_out(self, host):
        """The lock makes them wait, and refuses neither."""
        asked = [plan("one"), plan("two", measures=("lowest",)), plan("three", levels=LEVELS[:1])]
        running = [Running(host.database, published, one, FAIR) for one in asked]
        assert [one.result() for one in running] == ["new"] * 3
        assert [at for at, _ in stored()] == [1, 2, 3]
        self.sound()

    def test_a_county_that_set_its_database_otherwise_is_safe_all_the_same(self, host):
        """SQLite without its immediate mode waits, since the first statement writes; PostgreSQL's repeatable read
        refuses the second, to be sent again."""
        other: dict[str, object] = {"transaction_mode": "DEFERRED"}
        if connection.vendor == "postgresql":
            from psycopg import IsolationLevel

            other = {"isolation_level": IsolationLevel.REPEATABLE_READ}
        options = {**host.database.get("OPTIONS", {}), **other}
        barrier = CONTEXT.Barrier(2)
        running = [
            Running({**host.database, "OPTIONS": options}, published, one, COUNTS, Meeting(barrier))
            for one in (OFFICES, COUNTIES)
        ]
        found = [one.result() for one in running]
        assert found.count("new") == 1, found
        if connection.vendor == "sqlite":
            assert REFUSED & set(found), found
        self.sound()

    def sound(self) -> None:
        kept = ledger.read()
        assert audit(entry.release for entry in kept.entries) == ()
        assert len(kept.entries) == len(stored()) == ReleaseReason.objects.count()


class TestOnce:
    def test_the_same_plan_again_gives_what_is_stored(self, host):
        """Published once: byte for byte, and without a second look at the counts."""
        first, new = ledger.publish(SOP, FAIR, plan("one"), by="a" * 32)
        again, newer = ledger.publish(SOP, COUNTS, plan("one"), by="b" * 32)
        assert (new, newer) == (True, False)
        assert again.document == first.document
        assert again.by == "a" * 32

    def test_another_plan_under_its_id_is_refused(self, host):
        """One name for two results would leave nobody sure which was meant; one that comes to the same is the same."""
        assert published(plan("one"), FAIR) == "new"
        assert published(plan("one", levels=LEVELS[:1]), FAIR) == "release_twice"
        assert published(plan("one", order=(("c", "n"),)), FAIR) == "there"
        assert stored() == [(1, "one")]

    def test_a_row_is_not_changed_or_taken_out(self, host):
        """Append only, by way of the models."""
        ledger.publish(SOP, FAIR, plan("one"))
        row = ReleaseEntry.objects.get()
        row.document = "{}"
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        for change in (
            row.delete,
            ReleaseEntry.objects.all().delete,
            lambda: ReleaseEntry.objects.update(document="{}"),
            row.reason.delete,
        ):
            with pytest.raises(TypeError, match="out there"):
                change()
        assert ledger.read().entries

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE sop_helpdesk_releaseentry SET document = REPLACE(document, '\"n\":14', '\"n\":15')",
            "UPDATE sop_helpdesk_releaseentry SET \"release\" = 'other' WHERE at = 2",
            f"UPDATE sop_helpdesk_releaseentry SET content = 'sha256:{'0' * 64}'",
            "DELETE FROM sop_helpdesk_releasereason; DELETE FROM sop_helpdesk_releaseentry WHERE at = 2",
            "DELETE FROM sop_helpdesk_releaseledger",
            "UPDATE sop_helpdesk_releaseentry SET document = '{}'",
        ],
    )
    def test_what_somebody_changed_in_sql_lets_nothing_more_out(self, host, change):
        """Rule 6: a release is tried beside what is out there, or it is not made."""
        ledger.publish(SOP, FAIR, plan("one"))
        ledger.publish(SOP, FAIR, plan("two", measures=("lowest",)))
        for statement in change.split("; "):
            host.sql_do(statement)
        with pytest.raises(ledger.LedgerChanged):
            ledger.publish(SOP, FAIR, plan("three", levels=LEVELS[:1]))
        assert "three" not in {release for _, release in stored()}

    def test_a_refused_release_leaves_nothing(self, host):
        """All or nothing."""
        assert published(plan("one"), tally({"c/n/u1": 9})) == "release_nothing_shown"
        assert not stored()
        assert ledger.read().entries == ()

    def test_a_transaction_round_it_is_refused(self, host):
        """In it a release could be read, and then be taken back."""
        with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
            ledger.publish(SOP, FAIR, plan("one"))

    def test_the_tables_hold_what_the_file_would(self, host, monkeypatch):
        """The ledger of the tables is that of `sop release --ledger`; reasons are in a table of their own."""
        monkeypatch.setattr(
            "sop_core.sop.releasing.token_hex", lambda n: "0" * 2 * n
        )  # the salt of both
        held = None
        for asked in (plan("one"), plan("two", audience=Audience.INTERNAL)):
            policy = INSIDE if asked.audience is Audience.INTERNAL else None
            reported = SOP.release(FAIR, asked, policy=policy, ledger=held)
            held = reported.ledger
            row, _ = ledger.publish(SOP, FAIR, asked, policy=policy)
            assert row.document == to_json(reported.release)
            assert row.digest == digest(reported.release)
            assert release_of(row.document) == reported.release
            reasons = json.loads(row.reason.reasons)
            assert {tuple(one["scope"]): one["reason"] for one in reasons} == {
                place.scope: reason for place, reason in reported.reasons.items()
            }
            assert '"reason' not in row.document
            assert "protects" not in row.document
        assert ledger.read() == held == read_ledger(b"".join(ledger_lines(held)))
        assert ReleaseLedger.objects.get().digest == held.digest


SECOND = plan("second", measures=("lowest",))


def publish_and_die(moment: Moment) -> str:
    with DyingAt(moment):
        return published(SECOND, FAIR)


class Dying:
    """The engine, in a process that is killed while it releases."""

    def release(self, *args: object, **named: object):
        SOP.release(*args, **named)
        from tests.hosts.processes import die

        die()


class TestKilled:
    def test_killed_at_any_moment_leaves_all_or_nothing(self, host):
        """Never a release without its entry, never an entry half; and the next one works."""
        assert published(plan("first"), FAIR) == "new"
        ends: dict[str, list[str]] = {}
        for kind, numbers in moments():
            host.forget_releases()
            assert published(plan("first"), FAIR) == "new"
            before = host.everything()
            for number in numbers:
                running = Running(host.database, publish_and_die, (kind, number))
                found = running.result()
                nothing = host.everything() == before
                ends.setdefault(kind, []).append("nothing" if nothing else "all")
                if not nothing:
                    kept = ledger.read()
                    assert [one.release.id for one in kept.entries] == ["first", "second"]
                    assert ReleaseReason.objects.count() == 2
                    break
            assert running.killed == (kind == "after the commit"), found
        assert ends["before the commit"] == ["nothing", "all"], "the commit decides"
        assert ends["after the commit"] == ["all"]
        assert ends["statement"][:-1] == ["nothing"] * (len(ends["statement"]) - 1)
        assert len(ends["statement"]) > 6
        assert published(SECOND, FAIR) == "there"

    def test_killed_while_it_is_released(self, host):
        """The lock dies with its process: nobody waits for it, and the next release is made."""
        running = Running(host.database, published, OFFICES, COUNTS, Dying())
        assert running.result() is None
        assert running.killed
        assert not stored()
        assert published(OFFICES) == "new"
