"""A browser's fields as a rating's document, and a rating as the fields that would send it."""

from __future__ import annotations

import pytest

from sop_core.errors import CallRefused
from sop_core.profiles.form import NOT_YET, field_names, rating_fields, read_rating
from sop_core.types import is_id
from tests.unit._rated import profile, rated, rating

PROFILE = profile()


def read(fields: dict[str, object], **more: object) -> dict[str, object]:
    return read_rating(PROFILE, fields, **more)["aspects"]


def test_the_document_names_the_profile_and_what_the_host_adds():
    """The very version that was on the page; the host says who, when and under what."""
    found = read_rating(PROFILE, {"asks.attained": "l3"}, id="r-1", worker="w-1", status="amended")
    assert found == {
        "$schema": "urn:sop:schema:rating:1",
        "profile": {"id": "small", "version": "1.0.0", "digest": PROFILE.ref.digest},
        "status": "amended",
        "id": "r-1",
        "worker": "w-1",
        "aspects": {"asks": {"attained": "l3", "some_work_at": []}},
    }
    assert read_rating(PROFILE, {})["status"] == "complete"


@pytest.mark.parametrize(
    "nothing", [{}, {"asks.attained": ""}, {"asks.attained": [""]}, {"asks": "l1"}]
)
def test_what_is_not_rated_is_left_out(nothing):
    """Unknown is never zero: an aspect with nothing chosen stands nowhere."""
    assert read(nothing) == {}


def test_not_yet_the_lowest_level_is_null():
    """It is a rating, and no level; no level can have its code as its id."""
    assert read({"asks.attained": NOT_YET}) == {"asks": {"attained": None, "some_work_at": []}}
    assert not is_id(NOT_YET)


def test_ticks_stand_lowest_first_and_what_is_no_level_last():
    """C-14: a record lists them ascending; whatever a browser sent is kept."""
    found = read({"asks.attained": "l1", "asks.some_work_at": ["zz", "l4", "l2"]})
    assert found == {"asks": {"attained": "l1", "some_work_at": ["l2", "l4", "zz"]}}


def test_what_does_not_go_together_stays_for_the_rules_to_say():
    """Two levels, or ticks without a level, are neither put right nor dropped."""
    assert read({"asks.attained": ["l1", NOT_YET]})["asks"]["attained"] == ["l1", None]
    assert read({"asks.some_work_at": "l2"}) == {"asks": {"some_work_at": ["l2"]}}


def test_fields_have_the_prefix_and_the_aspects_id():
    """Two forms stand on one page; a multi-valued mapping is asked for all its values."""
    assert field_names("asks", "a-") == ("a-asks.attained", "a-asks.some_work_at")
    assert read({"a-asks.attained": "l1", "asks.attained": "l2"}, prefix="a-") == {
        "asks": {"attained": "l1", "some_work_at": []}
    }

    class Multi(dict[str, str]):
        def getlist(self, name: str) -> list[str]:
            return self[name].split()

    sent = Multi({"asks.attained": "l1", "asks.some_work_at": "l2 l3"})
    assert read(sent)["asks"]["some_work_at"] == ["l2", "l3"]


def test_what_no_browser_sends_is_a_wrong_call():
    """Numbers and nulls say that a front end of one's own writes the document itself."""
    for wrong in (3, None, [1]):
        with pytest.raises(CallRefused, match="takes what a browser sends"):
            read({"asks.attained": wrong})
    with pytest.raises(CallRefused, match="The levels are in the fields"):
        read_rating(PROFILE, {}, aspects={})
    with pytest.raises(CallRefused, match="a mapping of names to texts"):
        read_rating(PROFILE, "asks")


def test_a_rating_as_the_fields_that_send_it():
    """To amend a record, the form begins with what it says."""
    one = rating("r", "2026-10-01", {"asks": rated(None, "l1", "l2"), "listens": rated("l3")})
    fields = rating_fields(one, prefix="a-")
    assert fields == {
        "a-asks.attained": [NOT_YET],
        "a-asks.some_work_at": ["l1", "l2"],
        "a-listens.attained": ["l3"],
    }
    assert read(fields, prefix="a-") == {
        "asks": {"attained": None, "some_work_at": ["l1", "l2"]},
        "listens": {"attained": "l3", "some_work_at": []},
    }


def test_without_a_prefix_the_names_begin_with_the_aspect():
    """What stands before a field's name is the host's own, and nothing where it says nothing."""
    assert field_names("asks") == ("asks.attained", "asks.some_work_at")
    assert rating_fields(rating("r-1", "2026-11-20", {"asks": rated("l2")})) == {
        "asks.attained": ["l2"]
    }


def test_a_value_that_no_browser_sends_is_told_in_full():
    """Which field, of which type, and what else to do."""
    with pytest.raises(CallRefused) as caught:
        read({"asks.attained": 3})
    assert str(caught.value) == (
        "The field 'asks.attained' is a Python int. read_rating takes what a browser sends, which is text. A front end that "
        "has typed values writes the document itself."
    )
