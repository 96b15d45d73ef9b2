"""The pages of coaching one by one: what they refuse, what they keep, and whose they are."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from helpdesk.models import Ticket

from sop_core import RecordRefused
from sop_helpdesk import adapter
from sop_helpdesk.coaching import aims, records
from tests.hosts.coaching import AGREEMENT, PHRASE, ROOT, Story, errors, filled, levels, options
from tests.hosts.support import loaded
from tests.hosts.test_coaching import kinds


@pytest.fixture
def story(host) -> Story:
    return Story(host, host.person("worker"), host.person("supervisor"))


def test_an_agreement_with_gaps_comes_back_with_everything_in_it(story, host):
    """DESIGN 6: each error beside its field and in the list above; nothing that was typed is lost (422)."""
    page = story.worker.get(f"{ROOT}new/")
    partner = options(page, "partner")["supervisor"]
    values = {
        **AGREEMENT,
        "partner": partner,
        "fears": " ",
        "minutes": "many",
        "not_for_appraisal": [],
    }
    sent = story.worker.post(f"{ROOT}new/", filled(page, **values))
    assert sent.status == 422
    links = [link["href"][1:] for link in sent.soup.select(".sop-errors a")]
    assert links == ["c-fears", "c-minutes", "c-not_for_appraisal-0"]
    for link in links:
        at = sent.soup.find(id=link)
        assert at is not None
        assert at.get("aria-invalid") == "true" or at.find_parent("fieldset")
    again = filled(sent)
    assert again["hopes"] == AGREEMENT["hopes"]
    assert again["minutes"] == "many"
    # Before the first colon stands what the pass says; after it, when it was signed.
    said = [one["sop_pass"].split(":")[0] for one in (again, filled(page))]
    assert said[0] == said[1], "still the same one record"
    assert host.nothing_stored()
    mended = {**again, "fears": "f", "minutes": "60", "not_for_appraisal": "yes"}
    assert story.worker.post(f"{ROOT}new/", mended).status == 200
    assert len(host.records()) == 1


def test_the_days_of_an_agreement_are_looked_at_by_the_rules(story, host):
    """What sop_core says against a record stands beside the field that it is about."""
    page = story.worker.get(f"{ROOT}new/")
    partner = options(page, "partner")["supervisor"]
    values = {**AGREEMENT, "partner": partner, "starts": "2026-11-30", "ends": "2026-11-01"}
    sent = story.worker.post(f"{ROOT}new/", filled(page, **values))
    assert sent.status == 422
    assert "before it starts" in sent.soup.find(id="c-ends-error").text


def test_a_combined_process_is_written_down_and_opens_nothing(story, host):
    """S1-08: an agency that does both can say so; nothing changes by it."""
    story.agreed(combined="yes")
    assert kinds(host, "agreement")[-1]["combined_with_appraisal"] is True
    assert "The profiles stay closed to it." in story.worker.get(story.at).text


def test_a_linear_agreement_has_the_order_of_the_prerequisites(story, host):
    """S1-10: the order is data of the profiles."""
    story.agreed(mode="linear")
    order = kinds(host, "agreement")[-1]["order"]
    assert order.index("three_questions") < order.index("safety_mapping")
    assert order.index("safety_mapping") < order.index("harm_danger_statements")


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("Use Three Questions on every case in the next 30 days", "every"),
        ("Use Three Questions on 5 cases", "until when"),
        ("Use the crystal ball on 5 cases in the next 30 days", "practice"),
        ("", "Please fill this in."),
    ],
)
def test_a_goal_that_cannot_be_one_is_said_to_be_so(story, host, phrase, said):
    """S1-21: every case, no window, no practice: refused beside the sentence, which stays."""
    story.agreed()
    sent = story.send(story.worker, f"{story.at}goals/", phrase=phrase)
    assert sent.status == 422
    assert said in sent.soup.find(id="c-phrase-error").text
    assert filled(sent)["phrase"] == phrase
    assert kinds(host, "goal") == []


def test_what_was_not_understood_is_said_before_anything_is_kept(story, host):
    """Quick entry never guesses silently: the words that were left are named in the echo."""
    story.agreed()
    phrase = "Use Three Questions gladly with caregivers on 5 cases in the next 30 days"
    echo = story.ok(story.worker, f"{story.at}goals/", phrase=phrase)
    assert "gladly" in [one.text for one in echo.soup.select(".sop-note q")]
    assert kinds(host, "goal") == []


def test_a_goal_counts_windows_from_the_day_on_which_it_was_read_back(story, host, later):
    """C-18: confirmed after midnight, the goal is the one that was read."""
    story.agreed()
    echo = story.ok(story.worker, f"{story.at}goals/", phrase=PHRASE)
    starts = records.now()[:10]
    later(1)
    assert story.worker.post(f"{story.at}goals/confirm/", filled(echo)).status == 200
    assert kinds(host, "goal")[0]["window"]["starts"] == starts


def test_one_case_counts_once_and_a_later_one_not(story, host, later):
    """C-19, C-20: the same case on two days is two records and counts once; what came late is named."""
    story.agreed()
    story.goal()
    (goal,) = kinds(host, "goal")
    at = f"{story.at}goals/{goal['id']}/"
    story.ok(story.worker, at, case=str(host.case))
    later(1)
    story.worker.post(at, filled(story.worker.get(at), case=str(host.case)))
    assert "1 of 5" in story.worker.get(story.at).text


def test_only_cases_that_the_host_shows_can_be_named(story, host):
    """The record has the case's token and nothing else of it; another one's case is not taken."""
    story.agreed()
    story.goal()
    (goal,) = kinds(host, "goal")
    at = f"{story.at}goals/{goal['id']}/"
    page = story.worker.get(at)
    assert set(options(page, "case").values()) == {str(case) for case in host.cases}
    other = Ticket.objects.create(title="Not theirs", queue=Ticket.objects.first().queue)
    try:
        assert story.worker.post(at, filled(page, case=str(other.pk))).status == 422
        assert story.worker.post(at, filled(page, case="no number")).status == 422
        ahead = story.worker.post(at, filled(page, case=str(host.case), on="2099-01-01"))
        assert ahead.status == 422
        assert "not done" in ahead.soup.find(id="c-on-error").text
    finally:
        other.delete()
    assert kinds(host, "goal-event") == []


def test_nothing_counts_a_level(story, host):
    """S1-01, D6: a goal that is reached leaves every rating as it was."""
    story.agreed()
    story.rated(1)
    story.goal("Use Three Questions on 1 case in the next 30 days")
    before = kinds(host, "rating")
    (goal,) = kinds(host, "goal")
    story.ok(story.worker, f"{story.at}goals/{goal['id']}/", case=str(host.case))
    assert "1 of 1" in story.worker.get(story.at).text
    assert kinds(host, "rating") == before


def test_a_target_that_was_not_reached_comes_again(story, host):
    """S1-28: not yet there: the same level; there: exactly one up; at the top it stays."""
    story.agreed()
    story.rated(1)
    story.goal(target=0)
    relation = records.Relation.of(story.relation)
    first = aims.targets(relation, "three_questions")[0]
    story.rated(1)
    assert aims.targets(records.Relation.of(story.relation), "three_questions")[0] == first
    story.rated(2)
    moved = aims.targets(records.Relation.of(story.relation), "three_questions")[0]
    levels = [one.id for one in adapter.engine().catalog.profile("three_questions").levels]
    places = [levels.index(value.split(" ")[1]) for value, _ in (first, moved)]
    assert places[1] == places[0] + 1


def test_some_work_below_what_is_attained_is_corrected_beside_its_aspect(story, host):
    """C-14: only higher levels have some work at them; the form comes back as it was sent."""
    story.agreed()
    at = f"{story.at}rate/three_questions/"
    page = story.worker.get(at)
    aspect = next(iter(levels(page, 3))).removesuffix(".attained")
    lowest = str(page.form.select_one(f'input[name="{aspect}.some_work_at"]')["value"])
    values = {**levels(page, 3), f"{aspect}.some_work_at": [lowest]}
    sent = story.worker.post(at, filled(page, **values))
    assert sent.status == 422
    assert sent.soup.select(".sop-errors li")
    assert filled(sent)[f"{aspect}.some_work_at"] == [lowest]
    assert kinds(host, "rating") == []


def test_how_one_takes_part_is_chosen_changed_and_taken_back(story, host):
    """S1-13 to S1-15: the worker's own choice, every move allowed, back too; nobody else sees it."""
    at = f"{ROOT}part/"
    refused = story.send(story.worker, at, state="trying_on")
    assert refused.status == 422
    assert "look at it again" in refused.soup.find(id="c-check_in-error").text
    assert story.worker.post(at, filled(refused, check_in="2099-01-01")).status == 200
    for state in ("observing", "formal_coaching", "not_engaged", "early_adopter"):
        more = {"practice": "three_questions", "where": "field"} if state == "observing" else {}
        story.ok(story.worker, at, state=state, **more)
    page = story.worker.get(at)
    assert "I go ahead and use it already" in page.soup.select_one(".sop-note").text
    assert "Not now" in page.text
    found = sorted(kinds(host, "participation"), key=lambda one: one["made_at"])
    assert len(found) == 5
    assert [one["after"]["id"] for one in found[1:]] == [one["id"] for one in found[:-1]]
    assert found[1]["observed"][0]["practice"] == "three_questions"
    assert "I go ahead" not in story.supervisor.get(at).soup.get_text().split("What fits you")[0]


def test_a_session_asks_about_the_talk_and_each_puts_aside_for_themselves(story, host):
    """S1-17, S2-03: coaching's own prompts; what one has put aside, the other still sees; no case, no session in it."""
    story.agreed()
    page = story.opened()
    prompts = [one.get_text() for one in page.soup.select(".sop-prompt .sop-text")]
    assert 0 < len(prompts) <= 3
    form = page.soup.select_one("form.sop-dismiss")
    sent = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    assert story.supervisor.post(form["action"], sent).address == story.at
    after = story.worker.post(form["action"], {**sent, "reason": "not_now"})
    assert after.address == story.in_session
    assert prompts[0] not in [one.get_text() for one in after.soup.select(".sop-prompt .sop-text")]
    (kept,) = kinds(host, "feedback")
    assert (kept["outcome"], kept["case"], kept["screen"]) == (
        "dismissed",
        None,
        "coaching.session",
    )
    assert story.session not in json.dumps(kept)
    others = story.supervisor.get(story.in_session).soup.select(".sop-prompt .sop-text")
    assert prompts[0] in [one.get_text() for one in others]
    assert host.person("clerk").post(form["action"], sent).status == 404


def test_another_ones_pass_fits_no_page(story, host):
    """A pass is one person's, for one thing: sent by another, or elsewhere, nothing is kept."""
    story.agreed()
    fields = filled(story.worker.get(f"{story.at}sessions/"))
    sent = story.supervisor.post(f"{story.at}sessions/", fields)
    assert sent.status == 422
    assert "open for too long" in errors(sent)
    sent = story.worker.post(f"{story.at}end/", fields)
    assert sent.status == 422
    assert kinds(host, "coaching-session") == []
    assert kinds(host, "agreement")[-1]["status"] != "amended"


def test_forged_requests_are_turned_away(story, host):
    """Django's own protection holds on every page of coaching."""
    story.agreed()
    client = Client(enforce_csrf_checks=True)
    client.cookies = story.worker.client.cookies
    fields = filled(story.worker.get(f"{story.at}sessions/"))
    del fields["csrfmiddlewaretoken"]
    assert client.post(f"{story.at}sessions/", fields).status_code == 403
    assert kinds(host, "coaching-session") == []


def test_the_pages_are_kept_in_no_cache(story, host):
    """What two people say to each other stands in no browser's cache."""
    story.agreed()
    story.workers_view(1)
    for address in (ROOT, story.at, story.in_session, f"{ROOT}part/"):
        assert "no-store" in story.worker.client.get(address).headers["Cache-Control"]


def test_a_second_relation_is_another_one(story, host):
    """What belongs to one agreement cannot be brought into another one's session."""
    story.agreed()
    story.rated(1)
    (rating,) = kinds(host, "rating")
    story.agreed()
    story.opened()
    story.step(story.worker, "worker_reflection", went_well="x")
    at = f"{story.in_session}worker_self_rating/"
    sent = story.worker.post(at, filled(story.worker.get(at), ratings=[rating["id"]]))
    assert sent.status == 422
    assert len(story.worker.get(ROOT).soup.select(".sop-relations li")) == 2


def test_the_rules_are_asked_where_a_page_would_let_it_pass(story, host):
    """S1-07: the record of a goal that names no agreement in force is refused by sop_core itself."""
    story.drafted()
    relation = records.Relation.of(story.relation)
    document = records.new(
        "goal", "g-1", worker=relation.worker, agreement=records.ref(relation.drafts[0]),
        profile={"id": "three_questions", "version": "1.0.0"}, activity="Use Three Questions",
        count=5, unit="case", confirmed_by=[relation.worker],
        window={"phrase": "in the next 30 days", "kind": "days", "n": 30, "starts": "2026-11-23",
                "due": "2026-12-23"},
        **{"with": []},
    )  # fmt: skip
    with pytest.raises(RecordRefused) as refused:
        records.keep(document, worker=relation.worker, relation=relation)
    assert "$.agreement" in [one.path for one in refused.value.issues]
    assert {row["kind"] for row in host.records()} == {"agreement"}


def test_each_row_is_as_sop_core_wrote_it(story, host):
    """Every record is stored as it was accepted, under its worker and its relation."""
    story.agreed()
    story.rated(1)
    story.goal()
    story.workers_view(1)
    story.supervisor.get(story.in_session)
    for row in host.records():
        document = json.loads(row["document"])
        assert document["id"] == row["id"]
        assert row["relation"] == story.relation
        assert row["person"] == records.Relation.of(story.relation).worker
        assert row["ticket_id"] is None


def test_training_and_coaching_dates_stand_on_my_coaching(story):
    """S2-36: those of the agency's own calendar, from today on; without one there is nothing."""
    assert story.worker.get(ROOT).soup.select(".sop-dates") == []
    today = timezone.localdate()
    slots = [
        {
            "on": (today + timedelta(days)).isoformat(),
            "starts": "09:00",
            "ends": "12:00",
            "place": "main",
            "room": "Room 12",
        }
        for days in (-30, 30)
    ]
    calendar = {
        "$schema": "urn:sop:schema:calendar:1", "id": "county07.dates", "version": "1.0.0", "status": "active",
        "title": {"en": "Dates"}, "source": "sample", "rights": "sample", "published": (today - timedelta(60)).isoformat(),
        "timezone": "America/Los_Angeles", "places": [{"id": "main", "title": {"en": "Main office"}}],
        "entries": [{"id": "m3", "kind": "training", "title": {"en": "Module 3"}, "slots": slots}],
    }  # fmt: skip
    with loaded(plugins=False, definitions=[calendar]):
        (dates,) = story.worker.get(ROOT).soup.select(".sop-dates li")
    said = dates.get_text(" ", strip=True)
    assert (today + timedelta(30)).isoformat() in said
    assert "Room 12" in said
