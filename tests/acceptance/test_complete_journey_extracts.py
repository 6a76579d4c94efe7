"""The Complete Journey extracts say what the package says, figure by figure."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from onepool.realdata import complete_journey

pytestmark = pytest.mark.real

ENTITIES = sorted(entity for _, entity in complete_journey.ENTITIES)

KEYS = {
    "accounts": "account_id",
    "assignments": "campaign_id, account_id",
    "campaigns": "campaign_id",
    "coupons": "coupon_id",
    "order_lines": "order_id, line_no",
    "orders": "order_id",
    "products": "product_id",
    "sends": "send_id",
    "stores": "store_id",
}

# Months are taken from the text of the extract, so that a lost offset is noticed.
MONTHLY_FORMULA = """
    select sum(line_amount) filter (month = 3) / sum(line_amount) filter (month = 1) - 1
    from (
        select line_amount, month(timezone('{zone}', paid_at::timestamptz)) as month
        from order_lines
        inner join orders using (order_id)
        inner join products using (product_id)
        where category_2 = 'INFANT FORMULA'
    )
"""

FIGURES = {
    "sales": ("select sum(paid_amount) from orders", 4_596_039.58),
    "sales of lines": ("select sum(line_amount) from order_lines", 4_596_039.58),
    "baskets": ("select count(*) from orders", 155_848),
    "households mailed": ("select count(distinct account_id) from sends", 1_559),
    "households assigned": (
        "select count(distinct account_id) from assignments",
        1_559,
    ),
    "households that redeemed": (
        "select count(distinct account_id) from coupons where redeemed_at is not null",
        410,
    ),
    "redemptions": ("select count(redeemed_at) from coupons", 2_102),
    "redemptions tied to an order": (
        "select count(redeemed_order_id) from coupons",
        2_020,
    ),
    "sales of store 341": (
        "select round(sum(paid_amount)) from orders where store_id = '341'",
        24_163,
    ),
    "growth of infant formula in percent": (
        f"select round(100 * ({MONTHLY_FORMULA.format(zone='America/New_York')}), 1)",
        53.4,
    ),
    "growth of infant formula in percent by UTC months": (
        f"select round(100 * ({MONTHLY_FORMULA.format(zone='UTC')}), 1)",
        56.5,
    ),
    "largest quantity of a line": ("select max(quantity) from order_lines", 144),
    "households": ("select count(*) from accounts", 2_469),
    "households with more than one basket": (
        "select count(*) from (select account_id from orders group by account_id "
        "having count(*) > 1)",
        2_438,
    ),
    "lines of household 208": (
        "select count(*) from order_lines inner join orders using (order_id) "
        "where account_id = '208'",
        756,
    ),
}


@pytest.fixture(scope="module")
def extracts(journey_extracts: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the written files as one view an entity."""
    with duckdb.connect() as connection:
        for channel, entity in complete_journey.ENTITIES:
            files = journey_extracts / "standard" / channel / entity / "*" / "*.parquet"
            connection.read_parquet(str(files)).create_view(entity)
        yield connection


@pytest.mark.parametrize("figure", FIGURES)
def test_published_figure(extracts: duckdb.DuckDBPyConnection, figure: str):
    query, expected = FIGURES[figure]
    assert float(extracts.sql(query).fetchall()[0][0]) == pytest.approx(expected)


@pytest.mark.parametrize("entity", ENTITIES)
def test_keys_are_unique(extracts: duckdb.DuckDBPyConnection, entity: str):
    query = f"select count(*), count(distinct ({KEYS[entity]})) from {entity}"
    rows, keys = extracts.sql(query).fetchall()[0]
    assert rows == keys > 0


def test_orders_are_the_sum_of_their_lines(extracts: duckdb.DuckDBPyConnection):
    differing = """
        select order_id
        from orders
        inner join order_lines using (order_id)
        group by order_id, paid_amount
        having sum(line_amount) <> paid_amount
    """
    assert extracts.sql(differing).fetchall() == []


def test_redeemed_coupons_belong_to_the_household_that_bought(
    extracts: duckdb.DuckDBPyConnection,
):
    strangers = """
        select coupon_id
        from coupons
        left join orders on redeemed_order_id = 'counter:' || order_id
        where redeemed_order_id is not null
            and coupons.account_id is distinct from 'counter:' || orders.account_id
    """
    assert extracts.sql(strangers).fetchall() == []


def test_type_a_households_hold_sixteen_coupons(extracts: duckdb.DuckDBPyConnection):
    holdings = """
        select distinct coupons_held
        from (
            select count(*) as coupons_held
            from coupons
            inner join campaigns using (campaign_id)
            where template = 'Type A'
            group by campaign_id, account_id
        )
        order by coupons_held
    """
    # One household redeemed sixteen coupons and one of them twice.
    assert extracts.sql(holdings).fetchall() == [(16,), (17,)]


def test_the_same_package_gives_the_same_files(journey_extracts: Path, tmp_path: Path):
    complete_journey.write_extracts(tmp_path)
    for written in sorted(journey_extracts.rglob("*.parquet")):
        again = tmp_path / written.relative_to(journey_extracts)
        assert again.read_bytes() == written.read_bytes(), written.name
