"""What is said of lines that do not belong together."""

from __future__ import annotations

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.reporting.tally import Batch, GroupKey

_AGAIN = "Make the tally again from its records, or ask its sender for the whole file."


def head_issue(*, first: bool) -> Issue:
    """The first line is no head, or a later line is one."""
    said = (
        "The first line of a tally is its head, which names the levels; another line stands here."
        if first
        else "A second head stands here. Two tallies in one file are not one tally: a batch could be counted twice."
    )
    return Issue(
        "tally_head",
        "$['$schema']",
        said,
        fix="Keep each tally in a file of its own; sop merge lays them together.",
    )


def cut_issue(said: str) -> Issue:
    """The file holds less than it says, as one does whose end is missing."""
    return Issue(
        "tally_cut",
        "$",
        f"{said}. The file was cut, as by a full disk or a broken transfer, and counts would be too low without a "
        "word.",
        fix=_AGAIN,
    )


def out_of_place() -> Issue:
    """A group's line where no batch waits for one."""
    return Issue(
        "tally_out_of_place",
        "$",
        "A group stands here that belongs to no batch: each batch says how many lines follow it, and they were all "
        "there.",
        fix=_AGAIN,
    )


def twice(what: str, name: str, place: str) -> Issue:
    """A name or a group that stands a second time."""
    return Issue(
        "tally_twice",
        json_path(place),
        f"{what} stands here a second time: {shown(name)}. Its people would be counted twice.",
        fix=_AGAIN,
    )


def two_scorings(index: int, id_: str, version: str) -> Issue:
    """One version with two scoring digests, or listed twice."""
    return Issue(
        "tally_twice",
        json_path("instruments", index),
        f"{id_} {version} stands here a second time. One version has one scoring digest, or its answers could not be "
        "added up.",
        fix="Give the changed definition a new version, and tally its records anew.",
    )


def not_earlier(index: int, revision: int, now: int) -> Issue:
    """A replaced revision that is not earlier, or stands twice."""
    return Issue(
        "tally_replaced",
        json_path("replaced", index, "revision"),
        f"Revision {now} says that it stands in for revision {revision}. It can only stand in for earlier ones, each "
        "once.",
        fix=_AGAIN,
    )


def too_deep(scope: tuple[str, ...], levels: tuple[str, ...]) -> Issue:
    """A scope with more places than there are levels."""
    return Issue(
        "scope_too_deep",
        "$.scope",
        f"The scope {'/'.join(scope)} has {len(scope)} places, and the levels are {listed(levels) or 'none'}. Nobody "
        "has said what its last place is.",
        fix="Name a level for every place, widest first, or shorten the scope.",
    )


def unknown_scoring(key: GroupKey) -> Issue:
    """A group of an instrument and scoring digest that the head does not list."""
    return Issue(
        "tally_unknown_scoring",
        "$.scoring",
        f"The head lists no version of {shown(key.instrument)} with this scoring digest, so that nobody can tell what "
        "was asked.",
        fix=_AGAIN,
    )


def other_parts(key: GroupKey) -> Issue:
    """A group that holds other items or scales than its like."""
    return Issue(
        "tally_parts_differ",
        "$.items",
        f"This group of {shown(key.instrument)} holds other items or scales than an earlier one of the same batch and "
        "scoring digest. They were asked the same, so one of the two has lost some.",
        fix=_AGAIN,
    )


def wrong_part() -> Issue:
    """A line that continues no group, or not the one before it."""
    return Issue(
        "tally_part",
        "$.part",
        "The line is one part of a group, and not the one that comes next: the parts of a group follow each other, "
        "with one key and n, and no count stands in two of them.",
        fix=_AGAIN,
    )


def miscounted(batch: Batch, said: int) -> Issue:
    """A batch whose groups do not add up to what it says."""
    return Issue(
        "tally_counts",
        json_path("batches", batch.id),
        f"Batch {shown(batch.id)} says that it counts {said} records, and its groups add up to {batch.n}. A tally "
        "whose numbers do not add up was cut, edited or made wrongly.",
        fix="Make the tally again from its records.",
    )
