"""`onepool fit-clv`: parameters of predicted value from the purchases so far."""

from datetime import timedelta

import click
import duckdb
import numpy as np
from rich.console import Console
from rich.table import Table

from onepool.settings import Settings, SettingsError, load_settings
from onepool.value.models import FitError, fit_purchases, fit_spend
from onepool.value.parameters import COLUMNS, SEED, put, row_of
from onepool.warehouse import WarehouseError, built_from, open_read_only

DAYS_A_WEEK = 7.0
SAMPLES = {"full": "marts.purchase_summaries", "calibration": "marts.clv_calibration"}

# Customers of one history count as one with a weight; amounts are rounded to the major
# unit for it, far below what the model can tell.
PURCHASES = """
select repeat_purchase_days, purchase_span_days, observation_days, count(*)
from {table} group by all order by all
"""
SPEND = """
select repeat_purchase_days, round(repeat_day_amount, 0) as amount, count(*)
from {table}
where repeat_purchase_days > 0 and repeat_day_amount > 0
group by all order by all
"""


def fit(settings: Settings) -> list[dict[str, str]]:
    """Return a row of parameters for each sample of a built warehouse.

    Raises:
        FitError: the data do not carry a model.
        WarehouseError: there is no warehouse with purchase summaries.
    """
    rows = []
    with open_read_only(settings.warehouse) as connection:
        built = built_from(connection, settings.landing_root)
        if built.as_of is None:
            raise WarehouseError("the warehouse has no data yet: run `dbt build` first")
        for sample, table in SAMPLES.items():
            days = _columns(connection, PURCHASES, table)
            spent = _columns(connection, SPEND, table)
            held = _holdout_days(connection) if sample == "calibration" else 0
            repeats, weight = days[0], days[3]
            rows.append(
                row_of(
                    built.as_of - timedelta(days=held),
                    sample,
                    int(weight.sum()),
                    int(weight[repeats > 0].sum()),
                    fit_purchases(
                        repeats, days[1] / DAYS_A_WEEK, days[2] / DAYS_A_WEEK, weight
                    ),
                    fit_spend(*spent),
                )
            )
    return rows


def _columns(
    connection: duckdb.DuckDBPyConnection, query: str, table: str
) -> list[np.ndarray]:
    try:
        found = connection.execute(query.format(table=table)).fetchnumpy()
    except duckdb.CatalogException as error:
        raise WarehouseError(f"{table} is not there: run `dbt build` first") from error
    return [np.asarray(column, dtype=float) for column in found.values()]


def _holdout_days(connection: duckdb.DuckDBPyConnection) -> int:
    rows = connection.execute(
        "select coalesce(max(holdout_days), 0) from marts.clv_calibration"
    ).fetchall()
    return int(rows[0][0])


@click.command("fit-clv")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
def command(warehouse: str | None) -> None:
    """Fit the models of predicted value and keep their parameters in the seed.

    BG/NBD for purchases and Gamma-Gamma for amounts, by maximum likelihood, on all
    history and on that before the holdout. The next `dbt build` scores with them.
    """
    try:
        settings = load_settings(warehouse=warehouse)
        rows = fit(settings)
    except (FitError, SettingsError, WarehouseError) as error:
        raise click.ClickException(str(error)) from error
    put(settings.project / SEED, rows)
    console = Console()
    table = Table(title=f"Written to {SEED}", title_justify="left")
    table.add_column("")
    for row in rows:
        table.add_column(row["sample"], justify="right")
    for name in COLUMNS:
        table.add_row(name, *(row[name] for row in rows))
    console.print(table)
    console.print("Run `dbt build` to score with them.")
