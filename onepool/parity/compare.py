"""Compares a table of the DuckDB file with the Parquet files of Spark's table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

RELATIVE_TOLERANCE = 1e-9
# Sums of binary fractions end a little beside zero, where no relation helps.
ABSOLUTE_TOLERANCE = 1e-12
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
    for side, source in sides.items():
        picked = ", ".join(
            f'cast("{name}" as {types["duckdb"][name]}) as "{name}"' for name in columns
        )
        connection.execute(
            f"create or replace temp view {side}_rows as select {picked} from {source}"
        )
    for side, other in (("duckdb", "spark"), ("spark", "duckdb")):
        connection.execute(
            f"create or replace temp table {side}_only as "
            f"from {side}_rows except all from {other}_rows"
        )
    if doubles:
        _pair_by_doubles(connection, columns, doubles)
    result.differing = _count(connection, "duckdb_only") + _count(
        connection, "spark_only"
    )
    if result.differing:
        result.columns = _differing_columns(connection, columns)
        result.examples = _examples(connection, columns, result.columns)
    return result


def _pair_by_doubles(
    connection: DuckDBPyConnection, columns: Sequence[str], doubles: Sequence[str]
) -> None:
    """Take rows out of both leftovers that differ by a rounding of doubles only."""
    exact = [name for name in columns if name not in doubles]
    keys = ", ".join(f'"{name}"' for name in exact) or "true"
    order = ", ".join(f'"{name}"' for name in doubles)
    for side in ("duckdb", "spark"):
        connection.execute(
            f"create or replace temp table {side}_numbered as select *, row_number() "
            f"over (partition by {keys} order by {order}) as pair_no, "
            f"row_number() over () as row_no from {side}_only"
        )
    same = [f'd."{name}" is not distinct from s."{name}"' for name in exact]
    near = [
        f'(d."{name}" is not distinct from s."{name}" or abs(d."{name}" - s."{name}") '
        f"<= {ABSOLUTE_TOLERANCE} + {RELATIVE_TOLERANCE} "
        f'* greatest(abs(d."{name}"), abs(s."{name}")))'
        for name in doubles
    ]
    connection.execute(
        "create or replace temp table paired as "
        "select d.row_no as duckdb_no, s.row_no as spark_no from duckdb_numbered as d "
        "inner join spark_numbered as s on "
        + " and ".join(["d.pair_no = s.pair_no", *same, *near])
    )
    for side in ("duckdb", "spark"):
        connection.execute(
            f"create or replace temp table {side}_only as "
            f"select * exclude (pair_no, row_no) from {side}_numbered "
            f"where row_no not in (select {side}_no from paired)"
        )


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
