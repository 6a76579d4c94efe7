"""Components are measured beside scipy, on the same edges."""

import json
from pathlib import Path

import duckdb
import pytest

from onepool.bench import components
from onepool.bench.graphs import write_edges
from onepool.bench.process import BenchError
from tests.support.project import ROOT, Warehouse


def test_edges_are_as_many_as_asked_and_the_same_for_one_seed(tmp_path: Path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_edges(tmp_path / name, 2_000, seed)
    a, b, c = (
        sorted(duckdb.sql(f"from read_parquet('{tmp_path / name}')").fetchall())
        for name in "abc"
    )
    assert len(a) == 2_000
    assert a == b != c


def test_small_graphs_are_measured_in_every_way(tmp_path: Path):
    target = Warehouse(tmp_path, extracts=tmp_path)
    results = ROOT / "build" / "bench" / "components.json"
    before = results.read_text() if results.exists() else None
    try:
        done = target.run("onepool", "bench-components", "--edges", "2000")
        report = json.loads(results.read_text())
    finally:
        if before is not None:
            results.write_text(before)
    assert "time/scipy" in done.stdout
    assert report["edges"] == 2000
    assert {"onepool", "scipy"} <= set(report)
    assert report["onepool"]["peak_bytes"] > 0


def test_other_components_than_those_of_scipy_fail(tmp_path: Path):
    ours, theirs = tmp_path / "ours.duckdb", tmp_path / "theirs.parquet"
    with duckdb.connect(str(ours)) as connection:
        connection.execute(
            "create table components as "
            "from (values ('a', 'a'), ('b', 'a'), ('c', 'c')) "
            "as listed (node_key, component_key)"
        )
        connection.execute(
            "copy (from (values ('a', 1), ('b', 2), ('c', 2)) as listed "
            f"(node_key, label)) to '{theirs}' (format parquet)"
        )
    with pytest.raises(BenchError, match="scipy found 2 components on 3 of 3 nodes"):
        components._compare(ours, theirs, "scipy")
