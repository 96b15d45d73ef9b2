"""The items by group: how often each cell came, and what that says of those who have none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sop_core.instruments import Missing
from sop_core.reporting import TALLIED, ItemCounts
from sop_core.types import ItemType, MissingReason
from sop_warehouse import issues as say
from sop_warehouse.asking import CELL, WAITING, Came
from sop_warehouse.engines import Frame
from sop_warehouse.frames import hidden
from sop_warehouse.kinds import Said
from sop_warehouse.layouts import Layout
from sop_warehouse.packing import Field
from sop_warehouse.plans import UNCOUNTED, Cell, codes_in
from sop_warehouse.work import Work

#: How often each cell of each item came, by group.
Cells = Mapping[int, Mapping[str, Mapping[Cell, int]]]


def items_of(came: Came, layout: Layout) -> dict[int, dict[str, dict[Cell, int]]]:
    """How often each cell of each item came, by group."""
    found: dict[int, dict[str, dict[Cell, int]]] = defaultdict(lambda: defaultdict(dict))
    for question, rows in came.items():
        if question.about == CELL:
            item = str(question.of)
            cells, number = layout.items[item].cells, layout.items[item].number
            for row in rows:
                if row[2]:
                    found[row[1]][item][cells[number.take(row[2]) - 1]] = row[-1]
    return found


def are_read(work: Work, items: Cells, said: Said) -> bool:
    """Whether each cell is one of its own instrument, and not of another that has an item of this name."""
    return all(
        cell in said[work.scoring[g]][item]
        for g, by_item in items.items()
        for item, counts in by_item.items()
        if work.instruments[work.scoring[g]].items[item].type in TALLIED
        for cell in counts
    )


def check_hidden(work: Work, came: Came, records: Frame, layout: Layout, said: Said) -> None:
    """No item is answered that was not asked (DESIGN 3): its show_if waits for another answer."""
    conditions: list[tuple[int, Field, Field, list[int]]] = []
    waiting: list[str] = []
    for question, rows in came.items():
        if question.about != WAITING:
            continue
        s, child_id = question.s, str(question.of)
        show_if = work.instruments[s].items[child_id].show_if
        if show_if is None:
            continue
        child, parent = layout.items[child_id], layout.items[show_if.item]
        asked = [
            parent.cells.index(cell) + 1
            for cell, answer in said[s][show_if.item].items()
            if cell[0] is not None and set(codes_in(answer)) & set(show_if.codes)
        ]
        if any(row[2] and parent.number.take(row[3]) not in asked for row in rows):
            conditions.append((s, child.row, parent.number, asked))
            waiting.append(child_id)
    # Which record it is is asked only where there is one.
    for id_, s, *packed in work.rows(hidden(records, conditions)) if conditions else ():
        for child_id, (at, row, number, asked) in zip(waiting, conditions, strict=True):
            is_there = row.take(packed[row.column])
            if at == s and is_there and number.take(packed[number.column]) not in asked:
                work.found.append(say.hidden_answered(id_, child_id))


def count_items(
    work: Work,
    items: Cells,
    said: Said,
) -> dict[int, dict[str, ItemCounts]]:
    """Every tallied item of every group; what has no row was not answered, or not asked."""
    found: dict[int, dict[str, ItemCounts]] = {}
    for g, s in work.scoring.items():
        instrument, came = work.instruments[s], items.get(g, {})
        known = said[s]
        found[g] = {}
        for item in instrument.items.values():
            asked = work.n[g]
            if item.show_if is not None:
                asked = sum(
                    n
                    for cell, n in came.get(item.show_if.item, {}).items()
                    if set(codes_in(known[item.show_if.item][cell])) & set(item.show_if.codes)
                )
            counts = came.get(item.id, {})
            if item.type in UNCOUNTED:
                continue
            if item.type not in TALLIED:
                _check_required(work, g, item, asked - counts_answered(counts))
                continue
            read = [(known[item.id][cell], n) for cell, n in counts.items()]
            made = _counts(read, asked=asked, n=work.n[g], several=item.type is ItemType.CHOICES)
            _check_required(work, g, item, made.missing.get(MissingReason.NOT_ANSWERED, 0))
            found[g][item.id] = made
    return found


def _check_required(work: Work, g: int, item: Any, n: int) -> None:
    if item.required and n:
        named = work.keys[g].instrument
        issue = say.required_open(item.id, named, n)
        if all((one.code, one.item) != (issue.code, issue.item) for one in work.found):
            work.found.append(issue)


def counts_answered(counts: Mapping[Cell, int]) -> int:
    """How many records have an answer or a reason that is one."""
    return sum(n for (_, missing), n in counts.items() if missing != MissingReason.NOT_ANSWERED)


def _counts(read: Iterable[tuple[Any, int]], *, asked: int, n: int, several: bool) -> ItemCounts:
    codes: Counter[str] = Counter()
    missing: Counter[MissingReason] = Counter()
    answered = 0
    for answer, count in read:
        if isinstance(answer, Missing):
            missing[answer.reason] += count
            continue
        answered += count
        for code in codes_in(answer):
            codes[code] += count
    missing[MissingReason.NOT_ASKED] += n - asked
    missing[MissingReason.NOT_ANSWERED] = (
        asked
        - answered
        - sum(
            count
            for reason, count in missing.items()
            if reason not in (MissingReason.NOT_ASKED, MissingReason.NOT_ANSWERED)
        )
    )
    kept = {reason: missing[reason] for reason in sorted(missing) if missing[reason]}
    return ItemCounts(_sorted(codes), kept, answered, several)


def _sorted(given: Mapping[str, int]) -> dict[str, int]:
    return {key: given[key] for key in sorted(given)}
