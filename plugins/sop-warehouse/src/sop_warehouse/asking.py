"""Everything that is asked of the records, at once, and whether what comes back is of sound rows alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sop_warehouse.engines import Columns, Frame
from sop_warehouse.finding import Given, find_what_is_wrong
from sop_warehouse.frames import (
    NO_RECORD,
    Question,
    by_record,
    question_counts,
    with_groups,
    without_text,
)
from sop_warehouse.layouts import Layout
from sop_warehouse.packing import ROWS, chunks
from sop_warehouse.work import MOST_ROWS, Work

#: What a question is about: what is no one record's, how many rows, which items have one, which cell an
#: item has, whether an item that waits has a row and what it waits for, what a scale comes to.
LOST, N_ROWS, ROW, CELL, WAITING, SCALE = "lost", "n_rows", "row", "cell", "waiting", "scale"

#: Of which items there are rows is asked for so many of them together: the kinds that a group has stay few.
TOGETHER = 8

#: The most rows of all questions: as many of cells, of scales that are one number, and of others.
MOST_COUNTS = 3 * MOST_ROWS

#: As it comes back: the question's place, the group, the number of each piece, the least answer, how many records.
Row = tuple[Any, ...]
#: The answers to each question.
Came = Mapping[Question, Sequence[Row]]


def questions_of(work: Work, layout: Layout) -> Iterator[Question]:
    """What is asked of the records of each scoring digest."""
    yield Question(LOST, "", NO_RECORD, (ROWS,))
    for s, instrument in work.instruments.items():
        yield Question(N_ROWS, "", s, (ROWS,))
        own = [layout.items[item] for item in instrument.items]
        for at, run in enumerate(chunks((one.row for one in own), TOGETHER)):
            yield Question(ROW, at, s, (run,))
        for item in instrument.items.values():
            yield Question(CELL, item.id, s, (layout.items[item.id].number,))
            if item.show_if is not None:
                parent = layout.items[item.show_if.item]
                yield Question(WAITING, item.id, s, (layout.items[item.id].row, parent.number))
    for number, one in enumerate(layout.scales):
        yield Question(SCALE, number, one.s, one.pieces, one.low)


def records_of(work: Work, given: Given, layout: Layout) -> Frame:
    """Every record as sums, with the numbers of its group."""
    texts = {"item": str, "text": str, "kind": int}
    columns: Columns = {**texts, **dict.fromkeys((*layout.columns.names, *layout.low_names), int)}
    cells = work.engine.small(columns, layout.rows())
    answers, kinds = given.answers, given.kinds
    if kinds.mixed:
        answers = without_text(with_groups(answers, given.numbers), kinds.mixed)
    return by_record(answers, given.numbers, cells, kinds.texts, layout.low_names)


def ask(work: Work, given: Given, records: Frame, layout: Layout) -> Came:
    """Every question with its answers; refused by name where a row is not sound.

    What an engine cannot sum is looked through as what is not sound is: rows that stand very often are
    the only sums that grow too long.
    """
    questions = list(questions_of(work, layout))
    found: list[list[Row]] = [[] for _ in questions]
    try:
        kept = work.engine.keep(records)
        rows = work.rows(question_counts(work.engine, kept, questions), MOST_COUNTS)
    except Exception as error:
        if not work.engine.is_too_long(error):
            raise
        find_what_is_wrong(work, given)
    for row in rows:
        found[row[0]].append(row)
    came = dict(zip(questions, found, strict=True))
    if not _is_sound(came):
        find_what_is_wrong(work, given)
    return came


def _is_sound(came: Came) -> bool:
    """Whether every row is of one record, and every record has at most one row of each of its own items.

    A record has at most as many bits set as it has rows, since a sum of n powers of two has at most n; and as
    many only where each row is another of its own items. So all records together have as many bits as
    rows only where each of them has.
    """
    n_rows = n_bits = 0
    for question, found in came.items():
        if question.about == LOST and found:
            return False
        if question.about == N_ROWS:
            n_rows += sum(row[2] * row[-1] for row in found)
        if question.about == ROW:
            (run,) = question.pieces
            n_bits += sum(run.take(row[2]).bit_count() * row[-1] for row in found)
    return n_rows == n_bits
