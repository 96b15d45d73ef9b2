"""What a record on its way in may say of an earlier one."""

from __future__ import annotations

import pytest

from sop_core.instruments import check_history
from tests.unit.test_record_rules import OTHER, codes

EARLIER = {"id": "r-1", "instrument": {"id": "small"}}


def history(given=(), **document):
    return codes(
        check_history({"id": "r-2", "instrument": {"id": "small"}, **document}, dict(given))
    )


@pytest.mark.parametrize(
    ("document", "given", "found"),
    [
        ({"status": "complete"}, {}, []),
        ({"status": "amended"}, {}, [("supersedes_missing", "$.supersedes")]),
        ({"status": "entered_in_error"}, {}, [("supersedes_missing", "$.supersedes")]),
        ({"supersedes": "r-1"}, {}, []),
        (
            {"supersedes": {"id": "r-2", "digest": OTHER}},
            {},
            [("supersedes_itself", "$.supersedes.id")],
        ),
        ({"supersedes": {"id": "r-1", "digest": OTHER}}, {}, [("given_missing", "$.supersedes")]),
        (
            {"supersedes": {"id": "r-0", "digest": OTHER}},
            {OTHER: EARLIER},
            [("given_missing", "$.supersedes")],
        ),
        ({"supersedes": {"id": "r-1", "digest": OTHER}}, {OTHER: EARLIER}, []),
        (
            {"supersedes": {"id": "r-1", "digest": OTHER}},
            {OTHER: {**EARLIER, "instrument": {"id": "another"}}},
            [("supersedes_another", "$.supersedes")],
        ),
        (
            {"supersedes": {"id": "r-1", "digest": OTHER}},
            {OTHER: {"id": "r-1"}},
            [("supersedes_another", "$.supersedes")],
        ),
        (
            {"supersedes": {"id": "r-1", "digest": OTHER}},
            {OTHER: {**EARLIER, "status": "entered_in_error"}},
            [("supersedes_voided", "$.supersedes")],
        ),
    ],
)
def test_a_later_record_points_back(document, given, found):
    """DESIGN 3: nothing is edited; the earlier record is named by id and digest, given, and of this instrument."""
    assert history(given, **document) == found


LINK = {"id": "r-1", "digest": OTHER}


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ("amended", "amended", True),
        ("amended", "entered_in_error", True),
        ("entered_in_error", "complete", True),
        ("entered_in_error", "entered_in_error", False),
        ("draft", "amended", False),
        ("amended", "draft", False),
    ],
)
def test_a_second_record_in_place_of_one_is_refused(ours, theirs, found):
    """A fork that can be seen is refused; a draft stands in for nothing yet, and two voids agree."""
    other = {**EARLIER, "id": "r-3", "status": theirs, "supersedes": LINK}
    given = {OTHER: EARLIER, "its digest": other}
    expected = [("superseded_twice", "$.supersedes")] if found else []
    assert history(given, status=ours, supersedes=LINK) == expected


def test_a_record_that_is_sent_again_is_no_rival_of_itself():
    """A retry, with its first try among what is given, and records that build on something else."""
    again = {**EARLIER, "id": "r-2", "status": "amended", "supersedes": LINK}
    apart = {**EARLIER, "id": "r-4", "status": "amended", "supersedes": {**LINK, "id": "r-0"}}
    given = {
        OTHER: EARLIER,
        "first try": again,
        "apart": apart,
        "original": {**EARLIER, "id": "r-5"},
    }
    assert history(given, status="amended", supersedes=LINK) == []


TRACES = [
    {"respondent": "u-1"},
    {"subject": "c-2"},
    {"extensions": {"case": 7}},
    {"submitted_at": "2026-11-21T14:05:00Z"},
]


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: next(iter(trace)))
def test_each_trace_of_a_person_keeps_two_records_apart(trace):
    """S0-12: a token, what a host added or a time of day in one of them, and the other without: not linked."""
    plain = {"status": "amended", "instrument": {"id": "small"}, "submitted_at": "2026-11-21"}
    points = {"supersedes": {"id": "r-1", "digest": OTHER}}
    refused = [("supersedes_anonymity", "$.supersedes")]
    later, earlier = {**plain, "id": "r-2", **points}, {**plain, "id": "r-1"}
    assert codes(check_history({**later, **trace}, {OTHER: earlier})) == refused
    assert codes(check_history(later, {OTHER: {**earlier, **trace}})) == refused
    assert check_history({**later, **trace}, {OTHER: {**earlier, **trace}}) == []
    assert check_history(later, {OTHER: earlier}) == []
