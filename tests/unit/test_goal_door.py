"""Goals and their events through the one door: what is left out is filled in, what is wrong is refused."""

from __future__ import annotations

import json

import pytest

from sop_core import RecordRefused, to_document
from sop_core.coaching import Goal, GoalEvent, progress
from sop_core.documents import read
from tools.golden import ROOT, Corpus, documents

CORPUS = Corpus()
#: With the profiles of the corpus, so that it stands when the bundled ones change.
SOP = CORPUS.sop


def golden(kind, name):
    found: dict = read((ROOT / kind / "1" / f"{name}.json").read_bytes())
    return found


AGREEMENT, RATING = golden("agreement", "for_goals"), golden("rating", "for_goals")


def accepted(document, *given):
    return SOP.accept(document, given=[AGREEMENT, RATING, *given])


@pytest.mark.parametrize("name", ["three_questions", "three_houses", "safety_circles"])
def test_the_three_examples_are_accepted_as_they_stand(name):
    """S1-22 to S1-24: each is a golden document, and comes back the same."""
    document = golden("goal", name)
    receipt = accepted(document)
    assert isinstance(receipt.record, Goal)
    assert to_document(receipt.record) == document
    (event,) = receipt.events
    assert event["data"] == {
        "kind": "goal", "record": document["id"], "schema": "urn:sop:schema:goal:1", "status": "complete",
        "day": "2026-11-23",
    }  # fmt: skip


def test_the_words_and_the_profiles_digest_are_filled_in():
    """A record says by which definitions it was made."""
    document = golden("goal", "least")
    document["profile"].pop("digest", None)
    written = to_document(accepted(document).record)
    assert written["words"] == {"id": "goal_words", "version": "1.0.0"}
    assert written["profile"]["digest"] == SOP.catalog.profile("golden.three_questions").ref.digest
    assert "purpose" not in written
    assert "target" not in written


def test_a_goal_without_its_agreement_is_refused():
    """S1-07, D9: what it needs is listed, and refused where it is not given."""
    document = golden("goal", "follows_with_a_target")
    assert {need.kind for need in SOP.needs(document)} == {"agreement", "rating", "goal"}
    with pytest.raises(RecordRefused) as refused:
        SOP.accept(document)
    found = [(issue.code, issue.path) for issue in refused.value.issues]
    assert found == [
        ("given_missing", "$.agreement"),
        ("given_missing", "$.rating"),
        ("given_missing", "$.previous"),
    ]


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"words": {"id": "county09.words", "version": "1"}}, "unknown_goal_words", "$.words"),
        ({"words": {"id": "goal_words", "version": "9"}}, "unknown_goal_words", "$.words"),
        ({"profile": {"id": "nothing", "version": "1"}}, "unknown_profile", "$.profile.id"),
        ({"profile": {"id": "golden.three_questions", "version": "9"}}, "unknown_version", "$.profile.version"),
        ({"count": 100}, "too_large", "$.count"),
        ({"unit": "zebra"}, "unknown_goal_unit", "$.unit"),
    ],
)  # fmt: skip
def test_what_is_not_in_force_is_refused(change, code, path):
    """Words, profile, unit."""
    issues = SOP.check({**golden("goal", "three_questions"), **change}, given=[AGREEMENT])
    assert path in [issue.path for issue in issues]
    if code != "too_large":
        assert (code, path) in [(issue.code, issue.path) for issue in issues]


def test_events_are_accepted_and_add_up():
    """C-19: two distinct references are two of five."""
    goal = golden("goal", "three_questions")
    events = [
        SOP.accept(golden("goal-event", name), given=[goal]).record
        for name in ("case", "least_and_late")
    ]
    assert all(isinstance(event, GoalEvent) for event in events)
    found = progress(accepted(goal).record, events)
    assert (found.done, found.target, found.late) == (1, 5, ("event-5",))
    assert to_document(events[1])["covers"] == []


def test_every_golden_goal_and_event_is_accepted_today():
    """What was released stays readable."""
    for kind in ("goal", "goal-event", "goal-words"):
        for path in documents(kind):
            outcome = json.loads(path.with_suffix("").with_suffix(".outcome.json").read_text("utf-8"))  # fmt: skip
            assert CORPUS.outcome(path) == outcome
            assert outcome["errors"] == []
