"""An engine's tally is the core's, for every instrument and every stream of records."""

from __future__ import annotations

import tempfile

import duckdb
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from warehouse_support import LEVELS, SOP, records

from sop_core.documents import tally_lines
from sop_core.reporting import merge
from sop_core.testing import instruments, record_streams
from sop_warehouse import DuckDB, check_instrument, tally_tables, write_tables
from tests.property.door import SCORED, sop_with

#: Each example writes files and asks an engine: a third of the usual number is tried.
fewer = settings(max_examples=max(10, settings().max_examples // 3))
#: One for all examples: to start it takes longer than to count.
CONNECTION = duckdb.connect(config={"threads": 1})


@st.composite
def streams(draw, **options):
    """A definition, a Sop that knows it, and records of it, none of them twice."""
    definition = draw(instruments(**{**SCORED, "items": (1, 6), "scales": (0, 3), **options}))
    records = draw(record_streams(definition, most=12))
    # A table holds each record once: which copies there were is not in it.
    return definition, sop_with(definition), list({one["id"]: one for one in records}.values())


def by_duckdb(sop, records, batch="b", format="jsonl"):
    with tempfile.TemporaryDirectory() as folder:
        written = write_tables(sop, records, folder, format=format, levels=3)
        return tally_tables(
            sop, written.tables, batch=batch, levels=LEVELS, engine=DuckDB(CONNECTION)
        )


@fewer
@given(streams())
def test_duckdb_comes_to_the_tally_of_the_core(stream):
    """DESIGN 7: to the last integer and fraction, from every kind of instrument."""
    definition, sop, records = stream
    instrument = sop.catalog.instrument(definition["id"], definition["version"])
    expected = sop.tally(records, batch="b", levels=LEVELS)
    assert check_instrument(instrument) == ()
    found = by_duckdb(sop, records)
    event("amended" if len(expected.batches["b"].skipped) > 1 else "plain")
    assert found == expected
    assert b"".join(tally_lines(found)) == b"".join(tally_lines(expected))


@fewer
@given(streams(), st.data())
def test_any_split_and_order_come_to_the_same(stream, data):
    """D3: sittings that are spread over batches, whole and in any order, fold to the same groups."""
    _, sop, records = stream
    parts = {"x": [], "y": []}
    where = {}
    for record in data.draw(st.permutations(records)):
        place = where.setdefault(record["id"].rstrip("v"), data.draw(st.sampled_from("xy")))
        parts[place].append(record)
    split = merge(*(by_duckdb(sop, some, batch=name) for name, some in parts.items()))
    assert split.groups == sop.tally(records, batch="b", levels=LEVELS).groups


@pytest.mark.parametrize("format", ["parquet", "csv", "jsonl"])
def test_the_kind_of_file_never_matters(format):
    """Parquet, CSV and JSON Lines hold the same two tables."""
    expected = SOP.tally(records(), batch="b", levels=LEVELS)
    assert by_duckdb(SOP, records(), format=format) == expected
