"""The DuckDB connection landing reads files with, and small SQL helpers."""

import os
from pathlib import Path

import duckdb

THREADS = 2
MEMORY_LIMIT = "1GB"
# What a query over a bad file raises. The text of an error can quote the file, and when
# it quotes half a character, Python cannot read the error itself.
FAULTS = (duckdb.Error, UnicodeDecodeError)
PARQUET = "(format parquet, compression zstd, row_group_size 100000)"


def connect(temporary: Path) -> duckdb.DuckDBPyConnection:
    """Open an in-memory database that keeps row order and spills to a folder.

    Args:
        temporary: folder for what does not fit in memory.
    """
    connection = duckdb.connect(
        config={
            "threads": THREADS,
            "memory_limit": os.environ.get("ONEPOOL_LANDING_MEMORY", MEMORY_LIMIT),
            "temp_directory": str(temporary),
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
        }
    )
    connection.execute("set enable_progress_bar = false")
    connection.execute("set TimeZone = 'UTC'")
    return connection


def text(value: str | None) -> str:
    """Return a string as an SQL literal, None as a null of type varchar."""
    if value is None:
        return "null::varchar"
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """Return an identifier in double quotes."""
    return '"' + identifier.replace('"', '""') + '"'


def first_line(error: Exception, path: Path) -> str:
    """Return the first line of an error text, without the class DuckDB puts first.

    Args:
        error: the error.
        path: the file that was read, a temporary name that means nothing to a reader.
    """
    said = str(error).replace(f"'{path}'", "").replace(str(path), "the file")
    lines = [" ".join(line.split()) for line in said.splitlines() if line.strip()]
    line = lines[0] if lines else type(error).__name__
    head, _, rest = line.partition(" Error: ")
    return (rest if rest and len(head) < 40 else line)[:300]


def copy_to(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> int:
    """Write a query as Parquet, in its order, and return the number of rows.

    No file is left when there are no rows.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    copied = connection.execute(f"copy ({query}) to {text(str(target))} {PARQUET}")
    rows = int(copied.fetchall()[0][0])
    if rows == 0:
        target.unlink(missing_ok=True)
    return rows
