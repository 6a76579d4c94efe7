"""Who builds the sample sees something in every table and column."""

import duckdb
import pytest

from tests.support.project import Warehouse

# A first build of two deliveries has none of it: the log of an earlier build is needed.
AFTER_AN_EARLIER_BUILD = {
    "core.fct_account_moves",
    "core.fct_member_events.account_count",
    "core.fct_member_events.map_version",
    "marts.kpi_fact_days.last_moved_build",
    "marts.kpi_fact_days.last_withdrawn_build",
    "marts.kpi_reports.value_before",
    "marts.kpi_restatements",
    "marts.label_lifts",
    "marts.label_scorecard.best_lift",
    "marts.label_scorecard.best_lift_p_value",
    "marts.label_scorecard.best_value",
    "marts.label_scorecard.compared_with",
    "marts.label_scorecard.stability",
    "marts.merge_impact.buyers_last",
    "marts.merge_impact.member_id",
    "marts.merge_impact.members_last",
    "marts.merge_impact.other_member_id",
    "marts.merge_impact.repurchase_rate_ever_before",
    "marts.merge_impact.repurchase_rate_returned_after",
    "marts.merge_impact.repurchase_rate_returned_before",
    "marts.merge_impact.repurchase_rate_window_before",
    "marts.quality_scorecard.previous_pass_rate",
}
# Nobody is excluded or suspect, nothing is missing, ended, decided or delivered.
NOTHING_TO_TELL = {
    "core.dim_calibers.valid_to",
    "core.dim_stores.closed_on",
    "core.dim_strategies.ends_on",
    "core.fct_orders.brand",
    "marts.contact_pressure.free_from",
    "marts.creative_tests.winner_key",
    "marts.experiment_assignments.excluded_reason",
    "marts.experiment_members.excluded_reason",
    "marts.identity_suspects.reasons",
    "marts.member_profiles.uplift_class",
    "marts.rfm_scores.unscored_reason",
}
# No group of 500 people is large enough for it, or no guide answered.
TOO_FEW = {
    "marts.coupon_funnel.order_value_difference_lower",
    "marts.coupon_funnel.order_value_difference_upper",
    "marts.employee_service.median_minutes_to_reply",
    "marts.mover_strategies.frequency_up_z",
    "marts.mover_strategies.moved_z",
}
EXCUSED = AFTER_AN_EARLIER_BUILD | NOTHING_TO_TELL | TOO_FEW
COLUMNS = """
    select
        table_schema || '.' || table_name,
        list(column_name order by ordinal_position)
    from information_schema.columns
    where table_schema in ('core', 'marts')
    group by all
    order by all
"""


@pytest.fixture(scope="module")
def empty(sample: Warehouse) -> set[str]:
    """Return tables of core and marts without rows, and columns without values."""
    found = set()
    with duckdb.connect(str(sample.path), read_only=True) as connection:
        for table, columns in connection.execute(COLUMNS).fetchall():
            counts = ", ".join(f'count("{column}")' for column in columns)
            row = connection.execute(f"select count(*), {counts} from {table}")
            rows, *filled = row.fetchall()[0]
            if rows == 0:
                found.add(table)
                continue
            for column, count in zip(columns, filled, strict=True):
                if count == 0:
                    found.add(f"{table}.{column}")
    return found


def test_every_table_and_column_is_filled(empty: set[str]) -> None:
    assert empty - EXCUSED == set()


def test_what_is_filled_is_not_excused(empty: set[str]) -> None:
    assert EXCUSED - empty == set()


def test_every_strategy_is_weighed_but_the_holdout(sample: Warehouse) -> None:
    weighed = sample.rows("select distinct strategy_key from marts.strategy_seesaw")
    listed = sample.rows(
        "select strategy_key from core.dim_strategies where kind != 'holdout'"
    )
    assert set(weighed) == set(listed)


def test_the_whole_is_held_against_the_global_holdout(sample: Warehouse) -> None:
    rows = sample.rows(
        "select distinct basis, reason, ci_high - ci_low > 0 "
        "from marts.over_attribution where experiment_key = 'all'"
    )
    assert rows == [("global_holdout", None, True)]


def test_audiences_are_reported_overdue_and_due(sample: Warehouse) -> None:
    rows = sample.rows(
        "select audience, outcome_status, evidence, count(*), sum(reached_count) > 0 "
        "from marts.audience_outcomes group by all order by all"
    )
    assert rows == [
        ("birthday_next_week", "overdue", "none", 1, False),
        ("next_purchase_due", "reported", "randomised", 2, True),
        ("second_order", "due", "randomised", 3, True),
    ]
