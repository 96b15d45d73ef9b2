"""SOP on a case in the helpdesk: contact note, supervision, field tools, statements (issue 5, part 7)."""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from helpdesk.models import FollowUp, Ticket

from sop_helpdesk.casework import learning
from sop_helpdesk.casework.facts import facts_of
from sop_helpdesk.casework.records import CaseFile
from sop_helpdesk.models import Learning, SopRecord, Token
from tests.hosts.support import Host, Page, Person, mailing, text_of

WORRY = "The children were alone at night."
STRENGTH = "Grandmother comes every evening."
DANGER = {
    "who_worries": "The teacher and the aunt",
    "caregiver_might": "The caregiver might leave the children alone.",
    "situation": "When the night shift begins.",
    "possible_impact": "The little one could be hurt.",
}
GOAL = {
    "caregivers_doing": "Asking the sister before each night shift.",
    "child_sees": "Somebody I know is there when I wake.",
    "how_long": "Every night for three months.",
}


def at(host: Host, tail: str = "", case: int | None = None) -> str:
    return f"/sop/tickets/{case or host.case}/case/{tail}"


def fields(page: Page, **values: str) -> dict[str, object]:
    """The page's case form as a browser sends it, without a button, with these texts in it."""
    (form,) = page.soup.select("form.sop-case-form")
    sent: dict[str, object] = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(one["name"]), one.get("type", "text")
        if kind in ("radio", "checkbox") and not one.has_attr("checked"):
            continue
        if one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            sent[name] = str(chosen["value"])
        else:
            sent[name] = one.text.removeprefix("\n") if one.name == "textarea" else str(one.get("value", ""))  # fmt: skip
    return {**sent, **{f"c-{name}": text for name, text in values.items()}}


def write(person: Person, address: str, button: str = "complete", **values: str) -> Page:
    """Open a page, write on it, and press a button."""
    page = person.get(address)
    assert page.status == 200, page.text[:2000]
    return person.post(address, {**fields(page, **values), "c-status": button})


def text(page: Page) -> str:
    return page.soup.select_one("main").get_text(" ", strip=True)


def documents(host: Host, kind: str) -> list[dict]:
    found = [json.loads(row["document"]) for row in host.records() if row["kind"] == kind]
    return sorted(found, key=lambda one: one["made_at"])


def test_a_note_is_checked_as_it_is_kept_and_the_advice_stands_beside_it(host):
    """S2-37, D15: only worries; the draft is kept as it was written, and one good question is asked beside it."""
    worker = host.person("worker")
    page = write(worker, at(host, "note/"), "draft", **{"worries.1.text": WORRY, "worries.1.voice": "caregiver"})  # fmt: skip
    (draft,) = documents(host, "field-record")
    assert (draft["status"], draft["tool"]) == ("draft", "three_questions")
    assert [one["text"] for one in draft["entries"]] == [WORRY]
    assert page.address == at(host, f"note/{draft['id']}/?lang=en&kept=1")
    assert "The draft is kept." in text(page)
    notes = page.soup.select_one(".sop-case-form .sop-notes").get_text(" ", strip=True)
    assert "What strengths, protective capacities or acts of protection stand beside these worries?" in notes  # fmt: skip
    first = page.soup.select_one(".sop-prompt .sop-text").get_text()
    assert first == "What strengths, protective capacities or acts of protection stand beside these worries?"  # fmt: skip
    assert WORRY in page.soup.select_one("textarea[name='c-worries.1.text']").text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "worries without a word about a child"), ("es", "preocupaciones sin una palabra sobre una niña o un niño")],
)  # fmt: skip
def test_why_a_prompt_is_there_is_said_in_words(host, language, words):
    """No worker reads the id of a fact."""
    worker = host.person("worker")
    write(worker, at(host, "note/"), "draft", **{"worries.1.text": "They shouted all night.", "working_well.1.text": STRENGTH})  # fmt: skip
    (draft,) = documents(host, "field-record")
    page = worker.get(at(host, f"note/{draft['id']}/?lang={language}"))
    assert words in text(page)
    assert "noticed." not in text(page)


def test_a_new_note_asks_the_three_questions(host):
    """S2-12, S2-03: nothing was written yet, and nothing of an earlier note is noticed on this page."""
    worker = host.person("worker")
    write(worker, at(host, "note/"), **{"worries.1.text": WORRY})
    page = worker.get(at(host, "note/"))
    kinds = [one.get_text() for one in page.soup.select(".sop-prompt .sop-text")]
    assert len(kinds) == 3
    assert "working well" in kinds[0]
    assert "worried" in kinds[1]


def test_a_finished_note_leaves_a_line_in_the_tickets_history_and_no_word_of_it(host):
    """B-39: whoever may see the ticket finds the note; what a helpdesk may send by e-mail holds none of it."""
    worker = host.person("worker")
    page = write(worker, at(host, "note/"), **{"worries.1.text": WORRY, "working_well.1.text": STRENGTH})  # fmt: skip
    (note,) = documents(host, "field-record")
    assert (note["status"], page.address.split("?")[0]) == ("complete", at(host, f"records/{note['id']}/"))  # fmt: skip
    assert WORRY in text(page)
    (line,) = FollowUp.objects.filter(ticket_id=host.case, comment__contains=note["id"])
    assert (line.title, line.public, line.user.username) == ("A contact note was written", False, "worker")  # fmt: skip
    assert WORRY not in line.comment
    events = " ".join(str(row["event"]) for row in host.outbox())
    assert events
    assert WORRY not in events
    assert Token.of(line.ticket) not in events
    line.delete()


def test_a_draft_is_written_on_and_finished_once(host):
    """DESIGN 3: nothing is edited; what was a draft leads to what counts; pressed twice, it is one record."""
    worker = host.person("worker")
    page = write(worker, at(host, "note/"), "draft", **{"worries.1.text": WORRY})
    sent = {**fields(page, **{"working_well.1.text": STRENGTH}), "c-status": "complete"}
    address = page.address.split("?")[0]
    first, again = worker.post(address, sent), worker.post(address, sent)
    assert first.address.split("?")[0] == again.address.split("?")[0]
    draft, note = documents(host, "field-record")
    assert note["supersedes"]["id"] == draft["id"]
    assert [one["text"] for one in note["entries"]] == [STRENGTH, WORRY]
    assert worker.get(address).status == 302
    assert FollowUp.objects.filter(comment__contains=note["id"]).count() == 1
    listed = text(worker.get(at(host)))
    assert "(draft)" not in listed


def test_a_notes_draft_is_finished_from_the_list_of_the_case_and_leaves_its_line(host):
    """README: the draft knows that it is the note, by whichever way it is opened; so does a change of it."""
    worker = host.person("worker")
    write(worker, at(host, "note/"), "draft", **{"worries.1.text": WORRY})
    (draft,) = documents(host, "field-record")
    (link,) = worker.get(at(host)).soup.select("#c-pages ~ ul a")
    assert (link.text, link["href"]) == ("Contact note", at(host, f"note/{draft['id']}/"))
    page = write(worker, at(host, f"write/three_questions/{draft['id']}/"))
    note = documents(host, "field-record")[-1]
    (line,) = FollowUp.objects.filter(comment__contains=note["id"])
    assert line.title == "A contact note was written"
    change = page.soup.find("a", string="Change it")["href"]
    write(worker, change, **{"worries.1.text": "mended"})
    changed = documents(host, "field-record")[-1]
    (line,) = FollowUp.objects.filter(comment__contains=changed["id"])
    assert line.title == "A contact note was changed"


def test_pages_of_one_day_can_be_told_apart_on_the_list(host):
    """By the time at which each was kept, on the host's clock."""
    worker = host.person("worker")
    for day in ("2026-11-03T09:05:00+00:00", "2026-11-03T16:40:00+00:00"):
        write(worker, at(host, "write/three_questions/"), **{"worries.1.text": WORRY})
        stored(host, documents(host, "field-record")[-1]["id"], made_at=day)
    lines = [one.get_text(" ", strip=True) for one in worker.get(at(host)).soup.select("#c-pages ~ ul li")]  # fmt: skip
    local = [timezone.localtime(dt.datetime(2026, 11, 3, *at, tzinfo=dt.UTC)) for at in ((16, 40), (9, 5))]  # fmt: skip
    assert lines == [f"Three Questions , {one:%Y-%m-%d, %H:%M}" for one in local]


def test_the_three_questions_as_a_tool_are_no_contact_note(host):
    """From the list of the case too, their draft is finished as what it is: no line says that a note was written."""
    worker = host.person("worker")
    before = FollowUp.objects.count()
    write(worker, at(host, "write/three_questions/"), "draft", **{"worries.1.text": WORRY})
    (link,) = worker.get(at(host)).soup.select("#c-pages ~ ul a")
    assert link.text == "Three Questions"
    write(worker, link["href"])
    assert documents(host, "field-record")[-1]["status"] == "complete"
    assert FollowUp.objects.count() == before


def test_a_finished_record_is_changed_by_a_later_one(host):
    """An amendment names what it stands in for, also by way of a draft; the page leads to what counts."""
    worker = host.person("worker")
    write(worker, at(host, "write/three_questions/"), **{"worries.1.text": WORRY})
    (note,) = documents(host, "field-record")
    page = write(worker, at(host, f"write/three_questions/{note['id']}/"), "draft", **{"worries.1.text": "mended"})  # fmt: skip
    listed = text(worker.get(at(host)))
    assert listed.count("Three Questions , ") == 2
    write(worker, page.address.split("?")[0])
    amended = documents(host, "field-record")[-1]
    assert (amended["status"], amended["supersedes"]["id"]) == ("amended", note["id"])
    assert text(worker.get(at(host))).count("Three Questions , ") == 1
    old = worker.get(at(host, f"records/{note['id']}/"))
    assert old.soup.select_one(f"a[href$='{amended['id']}/']")
    assert "It was entered in error" not in text(old)


def test_a_record_entered_in_error_stays_and_counts_no_more(host):
    """It says so on its page, and is nowhere else."""
    worker = host.person("worker")
    page = write(worker, at(host, "write/three_questions/"), **{"worries.1.text": WORRY})
    form = next(form for form in page.soup.find_all("form") if form["action"].endswith("void/"))
    sent = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    worker.post(form["action"], sent)
    worker.post(form["action"], sent)
    note, void = documents(host, "field-record")
    assert void["status"] == "entered_in_error"
    assert "Nothing was written yet." in text(worker.get(at(host)))
    assert "no longer counts" in text(worker.get(at(host, f"records/{void['id']}/")))
    assert worker.get(at(host, f"write/three_questions/{note['id']}/")).status == 302
    assert worker.get(at(host, f"write/three_questions/{void['id']}/")).status == 404


def test_a_refused_page_comes_back_with_every_fault_and_every_word(host):
    """DESIGN 6: 422, each fault beside its line; after it is mended, it is kept."""
    worker = host.person("worker")
    values = {"worries.1.text": WORRY, "worries.1.verbatim": "true", "scales.1.value": "eleven", "scales.1.voice": "child"}  # fmt: skip
    page = write(worker, at(host, "note/"), **values)
    assert page.status == 422
    assert documents(host, "field-record") == []
    told = page.soup.select_one(".sop-errors").get_text(" ", strip=True)
    assert "whose very words these are" in told
    assert "numbers in digits" in told
    mended = {**fields(page, **{"worries.1.voice": "child", "scales.1.value": "3"}), "c-status": "complete"}  # fmt: skip
    assert worker.post(at(host, "note/"), mended).status == 200
    (note,) = documents(host, "field-record")
    assert (note["entries"][0]["voice"], note["scales"][0]["value"]) == ("child", 3)


def test_a_page_that_is_too_old_or_forged_keeps_nothing_and_loses_nothing(host):
    """The pass is of this user, this case and this page."""
    worker = host.person("worker")
    sent = {**fields(worker.get(at(host, "note/")), **{"worries.1.text": WORRY}), "c-status": "complete"}  # fmt: skip
    for signed in ("", "x", fields(worker.get(at(host, "write/three_questions/")))["sop_pass"]):
        page = worker.post(at(host, "note/"), {**sent, "sop_pass": signed})
        assert page.status == 422
        assert WORRY in page.text
    assert host.person("supervisor").post(at(host, "note/"), sent).status == 422
    assert documents(host, "field-record") == []


def test_one_more_line_and_a_prompt_put_aside_lose_nothing_that_was_typed(host):
    """S2-03: on the page of a note a prompt is put aside, or helped, without leaving the page."""
    worker = host.person("worker")
    page = worker.get(at(host, "note/"))
    page = worker.post(at(host, "note/"), {**fields(page, **{"worries.1.text": WORRY}), "c-more": "worries"})  # fmt: skip
    assert len(page.soup.select("textarea[name^='c-worries.']")) == 2
    aside = page.soup.select("button[name=sop_aside]")
    assert {one["form"] for one in aside} == {"sop-c-field"}
    sent = {**fields(page), "sop_aside": aside[0]["value"], f"reason.{aside[0]['value']}": "not_now"}  # fmt: skip
    page = worker.post(at(host, "note/"), sent)
    assert page.status == 200
    assert page.soup.select_one("textarea[name='c-worries.1.text']").text.strip() == WORRY
    assert aside[0]["value"] not in [one["value"] for one in page.soup.select("button[name=sop_aside]")]  # fmt: skip
    helped = page.soup.select_one("button[name=sop_helped]")["value"]
    page = worker.post(at(host, "note/"), {**fields(page), "sop_helped": helped})
    kept = {one["prompt"]: one for one in map(json.loads, (row["document"] for row in host.records() if row["kind"] == "feedback"))}  # fmt: skip
    assert kept[aside[0]["value"]]["outcome"] == "dismissed"
    assert kept[aside[0]["value"]]["reason"] == "not_now"
    assert kept[helped]["outcome"] == "helpful"
    assert documents(host, "field-record") == []
    worker.post(at(host, "note/"), {**fields(page), "sop_aside": "nobody/showed_this"})
    assert len([row for row in host.records() if row["kind"] == "feedback"]) == 2


def step_by_step(person: Person, address: str, parts: dict[str, str]) -> Page:
    """Every part on a page of its own, with Next each time; the whole at the end."""
    page = person.get(address)
    for name, words in parts.items():
        asked = [one["name"] for one in page.soup.select(".sop-case-form textarea")]
        while asked != [f"c-{name}"]:
            page = person.post(address, {**fields(page), "c-step": following(page)})
            asked = [one["name"] for one in page.soup.select(".sop-case-form textarea")]
        page = person.post(address, {**fields(page, **{name: words}), "c-step": following(page)})
    return page


def following(page: Page) -> str:
    return str(page.soup.select("button[name=c-step]")[0]["value"])


def test_a_danger_and_its_goal_are_written_step_by_step(host):
    """B-22, C-30: a part at a time, read as a whole, kept; then its one goal, written beside it."""
    worker = host.person("worker")
    address = at(host, "write/danger/")
    whole = step_by_step(worker, address, DANGER)
    assert documents(host, "statement") == []
    said = whole.soup.select_one(".sop-readback").get_text(" ", strip=True)
    assert all(words.rstrip(".") in said for words in DANGER.values())
    worker.post(address, {**fields(whole), "c-status": "complete"})
    (danger,) = documents(host, "statement")
    assert danger["parts"] == DANGER
    listed = worker.get(at(host))
    (link,) = [one["href"] for one in listed.soup.select("a") if one.text == "Write its safety goal"]  # fmt: skip
    goal = step_by_step(worker, link, GOAL)
    assert DANGER["situation"] in goal.soup.select_one("blockquote").text
    worker.post(link, {**fields(goal), "c-status": "complete"})
    _, kept = documents(host, "statement")
    assert kept["danger"]["id"] == danger["id"]
    assert "Write its safety goal" not in text(worker.get(at(host)))
    again = step_by_step(worker, link, GOAL)
    refused = worker.post(link, {**fields(again), "c-status": "complete"})
    assert refused.status == 422
    assert "has a safety goal already" in text(refused)


def test_a_statement_may_wait_as_a_draft_and_says_what_it_needs(host):
    """S2-09: what is noticed of a draft stands beside it."""
    worker = host.person("worker")
    page = worker.get(at(host, "write/harm/"))
    page = worker.post(at(host, "write/harm/"), {**fields(page, who_reported="A teacher"), "c-status": "draft"})  # fmt: skip
    assert "the part that is still missing here" in text(page)
    assert [one["name"] for one in page.soup.select(".sop-case-form textarea")] == ["c-who_reported", "c-caregiver_action", "c-impact_on_child"]  # fmt: skip
    refused = worker.post(page.address.split("?")[0], {**fields(page), "c-status": "complete"})
    assert refused.status == 422


def test_a_goal_without_a_danger_asks_which_one(host):
    """B-22: the page lists the dangers; of another case there is none."""
    worker = host.person("worker")
    worker.post(at(host, "write/danger/"), {**fields(worker.get(at(host, "write/danger/")), **DANGER), "c-status": "complete"})  # fmt: skip
    (danger,) = documents(host, "statement")
    page = worker.get(at(host, "write/safety_goal/"))
    assert page.soup.select_one(f"a[href$='?danger={danger['id']}']")
    other = host.cases[1]
    assert worker.get(at(host, f"write/safety_goal/?danger={danger['id']}", other)).status == 404
    assert worker.get(at(host, f"records/{danger['id']}/", other)).status == 404
    assert worker.get(at(host, f"write/danger/{danger['id']}/", other)).status == 404
    assert worker.get(at(host, f"write/harm/{danger['id']}/")).status == 404
    assert worker.get(at(host, "write/nothing/")).status == 404


def test_supervision_shows_the_questions_first_and_then_what_stands(host):
    """S2-16, S2-37: the supervisor's screen knows what is noticed in the case; nobody is measured."""
    worker, supervisor = host.person("worker"), host.person("supervisor")
    write(worker, at(host, "note/"), **{"worries.1.text": WORRY})
    worker.post(at(host, "write/danger/"), {**fields(worker.get(at(host, "write/danger/")), **DANGER), "c-status": "complete"})  # fmt: skip
    page = supervisor.get(at(host, "supervision/"))
    prompts = [one.get_text() for one in page.soup.select(".sop-prompt .sop-text")]
    assert len(prompts) == 3
    assert prompts[0] == "What strengths, protective capacities or acts of protection stand beside these worries?"  # fmt: skip
    assert WORRY in text(page)
    assert DANGER["situation"] in text(page)
    assert "What would everybody want to see instead of this danger?" in text(page)
    form = page.soup.select_one("form.sop-dismiss")
    sent = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    after = supervisor.post(form["action"], {**sent, "reason": "not_now"})
    assert after.address == at(host, "supervision/")
    assert prompts[0] not in [one.get_text() for one in after.soup.select(".sop-prompt .sop-text")]
    (kept,) = [json.loads(row["document"]) for row in host.records() if row["kind"] == "feedback"]
    assert (kept["screen"], kept["outcome"]) == ("supervision", "dismissed")
    assert prompts[0] in [one.get_text() for one in worker.get(at(host, "supervision/")).soup.select(".sop-prompt .sop-text")]  # fmt: skip


def test_the_ticket_page_knows_what_is_noticed_in_the_case(host):
    """S2-03: a danger that waits for its goal is asked about on the case, with a link to the tool."""
    worker = host.person("worker")
    worker.post(at(host, "write/danger/"), {**fields(worker.get(at(host, "write/danger/")), **DANGER), "c-status": "complete"})  # fmt: skip
    panel = worker.ticket(host.case).soup.select_one("#sop-panel")
    assert "Which danger here still waits for a safety goal of its own?" in panel.text
    assert panel.select_one(f"a[href='{at(host, 'write/safety_goal/')}']")
    assert "Which danger here" not in worker.ticket(host.cases[1]).text


def test_circles_are_drawn_and_the_growth_of_the_network_is_said(host):
    """B-25, S4-08: the drawing, everything of it in the text, and who came since the page before, in numbers."""
    worker = host.person("worker")
    people = {"people.1.label": "Grandmother", "people.1.ring": "outer"}
    write(worker, at(host, "write/safety_circles/"), **people)
    (first,) = documents(host, "field-record")
    page = grown(worker, host, first)
    assert page.soup.select_one("svg[role=img]")
    assert "Came in since the last page: 1" in text(page)
    assert "Came nearer: 1" in text(page)
    assert "Uncle" in text(page)


def test_a_new_page_of_circles_begins_with_the_people_of_the_last_one(host):
    """B-25: a person is the same on every page, so that somebody who is new is not taken for somebody who was there."""
    worker, address = host.person("worker"), at(host, "write/safety_circles/")
    people = {
        "people.1.label": "Grandmother",
        "people.1.relation": "<b>her</b>",
        "people.1.ring": "outer",
    }
    write(worker, address, **people, **{"purpose.1.text": "Who comes at night?"})
    (first,) = documents(host, "field-record")
    gone = {
        "people.1.ring": "",
        "moves.1.person": first["people"][0]["id"],
        "moves.1.from": "outer",
        "moves.1.on": "2026-11-01",
    }
    page = worker.get(address)
    assert "Who comes at night?" not in text(page)
    assert (page.soup.select_one("[name='c-people.1.label']")["value"], "<b>her" in page.text) == (
        "Grandmother",
        False,
    )
    new = next(
        str(one["name"]) for one in page.soup.select("[name^='c-people.'][name$='.new_id']")
    ).split(".")[1]
    sent = fields(page, **{f"people.{new}.label": "Coach", f"people.{new}.ring": "inner"})
    second = worker.post(address, {**sent, "c-status": "complete"})
    assert "Came in since the last page: 1" in text(second)
    assert "Came nearer" not in text(second)
    assert [one["label"] for one in documents(host, "field-record")[-1]["people"]] == [
        "Grandmother",
        "Coach",
    ]
    write(worker, address, **gone)
    assert "Grandmother" not in str(worker.get(address).soup.select_one("form.sop-case-form"))


def test_nobody_comes_along_from_a_draft_or_from_what_was_in_error(host):
    """DESIGN 3: neither counts; a person who left is on no new page."""
    worker, address = host.person("worker"), at(host, "write/safety_circles/")
    page = write(worker, address, **{"people.1.label": "Uncle", "people.1.ring": "outer"})
    worker.post(*pressed(page, "void/"))
    write(worker, address, "draft", **{"people.1.label": "Aunt", "people.1.ring": "outer"})
    found = worker.get(address).text
    assert "Uncle" not in found
    assert "Aunt" not in found


def grown(worker: Person, host: Host, first: dict) -> Page:
    """A second page of the same people, one of whom stands nearer, and one more."""
    address = at(host, "write/safety_circles/")
    page = worker.get(address)
    page = worker.post(address, {**fields(page), "c-more": "people"})
    values = {
        "people.1.label": "Grandmother", "people.1.ring": "inner", "people.2.label": "Uncle", "people.2.ring": "middle",
    }  # fmt: skip
    sent = fields(page, **values)
    assert sent["c-people.1.id"] == first["people"][0]["id"]
    return worker.post(address, {**sent, "c-status": "complete"})


def test_two_who_finish_one_draft_at_once_do_not_both_count(host):
    """The later one is told, and loses nothing."""
    worker = host.person("worker")
    page = write(worker, at(host, "note/"), "draft", **{"worries.1.text": WORRY})
    address = page.address.split("?")[0]
    people = [host.person("worker"), host.person("supervisor")]
    sent = [{**fields(one.get(address)), "c-status": "complete"} for one in people]
    answers: list[Page] = []

    def send(number: int) -> None:
        answers.append(people[number].post(address, sent[number]))
        connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    finished = [one for one in documents(host, "field-record") if one["status"] == "complete"]
    assert len(finished) == 1
    assert sorted(one.status for one in answers) == [200, 422]
    refused = next(one for one in answers if one.status == 422)
    assert WORRY in refused.text


@pytest.mark.parametrize("agreed", [True, False])
def test_own_screens_know_what_is_learned_only_where_the_worker_said_so(host, agreed):
    """S2-18: the worker's own choice, off until it is made, and taken back."""
    from django.contrib.auth import get_user_model

    worker = host.person("worker")
    page = worker.get("/sop/coaching/part/screens/")
    assert page.form.select_one("input[value=no]").has_attr("checked")
    worker.post("/sop/coaching/part/screens/", {**page.hidden(), "screens": "yes"})
    if not agreed:
        page = worker.get("/sop/coaching/part/screens/")
        worker.post("/sop/coaching/part/screens/", {**page.hidden(), "screens": "no"})
    user, other = (get_user_model().objects.get(username=name) for name in ("worker", "supervisor"))
    host_focus(user)
    assert learning.learning_of(user) == (["three_questions", "listens"] if agreed else [])
    assert learning.learning_of(other) == []
    Learning.objects.all().delete()


def host_focus(user) -> None:
    """The focus step of the user's coaching, as it stands in the table."""
    from django.utils import timezone

    for number, aspect in enumerate(("asks", "listens")):
        step = {"step": "focus", "made_at": f"2026-11-2{number}T10:00:00-08:00", "focus": [{"profile": "three_questions", "aspect": aspect}]}  # fmt: skip
        SopRecord.objects.create(
            id=f"step-{number}", kind="coaching-session", status="complete", person=Token.of(user),
            day=timezone.localdate(), document=json.dumps(step),
        )  # fmt: skip


def test_which_prompts_helped_is_told_of_a_quarter_that_is_over(host):
    """S2-18, C-21: how many people, never who; withheld where they are few; not before the quarter is over."""
    for n in range(24):
        outcome = "helpful" if n < 13 else "dismissed"
        for prompt in ("a/many", "b/few")[: 2 if n < 10 else 1]:
            said = {
                "$schema": "urn:sop:schema:feedback:1", "id": f"f{n}-{prompt[0]}", "prompt": prompt, "screen": "case.view",
                "outcome": outcome, "reason": None, "on": "2026-08-15", "case": None, "viewer": f"v{n}",
            }  # fmt: skip
            SopRecord.objects.create(id=said["id"], kind="feedback", status="", day="2026-08-15", document=json.dumps(said))  # fmt: skip
    out = StringIO()
    call_command("sop_helped", quarter="2026-Q3", stdout=out)
    assert out.getvalue().splitlines() == ["a/many: dismissed 11, helpful 13", "b/few: not told"]
    for wrong, words in (("2099-Q4", "span that is over"), ("2026-3", "2026-Q3")):
        with pytest.raises(CommandError, match=words):
            call_command("sop_helped", quarter=wrong, stdout=out)
    out = StringIO()
    call_command("sop_helped", quarter="2025-Q4", stdout=out)
    assert out.getvalue() == ""


def test_empty_pages_are_to_print_and_hold_nothing_of_a_case(host):
    """S2-29: for staff who are signed in; from a case one gets there."""
    worker = host.person("worker")
    write(worker, at(host, "note/"), **{"worries.1.text": WORRY})
    (link,) = worker.get(at(host)).soup.select("a[href='/sop/packet/']")
    page = worker.get(str(link["href"]))
    assert len(page.soup.select(".sop-sheet")) == 14
    assert WORRY not in page.text
    assert host.person(None).get("/sop/packet/").status == 302


def test_pages_speak_spanish_and_say_that_it_is_a_draft(host):
    """C-32."""
    worker = host.person("worker")
    page = worker.get(at(host, "write/three_houses/?lang=es"))
    assert page.soup.html["lang"] == "es"
    assert "Ninguna persona" in page.text or "borrador" in page.text
    sent = {**fields(page, **{"worries.1.text": "Gritan"}), "c-status": "complete"}
    kept = worker.post(at(host, "write/three_houses/?lang=es"), sent)
    assert BeautifulSoup(kept.text, "html.parser").html["lang"] == "es"


def pressed(page: Page, tail: str) -> tuple[str, dict[str, str]]:
    """The small form on a page whose address ends so: where it is sent, and what with."""
    form = next(form for form in page.soup.find_all("form") if form["action"].endswith(tail))
    return form["action"], {str(one["name"]): str(one["value"]) for one in form.select("input")}


def test_words_sent_to_a_draft_that_was_finished_meanwhile_are_not_lost(host):
    """DESIGN 6: who sends second, an hour later, has every word on the page, and the way to what counts."""
    worker, supervisor = host.person("worker"), host.person("supervisor")
    for address, name in (
        (at(host, "note/"), "worries.1.text"),
        (at(host, "write/danger/"), "situation"),
    ):
        values = DANGER if name == "situation" else {name: WORRY}
        page = write(worker, address, "draft", **values)
        draft = page.address.split("?")[0]
        late = {
            **fields(supervisor.get(draft), **{name: "These are mine."}),
            "c-status": "complete",
        }
        finished = write(worker, draft)
        answer = supervisor.post(draft, late)
        assert answer.status == 422
        assert (
            answer.soup.select_one(f"textarea[name='c-{name}']").text.strip() == "These are mine."
        )
        assert "was changed since you opened the page" in text(answer)
        assert answer.soup.select_one(f"a[href^='{finished.address.split('?')[0]}']")


def test_a_page_that_is_sent_twice_with_other_words_loses_none_of_them(host):
    """A page that the browser kept goes with its old pass: the same words are one record, others come back."""
    worker = host.person("worker")
    for address, name in (
        (at(host, "note/"), "worries.1.text"),
        (at(host, "write/danger/"), "situation"),
    ):
        values = DANGER if name == "situation" else {name: WORRY}
        sent = fields(worker.get(address), **values)
        first = worker.post(address, {**sent, "c-status": "complete"})
        assert worker.post(address, {**sent, "c-status": "complete"}).address == first.address
        answer = worker.post(address, {**sent, f"c-{name}": "Other words.", "c-status": "complete"})
        assert answer.status == 422
        assert "was kept before, with other words" in text(answer)
        onward = answer.soup.select_one("form.sop-case-form")["action"]
        kept = worker.post(onward, {**fields(answer), "c-status": "complete"})
        assert kept.status == 200, text(kept)
        stands = documents(host, "statement" if name == "situation" else "field-record")
        assert [one["status"] for one in stands] == ["complete", "amended"]
        assert stands[1]["supersedes"]["id"] == stands[0]["id"]
        assert "Other words." in json.dumps(stands[1])


def test_a_draft_of_a_change_that_came_too_late_is_shown_and_says_so(host):
    """A draft on a record that was changed meanwhile stays to be found, and leads to what counts."""
    worker = host.person("worker")
    address = at(host, "write/three_questions/")
    note = write(worker, address, **{"worries.1.text": WORRY}).address.split("?")[0].split("/")[-2]
    late = fields(worker.get(f"{address}{note}/"), **{"worries.1.text": "Late."})
    write(worker, f"{address}{note}/", **{"worries.1.text": "First."})
    page = worker.post(f"{address}{note}/", {**late, "c-status": "draft"})
    assert "The draft is kept." in text(page)
    assert page.soup.select_one("p.sop-note a[href*='/records/']")
    listed = worker.get(at(host))
    assert "(draft)" in text(listed)
    assert listed.soup.select_one(f"a[href='{page.address.split('?')[0]}']")


@pytest.mark.parametrize("reason", [WORRY, "x" * 5000, "\x00", "\u202e"])
def test_a_reason_that_no_prompt_offers_takes_no_word_from_the_page_and_none_to_a_log(
    host, reason, caplog
):
    """B-39: the page comes back as it was; what stood in the reason is in no record and no log."""
    worker = host.person("worker")
    page = worker.get(at(host, "note/"))
    prompt = page.soup.select_one("button[name=sop_aside]")["value"]
    sent = {
        **fields(page, **{"worries.1.text": STRENGTH}),
        "sop_aside": prompt,
        f"reason.{prompt}": reason,
    }
    answer = worker.post(at(host, "note/"), sent)
    assert answer.status == 200
    assert STRENGTH in answer.text
    assert host.nothing_stored()
    assert reason not in caplog.text


def test_a_language_that_is_none_gets_into_no_address(host):
    """B-39: an address is kept by browsers and logs, so it holds nothing that a page's field could bring."""
    worker = host.person("worker")
    address = at(host, "write/three_questions/")
    sent = {
        **fields(worker.get(address), **{"worries.1.text": WORRY}),
        "sop_lang": WORRY,
        "c-status": "draft",
    }
    assert worker.post(address, sent).address.endswith("/?lang=en&kept=1")
    sent = {
        **fields(worker.get(address), **DANGER),
        "sop_lang": "es",
        "c-worries.1.text": "Sí",
        "c-status": "draft",
    }
    assert worker.post(address, sent).address.endswith("/?lang=es&kept=1")


def stored(host: Host, id_: str, **other: object) -> None:
    """The record as another version of the engine, or the county's own program, left it in the table."""
    row = SopRecord.objects.get(pk=id_)
    row.document = json.dumps({**json.loads(row.document), **other})
    row.save()


def test_what_no_page_shows_comes_along_into_a_change(host):
    """DESIGN 3: an agency's extensions are the record's: a change through a page does not drop them."""
    worker = host.person("worker")
    write(worker, at(host, "write/three_questions/"), **{"worries.1.text": WORRY})
    write(worker, at(host, "write/danger/"), **DANGER)
    for kind, what in (("field-record", "three_questions"), ("statement", "danger")):
        (before,) = documents(host, kind)
        stored(host, before["id"], extensions={"x-county.ward": 7})
        page = write(worker, at(host, f"write/{what}/{before['id']}/"), "draft")
        write(worker, page.address.split("?")[0])
        assert [one["extensions"] for one in documents(host, kind)] == [{"x-county.ward": 7}] * 3


def test_a_record_whose_words_were_taken_out_is_read_and_never_written_on(host):
    """C-33: what retention left stays as it is; a change would put a page of nothing in its place."""
    worker = host.person("worker")
    write(worker, at(host, "write/danger/"), **DANGER)
    write(worker, at(host, "write/three_questions/"), **{"worries.1.text": WORRY})
    for kind, what, gone in (
        ("statement", "danger", {"parts": {}}),
        (
            "field-record",
            "three_questions",
            {"entries": [{"id": "e1", "part": "worries", "text": None, "verbatim": False}]},
        ),
    ):
        (before,) = documents(host, kind)
        stored(host, before["id"], redacted=True, **gone)
        page = worker.get(at(host, f"records/{before['id']}/"))
        assert page.status == 200
        assert "Change it" not in text(page)
        assert worker.get(at(host, f"write/{what}/{before['id']}/")).status == 404
        assert worker.get(at(host)).status == 200
        assert worker.get(at(host, "supervision/")).status == 200


def test_a_goal_answers_a_danger_that_counts(host):
    """B-22: of a draft, or of one entered in error, a finished goal is asked again which danger it answers."""
    worker = host.person("worker")
    address = at(host, "write/danger/")
    write(worker, address, "draft", **DANGER)
    (draft,) = documents(host, "statement")
    goal = at(host, "write/safety_goal/")
    answer = write(worker, f"{goal}?danger={draft['id']}", **GOAL)
    assert answer.status == 422
    assert "A safety goal answers a danger" in text(answer)
    assert GOAL["child_sees"] in text(answer)
    page = write(worker, address, **DANGER)
    danger = page.address.split("?")[0].split("/")[-2]
    writing = worker.get(f"{goal}?danger={danger}")
    worker.post(*pressed(page, "void/"))
    sent = {**fields(writing, **GOAL), "c-status": "complete"}
    for said in ("was open for a long time", "A safety goal answers a danger"):
        answer = worker.post(goal, sent)
        assert answer.status == 422
        assert said in text(answer)
        sent = {**fields(answer), "c-status": "complete"}
    assert all(one["kind"] == "danger" for one in documents(host, "statement"))


def test_a_goal_that_is_asked_of_an_old_danger_answers_the_one_that_counts(host):
    """B-22: a bookmark of a danger that was changed leads to its newest words."""
    worker = host.person("worker")
    page = write(worker, at(host, "write/danger/"), **DANGER)
    old = page.address.split("?")[0].split("/")[-2]
    write(worker, at(host, f"write/danger/{old}/"), situation="When the lights go out.")
    link = f"{at(host, 'write/safety_goal/')}?danger={old}"
    assert "When the lights go out" in worker.get(link).soup.select_one("blockquote").text
    write(worker, link, **GOAL)
    _, new, kept = documents(host, "statement")
    assert (kept["kind"], kept["danger"]["id"]) == ("safety_goal", new["id"])


def test_growth_is_told_by_moments_and_not_by_texts(host):
    """S1-24: in the hour that comes twice, an earlier text can be a later moment."""
    from sop_helpdesk.casework.records import when

    early, late = {"made_at": "2026-11-01T01:50:00-07:00"}, {"made_at": "2026-11-01T01:10:00-08:00"}
    assert when(early) < when(late)
    worker = host.person("worker")
    write(
        worker,
        at(host, "write/safety_circles/"),
        **{"people.1.label": "Grandmother", "people.1.ring": "outer"},
    )
    (first,) = documents(host, "field-record")
    grown(worker, host, first)
    second = documents(host, "field-record")[-1]
    stored(host, first["id"], **early)
    stored(host, second["id"], **late)
    assert "Came in since the last page: 1" in text(
        worker.get(at(host, f"records/{second['id']}/"))
    )


def test_a_void_that_is_refused_says_so_and_changes_nothing(host):
    """A record that the engine no longer takes, such as one of another version, is no fault of the server."""
    worker = host.person("worker")
    page = write(worker, at(host, "write/three_questions/"), **{"worries.1.text": WORRY})
    (note,) = documents(host, "field-record")
    stored(host, note["id"], entries=[{**note["entries"][0], "person": "nobody"}])
    answer = worker.post(*pressed(page, "void/"))
    assert answer.status == 422
    assert WORRY not in answer.text
    for tail in (
        "",
        "supervision/",
        f"records/{note['id']}/",
        f"write/three_questions/{note['id']}/",
    ):
        assert worker.get(at(host, tail)).status == 200
    assert worker.ticket(host.case).status == 200
    assert len(documents(host, "field-record")) == 1


def test_words_of_a_family_turn_nothing_else_on_a_page_round(host):
    """DESIGN 6: a sign that turns the direction of text acts inside the statement alone, on every list."""
    worker = host.person("worker")
    write(worker, at(host, "write/danger/"), **{**DANGER, "situation": "\u202eat night"})
    for tail, count in (("", 2), ("write/safety_goal/", 1)):
        page = worker.get(at(host, tail))
        turned = page.soup.find_all(string=lambda words: "\u202e" in words)
        assert len(turned) == count
        assert [one.parent["dir"] for one in turned] == ["auto"] * count


def test_advice_in_another_language_than_the_page_says_so(host, monkeypatch):
    """C-32: a county's own set in English alone, on a Spanish page; a screen reader hears which language it is."""
    from sop_core.hooks import Advice
    from sop_helpdesk.casework import screens

    worker = host.person("worker")
    write(worker, at(host, "write/danger/"), **DANGER)
    (danger,) = documents(host, "statement")
    said = (Advice("a", "Ask again?", "x", locale="en"), Advice("b", "¿Qué más?", "x", locale="es"))
    monkeypatch.setattr(screens, "advice", lambda *_: said)
    for tail in (f"records/{danger['id']}/?lang=es", "supervision/?lang=es"):
        noticed = worker.get(at(host, tail)).soup.select(".sop-note[role=status] li")
        assert [one.get("lang") for one in noticed] == ["en", None]


def elsewhere(page: Page, language: str) -> list[str]:
    """The links of a page to other pages here that do not go on in a language."""
    links = [str(one["href"]) for one in page.soup.select("body a[href^='/sop/']")]
    assert links
    return [one for one in links if f"lang={language}" not in one]


@pytest.mark.parametrize("tail", ["", "note/", "supervision/", "write/safety_goal/", "write/danger/", "records/{}/"])  # fmt: skip
def test_whoever_asked_for_a_language_goes_on_in_it(host, tail):
    """C-32: every link of a case's pages to another page here, also of a page that came back; nobody else's have it."""
    worker = host.person("worker")
    for what, words in (("danger", DANGER), ("three_houses", {"worries.1.text": WORRY})):
        write(worker, at(host, f"write/{what}/"), **words)
    write(worker, at(host, "note/"), "draft", **{"worries.1.text": WORRY})
    (danger,) = documents(host, "statement")
    address = at(host, tail.format(danger["id"]))
    page = worker.get(f"{address}?lang=es")
    assert elsewhere(page, "es") == []
    assert "lang=" not in " ".join(elsewhere(worker.get(address), "es"))
    if tail == "note/":
        assert elsewhere(worker.post(address, {**fields(page), "c-more": "worries"}), "es") == []
    if "goal" in tail:
        (choice,) = page.soup.select("[aria-labelledby=c-danger] a")
        assert choice.text.startswith("Lo que preocupa a The teacher and the aunt: ")


@pytest.mark.parametrize(("tail", "ends"), [("supervision/", "prompts/"), ("records/{}/", "void/")])
def test_what_is_sent_leads_on_in_the_language_too(host, tail, ends):
    """C-32: a prompt that is put aside, and a record that was entered in error."""
    worker = host.person("worker")
    write(worker, at(host, "write/danger/"), **DANGER)
    (danger,) = documents(host, "statement")
    page = worker.get(f"{at(host, tail.format(danger['id']))}?lang=es")
    form = page.soup.select_one(f"form[action$='/{ends}']")
    sent = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    assert "lang=es" in worker.post(str(form["action"]), sent).address


def test_the_tools_of_supervision_say_their_language(host, monkeypatch):
    """C-32: when and where a tool is used may be told in English alone."""
    from sop_helpdesk.casework import screens

    address = at(host, "supervision/?lang=es")
    tools = "section[aria-labelledby=c-tools] li"
    worker = host.person("worker")
    assert worker.get(address).soup.select(f"{tools} span")
    assert not worker.get(address).soup.select(f"{tools} span[lang]")
    used = ("Casa", "/casa/", ("After a visit.", "en"), ("En la nota.", "es"))
    monkeypatch.setattr(screens, "_tools_on", lambda *_: [used])
    spoken = worker.get(address).soup.select(f"{tools} span")
    assert [one.get("lang") for one in spoken] == ["en", None]


def test_what_is_noticed_is_the_same_beside_few_records_as_beside_all(host, monkeypatch):
    """S2-37: a page of many records reads each of them once, and says what it would say of all of them together."""
    from helpdesk.models import Ticket

    from sop_helpdesk.casework.records import CaseFile

    worker = host.person("worker")
    address = at(host, "write/danger/")
    first = write(worker, address, **DANGER).address.split("?")[0].split("/")[-2]
    write(worker, at(host, f"write/danger/{first}/"), situation="When the lights go out.")
    write(worker, f"{at(host, 'write/safety_goal/')}?danger={first}", **GOAL)
    for _ in range(3):
        write(worker, address, **DANGER)
        write(worker, at(host, "note/"), "draft", **{"worries.1.text": WORRY})
        write(worker, at(host, "note/"), **{"worries.1.text": WORRY})
    case = CaseFile.of(Ticket.objects.get(pk=host.case))
    read = [len(case.beside(one)) for one in case.standing("statement")]
    assert read == [3, 3, 1, 1, 1]
    pages = (
        at(host, "supervision/"),
        *(at(host, f"records/{one['id']}/") for one in case.documents),
    )
    few = [[li.text for li in worker.get(page).soup.select(".sop-note li")] for page in pages]
    monkeypatch.setattr(CaseFile, "beside", lambda self, _: self.given)
    assert few == [
        [li.text for li in worker.get(page).soup.select(".sop-note li")] for page in pages
    ]
    assert any(few)


def refusing(execute, sql, params, many, context):
    """A database that takes no record, and says in its error what it was given."""
    if sql.startswith("INSERT") and "soprecord" in sql:
        raise DatabaseError(f"disk full at {params}")
    return execute(sql, params, many, context)


@pytest.mark.parametrize("what", ["note/", "write/three_houses/", "write/harm/"])
def test_logs_and_error_mails_of_a_page_that_fails_hold_no_word_of_the_case(host, caplog, what):
    """B-39: free text never leaves in a log; Django would mail what was sent and every variable on the way."""
    worker, worry = host.person("worker"), "SAIDbyTheChild"
    form = fields(worker.get(at(host, what)))
    sent = {**form, "c-worries.1.text": worry, "c-who_reported": worry, "c-status": "draft"}
    sent |= {"c-worries.1.voice": "child"} if "write/harm" not in what else {}
    caplog.set_level(logging.INFO)
    with mailing() as mails, connection.execute_wrapper(refusing):
        failed = worker.client.post(at(host, what), sent)
    assert failed.status_code == 500
    assert len(mails) == 1
    said = caplog.text + text_of(mails)
    assert "DatabaseError at test_casework.py" in said
    assert worry not in said
    assert documents(host, "field-record") == documents(host, "statement") == []


@pytest.mark.parametrize("hour", [3, 12])
def test_a_case_was_opened_on_the_day_that_it_was_there(host, hour):
    """B-28, DESIGN 4: three in the morning of London is the evening before in the county."""
    opened = dt.datetime(2026, 11, 26, hour, 30, tzinfo=dt.UTC)
    Ticket.objects.filter(pk=host.case).update(created=opened)
    case = CaseFile.of(Ticket.objects.get(pk=host.case))
    day = "2026-11-25" if hour == 3 else "2026-11-26"
    assert facts_of(case)["case.opened_on"] == day
