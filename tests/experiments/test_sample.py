"""Results and health of the sample's experiments equal those of scipy."""

from typing import Any

import duckdb
import pandas as pd
import pytest
from scipy import stats

from tests.experiments.reference import differences
from tests.support.project import Warehouse

LEAST = 10


@pytest.fixture(scope="module")
def frames(sample: Warehouse) -> dict[str, pd.DataFrame]:
    """Return the experiment marts of the sample."""
    with duckdb.connect(str(sample.path), read_only=True) as connection:
        return {
            name: connection.execute(f"select * from marts.experiment_{name}").df()
            for name in ("members", "results", "health")
        }


def test_results_equal_scipy(frames: dict[str, pd.DataFrame]) -> None:
    results = frames["results"]
    assert results["reason"].isna().sum() > 100
    assert differences(results, frames["members"], LEAST) == []


def test_sample_ratios_equal_scipy(frames: dict[str, pd.DataFrame]) -> None:
    health = frames["health"]
    given: dict[Any, float] = dict(
        health[health["check_code"] == "sample_ratio"][
            ["experiment_key", "value"]
        ].itertuples(index=False, name=None)
    )
    members = frames["members"]
    members = members[members["excluded_reason"] != "conflicting_arms"]
    for key, group in members.groupby("experiment_key"):
        arms = group.groupby("arm").agg(
            observed=("member_id", "size"), planned=("propensity", "mean")
        )
        if len(arms) == 1:
            assert pd.isna(given[key]), key
            continue
        planned = arms["planned"].astype(float)
        expected = planned / planned.sum() * len(group)
        wanted = stats.chisquare(arms["observed"], expected).pvalue
        assert given[key] == pytest.approx(wanted, abs=1e-9), key


def test_known_effects_lie_in_the_intervals(
    sample: Warehouse, frames: dict[str, pd.DataFrame]
) -> None:
    """Extra orders a person, as the generator has them."""
    results = frames["results"]
    orders = results[
        (results["slice_dimension"] == "all")
        & (results["metric"] == "orders")
        & (results["method"] == "welch")
        & results["reason"].isna()
    ]
    truth = sample.rows(
        "select coalesce('campaign:' || campaign_id, 'strategy:' || strategy_id), arm, "
        "true_effect from 'extracts/sample/truth/effects.parquet'"
    )
    effects = {(key, arm): effect for key, arm, effect in truth}
    inside = [
        row.ci_low <= effects[row.experiment_key, row.arm] <= row.ci_high
        for row in orders.itertuples()
    ]
    assert len(inside) >= 8
    assert sum(inside) >= 0.8 * len(inside)
