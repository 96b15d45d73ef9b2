"""The real Spark, on this machine alone: the same tally as the core's, and the same refusals."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from importlib.util import find_spec
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from warehouse_support import LEVELS, SOP, Spoiled, records, sop_with

from sop_core import RecordRefused
from sop_core.documents import tally_lines
from sop_core.reporting import merge
from sop_core.testing import instruments, record_streams
from sop_warehouse import Spark, Tables, tally_tables, write_tables
from sop_warehouse.engines import spark_session

#: pyspark says of other libraries that are installed here what it thinks of their versions.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning")  # fmt: skip


def java() -> int:
    """The version of the Java that is found; 0 where there is none."""
    if shutil.which("java") is None:
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    return int(said.split('"')[1].split(".")[0]) if '"' in said else 0


if find_spec("pyspark") is None:
    pytest.skip("pyspark is not installed: make spark", allow_module_level=True)
if java() < 17:
    pytest.skip("Spark needs Java 17 or later: make spark", allow_module_level=True)


@pytest.fixture(scope="module")
def session():
    """One Spark for all: to start it takes longer than to count."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = spark_session(
            spark__ui__enabled="false",
            spark__sql__shuffle__partitions="1",
            spark__sql__adaptive__enabled="false",
            spark__log__level="ERROR",
        )
    yield found
    found.stop()


def counted(session, tables, sop=SOP, **options):
    options = {"batch": "b", "levels": LEVELS, **options}
    return tally_tables(sop, tables, engine=Spark(session), **options)


def same(found, expected):
    assert found == expected
    assert b"".join(tally_lines(found)) == b"".join(tally_lines(expected))


@pytest.mark.parametrize("formats", [("parquet", "csv"), ("csv", "jsonl")], ids="-".join)
def test_spark_comes_to_the_tally_of_the_core(session, tmp_path, formats):
    """DESIGN 7: every type and method, show_if in chains, fractions, decimals, amendments; from each kind of file."""
    heads, answers = (
        write_tables(SOP, records(), tmp_path / kind, format=kind, levels=3).tables
        for kind in formats
    )
    tables = Tables(heads.administrations, answers.answers)
    same(counted(session, tables), SOP.tally(records(), batch="b", levels=LEVELS))


def test_a_table_and_a_frame_and_a_split_come_to_the_same(session, tmp_path):
    """D3: a view by its name, a frame with other types; batches in any order, each sitting whole."""
    expected = SOP.tally(records(), batch="b", levels=LEVELS)
    written = write_tables(SOP, records(), tmp_path / "all", levels=3).tables
    session.read.parquet(str(written.administrations)).createOrReplaceTempView("heads")
    answers = session.read.parquet(str(written.answers)).orderBy("item").repartition(3)
    same(counted(session, Tables("heads", answers)), expected)
    sittings = records()
    Random(7).shuffle(sittings)
    parts = {"x": [], "y": []}
    for one in sittings:
        at = one.get("supersedes", one)["id"]
        parts["xy"[at < "r3"]].append(one)
    tallies = [
        counted(session, write_tables(SOP, some, tmp_path / name, levels=3).tables, batch=name)
        for name, some in parts.items()
    ]
    assert merge(*tallies).groups == expected.groups
    assert session.catalog.listTables() == [t for t in session.catalog.listTables() if t.name == "heads"]  # fmt: skip


@settings(
    max_examples=3,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(data=st.data())
def test_drawn_instruments_come_to_the_tally_of_the_core(session, tmp_path, data):
    """A few fixed corpora: the same instruments and records on every run."""
    definition = data.draw(instruments(items=(4, 6), scales=(2, 4)))
    stream = data.draw(record_streams(definition, most=10))
    some = list({one["id"]: one for one in stream}.values())
    sop = sop_with(definition)
    written = write_tables(sop, some, tmp_path, format="jsonl", levels=3)
    same(counted(session, written.tables, sop), sop.tally(some, batch="b", levels=LEVELS))


def spoil_twice(it):
    it.answers.append(dict(it.answer("r8", "code")))


def spoil_hidden(it):
    it.answer("r8", "item")["code"] = "5"


def spoil_case(it):
    it.answer("r8", "item")["item"] = "ITEM"


def spoil_scope(it):
    it.head("r5").update(scope_1=None, scope_2="n")


SPOILS = {
    "stands_twice": spoil_twice,
    "hidden_item_answered": spoil_hidden,
    "unknown_item": spoil_case,
    "not_an_id": spoil_scope,
}


@pytest.mark.parametrize("code", SPOILS)
def test_a_spoiled_table_is_refused_by_spark_too(session, tmp_path, code):
    """DESIGN 6: what DuckDB refuses, Spark refuses by the same code."""
    spoiled = Spoiled(tmp_path, records())
    SPOILS[code](spoiled)
    with pytest.raises(RecordRefused) as refused:
        counted(session, spoiled.tables())
    assert code in {issue.code for issue in refused.value.issues}
