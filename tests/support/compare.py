"""Compares two warehouses table by table."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

COMPARED = ("core", "marts", "quality", "intermediate", "restricted")


@dataclass(frozen=True)
class Difference:
    """A table whose rows differ between two warehouses."""

    table: str
    only_left: int
    only_right: int


def differences(
    left: Path,
    right: Path,
    schemas: tuple[str, ...] = COMPARED,
    technical: tuple[str, ...] = ("_batch_id", "_load_id", "load_id"),
) -> list[Difference]:
    """Return the tables whose rows are not the same in both files.

    Args:
        left: one DuckDB file.
        right: the other.
        schemas: schemas to look at.
        technical: columns that tell of the build and not of the data.
    """
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{left}' as l (read_only)")
        connection.execute(f"attach '{right}' as r (read_only)")
        wanted = ", ".join(f"'{schema}'" for schema in schemas)
        tables = connection.execute(
            "select distinct schema_name || '.' || table_name from duckdb_tables() "
            f"where database_name in ('l', 'r') and schema_name in ({wanted}) "
            "order by 1"
        ).fetchall()
        for (table,) in tables:
            columns = ", ".join(
                f'"{name}"'
                for (name,) in connection.execute(
                    "select column_name from duckdb_columns() where "
                    "database_name = 'l' and schema_name || '.' || table_name = ?",
                    [table],
                ).fetchall()
                if name not in technical
            )
            only_left, only_right = (
                connection.execute(
                    f"select count(*) from (select {columns} from {a}.{table} "
                    f"except all select {columns} from {b}.{table})"
                ).fetchone()[0]
                for a, b in (("l", "r"), ("r", "l"))
            )
            if only_left or only_right:
                found.append(Difference(table, only_left, only_right))
    return found
