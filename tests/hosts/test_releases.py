"""Results of groups in the host: a lead asks, looks, publishes once and reads; nobody else sees anything."""

from __future__ import annotations

import csv
import io
import itertools
import json
import threading
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from sop_core import to_json
from sop_core.documents import digest, read_ledger, release_of
from sop_core.reporting import audit
from sop_helpdesk import adapter
from sop_helpdesk.models import (
    ReleaseCounts,
    ReleaseEntry,
    ReleaseLook,
    ReleaseReason,
    SopRecord,
    Token,
)
from sop_helpdesk.releases import counting, ledger
from sop_helpdesk_demo.answers import PARENTS, STAFF
from tests.hosts.processes import DyingAt, Moment, Running, moments
from tests.hosts.releasing import (
    HOME,
    INSIDE,
    ask,
    counted_as,
    over,
    publish,
    published,
    shown,
)
from tests.hosts.support import ASSESSMENT, SURVEY, Person
from tests.hosts.test_ledger import COUNTS, OFFICES, SOP
from tests.unit._released import STAFF_FORM, group, plan, tally

SCALES = ["foundational", "engagement", "assessment", "teaming", "service_planning", "transition"]
HEARD = ["heard", "understanding", "planning", "network", "child"]


class TestALeadsWay:
    def test_asks_looks_publishes_and_reads(self, lead):
        """The whole way: what is looked at is what is published, once, and what is read and taken away."""
        look = ask(lead)
        assert look.status == 200
        assert "Not released" in look.soup.h1.text
        assert "for your eyes alone" in look.text
        assert not ReleaseEntry.objects.exists(), "nothing of a look is in the ledger"
        assert ledger.read().entries == ()
        page = publish(lead, look)
        assert page.status == 200
        assert "Not released" not in page.text
        assert shown(page) == shown(look)
        (entry,) = ReleaseEntry.objects.all()
        assert page.address == f"{HOME}{entry.release}/"
        assert entry.by == Token.of(get_user_model().objects.get(username="lead"))
        assert page.soup.find("a", string="Download it as JSON")
        assert entry.release in lead.get(HOME).text

    def test_what_stands_on_a_list_can_be_told_apart(self, lead, host):
        """Looks and releases of one form, cycle and day: by what was asked, which the result itself says."""
        for chosen in ({"depth": "0"}, {"depth": "1", "measures": ["teaming", "transition"]}, {"purpose": "workforce_needs"}):  # fmt: skip
            ask(lead, **chosen)
        published(lead, depth="2")
        lines = [one.text for one in lead.get(HOME).soup.select("ul.sop-mine a[href*='/looks/']")]
        assert len({*lines}) == len(lines) == 3
        assert any(
            "down to each county, Teaming and Transition, for continuous quality improvement, for people of the agency"
            in one
            for one in lines
        ), lines
        assert any("the whole alone, all scales" in one for one in lines)
        seen = [
            one.text for one in host.person("admin").get(f"{HOME}why/").soup.select("main ul a")
        ]
        assert {*seen} == {*lines}

    def test_the_numbers_are_those_of_the_stored_answers(self, lead):
        """Counted by hand from the records: how many of each unit have a score, and their mean to two places."""
        rows = shown(ask(lead))
        for unit, n in STAFF.items():
            scores = [
                json.loads(row.score)["scales"]["engagement"]["exact"]
                for row in SopRecord.objects.filter(instrument=ASSESSMENT)
                if json.loads(row.document)["scope"][-1] == unit
            ]
            assert len(scores) == n
            if n < 11:
                assert rows["Family services" if unit == "families" else unit] == ["not shown"] * 6
                continue
            mean = sum(map(Fraction, scores)) / n
            exact = Decimal(mean.numerator) / Decimal(mean.denominator)
            said = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert rows[unit][1] == f"{said} ({n})"
        assert rows["All groups"] == rows["demo-county"]

    def test_a_unit_of_few_workers_shows_no_parents_answers(self, lead):
        """Rule 2: twelve parents of three workers are their appraisal; the county says how many workers there are."""
        rows = shown(ask(lead, SURVEY))
        assert PARENTS["valley"] == 12
        assert rows["valley"] == ["not shown"] * 5
        assert rows["Family services"][0].endswith("(21)")

    def test_the_json_is_the_stored_document(self, lead):
        """Byte for byte what the ledger's digest is of."""
        entry = published(lead)
        page = lead.get(f"{HOME}{entry.release}/json/")
        release = release_of(page.text)
        assert to_json(release) == page.text.rstrip("\n") == entry.document
        assert digest(release) == entry.digest

    def test_the_csv_holds_the_same_rows(self, lead):
        """Withheld is empty, and says so."""
        entry = published(lead)
        response = lead.client.get(f"{HOME}{entry.release}/csv/")
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        rows = list(csv.DictReader(io.StringIO(response.content.decode())))
        made = release_of(entry.document)
        assert len(rows) == len(made.rows)
        for row, of in zip(rows, made.rows, strict=True):
            assert [row["level_county"], row["level_unit"]][: len(of.scope)] == list(of.scope)
            assert (row["n"], row["withheld"]) == (str(of.n or ""), "yes" if of.withheld else "no")

    def test_everything_published_stands_on_one_page(self, lead):
        """Views side by side; before anything is published there is no such page."""
        assert lead.get(f"{HOME}together/").status == 404
        published(lead)
        published(lead, SURVEY)
        page = lead.get(f"{HOME}together/")
        assert page.status == 200
        for name in ("Social Worker Assessment", "Parent/Guardian Feedback Survey"):
            assert name in page.text

    def test_groups_are_called_what_the_agency_calls_them(self, lead, settings_of_sop):
        """A queue by its title, another group by the setting, escaped; what goes out as a file has ids alone."""
        settings_of_sop(
            names={("demo-county",): "Demo <county>", ("demo-county", "north"): "Family services"}
        )
        look = ask(lead)
        entry = published(lead)
        together = lead.get(f"{HOME}together/")
        for page in (look, lead.get(f"{HOME}{entry.release}/"), together):
            named = {row.th.text for row in page.soup.select(".sop-report tbody tr")}
            county = "Demo <county>"
            assert {"All groups", county, f"{county} / south", f"{county} / Family services (families)",
                    f"{county} / Family services (north)"} <= named  # fmt: skip
        for part in ("json/", "csv/"):
            text = lead.get(f"{HOME}{entry.release}/{part}").text
            assert "demo-county" in text
            assert "Family services" not in text

    def test_nothing_of_a_person_is_on_any_page(self, lead, host):
        """S0-07: no token, no record's id, no text; a look and a release hold counts and means alone."""
        pages = [ask(lead), lead.get(HOME)]
        entry = published(lead, measures=SCALES[:2])
        pages += [lead.get(f"{HOME}{entry.release}/{part}") for part in ("", "json/", "csv/")]
        text = "".join(page.text for page in pages)
        for row in SopRecord.objects.all():
            document = json.loads(row.document)
            assert row.pk not in text
            assert document.get("respondent") is None or document["respondent"] not in text

    def test_fewer_levels_scales_and_another_reader(self, lead):
        """What is chosen is what is released."""
        entry = published(lead, depth="1", measures=["teaming", "assessment"], audience="public")
        made = release_of(entry.document)
        assert made.levels == ("county",)
        assert [one.id for one in made.measures] == ["assessment", "teaming"]
        assert (made.audience, made.purpose, made.cycle) == ("public", "cqi", over())

    def test_the_ticket_page_leads_there_for_whoever_may_read(self, host, lead):
        """Nobody else has the link."""
        user = get_user_model().objects.get(username="worker")
        assert HOME not in host.person("worker").ticket(host.case).text
        user.groups.add(Group.objects.get(name="implementation"))
        assert HOME in host.person("worker").ticket(host.case).text
        user.groups.clear()


class TestWhatIsRefused:
    def test_a_form_that_is_not_filled_in_comes_back(self, lead):
        """Everything wrong at once, beside its field, and nothing lost."""
        page = ask(lead, purpose="", measures=[])
        assert page.status == 422
        wrong = [item.get_text(" ", strip=True) for item in page.soup.select(".sop-wrong")]
        assert len(wrong) == 2
        assert page.soup.select_one("[role=alert]")
        assert not ReleaseLook.objects.exists()

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("cycle", "2031-Q1"), ("depth", "7"), ("depth", "-1"), ("measures", ["charm"]),
            ("purpose", "performance_appraisal"), ("audience", "press"),
        ],
    )  # fmt: skip
    def test_what_was_never_offered_is_refused(self, lead, name, value):
        """S0-09, S0-10: four purposes and no other; a cycle that is not over is none of those offered."""
        assert ask(lead, **{name: value}).status == 422
        assert not ReleaseLook.objects.exists()

    def test_the_cycle_that_still_runs_is_not_offered(self, lead):
        """Between two looks at results that grow stands whoever answered in between."""
        now = adapter.conf().cycle(timezone.localdate())
        page = lead.get(f"{HOME}ask/{ASSESSMENT}/")
        assert now not in page.text
        assert ask(lead, cycle=now).status == 422

    def test_too_few_answers_say_what_to_do(self, host):
        """A sentence that teaches, and no number."""
        page = ask(host.person("lead"))
        assert page.status == 422
        told = page.soup.select_one("[role=alert]").get_text(" ", strip=True)
        said = f"Nobody's answers to Social Worker Assessment are there for {over()}, so that there is nothing to show."
        assert said in told
        assert "choose another form" in told
        assert page.text.count("answers to Social Worker Assessment are there") == 1, (
            "once on the page"
        )
        assert "tally" not in page.text
        assert not ReleaseCounts.objects.exists(), "what was not looked at is not held to"

    def test_a_cycle_without_answers_says_which_have_some(self, lead):
        """The lead need not try one after another."""
        (_, empty, *_) = counting.cycles(timezone.localdate())
        page = ask(lead, cycle=empty)
        assert page.status == 422
        told = page.soup.select_one("[role=alert]").get_text(" ", strip=True)
        assert f"are there for {empty}, " in told
        assert f"Choose a cycle with answers: {over()}." in told

    def test_an_answer_that_cannot_be_counted_refuses_all_and_names_none(self, lead):
        """All or nothing; which record it is is not for whoever asks."""
        row = SopRecord.objects.filter(instrument=ASSESSMENT).first()
        document = json.loads(row.document)
        row.document = to_json({**document, "scope": ["a", "b", "c"]})
        row.save()
        page = ask(lead)
        assert page.status == 422
        assert "cannot be counted" in page.text
        assert row.pk not in page.text

    def test_no_such_form_look_or_release(self, lead):
        """404, whatever is tried."""
        for address in ("ask/nothing/", "looks/nothing/", "nothing/", "nothing/json/"):
            assert lead.get(HOME + address).status == 404
        assert lead.post(f"{HOME}looks/nothing/publish/", {}).status == 404

    def test_a_ledger_that_was_changed_lets_nothing_be_looked_at_or_published(self, lead, host):
        """The lead is told to call the administrator, and nothing is stored."""
        published(lead)
        look = ask(lead, measures=["teaming"])
        host.sql_do("UPDATE sop_helpdesk_releaseledger SET entries = 0")
        assert ask(lead, measures=["assessment"]).status == 422
        page = publish(lead, look)
        assert page.status == 409
        assert "backup" in page.soup.select_one("[role=alert]").text
        assert ReleaseEntry.objects.count() == 1

    def test_a_policy_that_is_none_says_what_is_wrong_with_it(self, lead, settings_of_sop):
        """The county's settings are at fault, and nobody's answers are in what is said."""
        settings_of_sop(policies={"internal": {**INSIDE, "min_cell": 2}})
        page = ask(lead)
        assert page.status == 422
        assert "min_cell" in page.soup.select_one("[role=alert]").text


class TestWho:
    def addresses(self, lead) -> Iterator[tuple[str, str]]:
        entry = published(lead)
        look = ask(lead, measures=["teaming"])
        yield "read", f"{HOME}together/"
        for part in ("", "json/", "csv/"):
            yield "read", f"{HOME}{entry.release}/{part}"
        yield "read", HOME
        yield "ask", f"{HOME}ask/{ASSESSMENT}/"
        yield "ask", look.address
        yield "publish", look.soup.main.form["action"]
        yield "reasons", f"{HOME}{entry.release}/reasons/"
        yield "reasons", f"{look.address}reasons/"
        yield "reasons", f"{HOME}why/"

    def test_nobody_else_finds_any_of_it(self, lead, host):
        """A worker, a supervisor and a clerk get 404; who is not signed in is led to the sign-in page."""
        for _, address in self.addresses(lead):
            for name in ("worker", "supervisor", "clerk"):
                person = host.person(name)
                assert person.get(address).status == 404, (name, address)
                assert person.post(address, {}, follow=False).status == 404, (name, address)
            stranger = host.person(None).get(address)
            assert stranger.status == 302
            assert "/login/" in stranger.address
        assert ReleaseEntry.objects.count() == 1

    def test_the_administrator_reads_and_asks_for_nothing(self, lead, host):
        """Who looks after the host reads why; results are the lead's to ask for."""
        admin = host.person("admin")
        for kind, address in self.addresses(lead):
            sent = admin.post(address, {}) if kind == "publish" else admin.get(address)
            assert sent.status == (200 if kind in ("read", "reasons") else 404), address

    def test_reasons_are_the_administrators_alone(self, lead, host):
        """The reason is itself a leak: the lead who asks finds nothing, and no page of the lead's has one."""
        entry = published(lead, SURVEY)
        address = f"{HOME}{entry.release}/reasons/"
        assert lead.get(address).status == 404
        assert "reasons" not in lead.get(f"{HOME}{entry.release}/").text
        page = host.person("admin").get(address)
        rows = {
            row.th.text: [cell.text for cell in row.select("td")]
            for row in page.soup.select("tbody tr")
        }
        assert rows["demo-county / valley"][1:] == ["few workers", "demo-county"]
        assert rows["demo-county / south"][1:] == ["protects", "demo-county"]

    def test_a_lead_with_another_role_before_it_is_a_lead(self, lead, host):
        """Who is a supervisor too may ask: the role is not only the first that fits."""
        user = get_user_model().objects.get(username="supervisor")
        user.groups.add(Group.objects.get(name="implementation"))
        assert adapter.role_of(user) == "supervisor"
        assert host.person("supervisor").get(HOME).status == 200
        user.groups.remove(Group.objects.get(name="implementation"))
        assert host.person("supervisor").get(HOME).status == 404

    def test_a_forged_request_publishes_nothing(self, lead, host):
        """CSRF: without the page's token nothing is looked at or published; to publish is never a GET."""
        look = ask(lead)
        action = look.soup.main.form["action"]
        strict = host.person("lead", enforce_csrf_checks=True)
        assert strict.post(action, {}).status == 403
        assert strict.post(f"{HOME}ask/{ASSESSMENT}/", {}).status == 403
        assert lead.get(action).status == 405
        assert not ReleaseEntry.objects.exists()

    def test_no_page_is_kept_by_a_browser_or_a_proxy(self, lead):
        """Results are read here, and stay nowhere else."""
        for kind, address in self.addresses(lead):
            if kind in ("read", "ask"):
                assert "no-store" in lead.client.get(address).headers["Cache-Control"]


class TestOnce:
    def test_who_answered_twice_is_counted_once(self, lead):
        """DESIGN 7: a cell is a number of respondents, and in the demo a worker may open the form again."""
        before = counting.counts_of(ASSESSMENT, over()).tally
        row = next(
            one
            for one in SopRecord.objects.filter(instrument=ASSESSMENT)
            if json.loads(one.document)["cycle"] == over()
        )
        document = json.loads(row.document)
        assert document["respondent"]
        for at in range(12):
            SopRecord.objects.create(
                id=f"again{at}",
                kind=row.kind,
                status=row.status,
                instrument=row.instrument,
                version=row.version,
                day=row.day,
                document=json.dumps({**document, "id": f"again{at}"}),
            )
        after = counting.counts_of(ASSESSMENT, over()).tally
        assert after.n == before.n
        (batch,) = after.batches.values()
        assert batch.skipped["answered_again"] == 12

    def test_who_presses_twice_comes_to_the_same_release(self, lead):
        """Published once."""
        look = ask(lead)
        first, second = publish(lead, look), publish(lead, look)
        assert first.status == second.status == 200
        assert first.address == second.address
        assert ReleaseEntry.objects.count() == ReleaseReason.objects.count() == 1

    def test_who_presses_four_times_at_once(self, lead, host):
        """Requests that run side by side store one release, and each comes to it."""
        look, start, found = ask(lead), threading.Barrier(4), []

        def press() -> None:
            me = host.person("lead")
            start.wait()
            page = publish(me, look)
            found.append((page.status, page.address))
            connection.close()

        threads = [threading.Thread(target=press) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (entry,) = ReleaseEntry.objects.all()
        assert found == [(200, f"{HOME}{entry.release}/")] * 4

    def test_the_same_asked_again_is_the_release(self, lead):
        """What is out is not looked at anew: whoever asks for it is led to it."""
        entry = published(lead)
        again = ask(lead)
        assert again.address == f"{HOME}{entry.release}/"
        assert ReleaseLook.objects.count() == 1
        assert entry.release not in [
            one.release for one in ReleaseLook.objects.exclude(release=entry.release)
        ]

    def test_the_same_looked_at_twice_is_one_look(self, lead):
        """And it stands on the list until it is published."""
        assert ask(lead).address == ask(lead).address
        assert ReleaseLook.objects.count() == 1
        assert "not released" in lead.get(HOME).text
        publish(lead, ask(lead))
        assert "not released" not in lead.get(HOME).text

    def test_the_ledger_leaves_as_the_file_that_sop_audit_reads(self, lead, host, capsys):
        """`manage.py sop_ledger`: whoever looks after the host may try it with another program."""
        published(lead)
        published(lead, SURVEY, audience="public")
        call_command("sop_ledger")
        assert read_ledger(capsys.readouterr().out.encode()) == ledger.read()
        host.sql_do("UPDATE sop_helpdesk_releaseledger SET entries = 1")
        with pytest.raises(CommandError, match="backup"):
            call_command("sop_ledger")

    def test_in_a_host_that_wraps_requests_in_transactions(self, lead, monkeypatch):
        """ATOMIC_REQUESTS: a release is kept before it is read all the same."""
        monkeypatch.setitem(connections.settings["default"], "ATOMIC_REQUESTS", True)
        assert published(lead).at == 1


class TestLooksAreNoWayRound:
    """What a lead learns from looks is tried as if it had been published to them."""

    def test_who_answers_later_is_in_no_look(self, lead, settings_of_sop):
        """Rule 5: two looks on two days would differ by whoever came in between."""
        before = shown(ask(lead, measures=["teaming"]))
        unit = next(
            row
            for row in SopRecord.objects.filter(instrument=ASSESSMENT)
            if '"north"' in row.document
        )
        document = {**json.loads(unit.document), "id": "late"}
        document["answers"] = dict.fromkeys(document["answers"], "1")
        SopRecord.objects.create(
            id="late", kind="administration", status="complete", instrument=ASSESSMENT,
            version="1.0.0", day=unit.day, document=to_json(document),
        )  # fmt: skip
        after = shown(ask(lead, measures=["teaming", "assessment"]))
        assert {name: row[1] for name, row in after.items()} == {
            name: row[0] for name, row in before.items()
        }

    def test_workers_who_come_later_change_no_look(self, lead, settings_of_sop):
        """The workers of a unit are counted with the answers, and once."""
        before = shown(ask(lead, SURVEY, measures=["heard"]))
        settings_of_sop(workers={("demo-county", "valley"): 9, ("demo-county",): 40, (): 40})
        after = shown(ask(lead, SURVEY, measures=["heard", "child"]))
        assert {name: row[0] for name, row in after.items()} == {
            name: row[0] for name, row in before.items()
        }

    @pytest.mark.parametrize("first", ["offices", "counties"])
    def test_two_looks_that_leak_together_are_not_both_given(self, small, first):
        """Rule 6: the same two that may not both be released, in either order; the refusal holds no number."""
        chosen = {"offices": OFFICES_ASKED, "counties": COUNTIES_ASKED}
        other = next(name for name in chosen if name != first)
        assert ask(small, "small", **chosen[first]).status == 200
        page = ask(small, "small", **chosen[other])
        assert page.status == 422
        said = page.soup.select_one("[role=alert]").text
        assert "looked at before" in said
        assert not any(sign.isdigit() for sign in said)
        assert ReleaseLook.objects.count() == 1
        assert audit([release_of(one.document) for one in ReleaseLook.objects.all()]) == ()

    def test_two_looks_at_once_are_not_both_given(self, small, host):
        """The lock holds for looks too."""
        start, found = threading.Barrier(2), []

        def at(chosen: dict[str, object]) -> None:
            me = host.person("lead")
            start.wait()
            found.append(ask(me, "small", **chosen).status)
            connection.close()

        threads = [
            threading.Thread(target=at, args=[one]) for one in (OFFICES_ASKED, COUNTIES_ASKED)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(found) == [200, 422]

    def test_every_look_of_a_cycle_together_gives_nobody_away(self, lead):
        """Scales one by one, level by level, for both readers: the attackers on all that was ever seen."""
        asked = itertools.product(
            ("0", "1", "2"), ([SCALES[0]], SCALES[1:3], SCALES), ("internal", "public")
        )
        statuses = [
            ask(lead, depth=depth, measures=scales, audience=audience).status
            for depth, scales, audience in asked
        ]
        assert statuses.count(200) > 9
        assert audit([release_of(one.document) for one in ReleaseLook.objects.all()]) == ()

    def test_what_would_come_out_otherwise_by_now_is_not_published(self, small, host):
        """What is published is what was looked at, or nothing: another scale withheld a unit meanwhile, for good."""
        host.forget_releases()
        few = group({2: 7, 3: 7}, {2: 4, 3: 3, None: 7})
        counts = tally({"c/n/u1": few, "c/n/u2": 7, "c/n/u3": 12, "c/s/u4": 13, "c/s/u5": 15})
        counted_as(counts)
        look = ask(small, "small", **{**OFFICES_ASKED, "depth": "3"})
        assert shown(look)["u1"][0].endswith("(14)")
        ledger.publish(SOP, counts, plan("other", measures=("lowest",)))
        page = publish(small, look)
        assert page.status == 409
        assert "come out otherwise" in page.soup.select_one("[role=alert]").text
        assert [one.release for one in ReleaseEntry.objects.all()] == ["other"]

    def test_what_may_not_go_out_any_more_is_not_published(self, small):
        """Rule 6: what was published meanwhile leaves nothing of it that may be shown."""
        look = ask(small, "small", **COUNTIES_ASKED)
        assert look.status == 200
        ledger.publish(SOP, COUNTS, OFFICES)
        page = publish(small, look)
        assert page.status == 409
        assert "Nothing was published" in page.text
        assert [one.release for one in ReleaseEntry.objects.all()] == ["offices"]

    def test_why_it_leaks_is_told_to_the_administrator_alone(self, small, host):
        """A leak is explained by its numbers: the lead is told that there is one, and what to do."""
        host.forget_releases()
        few = group({2: 7, 3: 9}, {4: 3, None: 13})
        counts = tally({"c/s/u4": few, "c/n/u1": group({2: 3, 3: 4}, {None: 7})})
        counted_as(counts)
        ledger.publish(SOP, counts, plan("whole", levels=()))
        user = get_user_model().objects.get(username="lead")
        told = {}
        for is_superuser in (False, True):
            user.is_superuser = is_superuser
            user.save()
            page = ask(small, "small", **{**OFFICES_ASKED, "measures": ["mean", "lowest"]})
            assert page.status == 422
            told[is_superuser] = page.soup.select_one("[role=alert]").text
        user.is_superuser = False
        user.save()
        assert "release_leaks" in told[False]
        assert "fewer scales" in told[False]
        assert not any(sign.isdigit() for sign in told[False])
        assert any(sign.isdigit() for sign in told[True])


OFFICES_ASKED = {"depth": "2", "measures": ["mean"], "audience": "public", "cycle": "q4"}
COUNTIES_ASKED = {
    "depth": "1",
    "measures": ["mean", "lowest"],
    "audience": "internal",
    "cycle": "q4",
}


@pytest.fixture
def small(host, settings_of_sop) -> Person:
    """A lead of a host whose counts of a cycle are those of `test_ledger`: two releases that leak together."""
    today = timezone.localdate()
    settings_of_sop(
        load={"plugins": False, "definitions": [STAFF_FORM]},
        levels=["county", "office", "unit"],
        policies={"internal": INSIDE},
        cycle=lambda day: "q5" if day == today else "q4",
    )
    adapter.engine.cache_clear()
    counted_as(COUNTS)
    return host.person("lead")


class TestTheCountysSettings:
    def test_a_lower_minimum_inside_is_the_countys_to_decide(self, lead, settings_of_sop):
        """C-21: staff results inside the agency, by a decision that is shown; parents' answers never."""
        settings_of_sop(policies={"internal": INSIDE})
        entry = published(lead)
        made = release_of(entry.document)
        assert made.policy.min_cell == 5
        assert made.policy.decided.by == "practice_council"
        assert min(row.n for row in made.rows if row.n) == 5
        parents = release_of(published(lead, SURVEY).document)
        assert parents.policy.min_cell == 11
        outside = release_of(published(lead, audience="public").document)
        assert outside.policy.min_cell == 11

    def test_workers_are_those_whom_cases_are_assigned_to(self, host, settings_of_sop):
        """Where the county does not say: each once in every group round their queue."""
        settings_of_sop(workers=None)
        paths = ([], ["demo-county"], ["demo-county", "families"])
        assert counting.workers() == [{"scope": path, "n": 1} for path in paths]

    def test_the_countys_own_count_may_be_a_function(self, host, settings_of_sop):
        """Such as one that asks the personnel system."""
        settings_of_sop(workers=lambda: {(): 7})
        assert counting.workers() == [{"scope": [], "n": 7}]

    def test_cycles_that_are_over_come_the_last_one_first(self, host, settings_of_sop):
        """By the county's own rule, and without a look at any answer."""
        import datetime as dt

        day = dt.date(2026, 11, 29)
        assert counting.cycles(day)[:3] == ["2026-Q3", "2026-Q2", "2026-Q1"]
        settings_of_sop(cycle=lambda day: str(day.year))
        assert counting.cycles(day) == ["2025", "2024", "2023"]

    def test_levels_without_names_are_numbered(self, host, settings_of_sop):
        """As a tally does it."""
        settings_of_sop(levels=())
        assert counting.levels() == ("level_1", "level_2")

    def test_the_set_up_is_checked(self, host, settings_of_sop):
        """Names that are too few and a policy that is none are said by `manage.py check`."""
        from sop_helpdesk import apps

        settings_of_sop(levels=["county"], policies={"internal": {"id": "x"}})
        found = {one.id: one for one in apps.check_setup()}
        assert {"sop_helpdesk.E005", "sop_helpdesk.E006"} <= set(found)
        assert "2" in found["sop_helpdesk.E005"].msg


def press_and_die(address: str, moment: Moment) -> tuple[int, str]:
    """Publish by the page, in a process that is killed at a moment of it."""
    person = Person("lead")
    with DyingAt(moment):
        page = person.post(address, {}, follow=False)
    return page.status, page.address


def ask_and_die(fields: dict[str, object], moment: Moment) -> int:
    """Look by the page, in such a process."""
    person = Person("lead")
    with DyingAt(moment):
        return person.post(f"{HOME}ask/{ASSESSMENT}/", fields, follow=False).status


class TestKilled:
    def test_killed_while_publishing_leaves_the_whole_release_or_nothing(self, lead, host):
        """SIGKILL before each statement and round each commit: never a release without its entry and reasons."""
        killed = {"nothing": 0, "all": 0}
        for kind, numbers in moments():
            host.forget_releases()
            action = ask(lead).soup.main.form["action"]
            for number in numbers:
                running = Running(host.database, press_and_die, action, (kind, number))
                found = running.result()
                n = ReleaseEntry.objects.count()
                assert ReleaseReason.objects.count() == n == len(ledger.read().entries)
                assert host.sql("SELECT entries FROM sop_helpdesk_releaseledger") == [
                    {"entries": n}
                ]
                if running.killed:
                    killed["all" if n else "nothing"] += 1
                if n:
                    break
            # Whoever presses again, or for the first time after the crash, comes to the one release.
            page = lead.post(action, {}, follow=False)
            assert page.status == 302
            assert found in (None, (302, page.address))
            assert lead.get(page.address).status == 200
            assert ReleaseEntry.objects.count() == 1
        assert killed["nothing"] > 10
        assert killed["all"] >= 1

    def test_killed_while_looking_shows_nothing_that_is_not_kept(self, lead, host):
        """A look is kept before it is shown: none is seen that the next one is not tried beside."""
        page = lead.get(f"{HOME}ask/{ASSESSMENT}/")
        fields = {
            field["name"]: field["value"]
            for field in page.soup.main.form.select("input[type=hidden], input[checked]")
        }
        fields |= {"purpose": "cqi", "measures": SCALES}
        for kind, numbers in moments():
            host.forget_releases()
            for number in numbers:
                running = Running(host.database, ask_and_die, fields, (kind, number))
                found = running.result()
                assert ReleaseLook.objects.count() == ReleaseCounts.objects.count()
                if ReleaseLook.objects.exists():
                    break
                assert running.killed
            assert found in (None, 302)


def test_the_pages_are_whole_html(lead, host):
    """Every page has one heading, a language and a title, and a table that says what it is."""
    entry = published(lead)
    look = ask(lead, measures=["teaming"])
    for person, address in (
        (lead, HOME), (lead, f"{HOME}ask/{ASSESSMENT}/"), (lead, look.address),
        (lead, f"{HOME}{entry.release}/"), (host.person("admin"), f"{HOME}{entry.release}/reasons/"),
    ):  # fmt: skip
        soup: BeautifulSoup = person.get(address).soup
        assert soup.html["lang"] == "en"
        assert len(soup.select("h1")) == 1
        assert soup.title.text == soup.h1.text
        assert all(cell.get("scope") for cell in soup.select("th"))
