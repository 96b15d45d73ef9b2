"""The one expression: what is asked of the two tables, whichever engine answers.

Everything here is a join, a filter, or a sum of whole numbers by group. No number is divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import narwhals as nw
from attrs import frozen

from sop_core import RecordRefused
from sop_core.types import RecordStatus
from sop_warehouse.engines import Columns, Engine, Frame
from sop_warehouse.issues import no_column
from sop_warehouse.layout import ADMINISTRATIONS, ANSWERS, MOST_LEVELS, Tables, scope_column
from sop_warehouse.packing import ROWS, Field, column

#: By what records are counted together, before versions of one scoring digest meet.
GROUPING = ("instrument", "version", "scoring", "cycle", "scope", "groupings")
#: The columns by which an answer finds its cell.
CELL = ("item", "text", "kind")
#: The kinds of cells: a reason, or a code. What is both or neither has no text, and is no cell.
REASON, CODE = 1, 2
#: The column of a piece that a question does not have.
NO_COLUMN = -2
#: Instead of a scoring digest's number: of a record that does not count, and of answers without a record.
UNCOUNTED_RECORD, NO_RECORD = -1, -2
#: The statuses of records that may count.
FINISHED = (RecordStatus.COMPLETE.value, RecordStatus.AMENDED.value)

_SCOPES = tuple(scope_column(at) for at in range(1, MOST_LEVELS + 1))


def administrations_of(engine: Engine, tables: Tables) -> tuple[Frame, int]:
    """The first table with its scope as one text, `a/b/`, and how many places that has."""
    frame = engine.read(tables.administrations, (*ADMINISTRATIONS, *_SCOPES))
    scopes = _checked(frame, ADMINISTRATIONS, "administrations")
    texts = [nw.col(name).cast(nw.String) for name in (*ADMINISTRATIONS, *scopes)]
    frame = frame.select(*texts)
    grouped = [nw.col(name).fill_null("") for name in GROUPING if name != "scope"]
    parts = [nw.col(name).fill_null("") for name in scopes]
    scope = nw.concat_str(*parts, separator="/") if parts else nw.lit("")
    kept = ("administration", "status", "digest", "supersedes", "supersedes_digest")
    return frame.select(*kept, *grouped, scope.alias("scope")), len(scopes)


def answers_of(engine: Engine, tables: Tables) -> Frame:
    """The second table."""
    frame = engine.read(tables.answers, ANSWERS)
    _checked(frame, ANSWERS, "answers")
    return frame.select(*(nw.col(name).cast(nw.String) for name in ANSWERS))


def _checked(frame: Frame, columns: Sequence[str], table: str) -> list[str]:
    """The scope columns of a table that has all of the others."""
    there = frame.collect_schema().names()
    missing = [name for name in columns if name not in there]
    scopes = [name for name in _SCOPES if name in there]
    if list(_SCOPES[: len(scopes)]) != scopes:
        missing.append(next(name for name in _SCOPES if name not in scopes))
    if missing:
        issues = [no_column(table, name, there) for name in missing]
        raise RecordRefused("The tables are refused.", issues=issues)
    return scopes


def counted(frame: Frame, by: Sequence[str]) -> Frame:
    """How many rows there are of each kind."""
    return frame.group_by(*by).agg(nw.len().alias("n")).select(*by, "n")


def twice(frame: Frame, by: Sequence[str]) -> Frame:
    """What stands more than once, or names nobody; one of it."""
    return counted(frame, by).filter((nw.col("n") > 1) | nw.col(by[0]).is_null()).head(1)


def heads_counted(administrations: Frame) -> Frame:
    """How many records there are by status, by whether they say something of an earlier one, and by group."""
    by = ("status", "says", *GROUPING)
    says = nw.when(_says()).then(1).otherwise(0).alias("says")
    return counted(administrations.with_columns(says), by)


def of_sittings(administrations: Frame) -> Frame:
    """The records that say something of an earlier one."""
    return administrations.filter(_says())


def _says() -> nw.Expr:
    later = nw.col("status").is_in(
        [RecordStatus.AMENDED.value, RecordStatus.ENTERED_IN_ERROR.value]
    )
    return ~nw.col("supersedes").is_null() | later


def of_records(engine: Engine, administrations: Frame, names: Sequence[str]) -> Frame:
    """The finished ones among the records of these ids."""
    small = engine.small({"administration": str}, [(one,) for one in names])
    finished = administrations.filter(nw.col("status").is_in(list(FINISHED)))
    return finished.join(small, on="administration", how="inner")


def numbered(
    engine: Engine,
    administrations: Frame,
    gone: Sequence[str],
    groups: Mapping[tuple[str, ...], tuple[int, int]],
) -> Frame:
    """Every administration with the numbers of its group and its scoring digest; -1 where it does not count."""
    columns: Columns = {**dict.fromkeys(GROUPING, str), "g": int, "s": int}
    small = engine.small(columns, [(*key, *numbers) for key, numbers in groups.items()])
    joined = administrations.join(small, on=list(GROUPING), how="left")
    counts = nw.col("status").is_in(list(FINISHED))
    if gone:
        names = engine.small({"administration": str, "away": int}, [(one, 1) for one in gone])
        joined = joined.join(names, on="administration", how="left")
        counts = counts & nw.col("away").is_null()
    numbers = [
        nw.when(counts)
        .then(nw.col(at))
        .otherwise(UNCOUNTED_RECORD)
        .fill_null(UNCOUNTED_RECORD)
        .alias(at)
        for at in "gs"
    ]
    return joined.select("administration", *numbers)


def with_groups(answers: Frame, numbers: Frame) -> Frame:
    """Every answer with its record's numbers; null where no record has it."""
    return answers.join(numbers, on="administration", how="left").select(*ANSWERS, "g", "s")


def without_text(joined: Frame, mixed: Sequence[tuple[int, str]]) -> Frame:
    """Answers with their numbers, and what somebody wrote (scoring digest, item) as an empty code."""
    written = _any([(nw.col("s") == s) & (nw.col("item") == item) for s, item in mixed])
    code = nw.when(written).then(nw.lit("")).otherwise(nw.col("code"))
    missing = nw.when(~written).then(nw.col("missing"))
    return joined.with_columns(code.alias("code"), missing.alias("missing")).select(*ANSWERS)


def different(answers: Frame, items: Sequence[str]) -> Frame:
    """The different cells of some items."""
    return (
        answers.filter(nw.col("item").is_in(list(items))).select("item", "code", "missing").unique()
    )


def by_record(
    answers: Frame, numbers: Frame, cells: Frame, texts: Sequence[str], lows: Sequence[str]
) -> Frame:
    """Each record that has answers: its numbers, how many rows, and what these add to each column.

    `cells` is the table of cells (item, text, kind, then the columns); an answer that is none of them adds
    nothing. This reads the large table once.
    """
    code, missing = nw.col("code"), nw.col("missing")
    text = nw.when(missing.is_null()).then(code).otherwise(nw.when(code.is_null()).then(missing))
    kind = nw.when(code.is_null()).then(REASON).otherwise(CODE)
    if texts:
        written = nw.col("item").is_in(list(texts))
        text = nw.when(written).then(nw.lit("")).otherwise(text)
        kind = nw.when(written).then(CODE).otherwise(kind)
    keyed = answers.select("administration", "item", text.alias("text"), kind.alias("kind"))
    added = [name for name in cells.collect_schema().names() if name not in CELL]
    sums = [nw.col(name).sum().cast(nw.Int64) for name in added if name not in lows]
    least = [nw.col(name).min() for name in lows]
    joined = keyed.join(cells, on=list(CELL), how="left")
    summed = joined.group_by("administration").agg(nw.len().alias(ROWS.name), *sums, *least)
    records = summed.join(numbers, on="administration", how="left")
    s = nw.col("s").fill_null(NO_RECORD)
    n = nw.col(ROWS.name).cast(nw.Int64)
    return records.select("administration", "g", s.alias("s"), n.alias(ROWS.name), *added)


def hidden(records: Frame, conditions: Sequence[tuple[int, Field, Field, Sequence[int]]]) -> Frame:
    """Records with a row for an item that was not asked; one of them.

    Each condition is a scoring digest, the row of an item that waits, the number of the item that it looks
    at, and the numbers for which it is asked.
    """
    wrong = [
        (nw.col("s") == s) & child.is_set() & ~parent.here().is_in([*map(parent.put, asked)])
        for s, child, parent, asked in conditions
    ]
    return records.filter(_any(wrong)).drop("g", ROWS.name).head(1)


@frozen
class Question:
    """How many records of each group hold which numbers: of a scoring digest's records, these fields.

    `about` and `of` are for who asks. `low` is a column of least answers.
    """

    about: str
    of: str | int
    s: int
    pieces: tuple[Field, ...] = ()
    low: str | None = None


def question_counts(engine: Engine, records: Frame, questions: Sequence[Question]) -> Frame:
    """The answers to all questions: the question's place, group, number of each piece, least answer, how many.

    The questions are a small table and no expressions, so that what the engine is asked is as short for a
    hundred items as for one. An engine goes through the records once, and picks the column of each question;
    or, where that costs it less, once for each column.
    """
    width = max(len(one.pieces) for one in questions)
    parts: dict[object, list[tuple[int, Question]]] = {}
    for at, one in enumerate(questions):
        columns = (tuple(piece.column for piece in one.pieces), one.low)
        parts.setdefault(columns if engine.by_column else None, []).append((at, one))
    return nw.concat([_part(engine, records, part, width) for part in parts.values()])


def _part(
    engine: Engine, records: Frame, questions: Sequence[tuple[int, Question]], width: int
) -> Frame:
    own = max(len(one.pieces) for _, one in questions)
    lows = sorted({one.low for _, one in questions if one.low is not None})
    slots = [f"{name}_{at}" for at in range(own) for name in ("column", "low_end", "high_end")]
    least_of = ("least",) if lows else ()
    rows = [
        (
            one.s,
            number,
            *((lows.index(one.low) if one.low in lows else -1,) if lows else ()),
            *(end for piece in one.pieces for end in _ends(piece)),
            *_ends(None) * (own - len(one.pieces)),
        )
        for number, one in questions
    ]
    small = engine.small(dict.fromkeys(("s", "question", *least_of, *slots), int), rows)
    joined = records.join(small, on="s", how="inner")
    least = null = nw.lit(None).cast(nw.Int64)
    for at, name in enumerate(lows):
        least = nw.when(nw.col("least") == at).then(nw.col(name)).otherwise(least)
    values = {
        f"piece_{at}": _piece(at, [one.pieces[at : at + 1] for _, one in questions])
        for at in range(own)
    }
    if lows:
        values["low"] = least
    kinds = joined.select("question", "g", *(value.alias(name) for name, value in values.items()))
    names = [*(f"piece_{at}" for at in range(width)), "low"]
    # What a part does not have is no key: a key that is always null would cost as much as another.
    given = [nw.col(name) if name in values else null.alias(name) for name in names]
    return counted(kinds, ("question", "g", *values)).select("question", "g", *given, "n")


def _ends(piece: Field | None) -> tuple[int, int, int]:
    """Where a piece stands: its column, and by which remainders it is told; of no piece they are the same."""
    if piece is None or piece.whole:
        return (NO_COLUMN if piece is None else piece.column), 1, 1
    return piece.column, 1 << piece.shift, 1 << (piece.shift + piece.bits)


def _piece(at: int, given: Iterable[Sequence[Field]]) -> nw.Expr:
    """The number of a piece, from the column that the question names."""
    pieces = [piece for some in given for piece in some]
    which = nw.col(f"column_{at}")
    first, *more = sorted({one.column for one in pieces if not one.whole}) or (ROWS.column,)
    packed = nw.col(column(first))
    for name in more:
        packed = nw.when(which == name).then(nw.col(column(name))).otherwise(packed)
    value = packed % nw.col(f"high_end_{at}") - packed % nw.col(f"low_end_{at}")
    for name in sorted({one.column for one in pieces if one.whole}):
        value = nw.when(which == name).then(nw.col(column(name))).otherwise(value)
    return value


def _any(conditions: Sequence[nw.Expr]) -> nw.Expr:
    found, *more = conditions
    for one in more:
        found = found | one
    return found


def cell_counts(joined: Frame, texts: Sequence[str]) -> Frame:
    """How often each cell came, by group, for who looks for what is wrong; of `texts` only that there is one."""
    written = nw.col("item").is_in(list(texts))
    code = nw.when(written).then(nw.lit("")).otherwise(nw.col("code"))
    missing = nw.when(~written).then(nw.col("missing"))
    frame = joined.select("g", "item", code.alias("code"), missing.alias("missing"))
    return counted(frame, ("g", "item", "code", "missing"))
