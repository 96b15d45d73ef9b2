"""The thread from end to end on django-helpdesk: shown, answered, kept, sent."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

import sop_core
from sop_helpdesk import adapter
from sop_helpdesk.models import Token
from tests.hosts.support import (
    ANONYMOUS,
    ASSESSMENT,
    SURVEY,
    door_address,
    form_address,
    loaded,
    make_address,
)

ROOT = Path(__file__).parents[2]
DEFINITION = "src/sop_core/instruments/definitions/social_worker_assessment-1.0.0.json"
ORACLES = Path(os.environ.get("SOP_ORACLES") or ROOT.parent / "shared" / "oracles")


def test_the_three_questions_stand_on_the_ticket_page_in_their_order(host):
    """S2-12: the worker's own screen gains the Three Questions, in their order."""
    page = host.person("worker").ticket(host.case)
    assert page.status == 200
    panel = page.soup.find(id="sop-panel").get_text(" ", strip=True)
    asked = [panel.index(words) for words in ("working well", "worried", "needs to happen next")]
    assert asked == sorted(asked)


def test_the_panel_leads_to_the_forms_of_the_role_and_of_the_family(host):
    """S0-12: the panel offers the worker's own assessment, and a link or this device for the family."""
    page = host.person("worker").ticket(host.case)
    links = {link["href"].split("?")[0] for link in page.soup.select("#sop-panel a[href]")}
    assert form_address(host.case) in links
    assert form_address(host.case, SURVEY) not in links
    form = page.soup.select_one(f'#sop-panel form[action="{make_address(host.case)}"]')
    assert form["method"] == "post"
    assert [button["value"] for button in form.select("button[name=how]")] == ["link", "device"]


def test_an_answer_is_one_row_that_sql_reads_back(host):
    """Record and score lie in the host's own database, exactly as sop_core wrote them."""
    host.answered(choose=1)
    (row,) = host.records()
    assert (row["kind"], row["status"]) == ("administration", "complete")
    assert (row["instrument"], row["version"]) == (ASSESSMENT, "1.0.0")
    assert row["ticket_id"] == host.case
    receipt = adapter.engine().accept(row["document"])
    assert sop_core.to_json(receipt.record) == row["document"]
    assert sop_core.to_json(receipt.score) == row["score"]
    assert receipt.record.id == row["id"]
    assert adapter.engine().verify(row["score"], row["document"]).ok


def test_respondent_and_subject_are_opaque_tokens(host):
    """A record names nobody: only the host's own table joins its tokens to a user."""
    host.answered()
    (row,) = host.records()
    document = json.loads(row["document"])
    worker = get_user_model().objects.get(username="worker")
    assert document["respondent"] == document["subject"] == Token.of(worker)
    assert re.fullmatch("[0-9a-f]{32}", document["respondent"])
    for word in ('"worker"', "worker@demo.invalid", "Two children"):
        assert word not in row["document"]


def test_an_instrument_about_the_case_has_the_case_as_its_subject(host, settings_of_sop):
    """Which token is the subject is the county's to say, by instrument."""
    settings_of_sop(about_the_case=[ASSESSMENT])
    host.answered()
    (row,) = host.records()
    document = json.loads(row["document"])
    assert document["respondent"] != document["subject"]
    tokens = host.sql("SELECT * FROM sop_helpdesk_token")
    (case,) = [token for token in tokens if token["token"] == document["subject"]]
    assert (case["model"], case["object_id"]) == ("helpdesk.Ticket", str(host.case))


def test_the_event_is_valid_by_our_schema_and_says_what_it_must(host):
    """The event carries kind, ids, instrument and day."""
    host.answered()
    (row,) = host.records()
    (waiting,) = host.outbox()
    event = json.loads(waiting["event"])
    validator("event", ROOT / "schemas" / "event.schema.json").validate(event)
    assert event["specversion"] == "1.0"
    assert event["id"] == waiting["event_id"]
    assert row["id"] in event["id"]
    assert event["data"]["kind"] == "administration"
    assert event["data"]["record"] == row["id"]
    assert event["data"]["instrument"]["id"] == ASSESSMENT
    assert event["data"]["day"] == str(row["day"])


def test_the_event_is_a_cloudevent(host):
    """The event is valid by the schema that the CloudEvents project publishes."""
    published = ORACLES / "schemas" / "cloudevents.schema.json"
    if not published.exists():
        pytest.skip(f"the published schema is not at {published} (SOP_ORACLES names its folder)")
    host.answered()
    (waiting,) = host.outbox()
    validator("CloudEvents", published).validate(json.loads(waiting["event"]))


def test_the_event_holds_no_answer_score_token_text_or_scope(host, settings_of_sop):
    """What leaves says that something was answered, and nothing of what, by whom or where."""
    settings_of_sop(scope=["county-of-the-test"])
    worker = host.person("worker")
    page = worker.open(host.case)
    written = "a sentence that somebody wrote"
    texts = {str(area["name"]): written for area in page.form.find_all("textarea")}
    assert texts, "the assessment has a place to write"
    worker.send(host.case, {**page.fields(choose=2), **texts})
    (row,) = host.records()
    (waiting,) = host.outbox()
    document, score = json.loads(row["document"]), json.loads(row["score"])
    assert written in row["document"]
    event = waiting["event"]
    secret = [document["respondent"], document["subject"], *document["scope"], written]
    secret += [f'"{item}"' for item in document["answers"]]
    secret += [f'"{scale}"' for scale in score["scales"]]
    secret += ["answers", "scales", "exact", "respondent", "subject", "scope", "submitted_at"]
    assert "county-of-the-test" in document["scope"]
    assert [word for word in secret if word in event] == []


def test_an_anonymous_answer_has_no_ticket_no_token_no_time_and_no_event(host):
    """A staff form that is anonymous leaves a record that leads to nobody, and no event."""
    worker = host.person("worker")
    page = worker.open(host.case, ANONYMOUS)
    before = host.sql("SELECT * FROM sop_helpdesk_token")
    sent = worker.send(host.case, page.fields(choose=1), ANONYMOUS)
    assert sent.status == 200
    (row,) = host.records()
    assert row["ticket_id"] is None
    document = json.loads(row["document"])
    assert document["respondent"] is None
    assert document["subject"] is None
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", document["submitted_at"])
    assert host.outbox() == []
    assert host.sql("SELECT * FROM sop_helpdesk_token") == before
    columns = set(row) - {"document", "score"}
    assert row["person"] == row["relation"] == ""
    named = {"id", "kind", "status", "instrument", "version", "ticket_id", "day"}
    assert columns == named | {"person", "relation"}


def test_what_follows_an_anonymous_form_names_neither_the_record_nor_the_answers(host):
    """Whoever looks next sees thanks: no address, page or session leads to the record."""
    worker = host.person("worker")
    page = worker.open(host.case, ANONYMOUS)
    sent = worker.send(host.case, page.fields(choose=1), ANONYMOUS)
    (row,) = host.records()
    assert row["id"] not in sent.address + sent.text
    assert worker.get(f"/sop/tickets/{host.case}/answers/{row['id']}/").status == 404
    assert row["id"] not in json.dumps(dict(worker.client.session))


def test_after_sending_come_words_and_never_a_grade(host):
    """S0-10: strengths and what to strengthen, in words; no number stands on the page."""
    worker = host.person("worker")
    page = worker.open(host.case)
    fields = page.fields(choose=1)
    first, *_ = page.answers()
    sent = worker.send(host.case, {**fields, first: fields[first].replace("2", "5")})
    cycle = json.loads(host.records()[0]["document"])["cycle"]
    text = sent.soup.main.get_text(" ", strip=True).replace(cycle, "")
    strong = sent.soup.select("[aria-labelledby=sop-own-strong] li")
    growing = sent.soup.select("[aria-labelledby=sop-own-grow] li")
    assert len(strong) == 1
    assert len(growing) > 1
    assert not re.search(r"\d", text)


def test_errors_stand_beside_their_fields_and_nothing_is_lost(host):
    """A refused page comes back with every error at once, and with everything that was chosen."""
    worker = host.person("worker")
    page = worker.open(host.case)
    answers = page.answers(choose=2)
    left_out = list(answers)[:2]
    kept = {name: code for name, code in answers.items() if name not in left_out}
    texts = {str(page.form.find("textarea")["name"]): "<b>kept as written</b>"}
    sent = worker.send(host.case, {**page.hidden(), **kept, **texts})
    assert sent.status == 422
    assert host.nothing_stored()
    assert sent.soup.find("textarea").text.strip() == "<b>kept as written</b>"
    chosen = {str(field["name"]): field["value"] for field in sent.form.select("input[checked]")}
    assert chosen == kept
    linked = [link["href"] for link in sent.soup.select('[role="alert"] a[href^="#"]')]
    assert len(linked) == len(left_out)
    assert all(sent.soup.find(id=href[1:]) for href in linked)
    again = worker.send(host.case, {**sent.fields(choose=0), **kept, **texts})
    assert again.status == 200
    (row,) = host.records()
    assert "<b>kept as written</b>" in json.loads(row["document"])["answers"].values()


def test_a_code_that_the_form_does_not_have_is_refused_by_name(host):
    """A forged answer comes back as an error, and nothing is stored."""
    worker = host.person("worker")
    page = worker.open(host.case)
    first, *_ = page.answers()
    sent = worker.send(host.case, {**page.fields(), first: "forged-code"})
    assert sent.status == 422
    assert host.nothing_stored()


@pytest.mark.parametrize(
    ("query", "header"), [({"lang": "es"}, {}), ({}, {"accept-language": "es-MX,es;q=0.9"})]
)
def test_pages_speak_the_language_that_was_asked_for(host, query, header):
    """A form comes in Spanish for `?lang=es` and for a browser that asks for it."""
    worker = host.person("worker")
    tail = "?lang=es" if query else ""
    page = worker.get(door_address(host.link()) + tail, **header)
    assert page.soup.html["lang"] == "es"
    assert "Encuesta" in page.soup.find("h2").text
    ticket = worker.get(f"/tickets/{host.case}/{tail}", **header)
    panel = ticket.soup.find(id="sop-panel")
    assert "funcionando bien" in panel.text


def test_a_language_that_is_none_is_passed_over(host):
    """A made-up language costs nothing but itself."""
    page = host.person("worker").get(f"{form_address(host.case)}?lang=%00<b>")
    assert page.status == 200
    assert page.soup.html["lang"] == "en"


def test_answers_whose_instrument_is_gone_are_not_found(host, tmp_path):
    """A record outlives its definition: the page of its words is a 404, and the case page is well."""
    definition = json.loads((ROOT / DEFINITION).read_text())
    definition["id"] = "county.assessment"
    worker = host.person("worker")
    with loaded(plugins=False, definitions=[definition]):
        page = worker.open(host.case, "county.assessment")
        sent = worker.send(host.case, page.fields(choose=1), "county.assessment")
        assert sent.status == 200
        opened = worker.open(host.case, "county.assessment")
    assert worker.get(sent.address).status == 404
    assert worker.ticket(host.case).status == 200
    assert worker.send(host.case, opened.fields(), "county.assessment").status == 404


def test_a_form_in_a_version_that_is_gone_is_shown_in_todays_with_its_answers(host):
    """A page that was opened before a new version came keeps its answers, and is sent once more."""
    definition = json.loads((ROOT / DEFINITION).read_text())
    worker = host.person("worker")
    versions = []
    for version in ("1.0.0", "2.0.0"):
        definition = {**definition, "id": "county.assessment", "version": version}
        with loaded(plugins=False, definitions=[definition]):
            if not versions:
                versions.append(worker.open(host.case, "county.assessment"))
                continue
            fields = versions[0].fields(choose=2)
            sent = worker.send(host.case, fields, "county.assessment")
            assert sent.status == 422
            chosen = {str(f["name"]): f["value"] for f in sent.form.select("input[checked]")}
            assert chosen == versions[0].answers(choose=2)
            fields = sent.fields(choose=2)
            assert worker.send(host.case, fields, "county.assessment").status == 200
    (row,) = host.records()
    assert row["version"] == "2.0.0"


def test_an_unknown_instrument_is_not_found(host):
    """A form that there is not is a 404 like any other."""
    assert host.person("worker").open(host.case, "no_such_instrument").status == 404


def validator(what: str, path: Path):
    """A validator for one schema file, which fetches nothing."""
    import jsonschema
    import referencing

    schema = json.loads(path.read_text())
    cls = jsonschema.validators.validator_for(schema)
    cls.check_schema(schema)
    return cls(schema, registry=referencing.Registry(), format_checker=cls.FORMAT_CHECKER)
