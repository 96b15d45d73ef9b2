"""S0-10 and DESIGN 2: a person's page across two versions of one instrument."""

from __future__ import annotations

import pytest

from sop_core import Sop
from sop_core.access import page_of
from sop_core.instruments import Direction

FIVE = {
    "options": [{"code": str(n), "value": n, "label": {"en": f"Point {n}"}} for n in range(1, 6)]
}


def version(number, *items, **more):
    """A version of an instrument with one scale of these items, on five points."""
    return {
        "$schema": "urn:sop:schema:instrument:1", "id": "county07.own", "version": number, "status": "active",
        "title": {"en": "Our own"}, "respondent_role": "social_worker", "source": "made up for a test", "rights": "none",
        "response_sets": {"five": FIVE},
        "sections": [{"id": "all", "title": {"en": "All"}, "items": [
            {"id": item, "type": "choice", "text": {"en": f"Skill {item}"}, "response_set": "five"} for item in items]}],
        "scales": [{"id": "all", "title": {"en": "All"}, "items": list(items), "method": "mean", "min_answered": 1,
                    "rounding": {"mode": "half_up", "places": 2}}],
        **more,
    }  # fmt: skip


OLD = version("1.0.0", "a", "b")
SCORING = Sop.load(plugins=False, definitions=[OLD]).form("county07.own").instrument.scoring


def newer(*, comparable):
    """The next version: `b` is called `c` now, and `d` is new."""
    entries = {"a": {"item": "a"}, "b": {"item": "c"}}
    migration = {"from": "1.0.0", "scoring": SCORING, "comparable": comparable, "items": entries}
    return version("2.0.0", "a", "c", "d", migrations=[migration])


def record(sop, number, cycle, at, **answers):
    """What the person answered in a cycle, as it is stored."""
    form = sop.form("county07.own", number)
    document = form.read(
        answers, id=f"r-{cycle}", cycle=cycle, submitted_at=at, respondent="w-1", subject="w-1"
    )
    return sop.accept(document).record


@pytest.mark.parametrize("comparable", [True, False])
def test_an_earlier_versions_sitting_is_compared_where_its_migration_says_so(comparable):
    """S0-10: by the loaded definitions alone; where scores are not comparable, no change is said."""
    sop = Sop.load(plugins=False, definitions=[OLD, newer(comparable=comparable)])
    then = record(sop, "1.0.0", "2026-Q3", "2026-08-21T09:00:00Z", a="1", b="2")
    now = record(sop, "2.0.0", "2026-Q4", "2026-11-21T09:00:00Z", a="4", c="4", d="4")
    shown = sop.disclose(now, viewer="w-1", purpose="self_reflection", earlier=[then])
    page = page_of(shown)
    (area,) = page.scales
    assert area.change is not None
    assert (area.change.direction is Direction.MORE) == comparable
    assert (area.change.why is None) == comparable


def test_a_newer_sitting_is_not_read_by_an_older_version():
    """There is no way back: beside an old record, a newer one is not compared."""
    sop = Sop.load(plugins=False, definitions=[OLD, newer(comparable=True)])
    then = record(sop, "2.0.0", "2026-Q3", "2026-08-21T09:00:00Z", a="1", c="1", d="1")
    now = record(sop, "1.0.0", "2026-Q4", "2026-11-21T09:00:00Z", a="4", b="4")
    assert sop.catalog.as_read_by(then, version="1.0.0") is None
    shown = sop.disclose(now, viewer="w-1", purpose="self_reflection", earlier=[then])
    assert page_of(shown).scales[0].change.why is not None
