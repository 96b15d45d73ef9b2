"""Why a lead was not shown something: kept for the host's administrator, told to no lead, and forgotten in time."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from sop_core import Issue, ReleaseRefused, to_json
from sop_core.documents import release_of
from sop_core.reporting.suppress_frame import Reason
from sop_helpdesk.models import ReleaseLook, ReleaseLookReason, ReleaseRefusal, SopRecord, Token
from sop_helpdesk.releases import reasons, whys
from sop_helpdesk.releases.asking import Asked
from sop_helpdesk_demo.answers import STAFF
from tests.hosts.releasing import HOME, ask, correct, counted_as, publish, published, shown
from tests.hosts.support import ASSESSMENT, SURVEY, Page, Person
from tests.hosts.test_corrections import TWO, address, late, said
from tests.hosts.test_releases import COUNTIES_ASKED, OFFICES_ASKED, small
from tests.unit._released import group, tally

WHY = f"{HOME}why/"

__all__ = ["small"]


@pytest.fixture
def admin(host) -> Person:
    """The host's administrator, who is no lead."""
    return host.person("admin")


def refusals(admin: Person) -> list[Page]:
    """Each page of a refusal, found from the list of results."""
    home = admin.get(HOME)
    assert home.soup.find("a", href=WHY)
    found = [link["href"] for link in admin.get(WHY).soup.select("main a")]
    return [admin.get(one) for one in found if one.startswith(WHY)]


def against(page: Page) -> str:
    return page.soup.main.ul.get_text(" ", strip=True)


def rows(page: Page) -> dict[str, list[str]]:
    return {
        row.th.text: [cell.text for cell in row.select("td")]
        for row in page.soup.select("tbody tr")
    }


class TestOfALook:
    def test_the_administrator_reads_why_it_withholds(self, lead, admin):
        """The true reason of each place of what is not released, found from the list; the look itself is the lead's."""
        look = ask(lead, SURVEY)
        (link,) = (one for one in admin.get(WHY).soup.select("main a") if "looks" in one["href"])
        page = admin.get(link["href"])
        assert page.status == 200
        assert rows(page)["demo-county / valley"][1:] == ["few workers", "demo-county"]
        assert admin.get(look.address).status == 404
        assert shown(look)["valley"] == ["not shown"] * 5

    def test_groups_and_reasons_are_said_in_words(self, lead, admin, settings_of_sop):
        """Beside the ids what the report calls the groups; each reason that occurs, and no other, is explained."""
        settings_of_sop(
            names={("demo-county",): "Demo County", ("demo-county", "valley"): "<Valley>"}
        )
        look = ask(lead, SURVEY)
        page = admin.get(f"{look.address}reasons/")
        assert rows(page)["demo-county / valley"] == [
            "Demo County / <Valley>", "few workers", "demo-county (Demo County)",
        ]  # fmt: skip
        found = {cells[1] for cells in rows(page).values()}
        said = {one.text for one in page.soup.main.select("dt")}
        assert said == found
        assert "about too few workers" in page.soup.main.dl.text

    def test_it_tells_no_number_of_anybody(self, lead, admin):
        """Places and reasons: what was looked at stays with whoever looked."""
        look = ask(lead, SURVEY)
        page = admin.get(f"{look.address}reasons/")
        cells = [cell for row in rows(page).values() for cell in row]
        assert cells
        assert not any(sign.isdigit() for cell in cells for sign in cell)

    def test_of_what_was_published_the_release_has_them(self, lead, admin):
        """The look leaves the list, and the night forgets what is kept twice."""
        look = ask(lead, SURVEY)
        publish(lead, look)
        assert "looks" not in admin.get(WHY).text
        assert ReleaseLookReason.objects.count() == 1
        call_command("sop_forget", verbosity=0)
        assert not ReleaseLookReason.objects.exists()
        assert admin.get(f"{look.address}reasons/").status == 404

    def test_what_is_old_is_forgotten_and_comes_back_with_another_look(self, lead, admin, later):
        """90 days, or as many as the agency says; the look itself stays what leads know."""
        look = ask(lead, SURVEY)
        why = f"{look.address}reasons/"
        before = rows(admin.get(why))
        later(90)
        call_command("sop_forget", verbosity=0)
        assert admin.get(why).status == 200
        later(91)
        call_command("sop_forget", verbosity=0)
        assert admin.get(why).status == 404
        assert ReleaseLook.objects.count() == 1
        later(0)
        assert ask(lead, SURVEY).address == look.address
        assert rows(admin.get(why)) == before

    def test_the_agency_says_for_how_long(self, lead, admin, later, settings_of_sop):
        """`SOP["reason_days"]`."""
        settings_of_sop(reason_days=7)
        look = ask(lead, SURVEY)
        assert "older than 7 days" in admin.get(WHY).text
        later(8)
        call_command("sop_forget", verbosity=0)
        assert admin.get(f"{look.address}reasons/").status == 404


class TestOfARefusal:
    def test_why_a_correction_was_refused(self, lead, admin):
        """The lead has the plain sentence, the administrator the group and how many, and what had been asked for."""
        first = published(lead, **TWO)
        late("north", 1)
        told = said(correct(lead, first, depth="2"))
        assert not any(sign.isdigit() for sign in told)
        assert "administrator to look up" in told
        (page,) = refusals(admin)
        assert "differs by 1 record" in against(page)
        assert "correction" in page.soup.h1.text
        assert "engagement, teaming" in page.soup.dl.text
        assert "Down to each unit" in page.soup.dl.text

    def test_why_a_correction_was_refused_beside_looks(self, lead, admin):
        """What no release but a look had shown: the library's own words of it, which the lead is not told."""
        whole = published(lead, measures=["engagement"], depth="0")
        ask(lead, measures=["engagement"], depth="2")
        late("north", 13)
        late("south", 1)
        told = said(correct(lead, whole, depth="0"))
        assert "looked at before" in told
        assert not any(sign.isdigit() for sign in told)
        (page,) = refusals(admin)
        assert "differs by 1 record" in against(page), against(page)

    def test_why_two_looks_leak_together(self, small, admin):
        """An attacker's own sentence, of what both tell."""
        assert ask(small, "small", **OFFICES_ASKED).status == 200
        told = said(ask(small, "small", **COUNTIES_ASKED))
        assert not any(sign.isdigit() for sign in told)
        assert told.count("Together with") == 1
        assert "safely" not in told, "how many reasons there are, and of which kind, is not told"
        (page,) = refusals(admin)
        assert any(sign.isdigit() for sign in against(page))

    def test_why_a_look_would_come_out_otherwise(self, host, small, admin):
        """Nothing leaks, and had the look before it been published a unit would be withheld: which, and why."""
        host.forget_releases()
        few = group({2: 7, 3: 7}, {2: 4, 3: 3, None: 7})
        counted_as(tally({"c/n/u1": few, "c/n/u2": 7, "c/n/u3": 12, "c/s/u4": 13, "c/s/u5": 15}))
        deep = {**OFFICES_ASKED, "depth": "3"}
        assert ask(small, "small", **{**deep, "measures": ["lowest"]}).status == 200
        assert ask(small, "small", **deep).status == 422
        (page,) = refusals(admin)
        assert "c / n / u1 would be withheld: protects." in against(page)

    def test_why_a_look_may_be_published_no_more(self, lead, admin):
        """What was published meanwhile may stand against it in a way that the lead is not told."""
        entry = published(lead, **TWO)
        leak = Issue("release_leaks", "$", "north's 7 answers follow.")
        error = ReleaseRefused("Nothing is released.", issues=[leak])
        reasons.keep_refusal(error, "publish", Asked.like(release_of(entry.document)))
        (page,) = refusals(admin)
        assert "to publish what was looked at" in page.soup.h1.text
        assert leak.message in against(page)

    def test_what_the_lead_was_told_in_full_is_not_kept(self, host):
        """Nobody answered: there is nothing more to tell."""
        page = ask(host.person("lead"))
        assert page.status == 422
        assert "Nobody's answers" in said(page)
        assert not ReleaseRefusal.objects.exists()

    def test_of_answers_that_cannot_be_counted_the_kind_of_fault_alone(self, lead, admin):
        """Which record it is, and what stands in it, is a person's and no reason."""
        first = published(lead, **TWO)
        row = SopRecord.objects.filter(instrument=ASSESSMENT).first()
        document = json.loads(row.document)
        row.document = to_json({**document, "scope": ["a", "b", "c"]})
        row.save()
        assert lead.get(address(first)).status == 422
        (page,) = refusals(admin)
        assert "cannot be counted" in against(page)
        assert "(" in against(page), "the code of the fault"
        for private in (row.pk, document["respondent"], "['a', 'b', 'c']"):
            assert private not in page.text

    def test_the_same_on_one_day_is_kept_once(self, lead, admin, later):
        """Whoever presses again and again fills nothing."""
        first = published(lead, **TWO)
        late("north", 1)
        for _ in range(2):
            correct(lead, first)
        assert ReleaseRefusal.objects.count() == 1
        later(1)
        correct(lead, first)
        assert [one.kind for one in ReleaseRefusal.objects.all()] == ["correction"] * 2

    def test_two_of_one_day_can_be_told_apart(self, lead, admin):
        """By what was asked for."""
        first = published(lead, **TWO)
        late("north", 1)
        for depth in "12":
            correct(lead, first, depth=depth)
        lines = [
            one.text for one in admin.get(WHY).soup.select("main a") if "correction" in one.text
        ]
        assert len({*lines}) == len(lines) == 2
        assert any("down to each unit, Engagement and Teaming" in one for one in lines), lines

    def test_what_is_old_is_forgotten(self, lead, admin, later, capsys):
        """After as many days as reasons are kept, by `sop_forget`."""
        first = published(lead, **TWO)
        late("north", 1)
        correct(lead, first)
        later(90)
        call_command("sop_forget")
        (page,) = refusals(admin)
        later(91)
        call_command("sop_forget")
        assert "1 reasons forgotten" in capsys.readouterr().out.splitlines()[-1]
        assert not refusals(admin)
        assert admin.get(page.address).status == 404


class TestWho:
    def test_no_lead_learns_that_a_reason_is_kept(self, lead, admin, host):
        """404 for leads and for everybody else; no page of the lead's leads there, or says how many there are."""
        first = published(lead, **TWO)
        look = ask(lead, SURVEY)
        late("north", 1)
        page = correct(lead, first)
        (refusal,) = refusals(admin)
        for name in ("lead", "worker", "supervisor", "clerk"):
            person = host.person(name)
            for at in (WHY, refusal.address, f"{look.address}reasons/"):
                assert person.get(at).status == 404, (name, at)
        stranger = host.person(None).get(refusal.address)
        assert stranger.status == 302
        assert "/login/" in stranger.address
        for at in (page, look, lead.get(HOME), lead.get(f"{HOME}{first.release}/")):
            assert "/why/" not in at.text
            assert "reasons/" not in at.text
            assert "few workers" not in at.text

    def test_the_administrators_pages_are_kept_in_no_cache(self, lead, admin):
        """What is read there stays nowhere else, and nothing is sent there."""
        look = ask(lead, SURVEY)
        for at in (WHY, f"{look.address}reasons/"):
            assert "no-store" in admin.client.get(at).headers["Cache-Control"]
            assert admin.post(at, {}).status == 405

    def test_a_lead_who_is_the_administrator_reads_them_too(self, lead, host):
        """Whom the host lets, by its own permission, whatever else they are."""
        user = get_user_model().objects.get(username="lead")
        user.is_superuser = True
        user.save()
        try:
            ask(lead, SURVEY)
            assert lead.get(WHY).status == 200
            assert lead.get(HOME).soup.find("a", href=WHY)
        finally:
            user.is_superuser = False
            user.save()

    def test_nobody_is_named(self, lead, admin):
        """Neither who asked nor anybody who answered."""
        first = published(lead, **TWO)
        late("north", 1)
        correct(lead, first)
        (row,) = ReleaseRefusal.objects.values()
        text = json.dumps(row, default=str)
        tokens = [one.token for one in Token.objects.all()]
        tokens += [
            json.loads(one.document)["respondent"]
            for one in SopRecord.objects.filter(instrument=ASSESSMENT)
        ]
        assert len(tokens) > sum(STAFF.values())
        assert not any(token in text for token in tokens)


def test_every_reason_that_there_is_is_explained():
    """A reason that the library learns has words here."""
    assert set(whys.MEANINGS) == {*get_args(Reason)}
