"""The family's own door (S0-12): a link made on a case, a form without an account, a word of thanks."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.test import override_settings
from django.utils import timezone

from sop_helpdesk import adapter, family, links
from tests.hosts.support import (
    ASSESSMENT,
    PREFIX,
    SURVEY,
    Page,
    door_address,
    empty,
    form_address,
    mailing,
    make_address,
    text_of,
)

SEND = "/sop/family/"


def answered(host, *, choose: int = 3, **query: str) -> dict[str, object]:
    """A parent opens a new link, answers all of it and sends it; the row that is stored."""
    token = host.link()
    parent = host.person(None)
    page = parent.get(door_address(token) + "".join(f"?{k}={v}" for k, v in query.items()))
    sent = parent.post(SEND, page.fields(choose=choose))
    assert sent.address.startswith("/sop/family/thanks/")
    (row,) = host.records()
    return row


def test_a_parent_answers_without_an_account(host):
    """S0-12: a link, a form, thanks: no sign-in, and the answers are stored as they were given."""
    row = answered(host, choose=3)
    assert (row["instrument"], row["kind"], row["status"]) == (
        SURVEY,
        "administration",
        "complete",
    )
    document = json.loads(row["document"])
    given = [answer for answer in document["answers"].values() if isinstance(answer, str)]
    assert set(given) == {"4"}
    assert len(given) == 25
    assert document["scope"] == ["demo-county", "families"]
    assert adapter.engine().verify(row["score"], row["document"]).ok


def test_the_stored_row_holds_a_random_id_and_a_day(host):
    """S0-12: no ticket, no person, no time of day, and an id that nobody saw before it was stored."""
    row = answered(host)
    assert row["person"] == row["relation"] == ""
    document = json.loads(row["document"])
    assert set(row) == {
        *("id", "kind", "status", "instrument", "version", "ticket_id", "person", "relation"),
        *("day", "document", "score"),
    }
    assert row["ticket_id"] is None
    assert re.fullmatch("[0-9a-f]{32}", str(row["id"]))
    assert document["submitted_at"] == str(row["day"]) == timezone.localdate().isoformat()
    assert (document["respondent"], document["subject"], document["groups"]) == (None, None, {})
    assert host.outbox() == []
    assert host.sql("SELECT * FROM sop_helpdesk_token") == []


def test_a_link_works_once(host):
    """S0-12: what a parent sent is stored; the same link then opens nothing and stores nothing."""
    token = host.link()
    parent = host.person(None)
    page = parent.get(door_address(token))
    assert parent.post(SEND, page.fields(choose=1)).status == 200
    (row,) = host.records()
    assert host.links() == []
    assert parent.post(SEND, page.fields(choose=2)).status == 404
    assert parent.get(door_address(token)).status == 404
    assert host.records() == [row]


def test_to_look_uses_nothing_up(host):
    """Messengers and mail scanners open links: only sent answers use one up."""
    token = host.link()
    for _ in range(3):
        assert host.person(None).client.head(door_address(token)).status_code == 200
        page = host.person(None).get(door_address(token))
    assert host.person(None).post(SEND, page.fields()).status == 200


@pytest.mark.parametrize("lang", ["en", "es"])
def test_used_closed_unknown_and_guessed_links_get_one_page(host, lang, monkeypatch):
    """S0-12: every link that does not open gets the same page, byte by byte, by both ways in."""
    monkeypatch.setattr("django.core.handlers.base.logger", logging.getLogger("nobody"))
    used, closed, unsaid, stopped = (host.link() for _ in range(4))
    page = host.person(None).get(door_address(used))
    assert host.person(None).post(SEND, page.fields()).status == 200
    hashes = [str(row["hash"]) for row in host.links()]
    host.sql_do("UPDATE sop_helpdesk_parentlink SET closes = '2020-01-01'")
    seen = set()
    tokens = [used, closed, unsaid, stopped, *hashes]
    tokens += ["", "x", "a" * 43, used[:-1], used.upper(), "%00", "é", "a" * 5000, "'; --", "null"]
    for token in tokens:
        answers = [host.person(None).client.post(f"{SEND}?lang={lang}", {"sop_link": token})]
        if token and "/" not in token:
            address = door_address(token.replace("%00", "%2500"))
            answers.append(host.person(None).client.get(f"{address}?lang={lang}"))
        for answer in answers:
            headers = {k: v for k, v in answer.headers.items() if k != "Expires"}
            seen.add((answer.status_code, answer.content, json.dumps(headers), str(answer.cookies)))
    ((status, content, *_),) = seen
    assert status == 404
    assert family.say(lang)["gone"].encode() in content


def test_a_link_has_256_random_bits_and_the_table_has_only_its_hash(host):
    """A guess is as good as none, and a copy of the table opens no door."""
    tokens = [host.link() for _ in range(8)]
    assert len(set(tokens)) == 8
    assert all(re.fullmatch("[A-Za-z0-9_-]{43}", token) for token in tokens)
    rows = host.links()
    assert all(re.fullmatch("[0-9a-f]{64}", str(row["hash"])) for row in rows)
    text = str(rows)
    assert not [token for token in tokens if token in text]
    assert [host.person(None).get(door_address(str(row["hash"]))).status for row in rows] == [
        404
    ] * 8


def test_the_row_of_a_link_names_no_ticket_no_user_and_no_moment(host):
    """Before it is used, too, a link says of whom it is only in which unit."""
    host.link(number=host.cases[2])
    (row,) = host.links()
    assert set(row) == {"hash", "instrument", "version", "unit", "groups", "closes"}
    assert row["groups"] == "{}"
    assert (row["unit"], row["instrument"]) == ("families", SURVEY)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(row["closes"]))


def test_nothing_that_is_required_nothing_that_is_held_against(host):
    """S0-12: taking part is voluntary: every question can be left out, or declined in words."""
    token = host.link()
    page = host.person(None).get(door_address(token))
    assert page.soup.select("[required], [aria-required=true]") == []
    declined = dict.fromkeys(page.answers(), "declined")
    assert host.person(None).post(SEND, {**page.hidden(), **declined}).status == 200
    (row,) = host.records()
    answers = json.loads(row["document"])["answers"]
    assert len(answers) == 25
    assert all(answer == {"missing": "declined"} for answer in answers.values())


def test_one_press_by_accident_costs_no_link(host):
    """A form without any answer is asked about once; a second press sends it as it is."""
    token = host.link()
    parent = host.person(None)
    page = parent.get(door_address(token))
    first = parent.post(SEND, {**page.hidden(), f"{PREFIX}anything_else": "  \n"})
    assert first.status == 422
    assert "Nothing is marked yet" in first.soup.find(role="alert").text
    assert host.nothing_stored()
    assert parent.post(SEND, first.hidden()).status == 200
    (row,) = host.records()
    assert json.loads(row["document"])["answers"] == {}


def test_a_refused_form_costs_no_link_and_loses_nothing(host):
    """Errors stand beside their fields, the link stays good, and the corrected form is stored."""
    token = host.link()
    parent = host.person(None)
    page = parent.get(door_address(token) + "?lang=es")
    written = {f"{PREFIX}anything_else": "<b>é</b> " + "x" * 2000}
    sent = parent.post(SEND, {**page.fields(choose=2), **written})
    assert sent.status == 422
    assert host.nothing_stored()
    assert len(host.links()) == 1
    assert sent.soup.html["lang"] == "es"
    assert "Hay algo que cambiar antes de enviar" in sent.soup.find(role="alert").text
    assert (
        sent.soup.find("textarea", id="sop-a-i27-in").text.strip()
        == written[f"{PREFIX}anything_else"].strip()
    )
    chosen = {str(f["name"]): f["value"] for f in sent.form.select("input[checked]")}
    assert chosen == page.answers(choose=2)
    again = parent.post(SEND, {**sent.fields(choose=2), f"{PREFIX}anything_else": "short"})
    assert again.status == 200
    (row,) = host.records()
    assert json.loads(row["document"])["locale"] == "es"


def test_the_language_changes_without_script_and_nothing_is_lost(host):
    """S0-12: a parent may change the language half way: what was marked and written stays."""
    token = host.link()
    parent = host.person(None)
    page = parent.get(door_address(token))
    (button,) = page.soup.select("button[name=sop_language]")
    assert (button["value"], button["form"]) == ("es", page.form["id"])
    some = dict(list(page.answers(choose=4).items())[:7])
    written = {f"{PREFIX}anything_else": "una frase"}
    spanish = parent.post(SEND, {**page.hidden(), **some, **written, "sop_language": "es"})
    assert spanish.status == 200
    assert spanish.soup.html["lang"] == "es"
    assert "Antes de empezar" in spanish.soup.h1.text
    assert spanish.soup.find(role="alert") is None
    chosen = {str(f["name"]): f["value"] for f in spanish.form.select("input[checked]")}
    assert chosen == some
    assert "una frase" in spanish.form.text
    assert host.nothing_stored()
    back = parent.post(SEND, {**spanish.hidden(), **some, **written, "sop_language": "en"})
    assert back.soup.html["lang"] == "en"
    sent = parent.post(SEND, {**spanish.hidden(), **some, **written})
    assert sent.soup.html["lang"] == "es"
    (row,) = host.records()
    document = json.loads(row["document"])
    assert document["locale"] == "es"
    assert document["answers"]["anything_else"] == "una frase"


def test_enter_sends_and_does_not_change_the_language(host):
    """The first button of the form, which Enter presses, is the one that sends."""
    page = host.person(None).get(door_address(host.link()))
    of_the_form = page.soup.select(f"button[form={page.form['id']}], form button")
    assert of_the_form[0].get("name") is None
    assert of_the_form[0].has_attr("hidden")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_pages_say_who_reads_it_and_that_it_is_voluntary(host, lang):
    """S0-12: before the first question, in the parent's language."""
    page = host.person(None).get(f"{door_address(host.link())}?lang={lang}")
    text = page.soup.get_text(" ", strip=True)
    before = text[: text.index(page.form.select_one(".sop-question").text)]
    voluntary, who = {
        "en": ("It is up to you", "at least 11 people, from at least 5 workers"),
        "es": ("Usted decide", "por lo menos 11 personas y de por lo menos 5"),
    }[lang]
    assert voluntary in before
    assert who in before
    assert page.soup.html["lang"] == lang


def test_the_two_languages_say_the_same_things():
    """Every name of the family's words is there in English and in Spanish, said differently."""
    known = family.bundled_words()
    assert known["en"].keys() == known["es"].keys()
    assert len(known["en"]["about"]) == len(known["es"]["about"])
    assert [name for name in known["en"] if known["en"][name] == known["es"][name]] == []


def test_a_county_says_it_in_its_own_words_and_languages(host, settings_of_sop):
    """What families read is data: a county replaces a sentence, or brings a language."""
    settings_of_sop(
        family_words={"en": {"about": ["Our <own> words."]}, "fr": {"gone": "Lien fermé"}},
        languages=["en", "es", "fr"],
    )
    page = host.person(None).get(door_address(host.link()))
    assert [line.text for line in page.soup.select(".sop-before li")] == ["Our <own> words."]
    gone = host.person(None).get(f"{door_address('x')}?lang=fr")
    assert gone.soup.html["lang"] == "fr"
    assert gone.soup.h1.text == "Lien fermé"
    assert "once" in gone.text


def test_no_page_of_the_family_shows_or_leads_to_the_host(host):
    """No ticket, no navigation, no name of anybody; the only address on a page is a style's."""
    worker = host.person("worker")
    page = worker.get(door_address(host.link()))
    fields = page.fields(choose=1)
    pages = [page, worker.post(SEND, {**fields, f"{PREFIX}heard_listens": "junk"})]
    pages += [worker.post(SEND, fields), worker.get(door_address("x"))]
    assert [one.status for one in pages] == [200, 422, 200, 404]
    for one in pages:
        links_out = [link["href"] for link in one.soup.select("a[href]")]
        assert [to for to in links_out if not to.startswith(("?lang=", "#"))] == []
        leads = [tag.get("href") or tag.get("action") for tag in one.soup.select("link, form")]
        assert {to.split("?")[0] for to in leads} <= {
            SEND,
            "/sop/style.css",
            "/sop/family/forget.css",
        }
        for word in ("Two children", "worker@", "tickets", "csrf", "<script", "style="):
            assert word not in one.text, word


def test_with_the_thanks_the_browser_forgets_the_form(host):
    """A page that was put away for the Back button goes when the thanks bring their styles."""
    parent = host.person(None)
    page = parent.get("/sop/family/thanks/")
    (sheet,) = [tag["href"] for tag in page.soup.select("link") if "forget" in tag["href"]]
    answer = parent.client.get(sheet)
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.headers["Content-Type"] == "text/css"
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_page_of_the_family_is_kept_named_or_indexed(host):
    """Nothing is stored by browsers, told to other sites, or found by search engines; no cookie is set."""
    parent = host.person(None)
    token = host.link()
    fields = parent.get(door_address(token)).fields()
    answers = [
        parent.client.get(door_address(token)),
        parent.client.post(SEND, {**fields, f"{PREFIX}heard_listens": "junk"}),
        parent.client.post(SEND, fields),
        parent.client.get("/sop/family/thanks/"),
        parent.client.get(door_address(token)),
    ]
    assert [answer.status_code for answer in answers] == [200, 422, 302, 200, 404]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert not parent.client.cookies
    assert token not in str(answers[2].headers)


def test_the_family_needs_no_cookie_and_no_token_against_forgery(host):
    """The link is the right to answer: a browser that refuses every cookie sends the form."""
    parent = host.person(None, enforce_csrf_checks=True)
    page = parent.get(door_address(host.link()))
    parent.client.cookies.clear()
    assert parent.post(SEND, page.fields()).status == 200


def test_a_link_is_made_by_post_alone(host):
    """Whoever only follows addresses makes no link."""
    for way in ("get", "head", "put"):
        client = host.person("worker").client
        assert getattr(client, way)(make_address(host.case)).status_code == 405
    assert host.links() == []


def test_the_page_with_the_link_shows_it_once_with_a_message_in_each_language(host):
    """The worker copies or prints it; the browser keeps no copy; to load it again makes another."""
    worker = host.person("worker")
    response = worker.client.post(make_address(host.case), {"how": "link"})
    assert "no-store" in response.headers["Cache-Control"]
    page = Page(response.status_code, response.content.decode(), "")
    address = page.soup.select_one(".sop-link").text
    last_day = timezone.localdate() + timezone.timedelta(days=13)
    for code, year in (("en", f", {last_day.year}"), ("es", f"de {last_day.year}")):
        message = page.soup.find("textarea", lang=code).text
        assert f"{address}?lang={code}" in message
        assert f"{last_day.day}" in message
        assert year in message
    assert worker.get(form_address(host.case)).status == 200
    assert address not in worker.ticket(host.case).text


def test_families_may_reach_the_host_at_another_address(host, settings_of_sop):
    """A helpdesk inside the county's network names the address that a family can reach."""
    settings_of_sop(family_site="https://survey.example/")
    page = host.person("worker").post(make_address(host.case), {"how": "link"})
    assert page.soup.select_one(".sop-link").text.startswith("https://survey.example/sop/family/")


def test_a_device_is_handed_over_signed_out(host):
    """S0-12: on the device itself, the worker's session ends before the family sees the form."""
    worker = host.person("worker")
    assert worker.ticket(host.case).status == 200
    before = host.sql("SELECT session_key FROM django_session")
    response = worker.client.post(make_address(host.case), {"how": "device"})
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert "Two children" not in response.content.decode()
    assert response.cookies["sessionid"].value == ""
    assert len(host.sql("SELECT session_key FROM django_session")) == len(before) - 1
    shown = Page(response.status_code, response.content.decode(), "")
    starts = [link["href"] for link in shown.soup.select("a")]
    assert [start.split("?")[-1] for start in starts] == ["lang=en", "lang=es"]
    opened = worker.client.get(starts[0])
    assert opened.headers["Clear-Site-Data"] == '"cache"'
    page = Page(opened.status_code, opened.content.decode(), "")
    assert page.status == 200
    assert worker.ticket(host.case).status == 302
    thanks = worker.post(SEND, page.fields())
    assert thanks.status == 200
    assert thanks.soup.select("a, form, button") == []
    assert "hand it back" in thanks.text
    assert worker.get(form_address(host.case)).status == 302


def test_a_form_for_families_is_no_form_of_the_worker(host):
    """The survey cannot be opened or sent in a worker's own session."""
    worker = host.person("worker")
    assert worker.open(host.case, SURVEY).status == 404
    assert worker.send(host.case, {"sop_pass": "x"}, SURVEY).status == 404
    assert host.nothing_stored()


def test_only_anonymous_forms_that_the_county_names_are_the_familys(host, settings_of_sop):
    """A form that would name somebody, or that nobody gave to families, has no link."""
    worker = host.person("worker")
    settings_of_sop(hand_over=[ASSESSMENT, "no_such_form"])
    for instrument in (ASSESSMENT, SURVEY, "no_such_form"):
        assert worker.post(make_address(host.case, instrument), {}).status == 404
    assert worker.ticket(host.case).soup.find(id="sop-family") is None
    assert host.links() == []


def test_a_link_closes_when_the_county_stops_asking(host, settings_of_sop):
    """A form that is no longer offered to families opens for no link and takes no answers."""
    token = host.link()
    page = host.person(None).get(door_address(token))
    settings_of_sop(hand_over=[])
    assert host.person(None).get(door_address(token)).status == 404
    assert host.person(None).post(SEND, page.fields()).status == 404
    assert host.nothing_stored()


def test_a_form_that_changed_is_shown_again_with_its_answers(host):
    """A page of another version is not read as today's: the parent sees it once more and sends it."""
    parent = host.person(None)
    page = parent.get(door_address(host.link()))
    old = {**page.fields(choose=2), "sop_version": "0.9.0"}
    sent = parent.post(SEND, old)
    assert sent.status == 422
    assert host.nothing_stored()
    chosen = {str(f["name"]): f["value"] for f in sent.form.select("input[checked]")}
    assert chosen == page.answers(choose=2)
    assert parent.post(SEND, sent.fields(choose=2)).status == 200


def test_nobody_makes_links_without_end(host, settings_of_sop):
    """A limit by person and day keeps anybody from answering in families' place, and no table counts."""
    settings_of_sop(links_a_day=2)
    tables = host.everything()
    worker = host.person("worker")
    known = host.everything()
    statuses = [worker.post(make_address(host.case), {}).status for _ in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert len(host.links()) == 2
    changed = {name for name, rows in host.everything().items() if rows != known[name]}
    assert changed == {"sop_helpdesk_parentlink"}
    assert tables.keys() == known.keys()
    assert host.person("supervisor").post(make_address(host.case), {}).status == 200


def test_without_a_cache_links_are_not_counted(host, settings_of_sop):
    """A cache that keeps nothing costs the limit, and not the link."""
    settings_of_sop(links_a_day=0)
    caches = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with override_settings(CACHES=caches):
        assert host.person("worker").post(make_address(host.case), {}).status == 200


@pytest.mark.parametrize("fails", ["opened", "exchange"])
def test_logs_and_error_mails_hold_no_open_link_and_no_answer(host, caplog, monkeypatch, fails):
    """Django logs the address of what fails and mails its variables: of a family's page, neither."""
    token = host.link()
    parent = host.person(None)
    fields = {**parent.get(door_address(token)).fields(choose=1), f"{PREFIX}anything_else": "SAID"}
    caplog.set_level(logging.INFO)

    def broken(*given: object) -> None:
        raise RuntimeError(f"the database tells all: {given} SAID {token}")

    with mailing() as mails:
        parent.post(SEND, {**fields, f"{PREFIX}heard_listens": "junk"})
        with monkeypatch.context() as patch:
            patch.setattr(links, fails, broken)
            if fails == "opened":
                failed = parent.client.get(door_address(token), follow=True)
            else:
                failed = parent.client.post(SEND, fields, follow=True)
    assert failed.status_code == 503
    assert "open your link again" in failed.content.decode()
    assert len(mails) == 2
    said = caplog.text + text_of(mails)
    assert "Unprocessable" in said
    assert "RuntimeError at test_family.py" in said
    assert token not in said
    assert "SAID" not in said
    assert parent.post(SEND, fields).status == 200
    assert len(host.records()) == 1


@pytest.mark.parametrize("day", [0, 13])
def test_a_link_opens_until_its_last_day(host, later, day):
    """A link opens on the day it was made and the thirteen after it, by default."""
    token = host.link()
    later(day)
    page = host.person(None).get(door_address(token))
    assert host.person(None).post(SEND, page.fields()).status == 200


def test_a_link_opens_no_more_after_its_last_day(host, later):
    """A form that was open over midnight can still be sent on the next day, and not later."""
    first, second = host.link(), host.link()
    page, late = (host.person(None).get(door_address(token)) for token in (first, second))
    later(14)
    assert host.person(None).get(door_address(first)).status == 404
    assert host.person(None).post(SEND, page.fields()).status == 200
    later(15)
    assert host.person(None).post(SEND, late.fields()).status == 404
    assert len(host.records()) == 1


def test_links_that_are_over_are_forgotten_at_any_visit(host, later):
    """A closed link leaves the table when anybody opens or makes one, or at night."""
    for act in (
        lambda: host.person(None).get(door_address("x")),
        host.link,
        links.forget,
    ):
        later(0)
        empty()
        host.link()
        old = {row["hash"] for row in host.links()}
        later(15)
        act()
        assert not old & {row["hash"] for row in host.links()}
