"""What is wrong with a definition is said by name before a number is computed."""

from collections.abc import Iterator

import duckdb
import pytest

from tests.caliber.conftest import Place
from tests.support.project import Warehouse

FAULTY = """
  - name: nobody_answers
    label: Nobody answers
    description: A metric without owner and direction.
    type: simple
    type_params: {measure: order_count}
    config:
      meta: {<<: *orders, owner: null, label_zh: 无主, unit: orders}
  - name: sideways
    label: Sideways
    description: A metric with a direction that nobody knows.
    type: simple
    type_params: {measure: order_count}
    config:
      meta: {<<: *orders, label_zh: 横向, unit: orders, direction: sideways}
  - name: by_moon
    label: By moon
    description: A metric cut by what its semantic model does not have.
    type: simple
    type_params: {measure: order_count}
    config:
      meta:
        <<: *orders
        label_zh: 按月相
        unit: orders
        direction: up
        slices: [moon_phase]
  - name: compared_in_vain
    label: Compared in vain
    description: A metric compared with a rate and with one that is not there.
    type: simple
    type_params: {measure: order_count}
    config:
      meta:
        <<: *orders
        label_zh: 无从比较
        unit: orders
        direction: up
        compared_with: [{metric: refund_rate}, {metric: no_such_metric}]
"""
TWICE = """
  - name: refund_rate
    label: Refund rate again
    description: A second metric of one name.
    type: simple
    type_params: {measure: order_count}
    config:
      meta: {<<: *orders, label_zh: 重名, unit: orders, direction: up}
"""
MESSAGES = {
    "dim_metrics": (
        "nobody_answers has no owner (config.meta, models/semantic/orders/",
        "nobody_answers has no direction (config.meta, models/semantic/orders/",
        "sideways has direction 'sideways'; known are up, down, neutral",
        "compared_in_vain is compared by 'no_such_metric', which is no metric",
        "compared_in_vain and refund_rate cannot be compared: one is a rate and one",
    ),
    "kpi_daily": (
        "metric by_moon: slice 'moon_phase' is not declared by its semantic models;",
        "semantic model orders: slice 'tide' names 'moon__tide', which no entity",
    ),
}


@pytest.fixture(scope="module")
def spoilt(place: Place) -> Iterator[Place]:
    """Give the copy to spoil its definitions, and mend them after."""
    paths = (place.definitions("orders"), place.models("orders"))
    kept = {path: path.read_text(encoding="utf-8") for path in paths}
    yield place
    for path, text in kept.items():
        path.write_text(text, encoding="utf-8")


def complaint(place: Place, *command: str) -> str:
    """Return what dbt says, which must fail, with single spaces."""
    done = place.dbt(*command, check=False)
    assert done.returncode != 0, done.stdout
    return " ".join(done.stdout.split())


def test_a_code_outside_of_the_standard_is_named(place: Place) -> None:
    with duckdb.connect(str(place.warehouse.path)) as connection:
        connection.execute(
            "update marts.pool_daily set channel_code = 'moon' "
            "where on_date = (select min(on_date) from marts.pool_daily)"
        )
    told = complaint(
        place, "test", "--select", "pool_daily,test_name:conforms_to_dimension"
    )
    assert "conforms_to_dimension_pool_daily_channel_code" in told


def test_faults_are_told_by_name_and_at_once(spoilt: Place) -> None:
    with spoilt.definitions("orders").open("a", encoding="utf-8") as file:
        file.write(FAULTY)
    models = spoilt.models("orders").read_text(encoding="utf-8")
    spoilt.models("orders").write_text(
        models.replace(
            "channel_code: channel\n",
            "channel_code: channel\n          tide: moon__tide\n",
        ),
        encoding="utf-8",
    )
    for model, messages in MESSAGES.items():
        told = complaint(spoilt, "compile", "--select", model)
        assert [message for message in messages if message not in told] == [], told


def test_two_metrics_of_one_name_do_not_parse(spoilt: Place) -> None:
    with spoilt.definitions("orders").open("a", encoding="utf-8") as file:
        file.write(TWICE)
    told = complaint(spoilt, "parse")
    assert 'two metrics with the name "refund_rate"' in told
    assert "models/semantic/orders/_orders__metrics.yml" in told
    assert "models/semantic/refunds/_refunds__metrics.yml" in told


def test_a_denominator_of_zero_gives_no_value(sample: Warehouse) -> None:
    rows = sample.rows(
        "select count(*), count(value) from marts.kpi_daily where denominator = 0"
    )
    ((zero, with_value),) = rows
    assert zero > 0
    assert with_value == 0


def test_a_day_without_data_is_unknown_and_not_zero(sample: Warehouse) -> None:
    unknown = """
        select count(*), count(baselines.value)
        from marts.kpi_baselines as baselines
        inner join core.dim_metrics using (metric)
        left join marts.kpi_daily as kpis
            using (metric, on_date, slice_dimension, slice_value)
        where kpis.metric is null and metric_type = 'ratio'
    """
    ((days, with_value),) = sample.rows(unknown)
    assert days > 0
    assert with_value == 0
