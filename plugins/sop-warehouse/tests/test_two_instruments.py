"""Several instruments in one pair of tables, whose items have the same names and are something else."""

from __future__ import annotations

import json

import duckdb
import pytest
from warehouse_support import DEFINITION, LEVELS, TEXT, record, records, scale, sop_with

from sop_core import RecordRefused
from sop_warehouse import DuckDB, Tables, tally_tables, write_tables

#: `item` is a text here, `said` a choice, and `code` has codes that the other instrument does not know.
OTHER = {
    **DEFINITION,
    "id": "even",
    "response_sets": {
        "letters": {"options": [{"code": "a", "value": -2, "label": TEXT}, {"code": "b", "value": 5, "label": TEXT}]},
    },
    "sections": [{"id": "one", "title": TEXT, "items": [
        {"id": "code", "type": "choice", "text": TEXT, "response_set": "letters"},
        {"id": "item", "type": "text", "text": TEXT},
        {"id": "said", "type": "choice", "text": TEXT, "response_set": "letters"},
        {"id": "only", "type": "choice", "text": TEXT, "response_set": "letters"},
    ]}],
    "scales": [scale("mean", ["code", "said"], "mean", weights={"said": "7/5"}), scale("lowest", ["code", "only"], "lowest")],
}  # fmt: skip
SOP = sop_with(DEFINITION, OTHER)
GIVEN = ({"code": "a", "item": "What was said."}, {"code": "b", "said": "a", "only": "b"}, {"item": "3", "only": {"missing": "declined"}})  # fmt: skip


def both():
    more = [
        {**record(at, answers=GIVEN[at % 3]), "id": f"e{at}", "instrument": {"id": "even", "version": "1.0.0"}}
        for at in range(12)
    ]  # fmt: skip
    return [*records(28), *more]


@pytest.fixture
def tables(tmp_path):
    """The two tables in a database, with what somebody wrote as rows too."""
    written = write_tables(SOP, both(), tmp_path, format="jsonl", levels=3).tables
    rows = [json.loads(line) for line in written.answers.read_text().splitlines()]
    rows += [
        {"administration": f"e{at}", "item": "item", "code": said, "missing": None}
        for at in range(12)
        if (said := GIVEN[at % 3].get("item"))
    ]
    written.answers.write_text("".join(json.dumps(row) + "\n" for row in rows))
    con = duckdb.connect(config={"threads": 1})
    con.execute(f"CREATE TABLE heads AS FROM '{written.administrations}'")
    con.execute(f"CREATE TABLE answers AS SELECT administration, item, code::VARCHAR AS code, missing FROM '{written.answers}'")  # fmt: skip
    return con


def counted(con):
    return tally_tables(SOP, Tables("heads", "answers"), batch="b", levels=LEVELS, engine=DuckDB(con))  # fmt: skip


def test_two_instruments_come_to_the_tally_of_the_core(tables):
    """Items of one name keep their own answers, scales and texts."""
    assert counted(tables) == SOP.tally(both(), batch="b", levels=LEVELS)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE answers SET code = '3' WHERE administration = 'e1' AND item = 'code'", "unknown_code"),
        ("UPDATE answers SET code = 'a' WHERE administration = 'r8' AND item = 'code'", "unknown_code"),
        ("UPDATE answers SET item = 'only', code = 'a' WHERE administration = 'r8' AND item = 'item'", "unknown_item"),
        ("UPDATE answers SET item = 'odd' WHERE administration = 'e1' AND item = 'only'", "unknown_item"),
        ("INSERT INTO answers SELECT * FROM answers WHERE administration = 'e1' AND item = 'only'", "stands_twice"),
    ],
)  # fmt: skip
def test_an_answer_of_the_other_instrument_is_refused(tables, change, code):
    """What is sound in one instrument is not in another, and is never counted for it."""
    tables.execute(change)
    with pytest.raises(RecordRefused) as refused:
        counted(tables)
    assert code in {issue.code for issue in refused.value.issues}
