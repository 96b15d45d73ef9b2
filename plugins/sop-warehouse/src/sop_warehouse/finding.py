"""What is wrong with the answers, by name: asked only where the sums say that something is.

The sums tell that a record is not sound, and not why. Here each row is looked at by its key, and each
cell by its group, which costs several times the counting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NoReturn

from attrs import frozen

from sop_core import RecordRefused
from sop_warehouse import issues as say
from sop_warehouse.engines import Frame
from sop_warehouse.frames import cell_counts, twice, with_groups, without_text
from sop_warehouse.kinds import Kinds
from sop_warehouse.plans import UNCOUNTED, Cell, issues_in, read_cell
from sop_warehouse.work import Work


@frozen(eq=False)
class Given:
    """The two tables as they are counted: each record's numbers, the answers, and what these may be."""

    numbers: Frame
    answers: Frame
    kinds: Kinds


def find_what_is_wrong(work: Work, given: Given) -> NoReturn:
    """RecordRefused with each finding; where none is found, the tables changed meanwhile."""
    answers, numbers, kinds = given.answers, given.numbers, given.kinds
    _check_keys(work, answers)
    joined = with_groups(answers, numbers)
    if kinds.mixed:
        plain = without_text(joined, kinds.mixed)
        joined = with_groups(plain, numbers)
    cells: dict[int, dict[str, Counter[Cell]]] = defaultdict(lambda: defaultdict(Counter))
    lost = 0
    for g, item, code, missing, n in work.rows(cell_counts(joined, kinds.texts)):
        if g is None:
            lost += n
        elif g >= 0:
            cells[work.scoring[g]][item][code, missing] += n
    if lost:
        work.found.append(say.orphans(lost))
    for s, by_item in cells.items():
        for item, counts in by_item.items():
            _check_cells(work, s, item, counts)
    if not work.found:
        work.found.append(say.changed())
    raise RecordRefused("The tables are refused.", issues=work.found)


def _check_keys(work: Work, answers: Frame) -> None:
    """Each row names whose it is, and each answer stands once: counted twice, one person would be two."""
    for id_, item, _ in work.rows(twice(answers, ("administration", "item"))):
        if id_ is None:
            work.found.append(say.no_id("answers"))
        else:
            work.found.append(say.stands_twice("answers", id_, str(item)))


def _check_cells(work: Work, s: int, item: str, counts: Counter[Cell]) -> None:
    instrument = work.instruments[s]
    if item not in instrument.items:
        named = f"{instrument.id} {instrument.version}"
        work.found.append(say.unknown_item(item, named, instrument.items, counts.total()))
    elif instrument.items[item].type not in UNCOUNTED:
        for cell in counts:
            work.found += issues_in(read_cell(instrument, instrument.items[item], cell))
