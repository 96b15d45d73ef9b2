"""A CSV file's bytes as a table of cells, each known by row and column. Pure, and strict.

What spreadsheets write is read: UTF-8 with or without a mark, a comma, semicolon or tab between the
cells, any kind of line end, quoted cells with line breaks. Nothing is guessed: where two readings
are possible, the file is refused. A cell's text stays as it is, whatever it looks like.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from sop_core.documents import LIMIT
from sop_core.errors import MOST_GUESSED, DocumentRefused, Issue, listed, nearest, shown

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
MARK = "\ufeff"


def place(row: int, column: str = "") -> str:
    """Where a cell stands, as a person finds it in a spreadsheet: row 1 is the first line."""
    return f"row {row}, column {column}" if column else f"row {row}"


@frozen
class Row:
    """One row that is not empty: its number in the spreadsheet, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def raw(self, column: str) -> str:
        """A cell exactly as it was written; nothing where there is no such column."""
        return self.cells.get(column, "")

    def get(self, column: str) -> str:
        """A cell without the white space around it."""
        return self.raw(column).strip()


@frozen
class Table:
    """The columns in their order, and the rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    issues: tuple[Issue, ...] = ()


def refuse(code: str, at: str, message: str, fix: str) -> DocumentRefused:
    """The exception for a file that cannot be read as a table at all."""
    return DocumentRefused(issues=[Issue(code, at, message, fix=fix)])


def _text(data: bytes) -> str:
    """The file's text; what is no UTF-8 becomes U+FFFD, and the cell that holds it is named later."""
    if len(data) > LIMIT:
        raise refuse(
            "too_large",
            place(1),
            f"The file has more than {LIMIT:,} bytes. Definitions are at most that large, so that a host can load "
            "them without care.",
            "Leave out what is no item, or make two instruments of it.",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[1:2] == b"\x00":
        raise refuse(
            "not_utf8",
            place(1),
            "The file is in UTF-16. Sheets are read as UTF-8, so that every reader sees the same letters.",
            'Save it as "CSV UTF-8 (comma delimited)"; "Unicode text" is something else.',
        )
    return data.decode("utf-8", "replace").removeprefix(MARK)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _letter_issues(named: list[str], records: list[list[str]], *, utf8: bool) -> Iterator[Issue]:
    for number, cells in enumerate(records, start=1):
        for at, cell in enumerate(cells):
            where = place(number, (named[at] if at < len(named) else "") or str(at + 1))
            if not utf8 and "\ufffd" in cell:
                yield Issue(
                    "not_utf8",
                    where,
                    f"{shown(cell)} holds a letter that is not UTF-8 but of an older encoding, in which it could be "
                    "several letters.",
                    fix='Save the file as "CSV UTF-8 (comma delimited)".',
                )
            if "\0" in cell:
                yield Issue(
                    "nul_character",
                    where,
                    f"{shown(cell)} holds the character U+0000, which belongs in no text.",
                    fix="Delete it.",
                )


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _header(text: str, delimiter: str) -> list[str]:
    try:
        return next(_records(text, delimiter), [])
    except csv.Error:
        return []


def _delimiter(text: str, known: Sequence[str]) -> str:
    """The one sign under which the first row holds the most names of columns."""
    folded = {name.casefold() for name in known}

    def names(sign: str) -> int:
        return sum(
            _base(cell.strip().casefold(), folded) is not None for cell in _header(text, sign)
        )

    counts = {sign: names(sign) for sign in DELIMITERS}
    most = max(counts.values())
    best = [sign for sign, count in counts.items() if count == most]
    if most and len(best) == 1:
        return best[0]
    if not text.strip():
        raise refuse(
            "no_items",
            place(1),
            "The file is empty.",
            "--csv-template shows a sheet to begin with.",
        )
    first = _header(text, ",") or _header(text, ";") or [text.partition("\n")[0]]
    raise refuse(
        "sheet_delimiter",
        "row 1",
        f"The first row is {shown(','.join(first))}, which does not read as names of columns with commas, "
        "semicolons or tabs between them.",
        f"Begin with a row of names such as: section,item,text,response_set. The columns are {listed(known, most=30)}.",
    )


def _base(name: str, known: set[str]) -> str | None:
    """The column that a name means; texts may have a language behind an underscore."""
    if name in known:
        return name
    base, line, _ = name.partition("_")
    return base if line and base in known else None


def _named(cells: list[str], known: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The columns' names as we know them: case and white space do not matter, languages keep theirs."""
    folded = {name.casefold(): name for name in known}
    named: list[str] = []
    for cell in cells:
        name = cell.strip()
        base, line, language = name.partition("_")
        if name.casefold() in folded:
            named.append(folded[name.casefold()])
        elif line and base.casefold() in texts:
            named.append(f"{base.casefold()}_{language}")
        else:
            named.append(name)
    return named


def _column_issues(
    named: list[str], rows: list[list[str]], known: Sequence[str], texts: Sequence[str]
) -> Iterator[Issue]:
    for at, name in enumerate(named):
        where = place(1, name or str(at + 1))
        if not name and any(at < len(row) and row[at].strip() for row in rows):
            yield Issue(
                "unknown_column",
                where,
                f"Column {at + 1} has cells but no name in the first row.",
                fix="Name it, or empty it.",
            )
        elif name and name in named[:at]:
            yield Issue(
                "column_twice",
                where,
                f"The column {shown(name)} stands twice, and which of the two is meant cannot be told.",
                fix="Keep one.",
            )
        elif name and name not in known and name.partition("_")[0] not in texts:
            meant = nearest(name.casefold(), known) if at < MOST_GUESSED else ""
            yield Issue(
                "unknown_column",
                where,
                f"{shown(name)} is no column here. What is not read would be lost without a word.",
                fix=f"{meant}The columns are {listed(known, most=30)}; take out what is not for the questionnaire.",
            )


def table_of(data: bytes, *, known: Sequence[str], texts: Sequence[str]) -> Table:
    """The table of a CSV file. Raises DocumentRefused where it cannot be read as one at all.

    `known` are the columns; those of `texts` may carry a language (`text_es`). What is wrong with
    single columns and rows stands in the table's issues, and the rest is there to be looked at.
    """
    text = _text(data)
    delimiter = _delimiter(text, known)
    records: list[list[str]] = []
    try:
        records.extend(_records(text, delimiter))
    except csv.Error as error:
        if "field limit" in str(error):
            why = f"A cell of this row, or what an opening quotation mark takes for one, is very long ({error})."
        else:
            why = f"The quotation marks of this row do not pair ({error})."
        raise refuse(
            "sheet_quotes",
            place(len(records) + 1),
            f"{why} A cell that holds a quotation mark, a line break or the separating sign stands in quotation "
            'marks, and a mark inside is doubled: "say ""yes""".',
            "Export the sheet from your spreadsheet program, which does this by itself.",
        ) from None
    named = _named(records[0], known, texts)
    rows = records[1:]
    issues = [
        *_column_issues(named, rows, known, texts),
        *_letter_issues(named, records, utf8=_is_utf8(data)),
    ]
    kept: list[Row] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(named) :]):
            issues.append(
                Issue(
                    "extra_cells",
                    place(number, str(len(named) + 1)),
                    f"The row has {len(cells)} cells, and the first row names {len(named)} columns.",
                    fix="A text with the separating sign in it stands in quotation marks; or name the column.",
                )
            )
        kept.append(Row(number, dict(zip(named, cells, strict=False))))
    return Table(tuple(name for name in named if name), tuple(kept), tuple(issues))
