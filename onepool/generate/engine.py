"""Runs the SQL of a world on DuckDB, one file a concern."""

import importlib.resources
from importlib.resources.abc import Traversable
from pathlib import Path

import duckdb

from onepool.generate.parameters import Parameters

WORLD_FILES = (
    "macros",
    "channels",
    "calendar",
    "products",
    "places",
    "people",
    "accounts",
    "audiences",
    "campaigns",
    "orders",
    "order_lines",
    "coupons",
    "order_amounts",
    "refunds",
    "interactions",
    "touchpoints",
    "pushes",
    "dialogue",
    "loyalty",
    "voices",
    "business",
    "delivery_views",
)


def sql_folder(name: str) -> Traversable:
    """Return a folder of SQL files inside the package."""
    return importlib.resources.files("onepool.generate") / "sql" / name


def connect(
    parameters: Parameters, work: Path, threads: int, memory_limit: str
) -> duckdb.DuckDBPyConnection:
    """Open the scratch database of a world and set its variables.

    Args:
        parameters: The world.
        work: Folder for the database file and what spills out of memory.
        threads: DuckDB threads.
        memory_limit: DuckDB memory limit, such as `4GB`.

    Returns:
        A connection to a new database file in `work`.
    """
    connection = duckdb.connect(
        str(work / "world.duckdb"),
        config={
            "threads": threads,
            "memory_limit": memory_limit,
            "temp_directory": str(work / "spill"),
            "preserve_insertion_order": True,
        },
    )
    connection.execute("set enable_progress_bar = false")
    for name, value in parameters.variables().items():
        kind = "bigint" if isinstance(value, int) else "double"
        connection.execute(f"set variable {name} = ?::{kind}", [value])
    return connection


def run_world_file(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run one SQL file of the world."""
    text = (sql_folder("world") / f"{name}.sql").read_text(encoding="utf-8")
    connection.execute(text)
