"""`marts.kpi_daily` and `kpi_periodic` equal MetricFlow's answers to the cent."""

from collections import defaultdict

import pytest

from tests.support.metricflow import MetricFlow
from tests.support.project import Warehouse

SLICES = (
    "all",
    "channel_code",
    "channel_class",
    "ownership",
    "province",
    "store_kind",
    "brand",
    "category",
    "dialogue_channel",
    "member_type",
)
CASES = [
    *(("day", slice_dimension) for slice_dimension in SLICES),
    *((period, "all") for period in ("week", "month")),
    ("month", "channel_code"),
    ("month", "category"),
]


@pytest.fixture(scope="module")
def metricflow(sample: Warehouse) -> MetricFlow:
    return MetricFlow(sample)


def kpi_values(
    sample: Warehouse, period: str, slice_dimension: str
) -> dict[str, dict[tuple, float]]:
    """Return {metric: {(first day, slice value): value}} of the marts."""
    table, first_day, where = (
        ("kpi_daily", "on_date", "true")
        if period == "day"
        else ("kpi_periodic", "starts_on", f"period = '{period}' and is_complete")
    )
    values: dict[str, dict[tuple, float]] = defaultdict(dict)
    for metric, day, slice_value, value in sample.rows(
        f"select metric, {first_day}, slice_value, value from marts.{table} "
        f"where {where} and slice_dimension = '{slice_dimension}'"
    ):
        values[metric]
        if value is not None:
            values[metric][str(day), slice_value] = value
    return values


def last_day(sample: Warehouse, period: str) -> str:
    """Return the last day of the last period that is over."""
    return str(
        sample.rows(
            "select max(date_day) from core.dim_dates where date_day <= "
            "(select max(on_date) from marts.pool_daily) and "
            f"date_trunc('{period}', date_day) != "
            f"date_trunc('{period}', date_day + interval 1 day)"
        )[0][0]
    )


def metricflow_values(
    metricflow: MetricFlow,
    period: str,
    slice_dimension: str,
    metrics: list[str],
    until: str,
) -> dict[str, dict[tuple, float]]:
    """Return the same by MetricFlow, one query for metrics that call it alike."""
    by_name = defaultdict(list)
    for metric in metrics:
        by_name[metricflow.slice_name(metric, slice_dimension)].append(metric)
    values: dict[str, dict[tuple, float]] = {metric: {} for metric in metrics}
    for name, alike in by_name.items():
        columns, rows = metricflow.query(
            alike, [f"metric_time__{period}", *([name] if name else [])], until
        )
        for row in rows:
            answer = dict(zip(columns, row, strict=True))
            day = str(answer[f"metric_time__{period}"])[:10]
            slice_value = "all"
            if name:
                given = answer[name]
                slice_value = "unknown" if given is None else str(given)
            for metric in alike:
                if answer[metric] is not None:
                    values[metric][day, slice_value] = float(answer[metric])
    return values


@pytest.mark.parametrize(("period", "slice_dimension"), CASES)
def test_kpi_equals_metricflow(
    sample: Warehouse, metricflow: MetricFlow, period: str, slice_dimension: str
) -> None:
    actual = kpi_values(sample, period, slice_dimension)
    until = last_day(sample, period)
    expected = metricflow_values(
        metricflow, period, slice_dimension, sorted(actual), until
    )
    different = {}
    for metric, values in actual.items():
        wanted = expected[metric]
        # In a query of several metrics MetricFlow gives a zero where another has rows.
        wrong = [
            (key, values.get(key), wanted.get(key))
            for key in values.keys() | {key for key, value in wanted.items() if value}
            if key not in values
            or key not in wanted
            or abs(values[key] - wanted[key]) > 0.005
        ]
        if wrong:
            different[metric] = (len(wrong), sorted(wrong)[:3])
    assert sum(map(len, actual.values())) > 50
    assert different == {}


def test_every_metric_is_compiled(sample: Warehouse, metricflow: MetricFlow) -> None:
    compiled = {
        metric
        for (metric,) in sample.rows(
            "select metric from marts.kpi_daily union "
            "select metric from marts.kpi_periodic"
        )
    }
    assert compiled == set(metricflow.metrics)
    assert len(compiled) >= 60
