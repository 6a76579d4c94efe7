"""RFM and KPIs of the models equal those written by hand; no seconds are asserted."""

import importlib.util
from pathlib import Path

import duckdb
import pytest

from onepool.bench import orders
from onepool.bench.order_frames import METHODS
from onepool.bench.order_world import write_orders
from onepool.bench.process import BenchError
from tests.support.project import ROOT


def test_the_models_say_what_pandas_and_polars_say(tmp_path: Path):
    computed = orders.compute_orders(tmp_path, ROOT, 10_000, 7, "1GB", 2)
    assert [one.method for one in computed] == [
        "onepool",
        *(method for method in METHODS if importlib.util.find_spec(method)),
    ]
    rfm, kpis = (
        duckdb.sql(f"from '{tmp_path / 'onepool' / name}.parquet'")
        for name in ("rfm", "kpis")
    )
    scores = rfm.aggregate("count(distinct monetary_score), count(*)").fetchone()
    assert scores is not None
    assert scores[0] == 5
    assert 900 < scores[1] <= 1000
    assert kpis.filter("channel_code = 'all'").aggregate("count(*)").fetchone() == (
        365,
    )


def test_the_same_seed_draws_the_same_orders(tmp_path: Path):
    drawn = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / name).mkdir()
        world = write_orders(tmp_path / name, ROOT, 500, seed, "1GB", 1)
        drawn.append(sorted(duckdb.sql(f"from '{world.orders}'").fetchall()))
    a, b, c = drawn
    assert len(a) == 500
    assert a == b != c


@pytest.mark.parametrize(
    ("theirs", "different"),
    [
        ("('x', 1.004, 3)", 0),
        ("('x', 1.01, 3)", 1),
        ("('x', 1.0, 4)", 1),
        ("('y', 1.0, 3)", 2),
        ("('x', 1.0, null)", 1),
    ],
)
def test_other_results_fail(tmp_path: Path, theirs: str, different: int):
    for method, row in (("onepool", "('x', 1.0, 3)"), ("pandas", theirs)):
        (tmp_path / method).mkdir()
        file = tmp_path / method / "rfm.parquet"
        duckdb.sql(
            f"from (values {row}) as v (member_id, monetary, recency_score)"
        ).write_parquet(str(file))
    if not different:
        orders._compare(tmp_path, "rfm", "pandas")
        return
    with pytest.raises(BenchError, match=f"pandas has {different} of"):
        orders._compare(tmp_path, "rfm", "pandas")
