"""The project, built from the Complete Journey, meets the published figures."""

from pathlib import Path

import pytest

from onepool.realdata import complete_journey
from tests.support.project import Warehouse

pytestmark = [pytest.mark.real, pytest.mark.slow]

VARIABLES = "{business_time_zone: America/New_York, currency: USD}"

MONTHLY_FORMULA = """
    select
        sum(line_amount) filter (month(paid_on) = 3)
        / sum(line_amount) filter (month(paid_on) = 1) - 1
    from core.fct_order_lines
    inner join core.fct_orders using (order_key)
    inner join core.dim_products using (product_key)
    where is_valid and category_2 = 'INFANT FORMULA'
"""

OF_TYPE = """
    select sum({column})
    from marts.campaign_results
    inner join core.dim_campaigns using (campaign_key)
    where slice_dimension = 'all' and template = 'Type {{}}'
"""

TARGETED = OF_TYPE.format(column="targeted")
REDEEMERS = OF_TYPE.format(column="redeemers")
OF_CAMPAIGN_18 = """
    select {}
    from marts.campaign_results
    where campaign_key = '18' and slice_dimension = 'all'
"""

FIGURES = {
    "sales": (
        "select sum(paid_amount) from core.fct_orders where is_valid",
        4_596_039.58,
    ),
    "net sales": (
        "select sum(net_amount) from core.fct_orders where is_valid",
        4_596_039.58,
    ),
    "sales of lines": (
        "select sum(line_amount) from core.fct_order_lines",
        4_596_039.58,
    ),
    "baskets": ("select count(*) from core.fct_orders where is_valid", 155_848),
    "lines": ("select count(*) from core.fct_order_lines", 1_469_307),
    "members": (
        "select count(*) from core.dim_members where member_type = 'buyer'",
        2_469,
    ),
    "members of the RFM scores": (
        "select count(distinct member_id) from marts.rfm_scores",
        2_469,
    ),
    "members mailed": (
        """
        select count(distinct members.member_id)
        from staging.stg_standard__sends as sends
        inner join core.bridge_member_accounts as members using (account_key)
        """,
        1_559,
    ),
    "members that redeemed a coupon": (
        """
        select count(distinct members.member_id)
        from staging.stg_standard__coupons as coupons
        inner join core.bridge_member_accounts as members using (account_key)
        where coupons.redeemed_at is not null
        """,
        410,
    ),
    "members targeted by campaigns of type A": (TARGETED.format("A"), 3_647),
    "members targeted by campaigns of type B": (TARGETED.format("B"), 2_368),
    "members targeted by campaigns of type C": (TARGETED.format("C"), 574),
    "redeemers of campaigns of type A": (REDEEMERS.format("A"), 604),
    "redeemers of campaigns of type B": (REDEEMERS.format("B"), 154),
    "redeemers of campaigns of type C": (REDEEMERS.format("C"), 34),
    "members targeted by campaign 18": (OF_CAMPAIGN_18.format("targeted"), 1_133),
    "redeemers of campaign 18": (OF_CAMPAIGN_18.format("redeemers"), 214),
    "redemptions of campaign 18": (
        "select sum(redeemed) from marts.coupon_funnel where campaign_key = '18'",
        653,
    ),
    "coupons that were redeemed": (
        """
        select count(distinct template_id)
        from marts.coupon_funnel
        where redeemed > 0
        """,
        491,
    ),
    "redemptions outside of targeting or time": (
        """
        select sum(redeemed_outside_targeting + redeemed_late + redeemed_early)
        from marts.coupon_funnel
        """,
        0,
    ),
    "sales of store 341": (
        """
        select round(sum(paid_amount))
        from core.fct_orders
        where is_valid and store_id = '341'
        """,
        24_163,
    ),
    "growth of infant formula from January to March in percent": (
        f"select round(100 * ({MONTHLY_FORMULA}), 1)",
        53.4,
    ),
    "members with more than one order": (
        """
        select count(*)
        from (
            select member_id
            from core.fct_orders
            where is_valid
            group by member_id
            having count(*) > 1
        )
        """,
        2_438,
    ),
    "lines of household 208": (
        """
        select count(*)
        from core.fct_order_lines
        inner join core.fct_orders using (order_key)
        inner join core.bridge_member_accounts as members using (member_id)
        where members.channel_code = 'counter' and members.account_id = '208'
        """,
        756,
    ),
}


@pytest.fixture(scope="module")
def journey(
    journey_extracts: Path, tmp_path_factory: pytest.TempPathFactory
) -> Warehouse:
    """Build every model from the real extracts, with the data tests."""
    folder = tmp_path_factory.mktemp("journey")
    warehouse = Warehouse(folder, extracts=journey_extracts)
    # The unit tests say nothing of the data, and the build of the sample runs them.
    warehouse.dbt("build", "--exclude-resource-type", "unit_test", "--vars", VARIABLES)
    return warehouse


@pytest.mark.parametrize("figure", FIGURES)
def test_published_figure(journey: Warehouse, figure: str):
    query, expected = FIGURES[figure]
    assert float(journey.rows(query)[0][0]) == pytest.approx(expected)


def test_no_row_is_lost_on_the_way(journey: Warehouse):
    lost = """
        select entity, rows_read, rows_staged, rows_duplicate, rows_quarantined
        from quality.file_ledger
        where rows_read <> rows_staged
    """
    assert journey.rows(lost) == []


def test_orders_lie_in_the_local_year(journey: Warehouse):
    days = "select min(paid_on)::varchar, max(paid_on)::varchar from core.fct_orders"
    assert journey.rows(days) == [("2017-01-01", "2017-12-31")]


def test_redeemed_orders_are_known(journey: Warehouse):
    unknown = """
        select coupons.coupon_id
        from staging.stg_standard__coupons as coupons
        left join core.fct_orders as orders
            on coupons.redeemed_order_key = orders.order_key
        where coupons.redeemed_order_key is not null and orders.order_key is null
    """
    assert journey.rows(unknown) == []


def test_redemptions_are_on_the_list_of_the_campaign(journey: Warehouse):
    with complete_journey.open_source() as source:
        coupons = "select campaign_id::varchar, coupon_upc::varchar from coupons"
        listed = set(source.sql(coupons).fetchall())
    redeemed = journey.rows(
        "select campaign_key, template_id from marts.coupon_funnel where redeemed > 0"
    )
    assert len({coupon for _, coupon in listed}) == 981
    assert redeemed
    assert set(redeemed) <= listed


@pytest.mark.parametrize(
    ("metric", "caught_in_3_days"),
    [("orders", 0.85), ("buyers", 0.85), ("average_order_value", 0.5), ("gmv", 0.25)],
)
def test_baselines_judge_real_sales(
    journey: Warehouse, metric: str, caught_in_3_days: float
):
    """Two thirds of a red light a month at most, and drops of 20 % are seen."""
    ((lit, coverage, red, caught),) = journey.rows(
        "select lit_days, coverage, red_a_month, caught_in_3_days "
        "from marts.kpi_baseline_backtest "
        f"where metric = '{metric}' and slice_dimension = 'all'"
    )
    assert lit > 300
    assert 0.9 <= coverage <= 0.98
    assert red <= 0.66
    assert caught >= caught_in_3_days
