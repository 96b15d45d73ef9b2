"""Coaching in the host, from an agreement to a celebration, as two people go through it."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from sop_helpdesk import adapter
from sop_helpdesk.coaching import records
from sop_helpdesk.coaching.records import Relation
from sop_helpdesk.pages import Pass
from tests.hosts.coaching import (
    AGREEMENT,
    PHRASE,
    ROOT,
    WORDS,
    Story,
    errors,
    filled,
    levels,
    options,
)


@pytest.fixture
def story(host) -> Story:
    return Story(host, host.person("worker"), host.person("supervisor"))


def kinds(host, kind: str) -> list[dict[str, object]]:
    rows = [row for row in host.records() if row["kind"] == kind]
    return [json.loads(row["document"]) for row in rows]


def agreed(host) -> dict[str, object]:
    """The agreement that both have made."""
    (found,) = [one for one in kinds(host, "agreement") if one["status"] == "complete"]
    return found


def definition(profile: str) -> dict[str, object]:
    found = adapter.engine().catalog.documents
    return next(one for (kind, id_, _), one in found.items() if (kind, id_) == ("profile", profile))


def test_the_whole_story(story, host):
    """S1-07 to S1-29: agree, walk, rate, set a goal, meet in order, move a target up, celebrate."""
    page = story.agreed()
    assert "It holds until" in page.text
    assert story.worker.get(f"{ROOT}profiles/three_questions/").status == 200
    story.rated(1)
    echo = story.goal(target=0)
    assert "on 5 cases in the next 30 days" in echo.soup.select_one(".sop-readback").text
    (goal,) = kinds(host, "goal")
    assert goal["aspect"] in definition("three_questions")["aspects"][0]["id"]
    story.ok(story.worker, f"{story.at}goals/{goal['id']}/", case=str(host.case))
    assert "1 of 5" in story.worker.get(story.at).text
    assert "1 of 5" in story.supervisor.get(story.at).text

    story.workers_view(2)
    story.observed(2)
    said = {name: WORDS[name] for name in ("observed", "try_next")}
    page = story.supervisor.get(f"{story.in_session}supervisor_observation/")
    seen = list(options(page, "ratings").values())
    story.step(story.supervisor, "supervisor_observation", ratings=seen, **said)
    story.step(story.supervisor, "encouragement", encouragement="Keep asking like that.")
    story.goal("Use Three Questions with children on 3 cases in the next 2 weeks", target=0)
    first, second = sorted(kinds(host, "goal"), key=lambda one: one["made_at"])
    order = [level["id"] for level in definition("three_questions")["levels"]]
    assert order.index(second["target"]) == order.index(first["target"]) + 1
    assert second["previous"]["id"] == first["id"]
    page = story.worker.get(f"{story.in_session}next_goals/")
    newest = next(iter(options(page, "goals").values()))
    story.step(story.worker, "next_goals", goals=[newest])
    page = story.step(story.worker, "celebration", celebration=WORDS["celebration"])
    assert "This session is closed" in page.text
    for who in (story.worker, story.supervisor):
        text = who.get(story.in_session).text
        assert all(words in text for words in WORDS.values())
        assert "Levels over time" in who.get(story.at).text


def stamped(story, who: str, kind: str, what: str) -> dict[str, object]:
    """The hidden field of a page that was never offered: signed here, as only this host can."""
    user = get_user_model().objects.get(username=who)
    return {"sop_pass": Pass.new(user, 0, kind, what).sign()}


def test_there_is_no_goal_before_both_have_said_yes(story, host):
    """S1-07, D9: neither the page nor a record of a goal, while there are drafts."""
    story.drafted()
    for drafts in (1, 2):
        assert len(host.records()) == drafts
        assert story.worker.get(f"{story.at}goals/").status == 404
        assert story.worker.get(f"{story.at}rate/three_questions/").status == 404
        assert story.worker.get(f"{story.at}sessions/").status == 404
        sent = story.worker.post(
            f"{story.at}goals/confirm/",
            {**stamped(story, "worker", "coaching.goal", story.relation), "phrase": PHRASE},
        )
        assert sent.status == 404
        if drafts == 1:
            story.ok(story.supervisor, f"{story.at}join/", hopes="h", fears="f", yes="yes")
    assert {row["kind"] for row in host.records()} == {"agreement"}
    assert all(row["status"] == "draft" for row in host.records())


def test_drafts_are_of_the_two_alone_and_say_nothing_outside(story, host):
    """A draft is no agreement: no event, and nobody but the two can open it."""
    story.drafted()
    assert host.outbox() == []
    for page in ("", "join/"):
        assert "That it is used against me." in story.supervisor.get(story.at + page).text
    assert story.worker.get(f"{story.at}join/").status == 404
    assert story.supervisor.get(f"{story.at}confirm/").status == 404
    assert host.person("clerk").get(f"{story.at}join/").status == 404


def test_nobody_else_sees_anything(story, host):
    """S0-07: staff of another queue and other workers find no such page, and an empty list."""
    story.agreed()
    story.rated(1)
    story.goal()
    story.workers_view(1)
    (goal,) = kinds(host, "goal")
    clerk, stranger = host.person("clerk"), host.person(None)
    pages = [
        "", "join/", "confirm/", "end/", "rate/three_questions/", "goals/", f"goals/{goal['id']}/",
        "sessions/", f"sessions/{story.session}/", f"sessions/{story.session}/worker_reflection/",
        f"sessions/{story.session}/supervisor_observation/",
        f"sessions/{story.session}/rate/three_questions/",
    ]  # fmt: skip
    before = host.records()
    for page in pages:
        assert clerk.get(story.at + page).status == 404, page
        assert clerk.post(story.at + page, {}).status == 404, page
        assert stranger.get(story.at + page).status == 302, page
    assert "You have no coaching yet." in clerk.get(ROOT).text
    assert host.records() == before
    assert story.worker.get(f"{ROOT}with/nothing/").status == 404


def test_the_supervisor_sets_no_goal_and_rates_no_self(story, host):
    """Goals and the own rating are the worker's: to the other there is no such page."""
    story.agreed()
    story.goal()
    (goal,) = kinds(host, "goal")
    for page in ("goals/", f"goals/{goal['id']}/", "rate/three_questions/"):
        assert story.supervisor.get(story.at + page).status == 404
    story.workers_view(1)
    for name in ("worker_reflection", "worker_self_rating"):
        sent = story.supervisor.get(f"{story.in_session}{name}/")
        assert sent.status == 302
        fields = stamped(
            story, "supervisor", f"coaching.{name}", f"{story.relation} {story.session}"
        )
        steps = kinds(host, "coaching-session")
        own = [one["id"] for one in kinds(host, "rating")]
        sent = story.supervisor.post(
            f"{story.in_session}{name}/", {**fields, "went_well": "x", "ratings": own}
        )
        assert sent.status == 422
        assert kinds(host, "coaching-session") == steps


def test_the_supervisors_view_never_comes_first(story, host):
    """S1-25 to S1-27, D10: before the worker's reflection and rating it is not offered, and refused."""
    story.agreed()
    story.opened()
    address = f"{story.in_session}supervisor_observation/"
    assert story.supervisor.get(address).status == 302
    assert story.supervisor.get(f"{story.in_session}rate/three_questions/").status == 404
    fields = stamped(
        story, "supervisor", "coaching.supervisor_observation", f"{story.relation} {story.session}"
    )
    sent = story.supervisor.post(address, {**fields, "observed": WORDS["observed"]})
    assert sent.status == 422
    assert "The worker reflects and rates first" in errors(sent)
    assert WORDS["observed"] in sent.text, "nothing is lost"
    assert [one["step"] for one in kinds(host, "coaching-session")] == ["opening"]


def test_an_observed_rating_builds_on_the_workers_own(story, host):
    """S1-26, S1-27: two records, the observed one after the worker's; never put together."""
    story.agreed()
    story.workers_view(2)
    story.observed(1)
    own, seen = sorted(kinds(host, "rating"), key=lambda one: one["made_at"])
    assert (own["view"], seen["view"]) == ("self", "observed")
    assert seen["after"]["id"] == own["id"]
    assert seen["rater"] != seen["worker"] == own["rater"]


def test_what_is_sent_twice_is_one_record(story, host):
    """Each page's pass is for one record: a second press changes nothing and leads to the same place."""

    def twice(who, address, **values):
        page = who.get(address)
        fields = filled(page, **values)
        first, second = who.post(address, fields), who.post(address, fields)
        assert first.status == second.status == 200, errors(second)
        return first

    page = story.worker.get(f"{ROOT}new/")
    partner = options(page, "partner")["supervisor"]
    sent = twice(story.worker, f"{ROOT}new/", **{**AGREEMENT, "partner": partner})
    story.relation = sent.address.rstrip("/").split("/")[-1]
    for who, at, said in (
        (story.supervisor, "join/", {"hopes": "h", "fears": "f", "yes": "yes"}),
        (story.worker, "confirm/", {"yes": "yes"}),
    ):
        fields = filled(who.get(story.at + at), **said)
        for _ in range(2):
            assert who.post(story.at + at, fields).status == 200
    assert len(kinds(host, "agreement")) == 3
    rate = f"{story.at}rate/three_questions/"
    twice(story.worker, rate, **levels(story.worker.get(rate), 1))
    assert len(kinds(host, "rating")) == 1
    echo = filled(story.ok(story.worker, f"{story.at}goals/", phrase=PHRASE))
    for _ in range(2):
        assert story.worker.post(f"{story.at}goals/confirm/", echo).status == 200
    (goal,) = kinds(host, "goal")
    twice(story.worker, f"{story.at}goals/{goal['id']}/", case=str(host.case))
    story.ok(story.worker, f"{story.at}goals/{goal['id']}/", case=str(host.case))
    assert len(kinds(host, "goal-event")) == 1
    sent = twice(story.worker, f"{story.at}sessions/")
    story.session = sent.address.rstrip("/").split("/")[-1]
    twice(story.worker, f"{story.in_session}worker_reflection/", went_well="x")
    assert len(kinds(host, "coaching-session")) == 2
    end = filled(story.worker.get(f"{story.at}end/"))
    for _ in range(2):
        assert story.worker.post(f"{story.at}end/", end).status == 200
    assert len(kinds(host, "agreement")) == 4
    told = [json.loads(row["event"])["data"]["record"] for row in host.outbox()]
    assert len(told) == len(set(told))


def at_once(*acts: Callable[[], object]) -> None:
    """Do several things side by side, each in a thread with its own connection."""
    start, wrong = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_two_who_write_at_once_are_both_kept(story, host):
    """S1-25, S1-27: the worker's reflection and the supervisor's observation do not overwrite each other."""
    story.agreed()
    story.workers_view(1)
    before = len(kinds(host, "coaching-session"))
    pages = [
        (story.worker, f"{story.in_session}worker_reflection/", {"went_well": "one more thing"}),
        (story.supervisor, f"{story.in_session}supervisor_observation/", {"observed": "I saw it"}),
    ]
    ready = [(who, at, filled(who.get(at), **said)) for who, at, said in pages]

    def act(who, at, fields):
        return lambda: check(who.post(at, fields))

    def check(sent):
        assert sent.status == 200, errors(sent)

    at_once(*(act(*one) for one in ready for _ in range(2)))
    assert len(kinds(host, "coaching-session")) == before + 2
    for who in (story.worker, story.supervisor):
        text = who.get(story.in_session).text
        assert WORDS["went_well"] in text
        assert "one more thing" in text
        assert "I saw it" in text


def test_two_yeses_at_once_are_one_agreement(story, host):
    """The worker confirms in two windows at once, from two pages: one agreement."""
    story.drafted()
    story.ok(story.supervisor, f"{story.at}join/", hopes="h", fears="f", yes="yes")
    pages = [filled(story.worker.get(f"{story.at}confirm/"), yes="yes") for _ in range(2)]
    people = [host.person("worker") for _ in pages]
    at_once(
        *(
            lambda who=who, fields=fields: who.post(f"{story.at}confirm/", fields)
            for who, fields in zip(people, pages, strict=True)
        )
    )
    assert [one["status"] for one in kinds(host, "agreement")].count("complete") == 1


@pytest.mark.parametrize("ends", ["worker", "supervisor"])
def test_either_ends_it_alone_and_everything_closes_at_once(story, host, ends):
    """S1-15, S1-18: from that moment nothing of the worker's is shown to the other."""
    story.agreed()
    story.rated(1)
    story.goal()
    story.workers_view(1)
    assert WORDS["went_well"] in story.supervisor.get(story.in_session).text
    story.ok(host.person(ends), f"{story.at}end/")
    assert story.supervisor.get(story.in_session).status == 404
    page = story.supervisor.get(story.at)
    assert page.status == 200
    assert "It was ended on" in page.text
    for words in ("Three Questions", "used against me", "Levels over time", "Session of"):
        assert words not in page.text
    own = story.worker.get(story.at)
    assert "Levels over time" in own.text
    assert WORDS["went_well"] in story.worker.get(story.in_session).text
    for page in ("goals/", "rate/three_questions/", "sessions/"):
        assert story.worker.get(story.at + page).status == 404
    last = kinds(host, "agreement")
    assert [one["ended"]["by"] for one in last if one.get("ended")] == [ends]


def test_a_post_that_waited_for_the_end_is_not_kept(story, host, monkeypatch):
    """Whoever sends while the other ends it finds no page any more: the lock looks again."""
    story.agreed()
    story.opened()
    at = f"{story.in_session}worker_reflection/"
    fields = filled(story.worker.get(at), went_well="x")
    story.ok(story.supervisor, f"{story.at}end/")
    monkeypatch.setattr(Relation, "in_force", property(lambda self: True))
    before = kinds(host, "coaching-session")
    monkeypatch.setattr(records, "locked", ended_meanwhile(monkeypatch, records.locked))
    assert story.worker.post(at, fields).status == 404
    assert kinds(host, "coaching-session") == before


def ended_meanwhile(monkeypatch, locked):
    """From the lock on, the agreement is seen as it is."""

    @contextlib.contextmanager
    def lock(id_):
        monkeypatch.setattr(Relation, "in_force", property(lambda self: False))
        with locked(id_) as relation:
            yield relation

    return lock


def test_what_is_not_shared_is_not_shown(story, host):
    """The worker chooses which kinds the other may see: ratings stay hidden, and the gate says no."""
    story.agreed(shares=["coaching-session"])
    story.rated(1)
    story.goal()
    page = story.supervisor.get(story.at)
    assert "Levels over time" not in page.text
    assert "on 5 cases" not in page.text
    story.workers_view(1)
    text = story.supervisor.get(story.in_session).text
    assert WORDS["went_well"] in text
    first = definition("three_questions")["levels"][0]["title"]["en"]
    assert first in story.worker.get(story.in_session).text
    assert first not in text
    refused = [one for one in kinds(host, "disclosure") if not one["granted"]]
    assert {one["kind"] for one in refused} == {"rating", "goal"}


def test_every_look_at_anothers_record_is_kept_and_told_without_content(story, host):
    """C-27: who looked at what, for which purpose, on which day; of looking at one's own nothing."""
    story.agreed()
    story.rated(1)
    story.worker.get(story.at)
    assert kinds(host, "disclosure") == []
    for _ in range(2):
        story.supervisor.get(story.at)
    entries = kinds(host, "disclosure")
    looked_at = {one["record"]["id"] for one in entries}
    assert looked_at == {kinds(host, "rating")[0]["id"], agreed(host)["id"]}
    assert {(one["purpose"], one["granted"]) for one in entries} == {("supervision", True)}
    events = [json.loads(row["event"]) for row in host.outbox()]
    told = [one["data"]["record"] for one in events if one["data"]["kind"] == "disclosure"]
    assert sorted(told) == sorted(one["id"] for one in entries)


def test_a_coach_sees_for_coaching(story, host):
    """S2-15: a coach's row of the table is another one than a supervisor's."""
    story.agreed(role="coach")
    story.rated(1)
    assert "Levels over time" in story.supervisor.get(story.at).text
    assert {one["purpose"] for one in kinds(host, "disclosure")} == {"coaching"}


def test_nothing_that_was_written_leaves_or_is_logged(story, host, caplog):
    """S2-15, S2-18: events say that there was a record; logs not even that."""
    with caplog.at_level("DEBUG"):
        test_the_whole_story(story, host)
        story.worker.post(f"{story.at}end/", {"sop_pass": "forged"})
        story.ok(story.supervisor, f"{story.at}end/")
    outside = " ".join(row["event"] for row in host.outbox()) + caplog.text
    tokens = [row["token"] for row in host.sql("SELECT token FROM sop_helpdesk_token")]
    written = [*WORDS.values(), *(value for key, value in AGREEMENT.items() if len(value) > 10)]
    for secret in (*written, "Keep asking", PHRASE, "level_", *tokens):
        assert secret not in outside, secret
    told = {json.loads(row["event"])["data"]["kind"] for row in host.outbox()}
    assert {"agreement", "rating", "goal", "goal-event", "coaching-session"} <= told
    kept = {"kind", "record", "schema", "status", "day"}
    assert all(set(json.loads(row["event"])["data"]) == kept for row in host.outbox())
