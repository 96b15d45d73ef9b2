"""A Disclosure: the proof that one person's records went through the gate, and the page made of it.

Writers of individual records take a Disclosure and not a record (DESIGN 4). Only `Sop.disclose` makes
one, and it is bound to the records, the viewer and the purpose that were asked about: whatever is
put together or changed by hand is refused, and it cannot be stored to be used another day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from attrs import field, frozen

from sop_core.access.facts import Facts, Under, plain
from sop_core.access.records import DisclosureRecord
from sop_core.access.refusing import refusals
from sop_core.access.rows import Party, Purpose, rows_for
from sop_core.errors import CallRefused, DisclosureRefused

if TYPE_CHECKING:
    from sop_core.instruments import Administration, Comparable, IndividualPage, Instrument
    from sop_core.types import Record


class _Seal:
    """Holds the very objects that were decided about; it is neither copied nor stored."""

    __slots__ = ("of",)

    def __init__(self, of: tuple[object, ...]) -> None:
        self.of = of

    def __reduce__(self) -> NoReturn:
        raise CallRefused(
            "A Disclosure is for the moment in which it was asked for: it is not copied, pickled or cached. Ask "
            "sop.disclose again, and store disclosure.entry for your access log."
        )


@frozen(kw_only=True)
class Disclosure:
    """One person's records, opened to a viewer for a purpose. Made by `Sop.disclose` alone.

    `record` is what was asked for, `earlier` what was passed beside it; `instrument` is the definition of
    an administration, and None for every other kind. `party` is who the viewer is to it, by the row of the
    table that opened it. `entry` is what a host may store of the decision, `events` what it may tell of
    it: that there was one. Nothing of the records is in its `repr`.
    """

    record: Administration | Record = field(repr=False)
    earlier: tuple[Administration | Record, ...] = field(repr=False)
    instrument: Instrument | None = field(repr=False)
    viewer: str
    purpose: Purpose
    party: Party
    day: str
    entry: DisclosureRecord = field(repr=False)
    events: tuple[Mapping[str, object], ...] = field(repr=False)
    _seal: object = field(default=None, repr=False, eq=False, alias="seal")
    _carry: Comparable | None = field(default=None, repr=False, eq=False, alias="carry")

    def __attrs_post_init__(self) -> None:
        """Nobody makes one by hand, by mistake."""
        if not self._is_sealed():
            raise CallRefused(
                "Only sop.disclose makes a Disclosure, and it is never changed: it stands for a decision about just "
                "these records, this viewer and this purpose. Call sop.disclose(record, viewer=..., purpose=...)."
            )

    def _is_sealed(self) -> bool:
        seal = self._seal
        return isinstance(seal, _Seal) and all(
            one is other for one, other in zip(seal.of, self._decided(), strict=True)
        )

    def _decided(self) -> tuple[object, ...]:
        return (
            self.record, self.earlier, self.instrument, self.viewer, self.purpose, self.party,
            self.day, self.entry, self.events, self._carry,
        )  # fmt: skip


def grant(
    record: Administration | Record,
    *,
    earlier: tuple[Administration | Record, ...],
    facts: tuple[Facts, ...],
    under: Under | None,
    instrument: Instrument | None,
    entry: DisclosureRecord,
    events: tuple[Mapping[str, object], ...],
    carry: Comparable | None = None,
) -> Disclosure:
    """The Disclosure of records for the viewer, purpose and day that the entry names.

    `facts` are those of the record and of each earlier one, `under` those of the agreement; `carry` is
    how an earlier version's sitting is read by today's definition, where that may be done.

    `Sop.disclose` calls it, once it has read and checked the records and asked the plugins. The table
    is asked here again, so that there is no way round it. Raises DisclosureRefused.
    """
    issues = [
        issue
        for one in facts
        for issue in refusals(one, viewer=entry.viewer, purpose=entry.purpose, under=under)
    ]
    if issues or not entry.granted or len(facts) != 1 + len(earlier):
        raise DisclosureRefused("Nothing is shown.", issues=issues, entry=entry)
    viewer, purpose = str(plain(entry.viewer)), Purpose(entry.purpose)
    party = rows_for(purpose)[0].party
    decided = (record, earlier, instrument, viewer, purpose, party, entry.day, entry, events, carry)
    return Disclosure(
        record=record,
        earlier=earlier,
        instrument=instrument,
        viewer=viewer,
        purpose=purpose,
        party=party,
        day=entry.day,
        entry=entry,
        events=events,
        carry=carry,
        seal=_Seal(decided),
    )


def opened(disclosure: object) -> Disclosure:
    """A writer's first line: the Disclosure, if it is one. CallRefused for a record, or anything else."""
    if isinstance(disclosure, Disclosure) and disclosure._is_sealed():
        return disclosure
    raise CallRefused(
        f"What was passed is of type {type(disclosure).__name__}. What is written of one person takes a Disclosure, "
        "which says that the viewer may see it: pass what sop.disclose(record, viewer=..., purpose=...) gives."
    )


def page_of(
    disclosure: Disclosure, *, locale: str = "en", comparable: Comparable | None = None
) -> IndividualPage:
    """The individual's page of what was disclosed, as data, beside the last of the earlier cycles.

    For a host that draws it itself; `render.page` draws it as HTML. `locale` and `comparable` are
    those of `individual_page`; without `comparable`, an earlier version's sitting is read by the
    migrations of the definitions that are loaded, where they keep scores comparable.
    """
    from sop_core.instruments import Administration, individual_page

    given = opened(disclosure)
    if given.instrument is None or not isinstance(given.record, Administration):
        raise CallRefused(
            f"The Disclosure is of kind {given.entry.kind}, and the individual's page is made of an administration. "
            "Ask sop.disclose for one."
        )
    return individual_page(
        given.instrument,
        given.record,
        earlier=tuple(one for one in given.earlier if isinstance(one, Administration)),
        locale=locale,
        comparable=comparable or given._carry,
    )
