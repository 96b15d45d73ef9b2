"""Records to the two tables, as files: each record is checked as `sop check` does it, and written once."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from sop_core import CallRefused, Issue, RecordRefused, Sop, digest, to_document
from sop_core.documents import administration_of, read
from sop_core.errors import json_path, listed, shown
from sop_core.instruments import Administration, Instrument, read_answers
from sop_warehouse.layout import (
    ADMINISTRATIONS,
    ANSWERS,
    MOST_LEVELS,
    Tables,
    groupings_text,
    scope_column,
)
from sop_warehouse.plans import UNCOUNTED, text_of

#: The kinds of files that can be written.
FORMATS = ("parquet", "csv", "jsonl")

#: A row of a table: a text or nothing for each column.
Row = dict[str, str | None]


@frozen
class Written:
    """The tables that were written; how many records stand in them, and how many were copies of one."""

    tables: Tables
    n_records: int
    n_answers: int
    n_copies: int


@frozen(eq=False)
class _Files:
    """Two files that grow by a row at a time, as JSON Lines or CSV."""

    handles: tuple[Any, Any]
    columns: tuple[tuple[str, ...], tuple[str, ...]]
    as_csv: bool
    writers: tuple[Any, Any] = field(init=False)

    @writers.default
    def _(self) -> tuple[Any, Any]:
        made = [csv.writer(handle, lineterminator="\n") for handle in self.handles]
        if self.as_csv:
            for writer, columns in zip(made, self.columns, strict=True):
                writer.writerow(columns)
        return made[0], made[1]

    def add(self, at: int, row: Row) -> None:
        if self.as_csv:
            self.writers[at].writerow([row.get(name) for name in self.columns[at]])
        else:
            self.handles[at].write(json.dumps(row) + "\n")


def write_tables(
    sop: Sop,
    records: Iterable[object],
    folder: str | Path,
    *,
    format: str = "parquet",
    levels: int = MOST_LEVELS,
) -> Written:
    """Administrations, as documents or values, to `administrations` and `answers` in a folder.

    A record that stands twice is written once. Raises RecordRefused where a record is not sound, and
    CallRefused for a format that is none of parquet, csv and jsonl. `levels` is how many scope
    columns there are. Memory grows by some bytes for each record's id, and not with the answers.
    """
    if format not in FORMATS:
        raise CallRefused(f"format is {shown(format)}; it is one of {listed(FORMATS)}.")
    if type(levels) is not int or not 0 <= levels <= MOST_LEVELS:
        raise CallRefused(f"levels is {shown(levels)}; it is a whole number up to {MOST_LEVELS}.")
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    ending = "jsonl" if format == "parquet" else format
    ours, theirs = (place / f"{name}.{ending}" for name in ("administrations", "answers"))
    columns = (*ADMINISTRATIONS, *(scope_column(at) for at in range(1, levels + 1)))
    seen: dict[str, str] = {}
    n_copies = n_answers = 0
    with (
        ours.open("w", encoding="utf-8", newline="") as one,
        theirs.open("w", encoding="utf-8", newline="") as other,
    ):
        files = _Files((one, other), (columns, ANSWERS), format == "csv")
        for index, record in enumerate(records):
            head, answers = _rows(sop, record, index, levels)
            id_, content = str(head["administration"]), str(head["digest"])
            if id_ in seen:
                if seen[id_] != content:
                    raise _refused(index, (_id_twice(id_),))
                n_copies += 1
                continue
            seen[id_] = content
            files.add(0, head)
            for answer in answers:
                n_answers += 1
                files.add(1, answer)
    tables = Tables(ours, theirs)
    if format == "parquet":
        tables = _as_parquet(tables, columns)
    return Written(tables, len(seen), n_answers, n_copies)


def _as_parquet(tables: Tables, columns: tuple[str, ...]) -> Tables:
    from sop_warehouse.engines import DuckDB

    engine = DuckDB()
    made: list[Path] = []
    for source, names in ((tables.administrations, columns), (tables.answers, ANSWERS)):
        target = Path(source).with_suffix(".parquet")
        engine.read(source, names).to_native().write_parquet(str(target))
        Path(source).unlink()
        made.append(target)
    return Tables(made[0], made[1])


def _rows(sop: Sop, record: object, index: int, levels: int) -> tuple[Row, list[Row]]:
    document = to_document(record) if isinstance(record, Administration) else read(record)
    issues = [
        issue
        for issue in sop.check(document)
        # Whether the earlier record is there is seen when the tables are counted.
        if issue.severity == "error" and issue.code != "given_missing"
    ]
    if not issues and not str(document["$schema"]).startswith("urn:sop:schema:administration:"):
        issues.append(
            Issue(
                "not_a_record",
                json_path("$schema"),
                f"The document names {shown(document['$schema'])}. The tables hold administrations.",
                fix="Leave it out.",
            )
        )
    if not issues and len(document["scope"]) > levels:
        issues.append(
            Issue(
                "scope_too_deep",
                json_path("scope"),
                f"The scope has {len(document['scope'])} places, and the table has columns for {levels}.",
                fix="Write the tables with more levels.",
            )
        )
    if issues:
        raise _refused(index, issues)
    at = document["instrument"]
    instrument = sop.catalog.instrument(at["id"], at["version"])
    read_ = read_answers(instrument, document["answers"], status=document["status"])
    accepted = administration_of(document, instrument, read_.answers)
    return _head(accepted, levels), list(_answers(accepted, instrument))


def _head(record: Administration, levels: int) -> Row:
    points = record.supersedes
    scope = dict(zip(map(scope_column, range(1, levels + 1)), record.scope, strict=False))
    return {
        "administration": record.id,
        "instrument": record.instrument.id,
        "version": record.instrument.version,
        "scoring": record.instrument.scoring,
        "status": record.status.value,
        "cycle": record.cycle,
        "groupings": groupings_text(dict(record.groups)),
        "digest": digest(record),
        "supersedes": points.id if points else None,
        "supersedes_digest": points.digest if points else None,
        **scope,
    }


def _answers(record: Administration, instrument: Instrument) -> Iterator[Row]:
    for item, answer in record.answers.items():
        if instrument.items[item].type not in UNCOUNTED:
            code, missing = text_of(answer)
            yield {"administration": record.id, "item": item, "code": code, "missing": missing}


def _refused(index: int, issues: Iterable[Issue]) -> RecordRefused:
    placed = [evolve(issue, path=f"$[{index}]{issue.path[1:]}") for issue in issues]
    return RecordRefused("The tables are not written: a record cannot be counted.", issues=placed)


def _id_twice(id_: str) -> Issue:
    return Issue(
        "id_used_twice",
        json_path("id"),
        f"Two different records have the id {shown(id_)}. Which of them is meant cannot be told.",
        fix="Give each record an id of its own; a correction is a later record that supersedes the earlier one.",
    )
