"""The world behaves like a market and its campaigns really work."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from delivered import newest


@pytest.fixture(scope="module")
def orders(town: Path) -> pd.DataFrame:
    """Return the true orders of the town."""
    return pq.read_table(town / "truth" / "orders.parquet").to_pandas()


def test_counts_are_as_asked(town: Path, orders: pd.DataFrame):
    assert 3.0 <= len(orders) / 20_000 <= 4.2
    events = len(newest(town, "mini_program", "events", ["event_id"]))
    others = len(newest(town, "standard", "interactions", ["interaction_id"]))
    assert 5.0 <= (events + others) / 20_000 <= 6.0


def test_purchases_are_uneven_and_seasonal(orders: pd.DataFrame):
    counts = orders.groupby("person_id").size()
    counts = counts.reindex(range(1, 20_001), fill_value=0)
    assert counts.var() > 1.5 * counts.mean()
    days = (orders["ordered_at"] + pd.Timedelta(hours=8)).dt.date.value_counts()
    assert days[pd.Timestamp("2025-11-11").date()] > 2 * days.median()
    assert orders.groupby("person_id")["paid_amount"].sum().astype(float).skew() > 1


def test_shares_of_states(orders: pd.DataFrame):
    sales = orders[orders["is_paid"] & ~orders["is_test"] & ~orders["is_cancelled"]]
    assert 0.03 <= (sales["refunded_amount"] > 0).mean() <= 0.06
    partly = sales[sales["refunded_amount"] > 0]
    assert (partly["refunded_amount"] < partly["paid_amount"]).mean() > 0.2
    assert orders["is_test"].mean() == pytest.approx(0.008, abs=0.003)
    assert 0.01 < orders["is_cancelled"].mean() < 0.04
    assert orders["is_cross_channel_duplicate"].sum() > 50


def test_true_effects_are_recovered(town: Path, orders: pd.DataFrame):
    effects = pq.read_table(town / "truth" / "effects.parquet").to_pandas()
    accounts = pq.read_table(town / "truth" / "accounts.parquet").to_pandas()
    keys = accounts["channel_code"] + ":" + accounts["account_id"]
    person_of = dict(zip(keys, accounts["person_id"], strict=True))
    rows = newest(
        town, "standard", "assignments", ["campaign_id", "account_id"]
    ).values()
    assigned = pd.DataFrame(rows)
    assigned["person_id"] = assigned["account_id"].map(person_of)
    paid = orders[
        orders["is_paid"]
        & ~orders["is_test"]
        & ~orders["is_cancelled"]
        & ~orders["is_cross_channel_duplicate"]
    ]
    misses = []
    for effect in effects.dropna(subset=["campaign_id"]).itertuples():
        inside = paid[
            (paid["paid_at"] >= effect.window_from)
            & (paid["paid_at"] < effect.window_to)
        ]
        bought = inside.groupby("person_id").size()
        mine = assigned[assigned["campaign_id"] == effect.campaign_id]
        counts = mine["person_id"].map(bought).fillna(0)
        treated = counts[mine["arm"] == effect.arm]
        control = counts[mine["arm"] == "control"]
        assert len(treated) == effect.treated_people
        error = np.sqrt(treated.var() / len(treated) + control.var() / len(control))
        misses.append((treated.mean() - control.mean() - effect.true_effect) / error)
    assert len(misses) >= 8
    assert np.abs(misses).max() < 3.5
    assert abs(np.mean(misses)) < 1.2


def test_bad_batch_draws_complaints(town: Path):
    feedback = pd.DataFrame(
        newest(town, "standard", "feedback", ["feedback_id"]).values()
    )
    complaints = feedback[feedback["kind"] == "complaint"]
    worst = complaints["batch_no"].value_counts()
    assert worst.index[0].startswith("LS0103-")
    assert worst.iloc[0] > 3 * worst.iloc[1]


def test_points_never_fall_below_zero_and_match_tiers(town: Path):
    points = pd.DataFrame(newest(town, "standard", "points", ["entry_id"]).values())
    points["points"] = points["points"].astype(int)
    balance = (
        points.sort_values(["occurred_at", "entry_id"])
        .groupby("account_id")["points"]
        .cumsum()
    )
    assert balance.min() >= 0
    earned = points[points["kind"] == "earn"].groupby("account_id")["points"].sum()
    tiers = pd.DataFrame(
        newest(town, "standard", "tiers", ["account_id", "valid_from"]).values()
    )
    now = tiers[tiers["valid_to"].isna()].set_index("account_id")["tier"]
    assert not now.index.duplicated().any()
    for tier, least in (("银卡", 1000), ("金卡", 3000), ("钻石", 10000)):
        assert (earned.reindex(now[now == tier].index) >= least).all()
