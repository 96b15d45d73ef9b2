"""What a database knows after a parent has answered: nothing that leads from the answer to anyone."""

from __future__ import annotations

import contextlib
import json
import threading

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from helpdesk.models import Ticket

from sop_helpdesk import adapter, links
from sop_helpdesk.models import ParentLink, SopRecord, Token
from tests.hosts.support import (
    ANONYMOUS,
    ASSESSMENT,
    PREFIX,
    door_address,
    loaded,
    make_address,
)

SEND = "/sop/family/"
# Looked for in every column of every table, so no number that stands there for another reason.
TICKET = 730_914_652
NETWORK = {"REMOTE_ADDR": "203.0.113.77", "HTTP_X_FORWARDED_FOR": "198.51.100.23"}
BROWSER = {"HTTP_USER_AGENT": "A-Telephone/9.9", "HTTP_REFERER": "http://mail.example/inbox"}


@pytest.fixture
def case(host):
    """A case whose number is found wherever it stands."""
    like = Ticket.objects.get(pk=host.case)
    ticket = Ticket.objects.create(
        id=TICKET, title="A case of this test", queue=like.queue, assigned_to=like.assigned_to
    )
    yield ticket
    ticket.delete()


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, tuple]:
    """What came and what went, by table."""
    found = {}
    for table in before.keys() | after.keys():
        old, new = before.get(table, []), after.get(table, [])
        if old != new:
            found[table] = (
                [row for row in new if row not in old],
                [row for row in old if row not in new],
            )
    return found


@pytest.mark.parametrize("browser", [None, "worker"], ids=["a parent's", "a signed-in worker's"])
def test_an_answer_is_one_row_and_a_link_that_is_gone(host, case, browser):
    """S0-12: in the whole database, a row came and the link's row went: no other row, no counter."""
    worker = host.person("worker")
    Token.of(case)
    Token.of(case.assigned_to)
    start = host.everything()
    made = worker.post(make_address(TICKET), {"how": "link"})
    token = made.soup.select_one(".sop-link").text.split("/")[-2]
    invited = host.everything()
    ((linked, gone),) = differences(start, invited).values()
    assert (len(linked), gone) == (1, [])
    assert str(TICKET) not in str(linked)
    person = host.person(browser)
    before = host.everything()
    page = person.get(door_address(token))
    assert host.everything() == before
    written = {**page.fields(choose=2), f"{PREFIX}anything_else": "in my own words"}
    answer = person.client.post(SEND, written, **NETWORK, **BROWSER)
    assert answer.status_code == 302
    changed = differences(before, host.everything())
    assert changed.keys() == {"sop_helpdesk_parentlink", "sop_helpdesk_soprecord"}
    assert changed["sop_helpdesk_parentlink"] == ([], linked)
    ((row,), lost) = changed["sop_helpdesk_soprecord"]
    assert lost == []
    secrets = [token, links._hash(token), str(TICKET), *NETWORK.values(), *BROWSER.values()]
    secrets += [str(Token.of(case)), str(Token.of(case.assigned_to)), "worker@", "'worker'"]
    assert [secret for secret in secrets if secret in row] == []
    whole = str(host.everything())
    assert [one for one in (token, links._hash(token)) if one in whole] == []
    for trace in (*NETWORK.values(), *BROWSER.values()):
        assert trace not in whole
    assert whole.count("in my own words") == 1
    assert host.deliver() == 0
    assert not host.events_file.exists()


def test_nothing_that_a_record_holds_was_on_the_page(host):
    """The id is made when the answers arrive: no page, and no history of a browser, ever held it."""
    parent = host.person(None)
    page = parent.get(door_address(host.link()))
    sent = parent.client.post(SEND, page.fields())
    (row,) = host.records()
    everything_seen = page.text + str(sent.headers) + sent.content.decode()
    assert row["id"] not in everything_seen
    assert row["id"] != page.hidden()["sop_link"]


def test_the_id_is_not_made_of_the_link(host, monkeypatch):
    """The same link twice, with the same answers, gives two ids: who has the link cannot work one out."""
    monkeypatch.setattr(links.secrets, "token_urlsafe", lambda _bytes: "the-same-link")
    for number in (1, 2):
        parent = host.person(None)
        page = parent.get(door_address(host.link()))
        assert parent.post(SEND, page.fields(choose=1)).status == 200
        assert len({str(row["id"]) for row in host.records()}) == number


def test_two_answers_have_nothing_in_common_but_group_day_and_form(host):
    """Two parents of one worker on one day: no column ties their rows to each other or to an order."""
    for _ in range(2):
        parent = host.person(None)
        page = parent.get(door_address(host.link()))
        assert parent.post(SEND, page.fields(choose=1)).status == 200
    one, two = (json.loads(row["document"]) for row in host.records())
    assert {name for name in one if one[name] != two[name]} == {"id"}


def test_a_fault_while_storing_keeps_the_link_and_stores_nothing(host, monkeypatch):
    """S0-12: forgetting the link and storing the answers are one transaction, in both directions."""
    token = host.link()
    parent = host.person(None)
    page = parent.get(door_address(token))
    keep = adapter.keep

    def after(document, ticket):
        assert keep(document, ticket)
        raise IntegrityError("a fault after the row was written")

    for broken in (after, lambda *_: False):
        with monkeypatch.context() as patch:
            patch.setattr(adapter, "keep", broken)
            assert parent.post(SEND, page.fields()).status == 503
        assert host.nothing_stored()
        assert len(host.links()) == 1
    assert parent.post(SEND, page.fields()).status == 200


def test_a_host_that_takes_its_transaction_back_keeps_the_link(host):
    """A rollback around the page takes back both, and the parent can send again."""
    token = host.link()
    parent = host.person(None)
    page = parent.get(door_address(token))
    with contextlib.suppress(IntegrityError), transaction.atomic():
        assert parent.post(SEND, page.fields()).status == 200
        assert len(host.records()) == 1
        assert host.links() == []
        raise IntegrityError("the host's own")
    assert host.nothing_stored()
    assert parent.post(SEND, page.fields()).status == 200


def test_two_posts_at_once_are_one_answer(host, monkeypatch):
    """S0-12: of forms that are sent side by side with one link, one is stored; the others are told."""
    token = host.link()
    page = host.person(None).get(door_address(token))
    keep, found = adapter.keep, links.sent
    at_the_door, inside = threading.Barrier(4), threading.Barrier(2)
    statuses: list[int] = []

    def together(given: str) -> ParentLink | None:
        link = found(given)
        at_the_door.wait(timeout=30)
        return link

    def slow(document, ticket):
        # Whoever is in waits for a second one: where that is possible, both would be stored.
        with contextlib.suppress(threading.BrokenBarrierError):
            inside.wait(timeout=2)
        return keep(document, ticket)

    monkeypatch.setattr(links, "sent", together)
    monkeypatch.setattr(adapter, "keep", slow)

    def click() -> None:
        statuses.append(host.person(None).post(SEND, page.fields()).status)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 404, 404, 404]
    assert len(host.records()) == 1
    assert host.links() == []


def places(host) -> dict[str, tuple]:
    """Where each record lies, as anyone who may ask the database in SQL can see."""
    where = "rowid" if connection.vendor == "sqlite" else "xmin::text, ctid::text"
    rows = host.sql(f"SELECT id, {where} FROM sop_helpdesk_soprecord")
    return {str(row.pop("id")): tuple(row.values()) for row in rows}


def test_after_a_night_no_order_is_left(host, later):
    """`sop_forget` lays past anonymous records down anew: their place tells no time and no order."""
    parent, worker = host.person(None), host.person("worker")
    order: list[str] = []
    for number in range(14):
        page = parent.get(door_address(host.link()))
        assert parent.post(SEND, page.fields(choose=number % 8)).status == 200
        order += [str(row["id"]) for row in host.records() if str(row["id"]) not in order]
        if number % 5 == 0:
            assert worker.send(host.case, worker.open(host.case).fields()).status == 200
    anonymous = set(SopRecord.objects.filter(ticket=None).values_list("id", flat=True))
    came = [one for one in order if one in anonymous]
    rows, before = host.records(), places(host)
    if connection.vendor == "sqlite":
        assert sorted(came, key=before.get) == came, "without the command, the order can be read"
    call_command("sop_forget", verbosity=0)
    assert places(host) == before, "a day that is not over is left alone"
    later(1)
    call_command("sop_forget", verbosity=0)
    after = places(host)
    assert host.records() == rows
    moved = {one for one in after if after[one] != before[one]}
    # Laid down anew, one may come to lie by chance where it, or another, lay before.
    assert moved <= anonymous
    assert len(anonymous) == 14
    if connection.vendor == "sqlite":
        assert min(after[one] for one in anonymous) > max(
            place for one, place in after.items() if one not in anonymous
        )
        assert sorted(came, key=after.get) != came
    else:
        assert moved == anonymous
        assert len({after[one][0] for one in anonymous}) == 1
        assert sorted(came, key=lambda one: _ctid(after[one][1])) != came


def _ctid(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.strip("()").split(","))


def test_the_night_forgets_the_links_that_are_over(host, later, capsys):
    """The command says what it did, and does nothing twice."""
    host.link()
    later(20)
    call_command("sop_forget")
    assert "1 links forgotten, 0 reasons forgotten, 0 anonymous" in capsys.readouterr().out
    assert host.links() == []


def test_what_came_in_between_stops_the_night(host, later, monkeypatch):
    """Where other rows would go than those that come back, nothing is done."""
    parent = host.person(None)
    parent.post(SEND, parent.get(door_address(host.link())).fields(choose=1))
    rows = host.records()
    later(1)
    from sop_helpdesk.management.commands import sop_forget

    monkeypatch.setattr(sop_forget, "list", lambda _rows: [], raising=False)
    with pytest.raises(sop_forget.CommandError, match="Nothing was done"):
        call_command("sop_forget")
    assert host.records() == rows


def test_answers_of_named_people_and_the_staffs_own_links_are_left_alone(host, later):
    """The night moves what is anonymous; nothing that somebody's name is on."""
    worker = host.person("worker")
    for instrument in (ANONYMOUS, ASSESSMENT):
        page = worker.open(host.case, instrument)
        assert worker.send(host.case, page.fields(), instrument).status == 200
    before = places(host)
    later(2)
    call_command("sop_forget", verbosity=0)
    (moved,) = [one for one, place in places(host).items() if place != before[one]]
    assert SopRecord.objects.get(pk=moved).instrument == ANONYMOUS


def test_no_page_of_django_lists_the_answers(host):
    """Neither answers nor links stand in the admin, whoever may use it."""
    from django.contrib import admin

    ours = [model for model in admin.site._registry if model._meta.app_label == "sop_helpdesk"]
    assert ours == []


def test_a_link_made_under_an_old_version_leads_to_it(host):
    """The version is the one that was in force when the link was made."""
    text = json.dumps(adapter_definition())
    with loaded(plugins=False):
        token = host.link()
    newer = json.loads(text.replace('"version": "1.0.0"', '"version": "2.0.0"', 1))
    with loaded(plugins=False, definitions=[newer]):
        parent = host.person(None)
        page = parent.get(door_address(token))
        assert page.hidden()["sop_version"] == "1.0.0"
        assert parent.get(door_address(host.link())).hidden()["sop_version"] == "2.0.0"
        assert parent.post(SEND, page.fields()).status == 200
    (row,) = host.records()
    assert row["version"] == "1.0.0"


def adapter_definition() -> dict:
    from pathlib import Path

    import sop_core

    folder = Path(sop_core.__file__).parent / "instruments" / "definitions"
    return json.loads((folder / "parent_guardian_survey-1.0.0.json").read_text())
