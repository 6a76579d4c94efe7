"""Runs the SQL of the experiment marts over seeded experiments."""

import json
import tempfile
from pathlib import Path

import duckdb
import pandas as pd

from onepool.compiling import compile_project
from onepool.experiments.worlds import MEAN_AMOUNT, World, draw

MODELS = (
    "experiment_assignments",
    "experiment_members",
    "experiment_moments",
    "experiment_results",
)
AS_OF = "2026-03-31"
LAST_DAY = "2026-03-15"

# What the models read of core and marts; members are known for long and of no segment.
INPUTS = f"""
    create schema onepool.core;
    create schema onepool.marts;
    create table onepool.core.fct_assignments as
    select
        'E' || experiment_no as campaign_key,
        cast(null as varchar) as strategy_key,
        member_id,
        'pos' as channel_code,
        arm,
        cast(propensity as decimal(18, 6)) as propensity,
        true as is_first_of_member,
        false as has_conflicting_arms,
        false as is_deleted,
        cast(assigned_at as timestamp) as assigned_at,
        date '2026-03-02' as assigned_on
    from assignments;
    create table onepool.core.dim_campaigns as
    select
        'E' || experiment_no as campaign_key,
        date '2026-03-02' as starts_on,
        date '{LAST_DAY}' as ends_on
    from effects;
    create table onepool.core.dim_strategies (
        strategy_key varchar, kind varchar, ends_on date
    );
    create table onepool.core.dim_members as
    select
        member_id,
        timestamp '2020-01-01' as first_seen_at,
        false as is_erased
    from assignments;
    create table onepool.core.fct_orders as
    select
        order_key,
        member_id,
        true as is_valid,
        cast(paid_at as timestamp) as paid_at,
        cast(paid_at + interval 8 hour as date) as paid_on,
        cast(net_amount as decimal(18, 2)) as paid_amount,
        cast(net_amount as decimal(18, 2)) as net_amount
    from orders;
    create table onepool.core.fct_order_lines as
    select
        order_key,
        false as is_deleted,
        net_amount as line_amount,
        cast(0.6 * net_amount as decimal(18, 2)) as cost_amount
    from onepool.core.fct_orders;
    create table onepool.marts.rfm_monthly (
        member_id varchar, month date, stable_segment_code varchar
    );
    create table onepool.marts.lifecycle_monthly (
        member_id varchar, month date, lifecycle_stage varchar
    );
"""

JUDGED = """
    select
        results.metric,
        results.method,
        effects.experiment_no,
        case results.metric
            when 'orders' then effects.effect
            when 'net_amount' then effects.effect * $amount
        end as effect,
        results.ci_low,
        results.ci_high,
        results.p_value,
        results.ci_high - results.ci_low as width
    from onepool.marts.experiment_results as results
    inner join effects on results.campaign_key = 'E' || effects.experiment_no
    where
        results.slice_dimension = 'all'
        and results.metric in ('orders', 'net_amount')
"""


def compile_models(project: Path) -> dict[str, str]:
    """Return the DuckDB SQL of the experiment marts by name.

    Raises:
        CompileError: dbt failed.
    """
    variables = {"as_of": AS_OF, "business_time_zone": "Asia/Shanghai"}
    with tempfile.TemporaryDirectory() as folder:
        compile_project(
            project,
            Path(folder),
            *("--select", *MODELS, "--vars", json.dumps(variables)),
        )
        target = Path(folder) / "target"
        compiled = target / "compiled" / "onepool" / "models" / "marts" / "experiments"
        return {
            name: (compiled / f"{name}.sql").read_text(encoding="utf-8")
            for name in MODELS
        }


def build(
    connection: duckdb.DuckDBPyConnection, sql: dict[str, str], world: World
) -> None:
    """Make the experiment marts of a world in a database `onepool` of a connection."""
    for name in ("assignments", "orders", "effects"):
        connection.register(name, getattr(world, name))
    connection.execute("attach ':memory:' as onepool")
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(INPUTS)
    for name, text in sql.items():
        connection.execute(f"create table onepool.marts.{name} as {text}")


def judge(
    sql: dict[str, str], experiments: int, members: int, seed: int, scale: float
) -> pd.DataFrame:
    """Return how often intervals held the effect and how often p was below 0.05.

    Args:
        sql: the marts by name, of `compile_models`.
        experiments: how many to draw.
        members: members of each.
        seed: seed of the draw.
        scale: factor of the effects; 0 makes A/A tests.

    Returns:
        One row a metric and method: experiments, covered, rejected (counts) and
        mean_width, the mean width of the intervals in the unit of the metric.
    """
    with duckdb.connect() as connection:
        build(connection, sql, draw(experiments, members, seed, scale))
        rows = connection.execute(JUDGED, {"amount": MEAN_AMOUNT}).df()
    rows["covered"] = rows["effect"].between(rows["ci_low"], rows["ci_high"])
    rows["rejected"] = rows["p_value"] < 0.05
    return (
        rows.groupby(["metric", "method"], as_index=False)
        .agg(
            experiments=("experiment_no", "size"),
            covered=("covered", "sum"),
            rejected=("rejected", "sum"),
            mean_width=("width", "mean"),
        )
        .sort_values(["metric", "method"], ignore_index=True)
    )


def shortfalls(kind: str, figures: pd.DataFrame) -> list[str]:
    """Return in words what misses its bounds, in shares of the experiments.

    Effects have to lie in nine of ten intervals; A/A tests may reject 2 to 9 of 100.
    """
    found = []
    for row in figures.itertuples():
        name = f"{row.metric} by {row.method}"
        if row.covered < 0.9 * row.experiments:
            found.append(f"{kind}, {name}: {row.covered} of {row.experiments} covered")
        if kind == "A/A" and not 0.02 <= row.rejected / row.experiments <= 0.09:
            found.append(f"A/A, {name}: {row.rejected} of {row.experiments} rejected")
    return found
