"""Coupons of campaigns move people, blanket ones only those who come anyway."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from delivered import newest

NEW_PRODUCT = "LS0106"


@pytest.fixture(scope="module")
def coupons(town: Path) -> pd.DataFrame:
    """Return the coupons of the town, one row a coupon."""
    rows = newest(town, "standard", "coupons", ["coupon_id"])
    return pd.DataFrame(rows.values())


def test_precise_coupons_are_redeemed_more_than_blanket_ones(coupons: pd.DataFrame):
    is_blanket = coupons["campaign_id"].isna()
    redeemed = coupons["redeemed_at"].notna()
    assert 0.01 < redeemed[is_blanket].mean() < 0.03
    assert 0.05 < redeemed[~is_blanket].mean() < 0.12
    assert coupons.loc[redeemed, "claimed_at"].notna().all()
    assert (coupons["redeemed_order_id"].notna() == redeemed).all()


def test_an_order_takes_one_coupon_in_its_time(coupons: pd.DataFrame):
    redeemed = coupons[coupons["redeemed_at"].notna()]
    assert not redeemed["redeemed_order_id"].duplicated().any()
    assert (redeemed["redeemed_at"] >= redeemed["issued_at"]).all()
    # Who orders in time may pay a little later.
    late = redeemed["redeemed_at"] >= redeemed["expires_at"]
    assert late.mean() < 0.02


def test_blanket_coupons_bring_nobody(coupons: pd.DataFrame, town: Path):
    orders = pq.read_table(town / "truth" / "orders.parquet").to_pandas()
    keys = orders["channel_code"] + ":" + orders["order_id"]
    caused_by = dict(zip(keys, orders["caused_by"], strict=True))
    used = coupons[coupons["redeemed_order_id"].notna()]
    causes = used["redeemed_order_id"].map(caused_by)
    is_blanket = used["campaign_id"].isna()
    assert causes[is_blanket].isna().all()
    assert (causes[~is_blanket] == used.loc[~is_blanket, "campaign_id"]).all()


def test_a_coupon_for_a_product_is_used_on_it(coupons: pd.DataFrame, town: Path):
    bound = coupons[coupons["product_id"].notna()]
    assert set(bound["product_id"]) == {NEW_PRODUCT}
    assert bound["campaign_id"].nunique() == 1
    bought: dict[str, set[str | None]] = {}
    lines = newest(town, "standard", "order_lines", ["order_id", "line_no"])
    for (channel, order_id, _), row in lines.items():
        bought.setdefault(f"{channel}:{order_id}", set()).add(row["product_id"])
    orders = bound["redeemed_order_id"].dropna()
    used = [bought[order] for order in orders if order in bought]
    assert len(used) > 20
    assert all(NEW_PRODUCT in products for products in used)
