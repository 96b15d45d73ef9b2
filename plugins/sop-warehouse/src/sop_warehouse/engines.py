"""Where the counting happens: each engine reads tables, takes small ones, and gives back rows.

All that is counted is one expression of narwhals; an engine says only how its tables come and go.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Protocol

import narwhals as nw
from attrs import define, field

from sop_core import CallRefused, MissingExtra
from sop_warehouse.layout import Source, kind_of_file

#: A table that is not counted yet.
Frame = nw.LazyFrame[Any]
#: The columns of a small table: its name, and what it holds. Texts and whole numbers only.
Columns = dict[str, type[str] | type[int]]

#: Tables of values up to this many rows are carried whole to every part of Spark's large one.
MOST_CARRIED = 100_000


class Engine(Protocol):
    """What the counting asks of an engine."""

    #: Whether it goes through a kept table once for each column in less time than once for all of them.
    by_column: ClassVar[bool]

    def read(self, source: Source, columns: Sequence[str]) -> Frame:
        """A table, from a file, by its name, or as the engine's own value; `columns` may stand in it."""
        ...

    def small(self, columns: Columns, rows: Sequence[tuple[Any, ...]]) -> Frame:
        """A small table of values that are here."""
        ...

    def keep(self, frame: Frame) -> Frame:
        """The same table, ready for all that is asked of it."""
        ...

    def rows(self, frame: Frame) -> list[tuple[Any, ...]]:
        """What a table comes to, in the order of its columns."""
        ...

    def is_too_long(self, error: Exception) -> bool:
        """Whether an error says that a sum is longer than a whole number of the engine."""
        ...

    def close(self) -> None:
        """Let go of what was made on the way; the caller's own tables stay."""
        ...


@define(eq=False)
class DuckDB:
    """DuckDB, in this process. Without a connection of yours it has one of its own, in memory."""

    by_column: ClassVar[bool] = True
    connection: Any = field(default=None)
    _made: list[str] = field(factory=list, init=False)
    _numbers: Any = field(factory=count, init=False)

    def __attrs_post_init__(self) -> None:
        if self.connection is None:
            import duckdb

            self.connection = duckdb.connect()

    def read(self, source: Source, columns: Sequence[str]) -> Frame:
        """A file is read with every column as text: nothing is guessed of what stands in it."""
        kind = kind_of_file(source)
        con = self.connection
        if kind == "parquet":
            return _lazy(con.read_parquet(str(source)))
        if kind == "csv":
            return _lazy(con.read_csv(str(source), header=True, all_varchar=True))
        if kind == "jsonl":
            kinds = dict.fromkeys(columns, "VARCHAR")
            return _lazy(con.read_json(str(source), columns=kinds, format="newline_delimited"))
        return _lazy(con.table(str(source)) if isinstance(source, str | Path) else source)

    def small(self, columns: Columns, rows: Sequence[tuple[Any, ...]]) -> Frame:
        """A temporary table."""
        kinds = {str: "VARCHAR", int: "BIGINT"}
        parts = (f'unnest(${name}::{kinds[kind]}[]) AS "{name}"' for name, kind in columns.items())
        given = {name: [row[at] for row in rows] for at, name in enumerate(columns)}
        return self._table(f"SELECT {', '.join(parts)}", given)

    def keep(self, frame: Frame) -> Frame:
        """A temporary table."""
        return self._table(frame.to_native().sql_query(), None)

    def _table(self, query: str, given: dict[str, list[Any]] | None) -> Frame:
        name = f"sop_warehouse_{id(self)}_{next(self._numbers)}"
        self.connection.execute(f"CREATE TEMP TABLE {name} AS {query}", given)
        self._made.append(name)
        return _lazy(self.connection.table(name))

    def rows(self, frame: Frame) -> list[tuple[Any, ...]]:
        """The rows, as Python's own values."""
        found: list[tuple[Any, ...]] = frame.to_native().fetchall()
        return found

    def is_too_long(self, error: Exception) -> bool:
        """A sum has 128 bits, and is then put into 64."""
        return type(error).__name__ in ("ConversionException", "OutOfRangeException")

    def close(self) -> None:
        """The temporary tables are dropped."""
        while self._made:
            self.connection.execute(f"DROP TABLE IF EXISTS {self._made.pop()}")


@define(eq=False)
class Spark:
    """Apache Spark, through a session of yours (extra `spark`)."""

    by_column: ClassVar[bool] = False
    session: Any

    def read(self, source: Source, columns: Sequence[str]) -> Frame:
        """A file is read with every column as text."""
        kind = kind_of_file(source)
        reader = self.session.read
        if kind == "parquet":
            return _lazy(reader.parquet(str(source)))
        if kind == "csv":
            return _lazy(reader.option("header", True).option("mode", "FAILFAST").csv(str(source)))
        if kind == "jsonl":
            kinds = ", ".join(f"`{name}` string" for name in columns)
            return _lazy(reader.option("mode", "FAILFAST").schema(kinds).json(str(source)))
        return _lazy(self.session.table(str(source)) if isinstance(source, str | Path) else source)

    def small(self, columns: Columns, rows: Sequence[tuple[Any, ...]]) -> Frame:
        """Rows that the driver holds; few are carried to the large table, since Spark does not see how few."""
        from pyspark.sql.functions import broadcast

        kinds = {str: "string", int: "bigint"}
        schema = ", ".join(f"`{name}` {kinds[kind]}" for name, kind in columns.items())
        frame = self.session.createDataFrame(list(rows), schema)
        return _lazy(broadcast(frame) if len(rows) <= MOST_CARRIED else frame)

    def keep(self, frame: Frame) -> Frame:
        """Itself: it is gone through once, and to store it would cost more than to count it."""
        return frame

    def rows(self, frame: Frame) -> list[tuple[Any, ...]]:
        """The rows, as Python's own values."""
        return [tuple(row) for row in frame.to_native().collect()]

    def is_too_long(self, error: Exception) -> bool:
        """Sums that do not fit are an error (ANSI), or wrong and seen as such by the bits that they lack."""
        return "ARITHMETIC_OVERFLOW" in str(error)

    def close(self) -> None:
        """Nothing was made."""


def _lazy(native: Any) -> Frame:
    try:
        frame: Frame = nw.from_native(native).lazy()
    except TypeError:
        raise CallRefused(
            f"The table is a {type(native).__name__}. Pass a file, the name of a table, a DuckDB relation "
            "(with DuckDB(connection)), or a Spark DataFrame (with Spark(session))."
        ) from None
    return frame


def spark_session(**settings: str) -> Any:
    """A Spark of this one machine, for trying things out. MissingExtra where it is not installed."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtra(
            "Spark is not installed. Add it: pip install 'sop-warehouse[spark]'; it needs Java 17."
        ) from None
    builder = SparkSession.builder.master("local[2]").appName("sop-warehouse")
    for name, value in settings.items():
        builder = builder.config(name.replace("__", "."), value)
    return builder.getOrCreate()
