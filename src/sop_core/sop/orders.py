"""What a tally is asked to be, and the call of `Sop.tally`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from sop_core.documents.explain import MOST_ISSUES, more_issues
from sop_core.errors import CallRefused, Issue, RecordRefused, listed, shown
from sop_core.instruments import Administration, Instrument
from sop_core.reporting import Tally
from sop_core.reporting.crossing import check_batch
from sop_core.types import is_id

if TYPE_CHECKING:
    from sop_core.catalog import Catalog

#: The most levels that a scope has places for.
MOST_LEVELS = 12

#: A record and where it stands, in words that its reader will understand.
Placed = tuple[str, object]


@frozen(kw_only=True)
class Order:
    """What a tally is to be: its batch, its levels (None: as deep as the scopes go), and what to do.

    `under` names, for an instrument, the version that its records are counted under. With `one_each`
    the last sitting of each respondent counts, of each instrument in each cycle.
    """

    batch: str
    revision: int = 1
    levels: tuple[str, ...] | None = None
    under: Mapping[str, Instrument] = field(factory=dict)
    skip_bad: bool = False
    one_each: bool = False


def order_of(
    catalog: Catalog,
    *,
    batch: str,
    revision: int = 1,
    levels: Iterable[str] | None = None,
    under: Mapping[str, str] | None = None,
    skip_bad: bool = False,
    one_each: bool = False,
) -> Order:
    """An order whose parts can be meant. Raises CallRefused, and NotFound for a version that is not loaded."""
    check_batch(batch, revision)
    pairs = _pairs({} if under is None else under)
    targets = {id_: catalog.instrument(id_, version) for id_, version in pairs.items()}
    return Order(
        batch=batch,
        revision=revision,
        levels=None if levels is None else _levels(levels),
        under=targets,
        skip_bad=skip_bad,
        one_each=one_each,
    )


def _pairs(under: object) -> dict[str, str]:
    found: dict[Any, Any] = dict(under) if isinstance(under, Mapping) else {None: None}
    if not all(isinstance(one, str) for one in (*found, *found.values())):
        raise CallRefused(
            f'under is {shown(under)}; pass instruments and versions as texts: {{"survey": "2.0.0"}}.'
        )
    return found


def _levels(levels: object) -> tuple[str, ...]:
    if isinstance(levels, str | bytes | Mapping) or not isinstance(levels, Iterable):
        raise CallRefused(
            f'levels is a {type(levels).__name__}; pass their names, widest first: ["county", "office"].'
        )
    found = tuple(levels)
    if not all(map(is_id, found)) or len(set(found)) != len(found) or len(found) > MOST_LEVELS:
        raise CallRefused(
            f"levels are {listed(map(shown, found))}. They are at most {MOST_LEVELS} different ids (a-z, digits, "
            "_ . -), widest first, one for each place of a scope."
        )
    return found


def tally_of(
    records: Iterable[object],
    catalog: Catalog,
    *,
    batch: str,
    revision: int,
    levels: Iterable[str] | None,
    under: Mapping[str, str] | None,
    one_each: bool,
) -> Tally:
    """`Sop.tally`: records as documents or values. RecordRefused carries every issue of every record."""
    from sop_core.sop.tallying import count

    order = order_of(
        catalog, batch=batch, revision=revision, levels=levels, under=under, one_each=one_each
    )
    if isinstance(records, str | bytes | Mapping | Administration) or not isinstance(
        records, Iterable
    ):
        raise CallRefused(
            f"records is a {type(records).__name__}; pass the records as a list: [document, ...]."
        )
    issues: list[Issue] = []

    def refuse(where: str, found: tuple[Issue, ...]) -> None:
        if len(issues) <= MOST_ISSUES:
            issues.extend(_placed(issue, where) for issue in found)

    # An iterator can be gone through once, and sittings may need a second look.
    every = list(records) if iter(records) is records else records
    counted = count(_Numbered(every), order, catalog=catalog, refuse=refuse)
    if counted.tally is None:
        if len(issues) > MOST_ISSUES:
            issues = [*issues[:MOST_ISSUES], more_issues()]
        raise RecordRefused(
            f"The batch is refused: {counted.n_refused} of {counted.n_read} records cannot be counted.",
            issues=issues,
        )
    return counted.tally


def _placed(issue: Issue, where: str) -> Issue:
    return evolve(issue, path=f"${where}{issue.path[1:]}")


@frozen
class _Numbered:
    """Records with their places, as often as they are asked for."""

    records: Iterable[object]

    def __iter__(self) -> Iterator[Placed]:
        return ((f"[{index}]", record) for index, record in enumerate(self.records))
