"""Who, when, which instrument, and what a record builds on."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core.instruments import check_digests, check_identity
from sop_core.instruments.record_rules import is_full_time
from tests.unit._small import choice, instrument

NAMED = instrument(choice("q1"))
ANONYMOUS = evolve(NAMED, anonymous=True)
OTHER = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T14:05:00Z",
        "2026-11-21T14:05:00+00:00",
        "2026-11-21T00:00:00-08:00",
        "2026-11-21T23:59:59.123456789+05:45",
        "2024-02-29T12:00:00.5Z",
    ],
)
def test_a_full_time_has_a_day_a_time_and_an_offset(text):
    """RFC 3339, with a real day and a real time."""
    assert is_full_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21", "2026-11-21T14:05:00", "2026-11-21T14:05Z", "2026-11-21 14:05:00Z",
        "2026-11-21t14:05:00z", "2026-02-29T14:05:00Z", "2026-11-21T25:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T14:60:00Z",
        "2026-11-21T14:05:60Z", "2026-11-21T14:05:00+25:00", "2026-11-21T14:05:00+01:75",
        "2026-11-21T14:05:00.Z", "2026-11-21T14:05:00Z\n", "2026-11-21T1\uff14:05:00Z", "", None, 5,
    ],
)  # fmt: skip
def test_other_texts_are_no_time(text):
    """No offset, no seconds, no such day, a leap second, another script, a line break, no text."""
    assert not is_full_time(text)


def codes(issues):
    return [(issue.code, issue.path) for issue in issues]


def test_a_named_record_carries_a_full_time():
    """A day alone cannot be put in order with others; what is no text is the schema's business."""
    assert check_identity({"submitted_at": "2026-11-21T14:05:00Z"}, NAMED) == []
    assert check_identity({"submitted_at": 5}, NAMED) == []
    assert codes(check_identity({"submitted_at": "2026-11-21"}, NAMED)) == [
        ("not_a_time", "$.submitted_at")
    ]


def test_an_anonymous_record_leads_back_to_nobody():
    """C-10, S0-12: no respondent, no subject, no extension, no time of day; all told at once."""
    document = {
        "respondent": "u", "subject": "s", "extensions": {"a": 1}, "submitted_at": "2026-11-21T14:05:00Z",
    }  # fmt: skip
    assert codes(check_identity(document, ANONYMOUS)) == [
        ("anonymous_identity", "$.respondent"),
        ("anonymous_identity", "$.subject"),
        ("anonymous_extensions", "$.extensions"),
        ("anonymous_time", "$.submitted_at"),
    ]
    sound = {"respondent": None, "subject": None, "extensions": {}, "submitted_at": "2026-11-21"}
    assert check_identity(sound, ANONYMOUS) == []
    assert codes(check_identity({"submitted_at": "yesterday"}, ANONYMOUS)) == [
        ("not_a_date", "$.submitted_at")
    ]
    assert check_identity({"submitted_at": None}, ANONYMOUS) == []


def test_digests_match_where_they_stand():
    """DESIGN 3: both may be left out; where one stands it is that of the definition in force."""
    ref = {"digest": NAMED.ref.digest, "scoring": NAMED.ref.scoring}
    assert check_digests({"instrument": ref}, NAMED) == []
    assert check_digests({"instrument": {}}, NAMED) == []
    assert check_digests({"instrument": "small"}, NAMED) == []
    assert check_digests({"instrument": {"digest": 5}}, NAMED) == []
    assert codes(check_digests({"instrument": {"digest": OTHER, "scoring": OTHER}}, NAMED)) == [
        ("digest_mismatch", "$.instrument.digest"),
        ("scoring_mismatch", "$.instrument.scoring"),
    ]
