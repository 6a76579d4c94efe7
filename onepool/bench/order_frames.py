"""RFM and daily KPIs as one writes them by hand in pandas and in polars.

Run as `python -m onepool.bench.order_frames METHOD ORDERS OUT`; writes rfm.parquet
and kpis.parquet below OUT and prints the seconds of each part as JSON.

Scores are those of the models: the bin in which the middle of a value's ranks falls, so
that equal values get equal scores.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onepool.bench.order_world import AS_OF

BINS = 5
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
    sums = {
        "orders": ("paid_on", "size"),
        "buyers": ("member_id", "nunique"),
        "gmv": ("paid_amount", "sum"),
        "net_sales": ("net_amount", "sum"),
    }
    by_channel = valid.groupby(["paid_on", "channel_code"], sort=False).agg(**sums)
    company = valid.groupby("paid_on", sort=False).agg(**sums)
    company["channel_code"] = "all"
    kpis = pd.concat([by_channel.reset_index(), company.reset_index()])
    clock.stop("kpis")
    rfm.to_parquet(out / "rfm.parquet")
    kpis.rename(columns={"paid_on": "on_date"}).to_parquet(out / "kpis.parquet")
    return clock.seconds


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
    sums: dict[str, Any] = {
        "orders": pl.len(),
        "buyers": pl.col("member_id").n_unique(),
        "gmv": pl.col("paid_amount").sum(),
        "net_sales": pl.col("net_amount").sum(),
    }
    by_channel = valid.group_by("paid_on", "channel_code").agg(**sums)
    company = (
        valid.group_by("paid_on")
        .agg(**sums)
        .select("paid_on", pl.lit("all").alias("channel_code"), *sums)
    )
    kpis = pl.concat([by_channel, company]).collect()
    clock.stop("kpis")
    rfm.write_parquet(out / "rfm.parquet")
    kpis.rename({"paid_on": "on_date"}).write_parquet(out / "kpis.parquet")
    return clock.seconds


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
