"""Answers to tallies where they are: sop_warehouse beside SQL written by hand for one instrument.

Ten million answers in two Parquet files (`--short`: fewer; `--answers N`: N), counted in DuckDB and in
Spark, each way in a process of its own, in turns; the least of several rounds is what stands in the table.
A Spark is started once for each way, with the same settings, and counts once before it is measured.
The hand-written SQL comes to the same tally, which is compared whole. It is made for this one instrument
and trusts its tables; `sop_warehouse` reads the definition and looks at every key and every cell as well.
Memory is the most that a process ever held; of Spark that of its Java, whose heap grows as it likes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

from bench.accepting import N_ITEMS, definition
from bench.tallying import SCALES
from bench.timing import Result
from sop_core import Sop
from sop_core.documents import tally_lines
from sop_core.reporting import Batch, Group, GroupKey, ItemCounts, ScaleCounts, Tally
from sop_core.types import MissingReason, ScoreStatus

MANY, FEWER = 10_000_000, 600_000
LEVELS = ("county", "office", "unit")
ROOT = Path(__file__).resolve().parents[1]

HEADS = """
COPY (SELECT 'r' || k AS administration, 'bench' AS instrument, '1.0.0' AS version, '{scoring}' AS scoring,
    'complete' AS status, '2026-Q4' AS cycle, NULL::VARCHAR AS groupings, NULL::VARCHAR AS digest,
    NULL::VARCHAR AS supersedes, NULL::VARCHAR AS supersedes_digest, 'county' AS scope_1,
    'o' || (hash(k) % 5) AS scope_2, 'u' || (hash(k + 7) % 12) AS scope_3
    FROM range({records}) t(k)) TO '{folder}/heads.parquet'
"""
ANSWERS = """
COPY (SELECT 'r' || k AS administration, printf('q%02d', item) AS item,
    CASE WHEN item = 1 + hash(k) % {items} THEN NULL ELSE (1 + hash(k * 100 + item) % 5)::VARCHAR END AS code,
    CASE WHEN item = 1 + hash(k) % {items} THEN 'not_applicable' END AS missing
    FROM range({records}) t(k), range(1, {items} + 1) i(item)) TO '{folder}/answers.parquet'
"""
# Of the ways to write it that were tried (the other order of joins, sums in columns, one query for both)
# this was the fastest in DuckDB.
BY_ITEM = """
SELECT scope_1, scope_2, scope_3, item, code, missing, count(*) AS n FROM answers
JOIN heads USING (administration) GROUP BY scope_1, scope_2, scope_3, item, code, missing
"""
BY_SCALE = """
SELECT scope_1, scope_2, scope_3, scale, total, answered, n_items - answered AS missing, count(*) AS n FROM (
    SELECT administration, scale, count(code) AS answered, count(*) AS n_items,
        sum(CASE WHEN reverse THEN 6 - CAST(code AS INT) ELSE CAST(code AS INT) END) AS total
    FROM answers JOIN (VALUES {scales}) s(scale, item, reverse) USING (item) GROUP BY administration, scale
) summed JOIN heads USING (administration)
GROUP BY scope_1, scope_2, scope_3, scale, total, answered, n_items - answered
"""
# The same with sums in columns, which is the fastest in Spark: a record is one row of the shuffle, and not six.
BY_SCALE_IN_COLUMNS = """
SELECT scope_1, scope_2, scope_3, scale, total, answered, n_items - answered AS missing, count(*) AS n FROM (
    SELECT administration, stack({n}, {stacked}) AS (scale, total, answered, n_items) FROM (
        SELECT administration, {sums} FROM answers GROUP BY administration
    )
) JOIN heads USING (administration)
GROUP BY scope_1, scope_2, scope_3, scale, total, answered, n_items - answered
"""

#: What comes back of the hand-written SQL: rows by item, rows by scale.
ByHand = tuple[list[Any], list[Any]]


def n_answers() -> int:
    """How many answers are counted."""
    if "--answers" in sys.argv:
        return int(sys.argv[sys.argv.index("--answers") + 1])
    return FEWER if "--short" in sys.argv else MANY


def scales_as_values() -> str:
    """Which item is in which scale, and whether it is reversed, as SQL."""
    return ", ".join(
        f"('{name}', '{item}', {item == items[0]})" for name, items in SCALES for item in items
    )


def by_scale_in_columns() -> str:
    """Every scale's sums beside each other."""
    sums, stacked = [], []
    for name, items in SCALES:
        one, own = f"item = '{items[0]}'", ", ".join(f"'{item}'" for item in items)
        value = f"CASE WHEN {one} THEN 6 - CAST(code AS INT) ELSE CAST(code AS INT) END"
        sums += [
            f"sum(CASE WHEN item IN ({own}) THEN {value} END) AS total_{name}",
            f"count(CASE WHEN item IN ({own}) THEN code END) AS answered_{name}",
            f"count(CASE WHEN item IN ({own}) THEN item END) AS n_items_{name}",
        ]
        stacked.append(f"'{name}', total_{name}, answered_{name}, n_items_{name}")
    return BY_SCALE_IN_COLUMNS.format(
        n=len(SCALES), stacked=", ".join(stacked), sums=", ".join(sums)
    )


def make(folder: str, records: int) -> None:
    """The two files."""
    import duckdb

    scoring = _sop().catalog.instrument("bench").ref.scoring
    con = duckdb.connect()
    for query in (HEADS, ANSWERS):
        con.execute(query.format(folder=folder, records=records, scoring=scoring, items=N_ITEMS))


def tally_of(by_hand: ByHand) -> Tally:
    """The tally that the rows come to."""
    items: dict[Any, dict[str, tuple[dict[str, int], dict[Any, int]]]] = {}
    for *scope, item, code, missing, n in by_hand[0]:
        codes, reasons = items.setdefault(tuple(scope), {}).setdefault(item, ({}, {}))
        if code is None:
            reasons[MissingReason(missing)] = n
        else:
            codes[code] = n
    scales: dict[Any, dict[str, dict[Any, int]]] = {}
    # The one reason that these answers give is that an item does not apply.
    for *scope, scale, total, answered, na, n in by_hand[1]:
        counts = scales.setdefault(tuple(scope), {}).setdefault(scale, {})
        applicable = 5 - na
        if not applicable:
            outcome = ScoreStatus.NOT_APPLICABLE, None
        elif 2 * answered < applicable:
            outcome = ScoreStatus.INSUFFICIENT, None
        else:
            outcome = ScoreStatus.SCORED, Fraction(int(total), answered)
        counts[outcome] = counts.get(outcome, 0) + n
    sop = _sop()
    scoring = sop.catalog.instrument("bench").ref.scoring
    groups = {
        GroupKey(scope, "bench", scoring, "2026-Q4", ()): Group(
            sum(next(iter(scales[scope].values())).values()),
            {
                item: ItemCounts(codes, reasons, sum(codes.values()), False)
                for item, (codes, reasons) in by_item.items()
            },
            {scale: ScaleCounts(counts) for scale, counts in scales[scope].items()},
        )
        for scope, by_item in items.items()
    }
    batch = Batch("b", 1, groups, {})
    return Tally(levels=LEVELS, batches={"b": batch}, versions={("bench", "1.0.0"): scoring})


def digest_of(tally: Tally) -> str:
    """What tells one tally from any other."""
    return sha256(b"".join(tally_lines(tally))).hexdigest()


def _sop() -> Sop:
    return Sop.load(plugins=False, definitions=[definition()], require=["bench"])


def duckdb_ways(folder: str) -> dict[str, Callable[[], Any]]:
    """By the plugin and by hand, in DuckDB."""
    import duckdb

    from sop_warehouse import Tables, tally_tables

    sop, tables = _sop(), Tables(f"{folder}/heads.parquet", f"{folder}/answers.parquet")

    def by_hand() -> ByHand:
        con = duckdb.connect()
        for name in ("heads", "answers"):
            con.execute(f"CREATE VIEW {name} AS FROM '{folder}/{name}.parquet'")
        scales = con.execute(BY_SCALE.format(scales=scales_as_values())).fetchall()
        return con.execute(BY_ITEM).fetchall(), scales

    return {
        "ours": lambda: tally_tables(sop, tables, batch="b", levels=LEVELS),
        "theirs": by_hand,
    }


def spark_ways(folder: str) -> dict[str, Callable[[], Any]]:
    """By the plugin and by hand, in one Spark of this machine."""
    from sop_warehouse import Spark, Tables, tally_tables

    session, sop = _session(), _sop()
    tables = Tables(f"{folder}/heads.parquet", f"{folder}/answers.parquet")

    def by_hand() -> ByHand:
        for name in ("heads", "answers"):
            session.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(name)
        scales = session.sql(by_scale_in_columns()).collect()
        return session.sql(BY_ITEM).collect(), scales

    return {
        "ours": lambda: tally_tables(sop, tables, batch="b", levels=LEVELS, engine=Spark(session)),
        "theirs": by_hand,
    }


def _session() -> Any:
    from sop_warehouse.engines import spark_session

    return spark_session(
        spark__ui__enabled="false",
        spark__ui__showConsoleProgress="false",
        spark__log__level="ERROR",
    )


def spark_is_there() -> bool:
    """Whether there is a Spark to measure."""
    return find_spec("pyspark") is not None and which("java") is not None


def results(*, rounds: int) -> list[Result]:
    """Time and peak memory beside the hand-written SQL; nothing where the plugin is not installed."""
    if find_spec("sop_warehouse") is None or find_spec("duckdb") is None:
        print("sop_warehouse is not installed: its measurements are left out")
        return []
    print(f"warehousing: {n_answers():,} answers")
    found: list[Result] = []
    many = n_answers() >= MANY
    with tempfile.TemporaryDirectory() as folder:
        make(folder, n_answers() // N_ITEMS)
        for engine, goal in (("duckdb", 1.2), ("spark", 1.3)):
            if engine == "spark" and not spark_is_there():
                print("pyspark or Java is not installed: Spark's measurements are left out")
                continue
            # Of few answers most of the time is spent before any is read: they have no goal.
            found += _measured(engine, folder, goal if many else None, rounds)
    return found


class _Counting:
    """One way of counting, in a process of its own that does what each line says."""

    def __init__(self, engine: str, who: str, folder: str) -> None:
        self.said = tempfile.TemporaryFile("w+")  # noqa: SIM115  it is closed with the process
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.warehousing", engine, who, folder],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
        )

    def __call__(self, line: str) -> Any:
        """`check`: what the tally is; `run`: what it takes."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(line, file=self.process.stdin, flush=True)
        answer = next((one for one in self.process.stdout if one.startswith("{")), None)
        if answer is None:
            self.said.seek(0)
            raise RuntimeError(self.said.read()[-2000:])
        return json.loads(answer)

    def close(self) -> None:
        """It ends where nobody says anything any more."""
        self.process.communicate()
        self.said.close()


def _measured(engine: str, folder: str, goal: float | None, rounds: int) -> list[Result]:
    ways = {who: _Counting(engine, who, folder) for who in ("ours", "theirs")}
    ours, theirs = (way("check") for way in ways.values())
    assert ours == theirs, f"{engine}: the hand-written SQL comes to another tally"
    took: dict[str, list[dict[str, float]]] = {"ours": [], "theirs": []}
    for _ in range(max(3, rounds // 5)):
        for who, measured in took.items():
            if engine == "duckdb":
                # The most that it ever held is told of a process that has counted nothing before.
                ways[who].close()
                ways[who] = _Counting(engine, who, folder)
            measured.append(ways[who]("run"))
    for way in ways.values():
        way.close()
    least = {
        who: {name: min(run[name] for run in runs) for name in runs[0]}
        for who, runs in took.items()
    }
    ours, theirs = least["ours"], least["theirs"]
    # How much Java holds is its own affair.
    goals = {"time": goal, "memory": goal if engine == "duckdb" else None}
    return [
        Result(
            f"{engine} / SQL by hand, {name}",
            ours[name] / theirs[name],
            goals.get(name),
            ours[name],
            theirs[name],
            "MiB" if name == "memory" else "ms",
        )
        for name in ours
    ]


def _peak(pid: int | str) -> float:
    """The most that a process ever held, in MiB. Of getrusage a child would inherit its parent's."""
    said = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(said.split("VmHWM:")[1].split()[0]) / 1024


def _processor(pid: int | str) -> float:
    """The processor time that a process spent, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def main() -> None:
    """One way of counting, told what to do line by line."""
    engine, who, folder = sys.argv[1:4]
    way = (duckdb_ways(folder) if engine == "duckdb" else spark_ways(folder))[who]
    pid: int | str = "self" if engine == "duckdb" else _session().sparkContext._gateway.proc.pid
    for line in sys.stdin:
        if line.strip() == "check":
            found = way()
            tally = found if isinstance(found, Tally) else tally_of(found)
            print(json.dumps({"tally": digest_of(tally)}), flush=True)
            continue
        started, before = time.perf_counter(), _processor(pid)
        own = resource.getrusage(resource.RUSAGE_SELF)
        way()
        seconds, spent = time.perf_counter() - started, _processor(pid) - before
        if engine == "spark":
            now = resource.getrusage(resource.RUSAGE_SELF)
            spent += now.ru_utime + now.ru_stime - own.ru_utime - own.ru_stime
        took = {"time": seconds * 1e3, "processor": spent * 1e3, "memory": _peak(pid)}
        print(json.dumps(took), flush=True)


if __name__ == "__main__":
    main()
