"""Who may not see a ticket sees no SOP of it, and stores nothing: the host's own rules decide."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from helpdesk.models import Ticket

from sop_helpdesk.pages import Pass
from tests.hosts.support import ANONYMOUS, ASSESSMENT, form_address, make_address

CASE_PAGES = (
    "", "note/", "supervision/", "write/three_houses/", "write/danger/", "records/x/", "note/x/", "write/danger/x/",
)  # fmt: skip
STRANGERS: list[str | None] = ["clerk", None]


def pages(host) -> list[str]:
    """Every address of the plugin that shows something."""
    return [
        form_address(host.case),
        form_address(host.case, ANONYMOUS),
        f"/sop/tickets/{host.case}/thanks/",
        *(f"/sop/tickets/{host.case}/case/{page}" for page in CASE_PAGES),
    ]


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_get_what_the_host_gives_them(host, name):
    """Another queue's staff are refused, and whoever is not signed in is sent to the sign-in page."""
    stranger = host.person(name)
    for address in pages(host):
        page = stranger.get(address)
        if name:
            assert page.status == 403, address
        else:
            assert page.status == 302
            assert page.address.startswith("/login/")
        assert "working well" not in page.text
    assert stranger.ticket(host.case).status == 302


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("instrument", [ASSESSMENT, ANONYMOUS])
def test_strangers_store_nothing(host, name, instrument):
    """Answers from whoever may not see the ticket are stored nowhere, whatever they send."""
    page = host.person("worker").open(host.case, instrument)
    sent = host.person(name).client.post(form_address(host.case, instrument), page.fields())
    assert sent.status_code in (302, 403)
    assert host.nothing_stored()


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("how", ["link", "device"])
def test_strangers_make_no_link_for_a_family(host, name, how):
    """S0-12: only who may see the ticket makes a link for its family."""
    sent = host.person(name).client.post(make_address(host.case), {"how": how})
    assert sent.status_code == (403 if name else 302)
    assert host.links() == []
    assert "family" not in sent.headers.get("Location", "").split("?")[0]


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_put_no_prompt_aside(host, name):
    """A prompt stays for those who may see the ticket, whoever else says otherwise."""
    fields = dismissal(host.person("worker").ticket(host.case))
    sent = host.person(name).client.post(f"/sop/tickets/{host.case}/prompts/", fields)
    assert sent.status_code in (302, 403)
    assert host.nothing_stored()


def test_somebody_who_is_no_staff_stores_nothing(host):
    """An account without staff rights is nobody here, even with the ticket assigned to it, as for the host."""
    people = get_user_model().objects
    people.filter(username="visitor").delete()
    account = people.create_user("visitor", password="visitor")
    case = Ticket.objects.filter(pk=host.case)
    worker = host.person("worker")
    fields, prompt = worker.open(host.case).fields(), dismissal(worker.ticket(host.case))
    owner = case.get().assigned_to
    case.update(assigned_to=account)
    try:
        visitor = host.person("visitor")
        assert visitor.ticket(host.case).status == 302
        assert visitor.open(host.case).status == 302
        # Even with a pass of its own, which no page of ours would give it.
        form = Pass.new(account, host.case, "form", ASSESSMENT, "1.0.0").sign()
        aside = Pass.new(account, host.case, "prompt", "three_questions/case_view_next").sign()
        for address, sent in (
            (form_address(host.case), {**fields, "sop_pass": form}),
            (prompts(host), {**prompt, "sop_pass": aside}),
        ):
            assert visitor.client.post(address, sent).status_code == 302
    finally:
        case.update(assigned_to=owner)
        account.delete()
    assert host.nothing_stored()


def prompts(host) -> str:
    return f"/sop/tickets/{host.case}/prompts/"


def test_a_persons_words_are_that_persons_alone(host):
    """S0-07: not even the supervisor, who sees the ticket, is shown another's answers."""
    sent = host.answered(choose=1)
    (row,) = host.records()
    address = f"/sop/tickets/{host.case}/answers/{row['id']}/"
    assert sent.address.startswith(address)
    assert host.person("worker").get(address).status == 200
    assert host.person("supervisor").ticket(host.case).status == 200
    assert host.person("supervisor").get(address).status == 404
    assert host.person("clerk").get(address).status == 403
    assert host.person(None).get(address).status == 302
    other = f"/sop/tickets/{host.cases[1]}/answers/{row['id']}/"
    assert host.person("worker").get(other).status == 404


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: "",
        lambda token: "no-pass",
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: signing.dumps(["x" * 32, "1", 1, "form", ASSESSMENT, "1.0.0"]),
    ],
    ids=["empty", "junk", "one letter changed", "signed for something else"],
)
def test_a_page_without_a_good_pass_is_shown_again_and_stored_nowhere(host, forge):
    """The record's id comes signed; a page whose pass is not good keeps its answers and stores none."""
    worker = host.person("worker")
    page = worker.open(host.case)
    fields = page.fields(choose=1)
    sent = worker.send(host.case, {**fields, "sop_pass": forge(str(fields["sop_pass"]))})
    assert sent.status == 422
    assert host.nothing_stored()
    chosen = {str(field["name"]): field["value"] for field in sent.form.select("input[checked]")}
    assert chosen == page.answers(choose=1)
    assert worker.send(host.case, sent.fields(choose=1)).status == 200
    assert len(host.records()) == 1


def test_a_pass_is_good_for_its_person_ticket_and_form_alone(host):
    """A pass that was given to another person, for another ticket or form, stores nothing."""
    worker, supervisor = host.person("worker"), host.person("supervisor")
    mine = worker.open(host.case).fields(choose=1)
    assert supervisor.send(host.case, mine).status == 422
    assert worker.send(host.cases[1], mine).status == 422
    other = worker.open(host.case, ANONYMOUS).fields()
    assert worker.send(host.case, {**other, "sop_pass": mine["sop_pass"]}, ANONYMOUS).status == 422
    prompt = dismissal(worker.ticket(host.case))
    assert worker.send(host.case, {**mine, "sop_pass": prompt["sop_pass"]}).status == 422
    worker.post(f"/sop/tickets/{host.case}/prompts/", {**prompt, "sop_pass": mine["sop_pass"]})
    assert host.nothing_stored()


def test_a_pass_that_is_too_old_is_not_good(host, settings_of_sop):
    """A form that was open for longer than the county allows is shown again, with its answers."""
    worker = host.person("worker")
    page = worker.open(host.case)
    settings_of_sop(form_hours=-1)
    assert worker.send(host.case, page.fields()).status == 422
    assert host.nothing_stored()


def test_pages_from_elsewhere_store_nothing(host):
    """Django's protection against forged requests covers every page that stores something."""
    worker = host.person("worker", enforce_csrf_checks=True)
    page, ticket = worker.open(host.case), worker.ticket(host.case)
    for address, fields in (
        (form_address(host.case), page.fields()),
        (f"/sop/tickets/{host.case}/prompts/", dismissal(ticket)),
        (make_address(host.case), {"how": "link"}),
    ):
        bare = {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}
        assert worker.post(address, bare).status == 403
        assert host.nothing_stored()
        assert host.links() == []
    assert worker.send(host.case, page.fields()).status == 200


def test_no_page_with_answers_stays_in_a_browser(host):
    """Forms and what follows them are not to be kept by the browser: devices are handed over."""
    worker = host.person("worker")
    for address in pages(host):
        response = worker.client.get(address)
        if response.status_code == 404:
            continue  # there is nothing on it
        assert "no-store" in response.headers["Cache-Control"]


def dismissal(page) -> dict[str, object]:
    """The fields of the first prompt's form on a ticket page, with its first reason."""
    form = page.form
    fields = {str(f["name"]): str(f["value"]) for f in form.find_all("input", type="hidden")}
    reason = form.find(attrs={"name": "reason"})
    option = reason if reason.has_attr("value") else reason.find("option", value=True)
    return {**fields, "reason": str(option["value"])}
