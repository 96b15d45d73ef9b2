"""Records of coaching through the public door: what cannot be said by one room alone."""

from __future__ import annotations

import pytest

from sop_core import DisclosureRefused, RecordRefused
from tests.unit._relation import SOP, accepted, amended, made, ref, relation, standing


def codes(document, *given):
    return [issue.code for issue in SOP.check(document, given=given)]


def test_an_observed_rating_is_not_built_on_one_that_was_voided():
    """S1-26, S1-27, D10: where the worker took the own view back, there is none that came first."""
    known = standing()
    own = known["own"]
    void = accepted(
        {**own, "id": "own-2", "status": "entered_in_error", "supersedes": ref(own)},
        own,
        known.agreement,
    )
    seen = {**known["seen"], "id": "seen-2"}
    assert codes(seen, known.agreement, own) == []
    (issue,) = SOP.check(seen, given=[known.agreement, own, void])
    assert (issue.code, issue.path) == ("after_not_own", "$.after")
    assert "was entered in error" in issue.message
    assert codes(seen, known.agreement, void) == ["given_missing"]


def test_who_ends_an_agreement_opens_nothing_by_it():
    """S1-18, S2-15, D18: an ending needs nobody's yes; what it changes beside would be shown without the worker's."""
    known = relation(shares={"supervisor": ["goal"], "coach": []})
    later = {
        **known.agreement, "id": "a-9", "status": "amended", "supersedes": ref(known.agreement), "assents": [],
        "ended": {"by": "supervisor", "on": "2026-12-31"},
    }  # fmt: skip
    wider = {**later, "shares": {"supervisor": ["goal", "rating"], "coach": []}}
    assert codes(wider, known.agreement) == ["ended_changes_terms"]
    with pytest.raises(RecordRefused):
        SOP.accept(wider, given=[known.agreement])
    now = accepted(later, known.agreement)
    with pytest.raises(DisclosureRefused):
        SOP.disclose(
            known["own"], viewer="u-s", purpose="supervision", agreement=[now, known.agreement]
        )
    assert SOP.disclose(
        known["goal"], viewer="u-s", purpose="supervision", agreement=[now, known.agreement]
    )


def test_what_everybody_agrees_to_is_changed():
    """S1-18: with every party's yes an agreement may say something else, and hold longer."""
    known = relation(shares={"supervisor": ["goal"], "coach": []})
    longer = amended(known.agreement, "a-9", shares={"supervisor": ["rating"]}, ends="2028-01-01")
    assert longer["ends"] == "2028-01-01"


def test_a_draft_is_no_agreement_to_anything():
    """S1-07, S1-18, D9: nothing that needs one is accepted under it, and it cannot be ended into one."""
    known = standing()
    draft = accepted({**known.agreement, "id": "a-d", "status": "draft", "assents": []})
    for name in ("own", "goal", "opening", "exception"):
        found = codes({**known[name], "id": "n-1", "agreement": ref(draft)}, draft)
        assert set(found) & {"agreement_not_in_force", "agreement_not_made"}, name
    ended = {
        **draft, "id": "a-e", "status": "amended", "supersedes": ref(draft),
        "ended": {"by": "supervisor", "on": "2027-01-01"},
    }  # fmt: skip
    assert codes(ended, draft) == ["ended_a_draft"]
    assert codes(
        made(
            "exception",
            "e-2",
            reason="unaddressed_safety_concern",
            on="2026-11-02",
            by="u-s",
            told=["u-9"],
        )
    ) == ["missing_field"]
