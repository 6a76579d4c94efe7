"""Runs the SQL of the baselines over generated series and compares with their truth."""

import json
import tempfile
from pathlib import Path

import duckdb
import pandas as pd

from onepool.baselines.series import generate, plant_breaks
from onepool.compiling import compile_project

FIRST_DAY = "2024-01-01"
SETTLED_DAYS = 63
"""Days after a level shift that are not counted as quiet: eight weeks and one."""

CARRIED = "['family', 'break_day', 'days_since_shift']"
BASELINES = (
    "with {{ baseline_ctes('judged_series', 'dates', carried=" + CARRIED + ") }} "
    "select * from baselines"
)

JUDGED_SERIES = """
    create or replace table judged_series as
    select
        * replace (
            cast(on_date as date) as on_date,
            case when not isnan(value) then value end as value,
            case when not isnan(denominator) then denominator end as denominator,
            case when not isnan(days_since_shift) then days_since_shift end
                as days_since_shift
        ),
        'same_weekday_median' as method,
        'up' as direction
    from frame
"""

# The textbook way, to compare with: median and MAD of the same weekday's last eight.
PLAIN = """
    with alike as (
        select
            *,
            quantile_cont(value, 0.5) over last_weeks as expected,
            list(value) over last_weeks as comparables
        from judged_series
        window last_weeks as (
            partition by series_no, isodow(on_date)
            order by on_date rows between 8 preceding and 1 preceding
        )
    ),
    scaled as (
        select
            *,
            1.4826 * list_median(list_transform(
                comparables, lambda v: abs(v - expected)
            )) as scale
        from alike
        where len(comparables) = 8
    )
    select
        scaled.*,
        case when is_promotion_day or is_public_holiday then 'event' else 'ordinary' end
            as day_class,
        expected - 1.96 * scale as lower,
        expected + 1.96 * scale as upper,
        case
            when value < expected - 3 * scale then 'red'
            when value < expected - 2 * scale then 'amber'
            else 'green'
        end as light
    from scaled
    inner join dates on on_date = date_day
"""

FIGURES = f"""
    with quiet as (
        select *
        from quiet_baselines
        where
            light is not null
            and coalesce(days_since_shift not between 0 and {SETTLED_DAYS - 1}, true)
    ),
    judged as (
        select
            family,
            count(*) as days,
            median(scale / nullif(expected, 0)) as relative_scale,
            avg(cast(value between lower and upper as int)) as coverage,
            avg(cast(value between lower and upper as int))
                filter (day_class != 'ordinary') as event_coverage,
            30 * avg(cast(light = 'red' as int)) as red_a_month,
            30 * avg(cast(light = 'amber' as int)) as amber_a_month
        from quiet
        group by family
    ),
    breaks as (
        select
            family,
            series_no,
            on_date - cast(break_day as int) as began_on,
            max(cast(light = 'red' and break_day = 0 as int)) as caught_at_once,
            max(cast(light = 'red' as int)) as caught
        from broken_baselines
        where break_day >= 0
        group by all
        having bool_and(light is not null and day_class = 'ordinary') and count(*) = 3
    ),
    detection as (
        select
            family,
            count(*) as breaks,
            avg(caught_at_once) as caught_at_once,
            avg(caught) as caught_in_3_days
        from breaks
        group by family
    ),
    shifts as (
        select family, avg(days) as days_to_settle
        from (
            select
                family,
                series_no,
                count(*) filter (
                    not value between lower and upper
                ) as days
            from quiet_baselines
            where days_since_shift between 0 and {SETTLED_DAYS - 1}
            group by all
        )
        group by family
    )
    select judged.*, breaks, caught_at_once, caught_in_3_days, days_to_settle
    from judged
    left join detection using (family)
    left join shifts using (family)
    order by family
"""


def compile_sql(project: Path, *arguments: str) -> str:
    """Return the DuckDB SQL that dbt makes of a model or of inline Jinja.

    Args:
        project: project folder.
        arguments: what `dbt compile` is told, such as `--inline` and the text.

    Raises:
        CompileError: dbt failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        printed = compile_project(project, Path(folder), "--output", "json", *arguments)
    return json.loads(printed[printed.index("{") :])["compiled"]


def measure(project: Path, each: int, days: int, seed: int) -> dict[str, pd.DataFrame]:
    """Judge generated series and return figures by family.

    Args:
        project: project folder, whose macros and calendar are used.
        each: series of a family.
        days: length of a series; events need a second year to be judged.
        seed: seed of the series.

    Returns:
        figures of the project's baselines (`onepool`) and of the textbook way
        (`plain`): one row a family with days, relative_scale, coverage, event_coverage,
        red_a_month, amber_a_month (per 30 quiet days), breaks, caught_at_once,
        caught_in_3_days (shares of the planted breaks) and days_to_settle (days outside
        the band in nine weeks after a level shift).

    Raises:
        CompileError: dbt failed.
    """
    ways = {"onepool": compile_sql(project, "--inline", BASELINES), "plain": PLAIN}
    with duckdb.connect() as connection:
        _calendar(connection, project, days)
        calendar = connection.sql(
            f"from dates where date_day >= '{FIRST_DAY}' order by date_day limit {days}"
        ).df()
        quiet = generate(calendar, each, seed)
        given = {
            "quiet": quiet.assign(break_day=-1),
            "broken": plant_breaks(quiet),
        }
        figures = {}
        for way, sql in ways.items():
            for name, frame in given.items():
                connection.register("frame", frame)
                connection.execute(JUDGED_SERIES)
                connection.execute(f"create or replace table {name}_baselines as {sql}")
            figures[way] = connection.sql(FIGURES).df()
    return figures


def _calendar(connection: duckdb.DuckDBPyConnection, project: Path, days: int) -> None:
    """Make a table `dates` by the SQL of core.dim_dates, over its seed."""
    sql = compile_sql(project, "--select", "dim_dates")
    seed = project / "seeds" / "dimensions" / "calendar_events.csv"
    connection.execute("attach ':memory:' as onepool")
    connection.execute("create schema onepool.intermediate")
    connection.execute(
        f"create table onepool.intermediate.calendar_events as from read_csv('{seed}')"
    )
    connection.execute(f"create table dates as {sql}")
