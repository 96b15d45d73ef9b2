"""A correction of a cycle that was published: offered where records changed, looked at first, published once.

DESIGN 7, rule 5: what differs between two releases of one cycle is the answers of whoever came, went or was changed.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import secrets
import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from sop_core import to_json
from sop_core.documents import release_of
from sop_core.reporting import audit, is_content
from sop_helpdesk import adapter
from sop_helpdesk.models import (
    ReleaseCounts,
    ReleaseEntry,
    ReleaseLook,
    ReleaseReason,
    SopRecord,
)
from sop_helpdesk.releases import counting, ledger
from sop_helpdesk_demo.answers import PARENTS, STAFF
from tests.hosts.processes import DyingAt, Moment, Running
from tests.hosts.releasing import HOME, ask, correct, publish, published, shown
from tests.hosts.support import ASSESSMENT, SURVEY, Page, Person

TWO = {"measures": ["engagement", "teaming"]}


def late(unit: str, n: int, instrument: str = ASSESSMENT) -> None:
    """So many answers of a unit come in after the cycle was counted."""
    rows = SopRecord.objects.filter(instrument=instrument, document__contains=f'"{unit}"')
    for row in list(rows)[:n]:
        document = {**json.loads(row.document), "id": secrets.token_hex(16)}
        if document["respondent"]:
            who = secrets.token_hex(16)
            document |= {"respondent": who, "subject": who}
        receipt = adapter.engine().accept(document)
        SopRecord.objects.create(
            id=document["id"], kind="administration", status="complete", instrument=instrument,
            version=row.version, day=row.day, document=to_json(receipt.record),
            score=to_json(receipt.score),
        )  # fmt: skip


def said(page: Page) -> str:
    return page.soup.select_one("[role=alert]").get_text(" ", strip=True)


def address(entry: ReleaseEntry) -> str:
    return f"{HOME}{entry.release}/correct/"


def corrected(person: Person, entry: ReleaseEntry, **chosen: object) -> ReleaseEntry:
    page = publish(person, correct(person, entry, **chosen))
    assert page.status == 200, page.text
    return ReleaseEntry.objects.order_by("at").last()


@pytest.fixture
def first(lead) -> ReleaseEntry:
    """What was published of the cycle."""
    return published(lead, **TWO)


class TestALeadsWay:
    def test_corrects_looks_and_publishes_once(self, lead, first):
        """Where a whole team answered late: the same report of the records as they are now, beside the first one."""
        late("north", 14)
        look = correct(lead, first)
        assert look.status == 200, look.text
        assert "Not released" in look.soup.h1.text
        assert "correction 1" in look.soup.h1.text
        assert ReleaseEntry.objects.count() == 1, "nothing of a look is in the ledger"
        page = publish(lead, look)
        assert page.status == 200
        assert shown(page) == shown(look)
        assert shown(page)["north"][0].endswith(f"({STAFF['north'] + 14})")
        entry = ReleaseEntry.objects.get(at=2)
        made, before = release_of(entry.document), release_of(first.document)
        assert (made.edition, before.edition) == (1, 0)
        assert (made.levels, made.audience, made.purpose) == (
            before.levels, before.audience, before.purpose,
        )  # fmt: skip
        assert [one.id for one in made.measures] == TWO["measures"]
        assert audit([before, made]) == ()
        assert publish(lead, look).address == page.address
        assert ReleaseEntry.objects.count() == ReleaseReason.objects.count() == 2
        assert len(ledger.read().entries) == 2

    def test_the_form_comes_filled_in_with_what_was_published(self, lead, settings_of_sop):
        """Its cycle alone, its depth, scales, reader and parts, to be sent as they are or changed."""
        entry = published(
            lead, depth="1", measures=["teaming"], audience="public", spread=["sd"],
            groupings=["caseload"], distributions=["eng_three_questions"],
        )  # fmt: skip
        late("north", 14)
        form = lead.get(address(entry)).soup.main.form
        taken = {(one["name"], one["value"]) for one in form.select("input[checked]")}
        assert taken == {
            ("cycle", release_of(entry.document).cycle), ("depth", "1"), ("measures", "teaming"),
            ("purpose", "cqi"), ("audience", "public"), ("spread", "sd"),
            ("groupings", "caseload"), ("distributions", "eng_three_questions"),
        }  # fmt: skip
        assert len(form.select("input[name=cycle]")) == 1

    def test_the_release_page_leads_there_and_afterwards_to_the_correction(self, lead, first, host):
        """Who reads the first one is told that another takes its place; the administrator corrects nothing."""
        release = f"{HOME}{first.release}/"
        assert address(first) in lead.get(release).text
        assert address(first) not in host.person("admin").get(release).text
        assert "takes the place" not in lead.get(release).text
        late("north", 14)
        entry = corrected(lead, first)
        for name in ("lead", "admin"):
            page = host.person(name).get(release)
            assert "takes the place" in page.text
            assert page.soup.find("a", href=f"{HOME}{entry.release}/")
        assert "takes the place" not in lead.get(f"{HOME}{entry.release}/").text
        assert "correction 1" in lead.get(HOME).text

    def test_both_stand_on_the_page_of_everything(self, lead, first):
        """The report says which is the correction, and that the other is replaced."""
        late("north", 14)
        corrected(lead, first)
        page = lead.get(f"{HOME}together/")
        assert page.status == 200
        assert "This is correction 1" in page.text
        assert "A later correction takes the place" in page.text

    def test_another_report_of_the_cycle_is_corrected_from_the_same_counts(self, lead, first):
        """What was counted anew for one is what the others are corrected from, and what is asked for from then on."""
        other = published(lead, measures=["assessment"], depth="0")
        late("north", 14)
        corrected(lead, first)
        entry = corrected(lead, other)
        new = published(lead, measures=["transition"], depth="0")
        assert [release_of(one.document).edition for one in (other, entry, new)] == [0, 1, 1]
        made = release_of(new.document)
        latest = counting.counts_of(ASSESSMENT, made.cycle).content(made.instrument.scoring)
        same = [is_content(one.content, latest) for one in (other, entry, new)]
        assert same == [False, True, True]
        assert ReleaseCounts.objects.count() == 2

    def test_parents_answers_are_corrected_too(self, lead):
        """With the numbers of workers as they are then."""
        before = published(lead, SURVEY, measures=["heard"])
        late("families", 21, SURVEY)
        made = release_of(corrected(lead, before).document)
        sizes = {row.scope: row.n for row in made.rows}
        assert sizes["demo-county", "families"] == 2 * PARENTS["families"]
        assert sizes["demo-county", "valley"] is None, "three workers, as before"

    def test_an_answer_that_cannot_be_counted_is_said_and_offers_nothing(self, lead, first):
        """All or nothing; which record it is is not for whoever asks."""
        row = SopRecord.objects.filter(instrument=ASSESSMENT).first()
        row.document = to_json({**json.loads(row.document), "scope": ["a", "b", "c"]})
        row.save()
        page = lead.get(address(first))
        assert page.status == 422
        assert "cannot be counted" in said(page)
        assert row.pk not in page.text
        assert not page.soup.main.form

    def test_a_correction_of_a_correction(self, lead, first):
        """Each is held against the counts of the one before it."""
        late("north", 14)
        second = corrected(lead, first)
        assert "changed since" in lead.get(address(second)).text
        late("south", 12)
        third = corrected(lead, second)
        editions = [release_of(one.document).edition for one in (first, second, third)]
        assert editions == [0, 1, 2]
        revisions = ReleaseCounts.objects.order_by("revision").values_list("revision", flat=True)
        assert list(revisions) == [1, 2, 3]
        assert audit([release_of(one.document) for one in ReleaseEntry.objects.all()]) == ()


class TestWhatIsRefused:
    def test_nothing_changed_offers_nothing(self, lead, first):
        """The page says so, has no form, and takes none."""
        page = lead.get(address(first))
        assert page.status == 200
        assert "No record of this cycle changed since" in page.text
        assert not page.soup.main.form
        assert lead.post(address(first), {}).status == 200
        assert ReleaseCounts.objects.count() == 1

    @pytest.mark.parametrize("n", [1, 10])
    def test_a_few_late_records_are_refused_in_plain_words(self, lead, first, n):
        """Rule 5: the difference of the two would be theirs. No number, no group, nothing kept, and what to do."""
        late("north", n)
        page = correct(lead, first)
        assert page.status == 422
        assert "what a few people answered" in said(page)
        assert "say in words" in said(page)
        assert not any(sign.isdigit() for sign in said(page))
        assert not any(unit in said(page) for unit in STAFF)
        assert ReleaseCounts.objects.count() == ReleaseLook.objects.count() == 1

    def test_one_unit_with_a_few_is_refused_though_all_together_are_many(self, lead, first):
        """Eleven of the county, and one of them of a unit that was shown."""
        late("north", 13)
        late("south", 1)
        assert correct(lead, first).status == 422
        assert correct(lead, first, depth="0").status == 422, "what was published shows the units"

    def test_how_many_they_are_is_told_to_the_administrator_alone(self, lead, first):
        """A lead who is the host's administrator too reads the library's own words."""
        late("north", 1)
        user = get_user_model().objects.get(username="lead")
        user.is_superuser = True
        user.save()
        try:
            assert "differs by 1 record" in said(correct(lead, first))
        finally:
            user.is_superuser = False
            user.save()

    def test_records_that_were_taken_out_are_too_few_as_well(self, lead, first):
        """Somebody's answers go: the same."""
        SopRecord.objects.filter(
            instrument=ASSESSMENT, document__contains='"north"'
        ).first().delete()
        assert correct(lead, first).status == 422

    def test_a_correction_that_nobody_may_publish_any_more(self, lead, first):
        """A look from before the correction was counted: not published beside it, and the lead is told why."""
        old = ask(lead, measures=["assessment"])
        late("north", 14)
        look = correct(lead, first)
        assert look.status == 200
        page = publish(lead, old)
        assert page.status == 409
        assert "counted anew" in said(page)
        assert publish(lead, look).status == 200
        assert publish(lead, old).status == 409
        assert old.address not in lead.get(HOME).text, (
            "what can be published no more is not offered"
        )
        assert ReleaseEntry.objects.count() == 2

    def test_a_release_that_is_not_there(self, lead):
        """404."""
        assert lead.get(f"{HOME}nothing/correct/").status == 404


class TestLooksAreNoWayRound:
    def test_looks_of_the_correction_are_made_of_one_count(self, lead, first):
        """Who answers between two looks at a correction is in neither."""
        late("north", 14)
        before = shown(correct(lead, first, measures=["teaming"]))
        late("north", 3)
        after = shown(correct(lead, first, measures=["teaming", "engagement"]))
        assert {name: row[1] for name, row in after.items()} == {
            name: row[0] for name, row in before.items()
        }

    @pytest.mark.parametrize("depth", ["0", "2"])
    def test_what_was_looked_at_and_never_published_counts_as_known(self, lead, depth):
        """Rule 5: the lead saw each unit at the first look. One late answer of a unit is the difference, whatever was
        published."""
        whole = published(lead, measures=["engagement"], depth="0")
        assert ask(lead, measures=["engagement"], depth="2").status == 200
        late("north", 13)
        late("south", 1)
        page = correct(lead, whole, depth=depth)
        assert page.status == 422
        assert ReleaseCounts.objects.count() == 1

    def test_what_was_not_looked_at_is_no_hindrance(self, lead):
        """The same, where nobody has seen the units: the whole may be corrected."""
        whole = published(lead, measures=["engagement"], depth="0")
        late("north", 13)
        late("south", 1)
        assert correct(lead, whole).status == 200
        assert correct(lead, whole, depth="2").status == 422

    def test_a_correction_looked_at_is_no_way_to_what_a_look_withheld(self, lead):
        """A unit that a first look withheld, and that is large enough by now: how large it was would follow."""
        whole = published(lead, measures=["engagement"], depth="0")
        seen = ask(lead, measures=["engagement"], depth="2")
        assert shown(seen)["valley"] == ["not shown"]
        late("families", 9)
        late("valley", 5)
        late("valley", 10)
        page = correct(lead, whole, depth="2")
        known = [release_of(one.document) for one in ReleaseLook.objects.all()]
        assert page.status == 422 or shown(page)["valley"] == ["not shown"]
        assert audit(known) == ()

    def test_every_look_of_both_counts_together_gives_nobody_away(self, lead, first):
        """Level by level and scale by scale, before and after: the attackers on all that was ever seen."""
        late("north", 14)
        statuses = [
            correct(lead, first, depth=depth, measures=measures).status
            for depth in ("0", "1", "2")
            for measures in (["engagement"], ["teaming", "assessment"])
        ]
        assert 200 in statuses
        assert audit([release_of(one.document) for one in ReleaseLook.objects.all()]) == ()

    # Walks that show too much where looks are left out of what a correction is tried beside.
    @pytest.mark.parametrize("seed", [5, 19])
    def test_between_two_numbers_of_a_group_stand_none_or_many(self, lead, seed):
        """Rule 5, told without an attacker: whatever is asked for, looked at, published and corrected while answers come
        in, any two numbers of people that a lead ever saw of one group differ by none or by at least eleven.
        """
        chance = random.Random(seed)
        entries = [published(lead, measures=["engagement"], depth="0")]
        done: list[str] = []
        for _ in range(12):
            asked = {"depth": chance.choice("012"), "measures": ["engagement"]}
            asked |= {"groupings": ["caseload"]} if chance.random() < 0.3 else {}
            step = chance.choice(["late", "ask", "correct"])
            if step == "late":
                many, few = chance.sample(["north", "south"], 2)
                late(many, 12)
                late(few, chance.randrange(2))
                continue
            of = chance.choice(entries)
            if step == "correct" and not lead.get(address(of)).soup.main.form:
                continue
            page = correct(lead, of, **asked) if step == "correct" else ask(lead, **asked)
            if "/looks/" in page.address and chance.random() < 0.3:
                page = publish(lead, page)
                if page.status == 200:
                    entries.append(ReleaseEntry.objects.order_by("at").last())
            done.append(f"{step} {page.status}")
        seen: dict[object, set[int]] = {}
        for look in ReleaseLook.objects.all():
            for row in release_of(look.document).rows:
                if row.n is not None:
                    seen.setdefault(row.place, set()).add(row.n)
        assert any(line.endswith("200") for line in done)
        for place, sizes in seen.items():
            for one, other in itertools.combinations(sorted(sizes), 2):
                assert other - one >= 11, (place, sizes, done)

    def test_two_leads_who_correct_at_once_count_once(self, lead, first, host):
        """The lock holds here too: both see the same counts."""
        late("north", 14)
        start, found = threading.Barrier(2), []

        def at(measures: list[str]) -> None:
            me = host.person("lead")
            start.wait()
            found.append(correct(me, first, measures=measures).status)
            connection.close()

        threads = [threading.Thread(target=at, args=[[one]]) for one in TWO["measures"]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [200, 200]
        assert ReleaseCounts.objects.count() == 2
        contents = {look.revision for look in ReleaseLook.objects.exclude(revision=1)}
        assert contents == {2}


class TestOnce:
    def test_processes_that_publish_a_correction_at_once_store_one(self, lead, first, host):
        """Published once: each comes to it, and it was tried beside the first under the lock."""
        late("north", 14)
        action = correct(lead, first).soup.main.form["action"]
        running = [Running(host.database, press, action) for _ in range(3)]
        found = {one.result() for one in running}
        entry = ReleaseEntry.objects.get(at=2)
        assert found == {(302, f"{HOME}{entry.release}/")}
        assert len(ledger.read().entries) == ReleaseReason.objects.count() == 2

    def test_killed_while_publishing_a_correction_leaves_all_or_nothing(self, lead, first, host):
        """At the commit: before it nothing more is there, after it the whole correction; who presses again comes to it."""
        late("north", 14)
        action = correct(lead, first).soup.main.form["action"]
        for kind, n in (("before the commit", 1), ("after the commit", 2)):
            running = Running(host.database, press, action, (kind, 0))
            running.result()
            assert running.killed
            assert ReleaseEntry.objects.count() == ReleaseReason.objects.count() == n, kind
            assert len(ledger.read().entries) == n
        assert lead.post(action, {}, follow=False).status == 302
        assert ReleaseEntry.objects.count() == 2


def press(address: str, moment: Moment | None = None) -> tuple[int, str]:
    """Publish by the page, in a process of its own; killed at a moment of it where one is given."""
    person = Person("lead")
    with DyingAt(moment) if moment else contextlib.nullcontext():
        page = person.post(address, {}, follow=False)
    return page.status, page.address


class TestWho:
    def test_nobody_but_the_lead_corrects(self, lead, first, host):
        """A worker, a supervisor, a clerk and the administrator find no such page; a stranger signs in first."""
        late("north", 14)
        for name in ("worker", "supervisor", "clerk", "admin"):
            person = host.person(name)
            assert person.get(address(first)).status == 404, name
            assert person.post(address(first), {}, follow=False).status == 404, name
        stranger = host.person(None).get(address(first))
        assert stranger.status == 302
        assert "/login/" in stranger.address
        strict = host.person("lead", enforce_csrf_checks=True)
        assert strict.post(address(first), {}).status == 403
        assert ReleaseEntry.objects.count() == 1

    def test_why_the_correction_withholds_is_the_administrators(self, lead, first, host):
        """As of every release."""
        late("north", 14)
        entry = corrected(lead, first)
        assert lead.get(f"{HOME}{entry.release}/reasons/").status == 404
        assert host.person("admin").get(f"{HOME}{entry.release}/reasons/").status == 200
        for page in (lead.get(f"{HOME}{entry.release}/"), lead.get(address(first))):
            assert "protects" not in page.text
            assert "reasons/" not in page.text
