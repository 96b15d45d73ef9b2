"""A worker's own pages: through the gate, to the person who is signed in, and to nobody else."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from sop_helpdesk import adapter, mine
from sop_helpdesk.models import SopRecord, Token
from tests.hosts.support import ASSESSMENT, door_address, installed, loaded

MINE = "/sop/mine/"


def earlier(host, cycle: str, day: str, *, choose: str = "2") -> None:
    """The worker's answers of an earlier cycle, stored as the host stores them."""
    form = adapter.engine().form(ASSESSMENT)
    worker = Token.of(get_user_model().objects.get(username="worker"))
    document = form.read(
        {item.id: choose for item in form.items if item.required},
        id=f"r-{cycle}", cycle=cycle, submitted_at=f"{day}T09:00:00Z", respondent=worker, subject=worker,
    )  # fmt: skip
    adapter.keep(document, None)


def own(page) -> str:
    return page.soup.find(id="sop-own").get_text(" ", strip=True)


def test_after_sending_comes_the_persons_own_page(host):
    """S0-10: places and skills in words; without an earlier cycle a sentence says so."""
    sent = host.answered(choose=1)
    assert "Your own page" in own(sent)
    assert "There is no earlier cycle of yours" in own(sent)
    assert [picture["aria-hidden"] for picture in sent.soup.select("svg")] == ["true"] * 6
    assert sent.soup.find("a", href=re.compile(r"^/sop/mine/"))


def test_the_list_leads_to_every_page_of_the_person(host):
    """My own pages: newest first, each with its cycle; another person's list is empty."""
    host.answered(choose=1)
    earlier(host, "2025-Q1", "2025-02-03")
    worker = host.person("worker")
    links = worker.get(MINE).soup.select(".sop-mine a")
    assert [link["href"] for link in links] == [f"/sop/mine/{row['id']}/" for row in
                                                sorted(host.records(), key=lambda row: row["id"].startswith("r-"))]  # fmt: skip
    for link in links:
        assert worker.get(link["href"]).status == 200
    other = host.person("supervisor").get(MINE)
    assert other.soup.select(".sop-mine a") == []
    assert "You have not answered" in other.text
    assert (
        host.person("worker")
        .ticket(host.case)
        .soup.select("#sop-panel .sop-mine a[href='/sop/mine/']")
    )


def test_two_of_one_cycle_can_be_told_apart(host):
    """By when they were sent."""
    earlier(host, "2025-Q1", "2025-02-03")
    host.answered(choose=1)
    host.answered(choose=2)
    lines = [one.get_text() for one in host.person("worker").get(MINE).soup.select(".sop-mine li")]
    days = [re.search(r"\((\d{4}-\d\d-\d\d), \d\d:\d\d\)$", one)[1] for one in lines]
    assert days[-1] == "2025-02-03"
    assert days[0] == days[1] == timezone.localdate().isoformat()


def test_a_page_is_set_beside_the_last_cycle(host):
    """S0-01: more than last time, and how many points are a change at all."""
    earlier(host, "2024-Q1", "2024-02-03", choose="5")
    earlier(host, "2025-Q1", "2025-02-03", choose="1")
    page = host.answered(choose=3)
    said = own(page)
    assert "Set beside your own answers of 2025-Q1." in said
    assert "More than last time" in said
    assert "A difference of half a point or more counts as a change" in said
    assert "2024-Q1" not in said


def test_nobody_else_sees_it_whatever_they_may_see_of_the_case(host):
    """S0-07: the supervisor, the clerk and who is not signed in are told that there is no such page."""
    host.answered(choose=1)
    (row,) = host.records()
    address = f"{MINE}{row['id']}/"
    assert host.person("worker").get(address).status == 200
    for name in ("supervisor", "clerk"):
        refused = host.person(name).get(address)
        assert refused.status == 404
        assert "Foundations" not in refused.text
    assert host.person(None).get(address).status == 302
    assert host.person("worker").get(f"{MINE}nothing/").status == 404


def test_a_parents_answers_are_nobodys_page(host):
    """S0-12: an anonymous record is shown to nobody, the worker who handed the device over neither."""
    worker = host.person("worker")
    family = host.person(None)
    address = door_address(host.link())
    family.post("/sop/family/", family.get(address).fields(choose=3))
    (row,) = host.records()
    for name in ("worker", "supervisor"):
        assert host.person(name).get(f"{MINE}{row['id']}/").status == 404
    assert worker.get(MINE).soup.select(".sop-mine a") == []


def test_the_gate_decides_and_not_the_list(host, monkeypatch):
    """Were the list wrong, the gate would still refuse: an earlier record of another person's costs the page."""
    host.answered(choose=1)
    earlier(host, "2025-Q1", "2025-02-03")
    row = SopRecord.objects.get(id="r-2025-Q1")
    row.document = json.dumps({**json.loads(row.document), "respondent": "somebody-else"})
    row.save()
    worker = host.person("worker")
    (kept,) = SopRecord.objects.exclude(id=row.id)
    assert worker.get(f"{MINE}{kept.pk}/").status == 200
    monkeypatch.setattr(
        mine, "own_rows", lambda user, **of: SopRecord.objects.filter(kind="administration")
    )
    assert worker.get(f"{MINE}{kept.pk}/").status == 404


@pytest.mark.parametrize("denies", ["return Denial('Not this month.')", "raise ValueError"])
def test_a_plugin_that_decides_can_close_it(host, tmp_path, denies):
    """DESIGN 5: what a plugin denies is not shown, and one that fails denies."""
    host.answered(choose=1)
    (row,) = host.records()
    source = f"""
        from sop_core import Denial, hookimpl

        sop_api = 1


        @hookimpl
        def sop_authorize(viewer, purpose, kind):
            {denies}
        """
    with installed(tmp_path, sop_gate_test=source), loaded(plugins=["sop_gate_test"]):
        assert host.person("worker").get(f"{MINE}{row['id']}/").status == 404
    with loaded(plugins=False):
        assert host.person("worker").get(f"{MINE}{row['id']}/").status == 200


def test_a_version_that_is_gone_costs_its_own_page_alone(host):
    """Years later a definition may not be loaded any more: the others are shown."""
    form = json.loads(
        json.dumps(dict(adapter.engine().catalog.documents["instrument", ASSESSMENT, "1.0.0"]))
    )
    with loaded(plugins=False, definitions=[{**form, "version": "0.9.0"}]):
        document = adapter.engine().form(ASSESSMENT, "0.9.0").read(
            {item.id: "2" for item in adapter.engine().form(ASSESSMENT).items if item.required},
            id="r-old", cycle="2020-Q1", submitted_at="2020-02-03T09:00:00Z",
            respondent=Token.of(get_user_model().objects.get(username="worker")),
        )  # fmt: skip
        adapter.keep(document, None)
    sent = host.answered(choose=1)
    assert "There is no earlier cycle" in own(sent)
    worker = host.person("worker")
    assert worker.get(f"{MINE}r-old/").status == 404
    assert len(worker.get(MINE).soup.select(".sop-mine a")) == 1


def test_the_page_is_not_kept_by_browsers(host):
    """What is one person's own stands in no cache."""
    sent = host.answered()
    worker = host.person("worker")
    response = worker.client.get(sent.address)
    assert "no-store" in response.headers["Cache-Control"]


def test_spanish_words_are_there(host):
    """C-32: the list of own pages speaks Spanish where it is asked to."""
    page = host.person("worker").get(f"{MINE}?lang=es")
    assert page.soup.html["lang"] == "es"
    assert "Mis propias páginas" in page.text
