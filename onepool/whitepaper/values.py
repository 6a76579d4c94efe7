"""What the warehouse holds today: example values, rows, freshness, grades."""

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

HISTORY_DAYS = 120


@dataclass(frozen=True)
class Series:
    """The daily values of a metric for the whole company.

    Attributes:
        days: dates in order; a day without a value is left out.
        values: one a date, in the unit of the metric.
    """

    days: tuple[date, ...]
    values: tuple[float, ...]

    @property
    def last(self) -> float:
        """Return the newest value."""
        return self.values[-1]


@dataclass(frozen=True)
class Source:
    """What one source system delivered.

    Attributes:
        name: source system.
        entities: how many kinds of extracts.
        newest: date of the newest extract.
        rows: rows read.
        refused: rows in quarantine.
    """

    name: str
    entities: int
    newest: date
    rows: int
    refused: int


def relations(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return all tables and views as `schema.name`."""
    rows = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_catalog = current_database()"
    ).fetchall()
    return {name for (name,) in rows}


def row_counts(
    connection: duckdb.DuckDBPyConnection, names: list[str]
) -> dict[str, int]:
    """Return the rows of the tables that are there, by name."""
    there = relations(connection)
    wanted = [name for name in names if name in there]
    if not wanted:
        return {}
    counts = " union all ".join(
        f"select '{name}', count(*) from {name}" for name in wanted
    )
    return dict(connection.execute(counts).fetchall())


def series(
    connection: duckdb.DuckDBPyConnection, as_of: date | None
) -> dict[str, Series]:
    """Return the company's last days of every metric by name."""
    if "marts.kpi_daily" not in relations(connection):
        return {}
    newest = connection.execute("select max(on_date) from marts.kpi_daily").fetchall()
    until = as_of or newest[0][0]
    if until is None:
        return {}
    rows = connection.execute(
        "select metric, on_date, value from marts.kpi_daily "
        "where slice_dimension = 'all' and value is not null "
        "and on_date > ? and on_date <= ? order by metric, on_date",
        [until - timedelta(days=HISTORY_DAYS), until],
    ).fetchall()
    gathered: dict[str, tuple[list[date], list[float]]] = {}
    for metric, day, value in rows:
        days, values = gathered.setdefault(metric, ([], []))
        days.append(day)
        values.append(float(value))
    return {
        name: Series(tuple(days), tuple(values))
        for name, (days, values) in gathered.items()
    }


def grades(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int, str]]:
    """Return (tests, passed, light) of tables in the newest build that tested them."""
    if "marts.quality_scorecard" not in relations(connection):
        return {}
    rows = connection.execute(
        "select slice_value, tests, passed, light from marts.quality_scorecard "
        "where slice_dimension = 'subject' order by build_id"
    ).fetchall()
    return {name: (tests, passed, light) for name, tests, passed, light in rows}


def sources(connection: duckdb.DuckDBPyConnection) -> list[Source]:
    """Return what the source systems delivered, by name."""
    if "quality.file_ledger" not in relations(connection):
        return []
    rows = connection.execute(
        "select source, count(distinct entity), max(extract_date), sum(rows_read), "
        "sum(rows_quarantined) from quality.file_ledger group by source order by source"
    ).fetchall()
    return [Source(*row) for row in rows]


def table_rows(
    connection: duckdb.DuckDBPyConnection, name: str, order: str
) -> list[dict[str, object]]:
    """Return a whole small table as dictionaries; empty when it is not there."""
    if name not in relations(connection):
        return []
    relation = connection.execute(f"select * from {name} order by {order}")
    columns = [column[0] for column in relation.description]
    return [dict(zip(columns, row, strict=True)) for row in relation.fetchall()]
