"""RFM and daily KPIs by the compiled SQL of the project's models.

Run as `python -m onepool.bench.order_models WAREHOUSE STATEMENTS OUT MEMORY THREADS`;
writes `rfm.parquet` and `kpis.parquet` below OUT and prints the seconds of each model
as JSON.
"""

import json
import sys
import time
from pathlib import Path

import duckdb

from onepool.bench.order_world import AS_OF
from onepool.bench.process import BenchError
from onepool.compiling import CompileError, compile_project

MODELS = {
    "fct_member_days": "core.fct_member_days",
    "purchase_summaries": "marts.purchase_summaries",
    "rfm_snapshots": "marts.rfm_snapshots",
    "rfm_boundaries": "marts.rfm_boundaries",
    "rfm_scores": "marts.rfm_scores",
}
"""Models in the order in which they are built, and their tables."""

METRICS = (
    *("orders", "gmv", "net_sales", "buyers", "new_buyers", "returning_buyers"),
    *("repurchasing_buyers", "buyers_who_return_90d"),
)
"""All that fct_member_days is made for: by hand as much is computed."""

KPIS = f"{{{{ kpi_sql(['day'], false, {list(METRICS)}, ['channel_code']) }}}}"
"""The metrics by day, as the company and by channel: kpi_daily with nothing else."""

NEXT = "\n-- The next one.\n"

RFM_ROWS = """
select
    member_id, recency_days, order_count, cast(monetary_amount as double) as monetary,
    recency_score, frequency_score, monetary_score
from marts.rfm_scores
"""
# A day on which a channel has only orders that do not count is told with zeros; by hand
# it is not told.
KPI_ROWS = f"""
from (
    pivot (select on_date, slice_value as channel_code, metric, value from kpis)
    on metric in {METRICS}
    using first(value)
    group by on_date, channel_code
) where orders > 0
"""


def compile_models(project: Path, folder: Path) -> dict[str, str]:
    """Return the SQL that dbt compiles the models to, and that of the KPIs.

    All are compiled as one text, which takes dbt half as long as two.

    Args:
        project: folder of the dbt project.
        folder: of the warehouse that the SQL shall read; dbt's target lies there too.

    Raises:
        BenchError: dbt cannot compile them.
    """
    sources = [
        next(project.glob(f"models/**/{name}.sql")).read_text(encoding="utf-8")
        for name in MODELS
    ]
    try:
        printed = compile_project(
            project,
            folder,
            *("--output", "json", "--vars", json.dumps({"as_of": AS_OF})),
            *("--inline", NEXT.join([*sources, KPIS])),
        )
    except CompileError as error:
        raise BenchError(str(error)) from error
    compiled = json.loads(printed[printed.index("{") :])["compiled"]
    return dict(zip([*MODELS, "kpis"], compiled.split(NEXT), strict=True))


def build(
    warehouse: Path, statements: dict[str, str], out: Path, memory: str, threads: int
) -> dict[str, float]:
    """Build the models as tables and write the results as Parquet files.

    Args:
        warehouse: DuckDB file of the core tables.
        statements: SQL by model, as compile_models gives it.
        out: folder for the results.
        memory: memory limit of DuckDB.
        threads: threads of DuckDB.

    Returns:
        seconds of the clock by model; writing the results is not among them.
    """
    seconds: dict[str, float] = {}
    with duckdb.connect(
        str(warehouse), config={"memory_limit": memory, "threads": threads}
    ) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set preserve_insertion_order = false")
        for name, statement in statements.items():
            started = time.perf_counter()
            table = MODELS.get(name, name)
            connection.execute(f"create or replace table {table} as {statement}")
            seconds[name] = time.perf_counter() - started
        connection.execute(f"copy ({RFM_ROWS}) to '{out / 'rfm.parquet'}'")
        # A table: a pivot cannot be copied with its statement.
        connection.execute(f"create or replace temp table kpi_rows as {KPI_ROWS}")
        connection.execute(f"copy kpi_rows to '{out / 'kpis.parquet'}'")
    return seconds


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[2]).read_text())
    print(
        json.dumps(
            build(
                Path(sys.argv[1]),
                given,
                Path(sys.argv[3]),
                sys.argv[4],
                int(sys.argv[5]),
            )
        )
    )
