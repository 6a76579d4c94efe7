"""Matched effects of the sample equal those of pandas and scipy, over members."""

import duckdb
import pandas as pd
import pytest
from scipy import stats

from tests.support.project import Warehouse

LEAST = 10
METRICS = ("conversion", "orders", "net_amount")
SIDES = (True, False)


@pytest.fixture(scope="module")
def frames(sample: Warehouse) -> dict[str, pd.DataFrame]:
    """Return what the tests read of the sample."""
    queries = {
        "members": "select * from marts.matched_members",
        "results": "select * from marts.matched_results",
        "trust": "select * from marts.matching_trust",
        "met": "select campaign_key, strategy_key, member_id, assigned_at as at "
        "from core.fct_assignments where not is_deleted union all "
        "select campaign_key, strategy_key, member_id, sent_at from core.fct_sends "
        "where not is_deleted",
    }
    with duckdb.connect(str(sample.path), read_only=True) as connection:
        return {name: connection.execute(sql).df() for name, sql in queries.items()}


def _matched(members: pd.DataFrame, metric: str) -> tuple[float, float, float] | None:
    """Return the effect a matched member and its 95 % interval, in units of metric."""
    cells = dict(tuple(members.groupby(["month", "cell", "is_touched"])[metric]))
    both = [
        (cells[*cell, True], cells[*cell, False])
        for cell in sorted({key[:2] for key in cells})
        if (*cell, True) in cells and (*cell, False) in cells
    ]
    heads = [sum(len(pair[side]) for pair in both) for side in (0, 1)]
    if min(heads) < LEAST:
        return None
    effect, parts = 0.0, []
    for side in (0, 1):
        rest = sum((len(pair[side]) - 1) for pair in both)
        within = sum(
            (len(pair[side]) - 1) * pair[side].var()
            for pair in both
            if len(pair[side]) > 1
        )
        for pair in both:
            values = pair[side]
            weight = len(pair[0]) / heads[0]
            effect += (1 - 2 * side) * weight * values.mean()
            alone = len(values) == 1
            if alone and not rest:
                return None
            variance = within / rest if alone else values.var()
            parts.append(
                (
                    weight**2 * variance / len(values),
                    rest if alone else len(values) - 1,
                )
            )
    square = sum(part for part, _ in parts)
    if square == 0:
        return None
    freedom = square**2 / sum(part**2 / free for part, free in parts)
    if freedom < LEAST:
        return None
    margin = stats.t.ppf(0.975, freedom) * square**0.5
    return effect, effect - margin, effect + margin


def test_matched_effects_equal_scipy(frames: dict[str, pd.DataFrame]) -> None:
    members = frames["members"].astype(dict.fromkeys(METRICS, float))
    results = frames["results"].set_index(["experiment_key", "arm", "metric"])
    told = 0
    for (key, arm), group in members.groupby(["experiment_key", "arm"]):
        for metric in METRICS:
            wanted, given = _matched(group, metric), results.loc[(key, arm, metric)]
            assert (wanted is None) == isinstance(given["reason"], str), (key, metric)
            if wanted is not None:
                found = given[["effect", "ci_low", "ci_high"]].tolist()
                assert found == pytest.approx(wanted, rel=1e-4, abs=1e-6)
                told += 1
    assert told >= 5


def test_balance_equals_pandas(frames: dict[str, pd.DataFrame]) -> None:
    members = frames["members"]
    members = members.astype({"pre_net_amount": float, "recency_days": float})
    results = frames["results"].groupby(["experiment_key", "arm"]).first()
    for key, group in members.groupby(["experiment_key", "arm"]):
        touched = group[group["is_touched"]]
        for column, name in (
            ("pre_net_amount", "spend_difference"),
            ("recency_days", "recency_difference"),
        ):
            means = group.groupby(["month", "cell", "is_touched"])[column].mean()
            pairs = means.unstack("is_touched").dropna()
            weights = touched.groupby(["month", "cell"]).size().loc[pairs.index]
            gap = ((pairs[True] - pairs[False]) * weights).sum() / weights.sum()
            wanted = gap / touched[column].std() if gap else 0.0
            assert results.loc[key, name] == pytest.approx(wanted, abs=1e-9), key


def test_the_untouched_were_not_touched(frames: dict[str, pd.DataFrame]) -> None:
    """Nor held out: nothing of the campaign or strategy before the window is over."""
    untouched = frames["members"]
    untouched = untouched[~untouched["is_touched"]]
    met = frames["met"].groupby(
        ["campaign_key", "strategy_key", "member_id"], dropna=False
    )
    first = met["at"].min().reset_index()
    together = untouched.merge(
        first, on=["campaign_key", "strategy_key", "member_id"], how="left"
    )
    assert len(together) == len(untouched) > 500
    assert not (together["at"] < together["window_to"]).any()


def test_windows_are_those_of_the_touched(frames: dict[str, pd.DataFrame]) -> None:
    keys = ["experiment_key", "arm", "month", "cell", "window_from", "window_to"]
    members = frames["members"].dropna(subset="cell")
    sides = {
        side: set(members[members["is_touched"] == side][keys].itertuples(index=False))
        for side in SIDES
    }
    assert sides[False] <= sides[True]


def test_bias_is_told_beside_the_experiment(frames: dict[str, pd.DataFrame]) -> None:
    trust = frames["trust"]
    campaigns = trust[trust["campaign_key"].notna()]
    orders = campaigns[campaigns["metric"] == "orders"]
    assert len(orders) >= 3
    # None of the sample is graded matched, and yet most are off by no more than chance.
    assert orders["is_within_error"].mean() > 0.5
    within = trust["bias"].abs() <= stats.norm.ppf(0.975) * trust["bias_error"]
    assert trust["is_within_error"].tolist() == within.tolist()
    gap = trust["matched_effect"] - trust["randomised_effect"]
    assert trust["bias"].tolist() == pytest.approx(gap.tolist())
