"""What is wrong with a table, in words."""

from __future__ import annotations

from collections.abc import Iterable

from sop_core import Issue
from sop_core.errors import json_path, listed, nearest, shown

_README = "README of sop-warehouse, 'The two tables'"


def no_column(table: str, name: str, there: Iterable[str]) -> Issue:
    """A column that is not there."""
    return Issue(
        "no_column",
        json_path(table, name),
        f"The table of {table} has no column {shown(name)}; it has {listed(there)}.",
        fix=f"{nearest(name, there)}Add it, or name it so in a view ({_README}).",
    )


def no_id(table: str) -> Issue:
    """A row that names no administration."""
    return Issue(
        "no_administration",
        json_path(table, "administration"),
        f"A row of the {table} names no administration. Whose it is cannot be told.",
        fix="Give each row the id of its administration.",
    )


def stands_twice(table: str, *what: str) -> Issue:
    """A row whose key stands there twice: counted, it would count a person twice."""
    return Issue(
        "stands_twice",
        json_path(table, *what),
        f"The table of {table} holds {listed(map(shown, what))} more than once. Counted twice, one "
        "person would be two.",
        fix="Keep one row for each administration, and one for each of its items; several codes stand in one row, "
        "with a space between them.",
    )


def once_or_none(id_: str | None) -> Issue:
    """An administration that stands twice, or one that is not named."""
    table = "administrations"
    return no_id(table) if id_ is None else stands_twice(table, id_)


def no_such_status(status: object, n: int) -> Issue:
    """A status that no record has."""
    return Issue(
        "unknown_status",
        json_path("administrations", "status"),
        f"{n} rows have the status {shown(status)}. A record is draft, complete, amended or entered_in_error.",
        fix="Write the status as the record has it.",
    )


def bad_cell(column: str, value: object, said: str) -> Issue:
    """A value by which records are grouped, and which is none."""
    return Issue(
        "not_an_id",
        json_path("administrations", column),
        f"{column} holds {shown(value)}. {said}",
        fix="Write it as the record has it (docs/tallies.md).",
    )


def other_scoring(id_: str, version: str, said: str, ours: str) -> Issue:
    """A version of an instrument with a scoring digest that is not its own."""
    return Issue(
        "scoring_mismatch",
        json_path("administrations", "scoring"),
        f"The table holds {id_} {version} with the scoring digest {shown(said)}, and the definition in force has "
        f"{shown(ours)}. Other items, codes or scales would make another number of the same answers.",
        fix="Load the definition that the records were made with, or take the digest from the records.",
    )


def unknown_instrument(id_: str, version: str, said: str) -> Issue:
    """A definition that is not loaded."""
    return Issue(
        "unknown_instrument",
        json_path("administrations", "instrument"),
        f"The table holds records of {shown(id_)} {shown(version)}. {said}",
        fix="Load its definition: Sop.load(definitions=[...]).",
    )


def no_digest(id_: str) -> Issue:
    """A record of a sitting of several whose digest is not there."""
    return Issue(
        "no_digest",
        json_path("administrations", id_),
        f"{shown(id_)} belongs to a sitting of several records, and its row, or what it says of the earlier one, "
        "lacks a digest. What stands in for what is decided by id and digest together.",
        fix="Write digest as sop_core.digest(record) gives it, and supersedes_digest as the record has it.",
    )


def orphans(n: int) -> Issue:
    """Answers of nobody."""
    return Issue(
        "unknown_administration",
        json_path("answers", "administration"),
        f"{n} rows of the answers name an administration that the other table does not hold. Answers whose record "
        "is missing cannot be counted, and left out they would be lost without a word.",
        fix="Put both tables in step: the same export, the same day.",
    )


def unknown_item(item: object, instrument: str, items: Iterable[str], n: int) -> Issue:
    """An item that the instrument does not have."""
    return Issue(
        "unknown_item",
        json_path("answers", str(item)),
        f"{n} rows hold {shown(item)}, which is no item of {instrument}.",
        fix=f"{nearest(str(item), items)}The items are {listed(items)}.",
    )


def hidden_answered(administration: str, item: str) -> Issue:
    """An answer to an item that was not asked."""
    return Issue(
        "hidden_item_answered",
        json_path("answers", item),
        f"{shown(administration)} has a row for {shown(item)}, which it was not asked: the item that its show_if looks "
        "at has another answer. An item that was not asked has no answer.",
        fix="Leave the row out.",
        item=item,
    )


def required_open(item: str, instrument: str, n: int) -> Issue:
    """Records that count, and lack an answer that they need."""
    return Issue(
        "required",
        json_path("answers", item),
        f"{n} finished records of {instrument} have no answer to {shown(item)}, which is required.",
        fix="Look for rows that were lost; a reason such as declined is a row too.",
        item=item,
    )


def too_many(n: int) -> Issue:
    """More different answers than a person could have given."""
    return Issue(
        "too_many_answers",
        json_path("answers", "code"),
        f"The answers hold more than {n} different values to tell apart. Such a table holds free text, or codes of "
        "something else.",
        fix="Leave free text out of the table, and write codes as records have them.",
    )


def changed() -> Issue:
    """Sums and rows that do not agree."""
    return Issue(
        "tables_changed",
        json_path("answers"),
        "Summed, the answers of some record were not sound; looked at row by row, all are. The tables were changed "
        "while they were counted, and of two states of them there is no tally.",
        fix="Count a copy, or a snapshot, that nobody writes to.",
    )
