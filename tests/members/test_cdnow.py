"""Purchase summaries equal the field's reference on the transactions of CDNOW."""

from importlib.resources import files
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from lifetimes.utils import summary_data_from_transaction_data

from tests.parity.compiling import compiled_model

LAST_DAY = "1997-09-30"


def transactions() -> pd.DataFrame:
    """Return customer, date and amount of the CDNOW sample (Fader and Hardie)."""
    with (files("lifetimes") / "datasets" / "CDNOW_sample.txt").open() as stream:
        return pd.read_csv(
            stream,
            sep=r"\s+",
            names=["master_id", "customer", "date", "cds", "amount"],
            dtype={"customer": str, "date": str},
        ).assign(date=lambda rows: pd.to_datetime(rows["date"]))


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Return rows of the model over those transactions, by customer."""
    folder: Path = tmp_path_factory.mktemp("cdnow")
    query = compiled_model("purchase_summaries", folder, {"as_of": LAST_DAY})
    sold = transactions()
    warehouse = duckdb.connect(str(folder / "onepool.duckdb"))
    warehouse.execute("create schema core; create schema intermediate")
    warehouse.execute(
        "create table core.dim_members as "
        "select distinct customer as member_id, false as is_erased from sold"
    )
    warehouse.execute(
        """
        create table core.fct_member_days as
        select
            customer as member_id,
            cast(date as date) as on_date,
            true as is_buying_day,
            true as is_first_of_day,
            count(*) as order_count,
            cast(sum(cast(amount as decimal(18, 2))) as decimal(18, 2)) as net_amount,
            lag(cast(date as date)) over (partition by customer order by date)
                as previous_order_on
        from sold
        group by customer, date
        """
    )
    rules = Path("seeds/rules/lifecycle_rules.csv").resolve()
    warehouse.execute(
        f"create table intermediate.lifecycle_rules as from read_csv('{rules}')"
    )
    found = warehouse.execute(query).df().set_index("member_id")
    assert len(sold) > len(found)
    return found


def test_summaries_of_cdnow_equal_the_reference(summaries: pd.DataFrame) -> None:
    reference = summary_data_from_transaction_data(
        transactions(),
        "customer",
        "date",
        monetary_value_col="amount",
        observation_period_end=LAST_DAY,
        freq="D",
    )
    assert len(reference) == len(summaries) == 2357
    ours = summaries.loc[reference.index]
    for column, name in {
        "repeat_purchase_days": "frequency",
        "purchase_span_days": "recency",
        "observation_days": "T",
    }.items():
        assert (ours[column].to_numpy() == reference[name].to_numpy()).all(), name
    assert ours["repeat_day_amount"].fillna(0).to_numpy() == pytest.approx(
        reference["monetary_value"].to_numpy(), abs=1e-9
    )


def test_recency_of_rfm_is_that_of_hand_counting(summaries: pd.DataFrame) -> None:
    sold = transactions()
    known = sold[sold["date"] <= LAST_DAY].groupby("customer")
    recency = (pd.Timestamp(LAST_DAY) - known["date"].max()).dt.days
    ours = summaries.loc[recency.index]
    assert (ours["recency_days"].to_numpy() == recency.to_numpy()).all()
    assert (ours["window_orders"].to_numpy() == known.size().to_numpy()).all()
    assert ours["window_net_amount"].astype(float).to_numpy() == pytest.approx(
        known["amount"].sum().to_numpy(), abs=0.005
    )
