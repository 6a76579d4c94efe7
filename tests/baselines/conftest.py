"""The baselines' SQL, to run over series of a test's own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from onepool.baselines.backtest import compile_sql
from onepool.settings import project_root

START = date(2024, 1, 1)

Judge = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def baseline_sql() -> str:
    """Return the SQL over the tables `series` and `dates`."""
    inline = "with {{ baseline_ctes('series', 'dates') }} select * from baselines"
    return compile_sql(project_root(), "--inline", inline)


@pytest.fixture
def judge(baseline_sql: str) -> Judge:
    """Return a function that judges one series, day by day from a Monday on."""

    def judged(
        values: Sequence[float | None],
        *,
        events: Mapping[int, str] | None = None,
        holidays: Mapping[int, str] | None = None,
        denominators: Sequence[float | None] | None = None,
        **said: Any,
    ) -> list[dict[str, Any]]:
        given = {
            "method": "same_weekday_median",
            "is_count": False,
            "is_share": False,
            "direction": "up",
            **said,
        }
        numbers = range(len(values))
        days = [START + timedelta(days=number) for number in numbers]
        promotion = [(events or {}).get(number) for number in numbers]
        holiday = [(holidays or {}).get(number) for number in numbers]
        weekend = [day.isoweekday() >= 6 for day in days]
        dates = pa.table(
            {
                "date_day": days,
                "weekday_number": [day.isoweekday() for day in days],
                "is_promotion_day": [name is not None for name in promotion],
                "promotion_name": pa.array(promotion, pa.string()),
                "is_public_holiday": [name is not None for name in holiday],
                "holiday_name": pa.array(holiday, pa.string()),
                "is_workday": [
                    not end and name is None
                    for end, name in zip(weekend, holiday, strict=True)
                ],
                "is_weekend": weekend,
            }
        )
        series = pa.table(
            {
                "series_no": [1 for _ in numbers],
                "on_date": days,
                "value": pa.array(values, pa.float64()),
                "denominator": pa.array(
                    denominators or [None for _ in numbers], pa.float64()
                ),
                **{name: [value for _ in numbers] for name, value in given.items()},
            }
        )
        with duckdb.connect() as connection:
            connection.register("dates", dates)
            connection.register("series", series)
            rows = connection.sql(f"select * from ({baseline_sql}) order by on_date")
            names = rows.columns
            return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]

    return judged
