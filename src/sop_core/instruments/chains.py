"""What became of each record, told from what the records say of each other alone.

Nothing is edited (DESIGN 3): a later record names the earlier one that it stands in for, by id and
digest. Records that are linked so are one sitting, and a sitting is looked at as a whole:

    draft               never counts and takes nothing out: one that no finished record builds on is
                        set aside before anything else is asked, whatever it says of other records
    complete, amended   finished: it stands in for the record that it names, drafts in between too
    entered_in_error    takes the whole sitting out, every amendment before it and itself; two
                        records that both say so agree
    in force            the one finished record of a sitting that no later finished record builds on

Where a sitting does not hang together, none of its records is in force: neither side of a
contradiction is quietly chosen. That is so for two later records in place of one (a fork, even if
one of them is an `entered_in_error`), for a record that builds on a voided one (what was entered in
error does not come back; it is entered anew, on its own), for a missing earlier record, one whose
digest does not fit, one of another instrument, for an identified record linked with an anonymous
one (S0-12), for a loop, and for two different finished records under one id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from attrs import evolve, frozen

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments.history import (
    POINTS_BACK,
    earlier_missing,
    fork,
    names_itself,
    names_no_earlier,
    pair_issue,
)
from sop_core.types import RecordRef, RecordStatus

#: What a record is known by here: its id, and the digest of what it holds.
Key = tuple[str, str]


class Standing(StrEnum):
    """What became of a record; only one that is in force counts."""

    IN_FORCE = "in_force"
    DRAFT = "draft"
    SUPERSEDED = "superseded"
    ENTERED_IN_ERROR = "entered_in_error"
    UNSETTLED = "unsettled"


@frozen
class Link:
    """What the current view needs to know of a record.

    `content` is the digest of the record as it is accepted: equal content is the same record.
    `digests` are those by which a later record may name it: that one, and that of the document as
    it was stored, should a later release of the library write the same record otherwise.
    """

    id: str
    content: str
    instrument: str
    status: RecordStatus
    supersedes: RecordRef | None
    identified: bool
    digests: frozenset[str]

    @property
    def key(self) -> Key:
        """The record's id and content."""
        return (self.id, self.content)

    @property
    def finished(self) -> bool:
        """Whether the record says something of its sitting; a draft does not yet."""
        return self.status is not RecordStatus.DRAFT

    @property
    def voids(self) -> bool:
        """Whether the record takes its sitting out."""
        return self.status is RecordStatus.ENTERED_IN_ERROR


@frozen
class Place:
    """What became of one record, and the id of the record that decided it, if another did."""

    standing: Standing
    by: str | None = None


@frozen
class Settled:
    """What became of every record, and what does not hang together, both in the order of the keys."""

    places: Mapping[Key, Place]
    issues: tuple[tuple[Key, Issue], ...]


def settle(links: Iterable[Link]) -> Settled:
    """What became of each record. A function of the set of records: order and copies change nothing."""
    every = _distinct(links)
    ids = {link.id for link in every.values()}
    named = {(link.id, one): link for link in every.values() for one in link.digests}
    earlier = {
        key: named.get((link.supersedes.id, link.supersedes.digest)) if link.supersedes else None
        for key, link in every.items()
    }
    built = _built_upon(every, earlier)
    places = {key: Place(Standing.DRAFT) for key in every}
    issues: list[tuple[Key, Issue]] = []
    for sitting in _sittings(built):
        later = _later(sitting, earlier)
        found = [*_faults(sitting, ids, earlier), *_forks(later)]
        issues += found
        places |= _places(sitting, later, doubtful=bool(found))
    return Settled(places, tuple(sorted(issues, key=_in_order)))


def _in_order(found: tuple[Key, Issue]) -> tuple[Key, str]:
    return (found[0], found[1].code)


def _distinct(links: Iterable[Link]) -> dict[Key, Link]:
    """Each record once, by key in order; what names a copy of it names it."""
    found: dict[Key, Link] = {}
    for link in links:
        same = found.get(link.key)
        found[link.key] = (
            link if same is None else evolve(same, digests=same.digests | link.digests)
        )
    return {key: found[key] for key in sorted(found)}


def _built_upon(every: Mapping[Key, Link], earlier: Mapping[Key, Link | None]) -> dict[Key, Link]:
    """The finished records and all that they build on: the drafts that are left are set aside."""
    found: dict[Key, Link] = {}
    for finished in every.values():
        link = finished if finished.finished else None
        while link is not None and link.key not in found:
            found[link.key] = link
            link = earlier[link.key]
    return {key: every[key] for key in sorted(found)}


def _sittings(built: Mapping[Key, Link]) -> Iterator[tuple[Link, ...]]:
    """The records that hang together: by a link, or by an id, though the digest may not fit."""
    head: dict[object, object] = {}

    def top(one: object) -> object:
        while (above := head.setdefault(one, one)) != one:
            head[one] = one = head[above]
        return one

    for key, link in built.items():
        head[top(key)] = top(link.id)
        if link.supersedes is not None:
            head[top(link.supersedes.id)] = top(key)
    together: dict[object, list[Link]] = defaultdict(list)
    for key, link in built.items():
        together[top(key)].append(link)
    yield from map(tuple, together.values())


def _later(
    sitting: tuple[Link, ...], earlier: Mapping[Key, Link | None]
) -> dict[Key, tuple[Link, list[Link]]]:
    """Each record of a sitting with those that build on it."""
    later: dict[Key, tuple[Link, list[Link]]] = {link.key: (link, []) for link in sitting}
    for link in sitting:
        before = earlier[link.key]
        if before is not None:
            later[before.key][1].append(link)
    return later


def _places(
    sitting: tuple[Link, ...], later: Mapping[Key, tuple[Link, list[Link]]], *, doubtful: bool
) -> Iterator[tuple[Key, Place]]:
    """The places of a sitting's records; in doubt, none of them is in force."""
    if doubtful:
        yield from ((link.key, Place(Standing.UNSETTLED)) for link in sitting)
        return
    # Without a doubt there is one end, or several that all take the sitting out.
    end = next(link for link in sitting if not later[link.key][1])
    taken_out = Standing.ENTERED_IN_ERROR if end.voids else Standing.SUPERSEDED
    for link in sitting:
        if not link.finished:
            yield (link.key, Place(Standing.DRAFT))
        elif link.voids:
            yield (link.key, Place(Standing.ENTERED_IN_ERROR))
        elif link is end:
            yield (link.key, Place(Standing.IN_FORCE))
        else:
            yield (link.key, Place(taken_out, end.id))


def _forks(later: Mapping[Key, tuple[Link, list[Link]]]) -> Iterator[tuple[Key, Issue]]:
    ends = [link for link, after in later.values() if not after]
    if all(end.voids for end in ends):
        return
    for key, (link, after) in later.items():
        if len(after) > 1:
            yield (key, fork(link.id, [one.id for one in after], link.id))


def _faults(
    sitting: tuple[Link, ...],
    ids: AbstractSet[str],
    earlier: Mapping[Key, Link | None],
) -> Iterator[tuple[Key, Issue]]:
    seen: dict[str, Link] = {}
    whole = True
    for link in sitting:
        if link.id in seen:
            yield (link.key, _id_used_twice(link.id))
        seen[link.id] = link
        issue = _fault(link, ids, earlier[link.key])
        whole = whole and issue is None and link.supersedes is not None
        if issue is not None:
            yield (link.key, issue)
    if whole:
        first = sitting[0]
        yield (first.key, _loop(first.id, [link.id for link in sitting]))


def _fault(link: Link, ids: AbstractSet[str], before: Link | None) -> Issue | None:
    """What is wrong with what one record says of an earlier one."""
    points = link.supersedes
    if points is None:
        return names_no_earlier(link.status, link.id) if link.status in POINTS_BACK else None
    if points.id == link.id:
        return names_itself(link.id, link.id)
    if before is None:
        gone = points.id not in ids
        return earlier_missing(points.id, link.id) if gone else _changed(points.id, link.id)
    return pair_issue(
        points.id,
        link.id,
        instruments=(link.instrument, before.instrument),
        identified=(link.identified, before.identified),
        voided=before.voids,
    )


def _changed(earlier: str, later: str) -> Issue:
    return Issue(
        "superseded_changed",
        json_path(later, "supersedes", "digest"),
        f"The record supersedes {shown(earlier)}, and the record with that id has another digest: one of the two "
        "is not what it was. A record that was accepted is never edited.",
        fix="Restore the earlier record as it was accepted, or take the digest of that one: sop_core.digest(record).",
    )


def _id_used_twice(id_: str) -> Issue:
    return Issue(
        "id_used_twice",
        json_path(id_),
        f"Two different records have the id {shown(id_)}. Which of them is meant cannot be told, so neither counts.",
        fix="Give each record a random id of its own; a correction is a later record that supersedes the earlier one.",
    )


def _loop(first: str, ids: Iterable[str]) -> Issue:
    return Issue(
        "supersedes_loop",
        json_path(first, "supersedes"),
        f"These records supersede each other in a circle: {listed(ids)}. None of them came first.",
        fix="Find the record that was entered first, and take supersedes out of it.",
    )
