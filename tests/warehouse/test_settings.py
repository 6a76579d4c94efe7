"""Another extracts root, another business date."""

import datetime as dt
from pathlib import Path

from tests.support.compare import LOGS
from tests.support.project import Warehouse
from tests.warehouse.conftest import (
    BUILD,
    QUICK,
    copied,
    same_tables,
)


def naming_people(warehouse: Warehouse) -> list[tuple[str, str]]:
    """Return (schema, table) of core and marts with members, accounts or orders."""
    return warehouse.rows(
        "select distinct schema_name, table_name from duckdb_columns() "
        "where schema_name in ('core', 'marts') and table_name in "
        "(select table_name from duckdb_tables()) "
        "and column_name in ('member_id', 'account_key', 'order_key') order by all"
    )


def test_another_extracts_root_leaves_nothing_of_the_first(
    at_once: Warehouse, troubled: Warehouse, tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    folder = copied(at_once, tmp_path / "moved").folder
    settings = {**troubled.environment, **QUICK}
    emptied = Warehouse(folder, tmp_path / "nothing", settings)
    emptied.dbt(*BUILD)
    for schema, table in naming_people(emptied):
        rows = emptied.rows(f"select count(*) from {schema}.{table}")
        assert rows == [(0,)], table
    moved = Warehouse(folder, troubled.extracts, settings)
    moved.dbt(*BUILD)
    same_tables(moved, troubled)


def test_as_of_cuts_the_marts(at_once: Warehouse, tmp_path: Path) -> None:
    day = dt.date(2026, 2, 15)
    cut = copied(at_once, tmp_path / "cut")
    cut.dbt("run", "--select", "marts", "--vars", f"{{as_of: {day}}}")
    dated = cut.rows(
        "select schema_name || '.' || table_name from duckdb_columns() "
        "where schema_name = 'marts' and column_name = 'on_date' order by 1"
    )
    assert {("marts.kpi_daily",), ("marts.pool_daily",)} <= set(dated)
    for (table,) in dated:
        if table in LOGS:
            continue
        newest = cut.rows(f"select max(on_date) from {table}")[0][0]
        assert newest is None or newest <= day, table
    for table in ("marts.kpi_daily", "marts.pool_daily"):
        assert cut.rows(f"select max(on_date) from {table}") == [(day,)], table
        assert at_once.rows(f"select max(on_date) from {table}")[0][0] > day, table
    recency = cut.rows(
        "select min(recency_days), max(recency_days) from marts.rfm_scores"
    )
    assert recency == [(1, 4)]
