"""Every saved query of the project runs, and tells what the marts tell."""

import csv

import pytest

from tests.support.metricflow import MetricFlow
from tests.support.project import Warehouse

UNTIL = "2026-03-31"


@pytest.fixture(scope="module")
def metricflow(sample: Warehouse) -> MetricFlow:
    return MetricFlow(sample)


def test_every_saved_query_runs(metricflow: MetricFlow) -> None:
    assert len(metricflow.saved_queries) >= 10
    for name, query in metricflow.saved_queries.items():
        columns, rows = metricflow.saved_query(name, UNTIL)
        assert set(query["metrics"]) <= set(columns), name
        assert len(columns) == len(query["metrics"]) + len(query["group_by"]), name
        assert rows, name
        for metric in query["metrics"]:
            place = columns.index(metric)
            assert any(row[place] is not None for row in rows), (name, metric)


def test_sales_of_own_channels_are_filtered(
    sample: Warehouse, metricflow: MetricFlow
) -> None:
    columns, rows = metricflow.saved_query("own_channel_sales_monthly", UNTIL)
    month, gmv = columns.index("metric_time__month"), columns.index("gmv")
    told = {str(row[month])[:10]: float(row[gmv]) for row in rows}
    kept = sample.rows(
        "select starts_on::varchar, value from marts.kpi_periodic where "
        "metric = 'gmv' and period = 'month' and slice_dimension = 'ownership' "
        "and slice_value = 'own' and value is not null"
    )
    assert told == pytest.approx(dict(kept))


def test_the_command_answers(sample: Warehouse) -> None:
    path = sample.folder / "sales.csv"
    sample.run(
        *("mf", "query", "--saved-query", "sales_daily", "--csv", str(path)),
        *("--start-time", "2026-03-01", "--end-time", UNTIL),
    )
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert 25 < len(rows) <= 31
    (paid,) = sample.rows(
        "select sum(paid_amount) from core.fct_orders where is_valid and paid_on "
        "between '2026-03-01' and '2026-03-31'"
    )[0]
    assert sum(float(row["gmv"] or 0) for row in rows) == pytest.approx(float(paid))
