"""The spanning_forest materialization equals scipy on graphs of many shapes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from tests.support.project import BIN, ROOT

PROJECT = """
name: onepool
profile: forest
version: 1.0.0
config-version: 2
macro-paths: [macros]
flags: {send_anonymous_usage_stats: false}
"""
PROFILE = """
forest:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: forest.duckdb, threads: 1}
"""
MODEL = """
{{ config(materialized='spanning_forest', edge_order=['weight']) }}
select left_key, right_key, weight
from read_parquet('NAME.parquet')
"""


def random_graph(nodes: int, edges: int, seed: int) -> np.ndarray:
    """Return edges (left, right), shape (edges, 2), loops and repeats included."""
    return np.random.default_rng(seed).integers(0, nodes, (edges, 2))


def shuffled_chain(nodes: int) -> np.ndarray:
    """Return a path through all nodes in random order of names and of edges."""
    generator = np.random.default_rng(1)
    path = generator.permutation(nodes)
    return generator.permutation(np.stack([path[:-1], path[1:]], axis=1))


def star(leaves: int) -> np.ndarray:
    """Return a hub, node 0, with its leaves."""
    return np.stack([np.zeros(leaves, dtype=int), np.arange(1, leaves + 1)], axis=1)


GRAPHS = {
    "sparse": random_graph(5_000, 2_000, 2),
    "near_critical": random_graph(5_000, 2_600, 3),
    "dense": random_graph(300, 5_000, 4),
    "chain_in_order": np.stack([np.arange(9_999), np.arange(1, 10_000)], axis=1),
    "chain_shuffled": shuffled_chain(10_000),
    "star": star(100_000),
    "two_nodes": np.array([[1, 0], [0, 1]]),
    "only_loops": np.array([[3, 3]]),
    "empty": np.zeros((0, 2), dtype=int),
}


@pytest.fixture(scope="module")
def forest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a model for each graph in a project that has only this macro."""
    folder = tmp_path_factory.mktemp("forest")
    (folder / "dbt_project.yml").write_text(PROJECT)
    (folder / "profiles.yml").write_text(PROFILE)
    (folder / "models").mkdir()
    shutil.copytree(ROOT / "macros" / "identity", folder / "macros")
    for name, edges in GRAPHS.items():
        # Weights repeat, so that ties are broken by the keys.
        table = duckdb.sql(
            "select 'n' || a as left_key, 'n' || b as right_key, weight "
            "from (select unnest($1) as a, unnest($2) as b, unnest($3) as weight)",
            params=[
                edges[:, 0].tolist(),
                edges[:, 1].tolist(),
                weights(edges).tolist(),
            ],
        )
        table.write_parquet(str(folder / f"{name}.parquet"))
        (folder / "models" / f"{name}.sql").write_text(MODEL.replace("NAME", name))
    done = subprocess.run(
        [shutil.which("dbt", path=str(BIN)) or sys.executable, "run"],
        cwd=folder,
        env={**os.environ, "DBT_PROFILES_DIR": str(folder)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return folder / "forest.duckdb"


def weights(edges: np.ndarray) -> np.ndarray:
    """Return a weight for each edge, 1 to 50, shape (edges,)."""
    return np.random.default_rng(5).integers(1, 51, len(edges))


@pytest.mark.parametrize("name", list(GRAPHS))
def test_components_and_weight_equal_scipy(forest: Path, name: str) -> None:
    edges = GRAPHS[name]
    with duckdb.connect(str(forest), read_only=True) as connection:
        rows = connection.execute(
            f"select left_key, right_key, weight, component_key from {name}"
        ).fetchall()
    if len(edges) == 0:
        assert rows == []
        return
    size = int(edges.max()) + 1
    # The lightest of parallel edges, as scipy would add them up.
    lightest: dict[tuple[int, int], int] = {}
    for (a, b), weight in zip(edges.tolist(), weights(edges).tolist(), strict=True):
        if a != b:
            key = (min(a, b), max(a, b))
            lightest[key] = min(weight, lightest.get(key, weight))
    pairs = np.array(list(lightest), dtype=int).reshape(-1, 2)
    graph = coo_matrix(
        (list(lightest.values()), (pairs[:, 0], pairs[:, 1])), shape=(size, size)
    ).tocsr()
    _, labels = connected_components(graph, directed=False)

    tree = minimum_spanning_tree(graph)
    assert len(rows) == tree.nnz
    assert sum(row[2] for row in rows) == tree.sum()
    smallest: dict[int, str] = {}
    for node in np.unique(pairs):
        label, key = labels[node], f"n{node}"
        smallest[label] = min(key, smallest.get(label, key))
    for left, right, _, component in rows:
        assert labels[int(left[1:])] == labels[int(right[1:])]
        assert component == smallest[labels[int(left[1:])]]
