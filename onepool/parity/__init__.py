"""Parity: the same rows on DuckDB and on Spark, table by table."""

from onepool.parity.command import command
from onepool.parity.compare import TableResult, compare_table
from onepool.parity.engines import EngineError, build, missing_for_spark
from onepool.parity.leftovers import find_leftovers

__all__ = [
    "EngineError",
    "TableResult",
    "build",
    "command",
    "compare_table",
    "find_leftovers",
    "missing_for_spark",
]
