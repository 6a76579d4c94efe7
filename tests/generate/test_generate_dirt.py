"""Dirt comes at the asked rates and is told in the truth."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from delivered import account_rows, files, newest, read_file


@pytest.fixture(scope="module")
def accounts(town: Path) -> pd.DataFrame:
    """Return the identifiers that the newest row of every account shows."""
    return pd.DataFrame(
        [
            {"channel_code": channel, "account_id": account_id, **shown}
            for channel, account_id, shown in account_rows(town)
            if shown
        ]
    )


@pytest.fixture(scope="module")
def people(town: Path) -> pd.DataFrame:
    """Return the phones of people with their role."""
    table = pq.read_table(town / "truth" / "identifiers.parquet").to_pandas()
    return table[table["identifier_type"] == "phone"]


def test_shares_of_identifiers(accounts: pd.DataFrame):
    assert accounts["phone"].isna().mean() == pytest.approx(0.20, abs=0.02)
    assert accounts["unionid"].notna().mean() == pytest.approx(0.35, abs=0.02)
    assert accounts["loyalty_no"].notna().mean() == pytest.approx(0.15, abs=0.015)
    unionids = accounts["unionid"].dropna()
    assert unionids.str.contains("*", regex=False).mean() == pytest.approx(
        0.05, abs=0.012
    )


def test_shared_and_recycled_phones(people: pd.DataFrame):
    sharing = people[people["role"] == "shared_with_relative"]
    assert 2 * len(sharing) / 20_000 == pytest.approx(0.03, abs=0.008)
    given = people[people["role"] == "recycled_to_other"].set_index("value")
    taken = people[people["role"] == "recycled_from_other"].set_index("value")
    assert len(taken) / 20_000 == pytest.approx(0.01, abs=0.002)
    silence = taken["used_from"] - given["used_to"].reindex(taken.index)
    assert silence.min() >= pd.Timedelta(days=90)


def test_staff_phones_and_wrong_cards(accounts: pd.DataFrame, town: Path):
    defects = pq.read_table(town / "truth" / "defects.parquet").to_pandas()
    at_stores = accounts["channel_code"].isin(["pos", "counter", "dealer", "terminal"])
    staff = (defects["kind"] == "staff_phone").sum()
    assert staff / at_stores.sum() == pytest.approx(0.005, abs=0.003)
    cards = (accounts["channel_code"] == "paper_card").sum()
    wrong = defects["kind"].isin(["wrong_digit", "wrong_digit_hits_real_number"])
    assert wrong.sum() / cards == pytest.approx(0.02, abs=0.012)
    assert (defects["kind"] == "wrong_digit_hits_real_number").any()


def test_a_number_is_silent_before_it_is_recycled(town: Path):
    accounts = pq.read_table(town / "truth" / "accounts.parquet").to_pandas()
    phones = pq.read_table(town / "truth" / "identifiers.parquet").to_pandas()
    orders = pq.read_table(town / "truth" / "orders.parquet").to_pandas()
    given = phones[phones["role"] == "recycled_to_other"]
    until = given.set_index("person_id")["used_to"]
    theirs = orders[orders["person_id"].isin(until.index)]
    assert (theirs["ordered_at"] <= theirs["person_id"].map(until)).all()
    assert accounts["person_id"].isin(until.index).any()


def test_planted_defects_lie_where_the_truth_says(small_world: Path):
    defects = pq.read_table(small_world / "truth" / "defects.parquet").to_pylist()
    planted = [row for row in defects if row["expected"] == "quarantined"]
    assert {row["kind"] for row in planted} == {
        "absurd_amount",
        "bad_date",
        "bad_number",
        "formula_text",
        "missing_key",
        "negative_amount",
    }
    keys = {"tmall": "订单编号", "mini_program": "order_no", "pos": "ticket_no"}
    true_orders = {
        row["order_id"]
        for row in pq.read_table(small_world / "truth" / "orders.parquet").to_pylist()
    }
    for row in planted:
        path = small_world / row["file"]
        assert path.exists()
        column = keys.get(row["source"])
        if column and row["entity"] in ("orders", "tickets"):
            found = [line[column] for line in read_file(path, row["source"])]
            assert (row["key"] or None) in found
            assert row["key"] not in true_orders


def test_repeated_rows_are_equal(small_world: Path):
    repeated = 0
    for source in ("tmall", "jd", "pos", "mini_program", "standard"):
        for entity in ("orders", "order_items", "tickets", "order_lines", "events"):
            for _, _, path in files(small_world, source, entity):
                rows = [tuple(row.values()) for row in read_file(path, source)]
                repeated += len(rows) - len(set(rows))
    assert repeated > 0


def test_orders_delivered_equal_the_truth(small_world: Path):
    orders = pq.read_table(small_world / "truth" / "orders.parquet").to_pandas()
    truth = orders.set_index(["channel_code", "order_id"])
    quarantined = {
        row["key"]
        for row in pq.read_table(small_world / "truth" / "defects.parquet").to_pylist()
        if row["expected"] == "quarantined"
    }
    delivered = {
        key: float(row["paid_amount"] or 0)
        for key, row in newest(small_world, "standard", "orders", ["order_id"]).items()
    } | {
        key: float(row["买家实际支付金额"] or 0)
        for key, row in newest(small_world, "tmall", "orders", ["订单编号"]).items()
    }
    real = {key: value for key, value in delivered.items() if key[1] not in quarantined}
    wanted = truth[
        ~truth.index.get_level_values(0).isin(["jd", "pos", "mini_program"])
    ]["paid_amount"]
    assert set(real) == set(wanted.index)
    for key, value in real.items():
        assert value == pytest.approx(float(wanted[key]))
