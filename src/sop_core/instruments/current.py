"""The current view: which records count, which do not and why. Computed, and never stored as a fact.

The rules stand at the top of `chains`. The view is a function of the set of records: their order and
copies of them change nothing, and no record is changed by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from attrs import frozen

from sop_core.errors import CallRefused, Issue, shown
from sop_core.instruments.administration import Administration
from sop_core.instruments.chains import Key, Link, Standing, settle
from sop_core.instruments.history import is_identified
from sop_core.types import InstrumentRef, RecordRef, RecordStatus, is_digest


class LeftOutReason(StrEnum):
    """Why a record does not count, though nothing is wrong with it."""

    DRAFT = "draft"
    SUPERSEDED = "superseded"
    ENTERED_IN_ERROR = "entered_in_error"


@frozen
class LeftOut:
    """A record that does not count, why, and the id of the record that decided it, if another did.

    A draft is not finished. One that is `superseded` has a later record in its place: `by` is the one
    that is in force. `entered_in_error` is the record that says so, and all that it takes out.
    """

    record: Administration
    reason: LeftOutReason
    by: str | None = None


@frozen
class CurrentView:
    """What counts of a number of records, each of which stands in exactly one of three places.

    `in_force` are the records to score, count and show; `left_out` those that do not count, by
    name of the reason; `unsettled` those of sittings that do not hang together, as `issues` says:
    none of them counts until a person has decided. All are in the order of their ids. An issue's path
    begins with the record's id: `$.r2.supersedes`.
    """

    in_force: tuple[Administration, ...]
    left_out: tuple[LeftOut, ...]
    unsettled: tuple[Administration, ...]
    issues: tuple[Issue, ...]

    @property
    def ok(self) -> bool:
        """Whether every sitting hangs together."""
        return not self.issues


def link_of(record: Administration, content: str, *others: str) -> Link:
    """What a record says of itself and of earlier ones; `content` and `others` are its digests."""
    return Link(
        id=record.id,
        content=content,
        instrument=record.instrument.id,
        status=RecordStatus(record.status),
        supersedes=record.supersedes,
        identified=is_identified(
            record.respondent, record.subject, record.extensions, record.submitted_at
        ),
        digests=frozenset((content, *others)),
    )


def view_of(records: Iterable[tuple[Link, Administration]]) -> CurrentView:
    """The current view of records whose links are known."""
    by_key: dict[Key, Administration] = {}
    links: list[Link] = []
    for link, record in records:
        links.append(link)
        by_key[link.key] = record
    settled = settle(links)
    in_force: list[Administration] = []
    left_out: list[LeftOut] = []
    unsettled: list[Administration] = []
    for key, place in settled.places.items():
        record = by_key[key]
        if place.standing is Standing.IN_FORCE:
            in_force.append(record)
        elif place.standing is Standing.UNSETTLED:
            unsettled.append(record)
        else:
            left_out.append(LeftOut(record, LeftOutReason(place.standing.value), place.by))
    issues = tuple(issue for _, issue in settled.issues)
    return CurrentView(tuple(in_force), tuple(left_out), tuple(unsettled), issues)


def current_view(
    records: Iterable[Administration], *, digest: Callable[[Administration], str]
) -> CurrentView:
    """Which of these records count: `current_view(records, digest=sop_core.digest)`.

    The records may stand in any order, several times, and belong to many sittings. `digest` gives the
    digest of a record as it was accepted; every link is checked by it. Nothing is raised for records
    that do not fit together: they are `unsettled`, and none of them counts. CallRefused is raised for
    what is no record. For stored documents, and links made of their own digests: `Sop.current`.
    """
    if not callable(digest):
        raise CallRefused(
            f"digest is {shown(digest)}; pass the function that makes digests: digest=sop_core.digest."
        )
    return view_of([(_linked(one, digest), one) for one in listed_records(records)])


def listed_records(records: object) -> list[Administration]:
    """Records in memory as a list; CallRefused says which of them is none."""
    if isinstance(records, str | bytes | Mapping) or not isinstance(records, Iterable):
        raise CallRefused(
            f"records is a {type(records).__name__}; pass the records as a list: [receipt.record, ...]."
        )
    found = list(records)
    for index, one in enumerate(found):
        if not _is_record(one):
            raise CallRefused(
                f"records[{index}] is a {type(one).__name__}, or holds what no record holds. Pass what "
                "receipt.record was; sop.current(documents) takes stored documents."
            )
    return found


def _is_record(one: object) -> bool:
    """Whether it is an administration, and what is looked at here is of its type: a host may build one."""
    if not isinstance(one, Administration):
        return False
    parts: list[tuple[object, type]] = [(one.id, str), (one.instrument, InstrumentRef)]
    if one.supersedes is not None:
        parts += [(one.supersedes, RecordRef)]
        parts += [(getattr(one.supersedes, name, None), str) for name in ("id", "digest")]
    return one.status in tuple(RecordStatus) and all(isinstance(a, kind) for a, kind in parts)


def _linked(record: Administration, digest: Callable[[Administration], str]) -> Link:
    content = digest(record)
    if not is_digest(content):
        raise CallRefused(
            f"digest gave {shown(content)} for the record {shown(record.id)}; it gives sha256: and 64 "
            "hexadecimal digits. Pass digest=sop_core.digest."
        )
    return link_of(record, content)
