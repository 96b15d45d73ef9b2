"""Hostile goals, events and words: accepted or refused with a reason, and nothing else happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core import RecordRefused, coaching
from sop_core.catalog import definition_issues
from sop_core.documents import goal_words_of, read
from sop_core.testing import mutated
from sop_core.types import RecordRef, RecordStatus
from tests.unit._goals import ON, bundled_words, words_document
from tools.golden import ROOT, Corpus, documents

SOP = Corpus().sop
KINDS = ("agreement", "rating", "goal", "goal-event")
RECORDS = [read(path.read_bytes()) for kind in KINDS for path in documents(kind, ROOT)]
GOALS = [one for one in RECORDS if one["$schema"].startswith("urn:sop:schema:goal")]
LEAST = next(one for one in GOALS if one["id"] == "goal-e")
NAMES = (
    "\u202egroup",
    "{0.__class__}",
    "a" * 65,
    "",
    "x\n",
    "é",
    "$ref",
    "../../etc/passwd",
)


@given(st.sampled_from(GOALS).flatmap(mutated))
def test_a_goal_with_one_thing_changed_is_accepted_or_refused_with_reasons(document):
    """Check and accept say the same, and each issue says what to do."""
    issues = SOP.check(document, given=RECORDS)
    if any(issue.severity == "error" for issue in issues):
        with pytest.raises(RecordRefused) as refused:
            SOP.accept(document, given=RECORDS)
        assert refused.value.issues == issues
    else:
        SOP.accept(document, given=RECORDS)
    assert all(issue.message and issue.fix and issue.path.startswith("$") for issue in issues)


@given(st.data())
def test_words_with_one_thing_changed_are_sound_or_refused_with_reasons(data):
    """A county's file never stops loading."""
    document = data.draw(mutated(words_document()))
    issues = definition_issues(document, "goal-words")
    assert all(issue.message and issue.fix for issue in issues)
    if not issues:
        words = goal_words_of(document)
        coaching.parse_goal("Three Questions on 5 cases in 30 days", on=ON, words=words)


@pytest.mark.parametrize("field", ["id", "worker", "unit", "aspect", "target"])
@pytest.mark.parametrize("value", NAMES)
def test_a_token_is_an_id_and_nothing_else(field, value):
    """No name, path, control or template in a token."""
    document = {**GOALS[0], field: value}
    assert f"$.{field}" in [issue.path for issue in SOP.check(document, given=RECORDS)]


@pytest.mark.parametrize("count", [True, 5.0, "5", -1, 0, 100, 10**30, None, [5]], ids=str)
def test_a_count_is_a_whole_number_within_bounds(count):
    """A boolean is no number and "5" is no 5; a record's 5.0 is written as 5."""
    issues = SOP.check({**LEAST, "count": count}, given=RECORDS[:1])
    assert ("$.count" in [issue.path for issue in issues]) == (repr(count) != "5.0")


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "5 " * 50_000, "\u202e" * 1000, "\ud800 cases", "\x00", "\u0301" * 1000, "next " * 200,
     "(" * 1000, "1-" * 500, "the " * 250, "and use " * 125, "with the " * 111, "\n" * 1000, "🙂" * 1000],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_any_typed_text_is_answered_and_shown(text):
    """Its echo and its issues can be stored and printed."""
    draft = coaching.parse_goal(text, on=ON, words=bundled_words())
    assert not draft.ok
    said = [coaching.said(draft, words=bundled_words()), *(str(issue) for issue in draft.issues)]
    "\n".join(said).encode("utf-8")


def test_events_by_the_thousand_are_counted_in_no_time():
    """Groups that hang together in a long chain are not tried in every way."""
    goal = SOP.accept(LEAST, given=RECORDS).record
    events = [
        coaching.GoalEvent(
            id=f"e{n}", status=RecordStatus.COMPLETE, goal=RecordRef(goal.id, "sha256:" + "0" * 64), worker="w",
            reference=f"g{n}", covers=tuple(f"c{n + m}" for m in range(50)), on=goal.window.starts,
            made_at="2026-11-25T00:00:00Z",
        )
        for n in range(2000)
    ]  # fmt: skip
    assert coaching.progress(goal, events).done == 40
