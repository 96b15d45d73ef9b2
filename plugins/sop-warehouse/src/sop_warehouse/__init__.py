"""Tallies of sop_core, counted where the answers are: in DuckDB, or in Spark (DESIGN 7).

    tables = write_tables(sop, records, "warehouse")     # or tables that a host has already
    tally = tally_tables(sop, tables, batch="county-07")

The tally is the one that `sop.tally` makes of the same records, to the last integer and fraction.
"""

from __future__ import annotations

from sop_warehouse.engines import DuckDB, Engine, Spark
from sop_warehouse.layout import ADMINISTRATIONS, ANSWERS, Tables
from sop_warehouse.plans import check_instrument
from sop_warehouse.tallying import tally_tables
from sop_warehouse.writing import Written, write_tables

__all__ = [
    "ADMINISTRATIONS",
    "ANSWERS",
    "DuckDB",
    "Engine",
    "Spark",
    "Tables",
    "Written",
    "check_instrument",
    "tally_tables",
    "write_tables",
]
