"""With which earlier page a network is compared (B-25): the last one that counts, in whatever offset it was written."""

from __future__ import annotations

import pytest

from sop_core import Sop
from tests.unit._cased import CIRCLES
from tests.unit._coached import Doc, changed, ref

SOP = Sop.load(plugins=False)


def circles(id_: str, ring: str, at: str, **more: object) -> Doc:
    """A page with one person in a ring, and no move of its own."""
    page = changed(CIRCLES, {"id": id_, "people": [{"id": "p-1", "ring": ring}], "-moves": None, "made_at": at})  # fmt: skip
    return changed(page, {"-entries": None, **more})


def noticed(page: Doc, *given: Doc) -> list[str]:
    return [one.code for one in SOP.check(page, given=given)]


FIRST = circles("a", "outer", "2026-11-01T10:00:00-07:00")
SECOND = circles("b", "middle", "2026-11-10T10:00:00-08:00")


def test_a_page_that_was_entered_in_error_is_no_page_before():
    """DESIGN 3: what was entered in error counts nowhere, so that the next page is a beginning."""
    still = circles("b", "outer", "2026-11-10T10:00:00-08:00")
    void = circles("v", "outer", "2026-11-02T10:00:00-08:00", status="entered_in_error", supersedes=ref(FIRST))  # fmt: skip
    assert noticed(still, FIRST) == ["network_not_grown"]
    assert noticed(still, FIRST, void) == []


def test_no_version_of_a_page_is_the_page_before_it():
    """S1-24: a network that grew has grown in every later version of its page, however often it was amended."""
    once = circles("b2", "middle", "2026-11-11T10:00:00-08:00", status="amended", supersedes=ref(SECOND))  # fmt: skip
    twice = circles("b3", "middle", "2026-11-12T10:00:00-08:00", status="amended", supersedes=ref(once))  # fmt: skip
    assert noticed(once, FIRST, SECOND) == []
    assert noticed(twice, FIRST, SECOND, once) == []
    # The earlier version is read again, beside the later one.
    assert noticed(SECOND, FIRST, once, twice) == []


@pytest.mark.parametrize(("ring", "found"), [("outer", []), ("inner", ["network_not_grown"])])
def test_a_page_before_is_read_as_it_counts_today(ring: str, found: list[str]):
    """DESIGN 3: an amendment stands in for its page, at the page's own place in time, also if it came later."""
    mended = circles("a2", ring, "2026-11-15T10:00:00-08:00", status="amended", supersedes=ref(FIRST))  # fmt: skip
    assert noticed(SECOND, FIRST, mended) == found
    assert noticed(SECOND, mended, FIRST) == found


def test_a_draft_is_no_page_before():
    """A draft says nothing yet, and a page that was finished from one is of the moment at which it was finished."""
    draft = circles("d", "inner", "2026-11-05T10:00:00-08:00", status="draft")
    done = circles("e", "inner", "2026-11-12T10:00:00-08:00", supersedes=ref(draft))
    assert noticed(SECOND, FIRST, draft) == []
    assert noticed(SECOND, FIRST, draft, done) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-11-10T23:30:00-08:00", "2026-11-11T07:40:00Z"),
        ("2026-11-11T08:00:00+01:00", "2026-11-11T01:00:00-08:00"),
        ("2026-11-01T01:50:00-07:00", "2026-11-01T01:10:00-08:00"),
        ("2026-11-10T10:00:00-08:00", "2026-11-10T10:00:00.5-08:00"),
        ("2026-11-10T10:00:00.05-08:00", "2026-11-10T10:00:00.5-08:00"),
    ],
)
def test_pages_are_put_in_order_by_moment_and_not_by_text(before: str, after: str):
    """Whatever the offset, such as on the night on which the clocks are set back."""
    early, late = circles("a", "outer", before), circles("b", "outer", after)
    assert noticed(late, early) == ["network_not_grown"]
    assert noticed(early, late) == []


def test_pages_that_name_each_other_are_followed_once():
    """Hostile: links that go round in a circle end, and such pages count nowhere."""
    one = circles("a", "outer", "2026-11-01T10:00:00-07:00", status="amended", supersedes={**ref(FIRST), "id": "c"})  # fmt: skip
    other = circles("c", "outer", "2026-11-02T10:00:00-08:00", status="amended", supersedes={**ref(FIRST), "id": "a"})  # fmt: skip
    assert noticed(SECOND, one, other) == []
