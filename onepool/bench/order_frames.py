"""RFM and daily KPIs as one writes them by hand in pandas and in polars.

Run as `python -m onepool.bench.order_frames METHOD ORDERS OUT`; writes rfm.parquet
and kpis.parquet below OUT and prints the seconds of each part as JSON.

Scores are those of the models: the bin in which the middle of a value's ranks falls, so
that equal values get equal scores. KPIs are sums of orders, and buyers by the days on
which they bought before and after, which a day in two channels does not double.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onepool.bench.order_world import AS_OF

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

BINS = 5
REPURCHASE_DAYS = 365
RETURN_DAYS = 90
"""As the variables `repurchase_window_days` and `return_window_days` of the project."""
COLUMNS = (
    *("member_id", "channel_code", "is_valid", "paid_on"),
    *("paid_amount", "net_amount"),
)
DAY = dt.date.fromisoformat(AS_OF)


def with_pandas(file: Path, out: Path) -> dict[str, float]:
    """Compute both with pandas; amounts are floats, rounded to cents once summed.

    Args:
        file: Parquet file of orders.
        out: folder for the results.

    Returns:
        seconds of the clock by part: read, rfm, kpis.
    """
    import pandas as pd

    clock = _Clock()
    orders = pd.read_parquet(file, columns=list(COLUMNS))
    orders["paid_on"] = pd.to_datetime(orders["paid_on"])
    clock.stop("read")
    valid = orders[orders["is_valid"]]
    grouped = valid.groupby("member_id", sort=False)
    rfm = grouped.agg(
        last=("paid_on", "max"),
        order_count=("paid_on", "size"),
        monetary=("net_amount", "sum"),
    )
    rfm["monetary"] = rfm["monetary"].round(2)
    rfm["recency_days"] = (pd.Timestamp(DAY) - rfm["last"]).dt.days
    for name, good in (
        ("recency", -rfm["recency_days"]),
        ("frequency", rfm["order_count"]),
        ("monetary", rfm["monetary"]),
    ):
        twice = (2 * good.rank(method="average")).astype("int64") - 1
        rfm[f"{name}_score"] = 1 + twice * BINS // (2 * len(rfm))
    rfm = rfm.drop(columns="last").reset_index()
    clock.stop("rfm")
    kpis = _pandas_kpis(valid)
    clock.stop("kpis")
    rfm.to_parquet(out / "rfm.parquet")
    kpis.rename(columns={"paid_on": "on_date"}).to_parquet(out / "kpis.parquet")
    return clock.seconds


def _pandas_kpis(valid: "pd.DataFrame") -> "pd.DataFrame":
    """Return KPIs by day, by channel and of the company, from orders that count."""
    import pandas as pd

    # Numbers sort faster than the keys of members.
    valid = valid.assign(member=pd.factorize(valid["member_id"])[0])
    met = valid[["member", "paid_on", "channel_code"]].drop_duplicates()
    days = met[["member", "paid_on"]].drop_duplicates()
    days = days.sort_values(["member", "paid_on"], ignore_index=True)
    gap = days["paid_on"].diff().dt.days
    gap = gap.where(days["member"].eq(days["member"].shift()))
    flags = {
        "buyers": True,
        "new_buyers": gap.isna(),
        "returning_buyers": gap.notna(),
        "repurchasing_buyers": gap.le(REPURCHASE_DAYS),
        "buyers_who_return_90d": gap.shift(-1).le(RETURN_DAYS),
    }
    days = days.assign(**flags)
    sums = {
        "orders": ("member", "size"),
        "gmv": ("paid_amount", "sum"),
        "net_sales": ("net_amount", "sum"),
    }
    grouped = [
        pd.concat(
            [
                valid.groupby(keys, sort=False).agg(**sums),
                buyers.groupby(keys, sort=False)[list(flags)].sum(),
            ],
            axis="columns",
        ).reset_index()
        for keys, buyers in (
            (["paid_on", "channel_code"], met.merge(days, on=["member", "paid_on"])),
            (["paid_on"], days),
        )
    ]
    return pd.concat(grouped).fillna({"channel_code": "all"})


def with_polars(file: Path, out: Path) -> dict[str, float]:
    """Compute both with polars; arguments and result are those of with_pandas."""
    import polars as pl

    clock = _Clock()
    orders = pl.read_parquet(file, columns=list(COLUMNS))
    clock.stop("read")
    valid = orders.lazy().filter("is_valid")
    members = valid.group_by("member_id").agg(
        recency_days=(pl.lit(DAY) - pl.col("paid_on").max()).dt.total_days(),
        order_count=pl.len(),
        monetary=pl.col("net_amount").sum().round(2),
    )
    rfm = members.with_columns(
        **{
            f"{name}_score": 1
            + ((2 * good.rank("average")).cast(pl.Int64) - 1) * BINS // (2 * pl.len())
            for name, good in (
                ("recency", -pl.col("recency_days")),
                ("frequency", pl.col("order_count").cast(pl.Int64)),
                ("monetary", pl.col("monetary")),
            )
        }
    ).collect()
    clock.stop("rfm")
    kpis = _polars_kpis(valid).collect()
    clock.stop("kpis")
    rfm.write_parquet(out / "rfm.parquet")
    kpis.rename({"paid_on": "on_date"}).write_parquet(out / "kpis.parquet")
    return clock.seconds


def _polars_kpis(valid: "pl.LazyFrame") -> "pl.LazyFrame":
    """Return KPIs by day, by channel and of the company, from orders that count."""
    import polars as pl

    # Numbers sort faster than the keys of members.
    member = pl.col("member_id").cast(pl.Categorical).to_physical().alias("member")
    met = valid.select(member, "paid_on", "channel_code").unique()
    days = met.select("member", "paid_on").unique().sort("member", "paid_on")
    same = pl.col("member") == pl.col("member").shift()
    gap = pl.when(same).then(pl.col("paid_on").diff().dt.total_days())
    days = days.with_columns(gap=gap).with_columns(
        buyers=pl.lit(True),
        new_buyers=pl.col("gap").is_null(),
        returning_buyers=pl.col("gap").is_not_null(),
        repurchasing_buyers=pl.col("gap") <= REPURCHASE_DAYS,
        buyers_who_return_90d=pl.col("gap").shift(-1) <= RETURN_DAYS,
    )
    sums: dict[str, Any] = {
        "orders": pl.len(),
        "gmv": pl.col("paid_amount").sum(),
        "net_sales": pl.col("net_amount").sum(),
    }
    flags = pl.col("^.*buyers.*$").sum()
    by_channel = (
        valid.group_by("paid_on", "channel_code")
        .agg(**sums)
        .join(
            met.join(days, on=["member", "paid_on"])
            .group_by("paid_on", "channel_code")
            .agg(flags),
            on=["paid_on", "channel_code"],
        )
    )
    company = (
        valid.group_by("paid_on")
        .agg(**sums)
        .join(days.group_by("paid_on").agg(flags), on="paid_on")
        .with_columns(channel_code=pl.lit("all"))
    )
    return pl.concat([by_channel, company.select(by_channel.collect_schema().names())])


class _Clock:
    """Takes the time of parts that follow each other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def stop(self, part: str) -> None:
        """Say that a part is over."""
        now = time.perf_counter()
        self.seconds[part] = now - self._since
        self._since = now


METHODS: dict[str, Callable[[Path, Path], dict[str, float]]] = {
    "pandas": with_pandas,
    "polars": with_polars,
}

if __name__ == "__main__":
    print(json.dumps(METHODS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))))
