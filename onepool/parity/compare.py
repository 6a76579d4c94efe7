"""Compares a table of the DuckDB file with the Parquet files of Spark's table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from onepool.parity.leftovers import find_leftovers

SHOWN_ROWS = 5


@dataclass
class TableResult:
    """How one table compares.

    Attributes:
        table: `schema.name`.
        duckdb_rows: rows on DuckDB.
        spark_rows: rows on Spark.
        differing: rows of either engine without a partner on the other.
        problems: columns or types that differ, or a table that is not there.
        columns: columns whose values differ.
        examples: a few differing rows, as (engine, values by column).
    """

    table: str
    duckdb_rows: int = 0
    spark_rows: int = 0
    differing: int = 0
    problems: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    examples: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Tell whether both engines gave the same table."""
        return not self.problems and self.differing == 0


def compare_table(
    connection: DuckDBPyConnection, catalog: str, schema: str, name: str, files: Path
) -> TableResult:
    """Compare one table row by row, in any order.

    Columns that begin with `_` are technical and left out. Doubles are equal within a
    relative 1e-9, everything else exactly.

    Args:
        connection: has the DuckDB file attached; its time zone is UTC.
        catalog: name the file is attached under.
        schema: schema of the table.
        name: name of the table.
        files: folder of the Parquet files of Spark's table.
    """
    result = TableResult(f"{schema}.{name}")
    if not any(files.glob("*.parquet")):
        result.problems.append("has no Parquet files on Spark: is it a view there?")
        return result
    sides = {
        "duckdb": f'{catalog}."{schema}"."{name}"',
        "spark": f"read_parquet('{_quoted(files)}/*.parquet')",
    }
    types = {side: _types(connection, source) for side, source in sides.items()}
    result.problems = _type_problems(types["duckdb"], types["spark"])
    result.duckdb_rows = _count(connection, sides["duckdb"])
    result.spark_rows = _count(connection, sides["spark"])
    if result.problems:
        return result
    columns = list(types["duckdb"])
    doubles = [name for name, type_ in types["duckdb"].items() if type_ == "DOUBLE"]
    rows = {}
    for side, source in sides.items():
        picked = ", ".join(
            f'cast("{name}" as {types["duckdb"][name]}) as "{name}"' for name in columns
        )
        rows[side] = f"select {picked} from {source}"
    result.differing = sum(find_leftovers(connection, rows, columns, doubles).values())
    if result.differing:
        result.columns = _differing_columns(connection, columns)
        result.examples = _examples(connection, columns, result.columns)
    return result


def _types(connection: DuckDBPyConnection, source: str) -> dict[str, str]:
    described = connection.execute(f"describe select * from {source}").fetchall()
    # Spark writes its timestamps as instants; UTC without a zone is meant.
    zoned = "TIMESTAMP WITH TIME ZONE"
    return {
        row[0]: "TIMESTAMP" if row[1] == zoned else row[1]
        for row in described
        if not row[0].startswith("_")
    }


def _type_problems(duckdb: dict[str, str], spark: dict[str, str]) -> list[str]:
    problems = [f"{name} is missing on Spark" for name in duckdb if name not in spark]
    problems += [f"{name} is missing on DuckDB" for name in spark if name not in duckdb]
    problems += [
        f"{name} is {duckdb[name]} on DuckDB and {spark[name]} on Spark"
        for name in duckdb
        if name in spark and duckdb[name] != spark[name]
    ]
    return problems


def _count(connection: DuckDBPyConnection, source: str) -> int:
    return connection.execute(f"select count(*) from {source}").fetchone()[0]


def _differing_columns(
    connection: DuckDBPyConnection, columns: Sequence[str]
) -> list[str]:
    return [
        name
        for name in columns
        if _count(
            connection,
            f'(select "{name}" from duckdb_only except all '
            f'select "{name}" from spark_only)',
        )
        or _count(
            connection,
            f'(select "{name}" from spark_only except all '
            f'select "{name}" from duckdb_only)',
        )
    ]


def _examples(
    connection: DuckDBPyConnection, columns: Sequence[str], differing: Sequence[str]
) -> list[tuple[str, dict[str, Any]]]:
    """Return a few leftovers, those of both engines side by side."""
    shown = [name for name in columns[:3] if name not in differing] + list(differing)
    shown = shown or list(columns)
    picked = ", ".join(f'"{name}"' for name in shown)
    order = ", ".join(
        f'"{name}" nulls last' for name in sorted(shown, key=lambda n: n in differing)
    )
    rows = connection.execute(
        f"select engine, {picked} from (select 'duckdb' as engine, * from duckdb_only "
        f"union all by name select 'spark' as engine, * from spark_only) "
        f"order by {order}, engine limit {2 * SHOWN_ROWS}"
    ).fetchall()
    return [(row[0], dict(zip(shown, row[1:], strict=True))) for row in rows]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
