"""A newcomer adds a metric in one YAML block and sees it everywhere."""

import pytest

from tests.caliber.conftest import Place

BLOCK = """
  - name: known_buyer_orders
    label: Orders of known members, newly defined
    description: Valid orders of the day whose buyer is known.
    type: simple
    type_params: {measure: order_count}
    filter: "{{ Dimension('order__is_identified') }}"
    config:
      meta: {<<: *orders, label_zh: 已识别订单数, unit: orders, direction: up}
"""


@pytest.fixture(scope="module")
def built(place: Place) -> Place:
    """Add the block and build what tells numbers."""
    with place.definitions("orders").open("a", encoding="utf-8") as file:
        file.write(BLOCK)
    place.dbt(
        *("build", "--select", "dim_metrics", "kpi_daily", "kpi_baselines"),
        *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
    )
    return place


def test_its_days_are_in_kpi_daily(built: Place) -> None:
    told = built.warehouse.rows(
        "select on_date, value from marts.kpi_daily where value != 0 "
        "and metric = 'known_buyer_orders' and slice_dimension = 'all' order by 1"
    )
    counted = built.warehouse.rows(
        "select paid_on, count(*) from core.fct_orders "
        "where is_valid and member_id is not null group by all order by 1"
    )
    assert len(told) > 100
    assert told == counted


def test_it_has_the_slices_of_its_semantic_model(built: Place) -> None:
    slices = "select distinct slice_dimension from marts.kpi_daily where metric = "
    assert set(built.warehouse.rows(slices + "'known_buyer_orders'")) == set(
        built.warehouse.rows(slices + "'gmv'")
    )


def test_its_days_are_judged(built: Place) -> None:
    lights = built.warehouse.rows(
        "select count(*), count(light) from marts.kpi_baselines "
        "where metric = 'known_buyer_orders' and slice_dimension = 'all'"
    )
    ((days, lit),) = lights
    assert days > lit > 100


def test_it_is_in_the_white_paper(built: Place) -> None:
    built.warehouse.run("onepool", "whitepaper", cwd=built.project)
    folder = built.warehouse.folder / "published" / "whitepaper"
    page = (folder / "whitepaper.html").read_text(encoding="utf-8")
    assert 'id="metric-known_buyer_orders"' in page
    assert "已识别订单数" in page
    text = (folder / "whitepaper.md").read_text(encoding="utf-8")
    assert "(`known_buyer_orders`)" in text
