"""What a goal event must keep beyond its shape: it belongs to a goal of the same worker, and has happened."""

from __future__ import annotations

from collections.abc import Iterator

from sop_core.coaching.given import Given, check_supersedes, day_of
from sop_core.coaching.goal_links import own
from sop_core.coaching.times import check_day, check_made_at
from sop_core.errors import Issue, json_path
from sop_core.instruments.answers import read_day
from sop_core.instruments.record_rules import is_full_time
from sop_core.shapes import Json, strings


def check_goal_event(document: Json, given: Given) -> list[Issue]:
    """All that is wrong with a goal event. Early and late ones are kept, and not counted (C-19)."""
    _, issues = own(document, "goal", given, "goal")
    on = document.get("on")
    return [
        *check_made_at(document),
        *check_supersedes(document, given, same=("worker", "goal")),
        *issues,
        *check_day(on, "on"),
        *_ahead(on, document),
        *_covers(document),
    ]


def _ahead(on: object, document: Json) -> Iterator[Issue]:
    made = day_of(document)
    if (
        isinstance(on, str)
        and read_day(on) is not None
        and is_full_time(document.get("made_at"))
        and on > made
    ):
        yield Issue(
            "goal_event_ahead",
            "$.on",
            f"on is {on}, and the record was made on {made}. What has not happened yet is not done.",
            fix="Record it when it has been done.",
        )


def _covers(document: Json) -> Iterator[Issue]:
    """C-20: a group is not one of the children that it is made of."""
    for at, one in strings(document.get("covers")):
        if one == document.get("reference"):
            yield Issue(
                "goal_event_covers_itself",
                json_path("covers", at),
                "The reference stands among what it covers. A sibling group has a token of its own (C-20).",
                fix="Take it out of covers, or give the group its own token.",
            )
