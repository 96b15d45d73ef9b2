"""Two tables to a tally: the same value that `sop.tally` makes of the same records (DESIGN 7).

Everything is asked of the engine by group; what comes back is checked, and scores are formed here,
once for each kind of sums. What is wrong is refused whole, with each finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, evolve

from sop_core import Issue, NotFound, Sop
from sop_core.reporting import (
    Batch,
    Group,
    GroupKey,
    ItemCounts,
    ScaleCounts,
    Tally,
)
from sop_core.types import RecordStatus, is_id
from sop_warehouse import issues as say
from sop_warehouse.answers import are_read, check_hidden, count_items, items_of
from sop_warehouse.asking import ask, records_of
from sop_warehouse.engines import DuckDB, Engine, Frame
from sop_warehouse.finding import Given, find_what_is_wrong
from sop_warehouse.frames import (
    FINISHED,
    GROUPING,
    administrations_of,
    answers_of,
    counted,
    heads_counted,
    numbered,
    of_records,
    twice,
)
from sop_warehouse.kinds import kinds_of
from sop_warehouse.layout import Tables, groupings_in
from sop_warehouse.layouts import Layout
from sop_warehouse.plans import check_instrument
from sop_warehouse.scales import plan_scales, scales_of
from sop_warehouse.sittings import Sittings, settle_sittings
from sop_warehouse.work import Work

#: Status, 1 where it says something of an earlier record, what it is grouped by, how many.
HeadKind = tuple[Any, ...]


def tally_tables(
    sop: Sop,
    tables: Tables,
    *,
    batch: str,
    revision: int = 1,
    levels: Iterable[str] | None = None,
    engine: Engine | None = None,
) -> Tally:
    """The tally of one batch, counted by an engine (DuckDB, where none is given).

    RecordRefused carries everything that is wrong with the tables, CallRefused says which call is wrong,
    and an instrument that the engine cannot count exactly is refused before anything is summed.
    """
    # The call itself is judged in the core's words.
    empty = sop.tally([], batch=batch, revision=revision, levels=levels)
    used = DuckDB() if engine is None else engine
    try:
        asked = levels is not None
        return _Tables(sop, used, tables, empty, asked_levels=asked, work=Work(used)).tally()
    finally:
        used.close()


@define(eq=False)
class _Tables:
    """One counting, step by step."""

    sop: Sop
    engine: Engine
    tables: Tables
    empty: Tally
    asked_levels: bool
    work: Work

    def tally(self) -> Tally:
        every, width = administrations_of(self.engine, self.tables)
        kinds_of_heads = self.work.rows(heads_counted(every))
        sittings = self._sittings(every, kinds_of_heads)
        numbers = self._groups(every, kinds_of_heads, sittings, width)
        self.work.refuse_any()
        answers = answers_of(self.engine, self.tables)
        kinds = kinds_of(self.work, answers)
        layout = Layout()
        layout.add_items(self.work, kinds)
        plan_scales(self.work, kinds.said, layout)
        given = Given(numbers, answers, kinds)
        records = records_of(self.work, given, layout)
        came = ask(self.work, given, records, layout)
        items = items_of(came, layout)
        if not are_read(self.work, items, kinds.said):
            find_what_is_wrong(self.work, given)
        check_hidden(self.work, came, records, layout, kinds.said)
        self.work.refuse_any()
        tallied = count_items(self.work, items, kinds.said)
        self.work.refuse_any()
        scales = scales_of(self.work, came, layout)
        return self._tally(tallied, scales, sittings)

    def _sittings(self, every: Frame, heads: Iterable[HeadKind]) -> Sittings:
        known = {status.value for status in RecordStatus}
        statuses: Counter[str] = Counter()
        builds = False
        for status, says, *_, n in heads:
            statuses[status] += n
            builds = builds or bool(says)
        drafts = statuses[RecordStatus.DRAFT.value]
        self.work.found += [
            say.no_such_status(status, n) for status, n in statuses.items() if status not in known
        ]
        self.work.found += [
            say.once_or_none(id_) for id_, _ in self.work.rows(twice(every, ("administration",)))
        ]
        self.work.refuse_any()
        sittings = settle_sittings(self.sop, self.engine, every, drafts, builds=builds)
        self.work.found += sittings.issues
        return sittings

    def _groups(
        self, every: Frame, heads: Iterable[HeadKind], sittings: Sittings, width: int
    ) -> Frame:
        n_by_values: Counter[tuple[str, ...]] = Counter()
        for status, _, *values, n in heads:
            if status in FINISHED:
                n_by_values[tuple(values)] += n
        if sittings.gone:
            gone = of_records(self.engine, every, sittings.gone)
            for *values, n in self.work.rows(counted(gone, GROUPING)):
                n_by_values[tuple(values)] -= n
        numbers: dict[tuple[str, ...], tuple[int, int]] = {}
        by_key: dict[GroupKey, int] = {}
        by_scoring: dict[tuple[str, str], int] = {}
        for grouped, n in n_by_values.items():
            key = self._key(grouped, width) if n else None
            if key is None:
                continue
            s = by_scoring.setdefault((key.instrument, key.scoring), len(by_scoring))
            g = by_key.setdefault(key, len(by_key))
            self.work.instruments.setdefault(s, self.sop.catalog.instrument(grouped[0], grouped[1]))
            self.work.keys[g], self.work.scoring[g] = key, s
            self.work.n[g] += n
            self.work.versions[grouped[0], grouped[1]] = grouped[2]
            numbers[grouped] = (g, s)
        for instrument in self.work.instruments.values():
            self.work.found += check_instrument(instrument)
        return numbered(self.engine, every, sittings.gone, numbers)

    def _key(self, values: tuple[str, ...], width: int) -> GroupKey | None:
        """The key of a group, where all that it is made of is sound."""
        id_, version, scoring, cycle, scope, groupings = values
        found: list[Issue] = []
        try:
            instrument = self.sop.catalog.instrument(id_, version)
        except NotFound as error:
            found.append(say.unknown_instrument(id_, version, str(error)))
        else:
            if instrument.ref.scoring != scoring:
                found.append(say.other_scoring(id_, version, scoring, instrument.ref.scoring))
        if not is_id(cycle):
            found.append(
                say.bad_cell("cycle", cycle, "A cycle is an id: letters, digits, _ . and -.")
            )
        parts = _scope(scope, width)
        if parts is None:
            found.append(
                say.bad_cell(
                    "scope",
                    scope,
                    "A scope is a path of ids, widest first; nulls stand only at its end.",
                )
            )
        elif self.asked_levels and len(parts) > len(self.empty.levels):
            found.append(
                say.bad_cell(
                    "scope",
                    scope,
                    f"It has more places than there are levels: {len(self.empty.levels)}.",
                )
            )
        pairs = groupings_in(groupings)
        if pairs is None:
            found.append(
                say.bad_cell(
                    "groupings", groupings, "Groupings are name=value;name=value, by name in order."
                )
            )
        self.work.found += [issue for issue in found if issue not in self.work.found]
        if found or parts is None or pairs is None:
            return None
        return GroupKey(parts, id_, scoring, cycle, pairs)

    def _tally(
        self,
        items: Mapping[int, Mapping[str, ItemCounts]],
        scales: Mapping[int, Mapping[str, ScaleCounts]],
        sittings: Sittings,
    ) -> Tally:
        (batch,) = self.empty.batches.values()
        groups = {
            key: Group(self.work.n[g], _sorted(items[g]), _sorted(scales[g]))
            for key, g in sorted((key, g) for g, key in self.work.keys.items())
        }
        depth = max((len(key.scope) for key in groups), default=0)
        levels = self.empty.levels
        if not self.asked_levels:
            levels = tuple(f"level_{at}" for at in range(1, depth + 1))
        made = Batch(batch.id, batch.revision, groups, sittings.skipped)
        return evolve(
            self.empty,
            levels=levels,
            batches={batch.id: made},
            versions=_sorted(self.work.versions),
        )


def _sorted(given: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: given[key] for key in sorted(given)}


def _scope(text: str, width: int) -> tuple[str, ...] | None:
    """The places of a scope, where only its end is empty."""
    parts = text.split("/") if width else []
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts) if len(parts) <= width and all(map(is_id, parts)) else None
