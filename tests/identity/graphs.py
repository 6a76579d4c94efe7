"""Graphs of many shapes, and a dbt project that has only the graph materializations."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult

from tests.support.project import ROOT

PROJECT = """
name: onepool
profile: graphs
version: 1.0.0
config-version: 2
macro-paths: [macros]
flags: {send_anonymous_usage_stats: false}
"""
PROFILE = """
graphs:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: FOLDER/graphs.duckdb, threads: 1}
"""
MODEL = """
{{ config(materialized='MATERIALIZED', edge_order=['weight'], most_rounds=ROUNDS) }}
select left_key, right_key, weight from read_parquet('FOLDER/NAME.parquet')
"""


@dataclass(frozen=True)
class Graph:
    """Edges with their weights.

    Attributes:
        ends: nodes of each edge, shape (edges, 2), loops and repeats included.
        weights: 1 to 50, shape (edges,); they repeat, so that keys break ties.
    """

    ends: np.ndarray
    weights: np.ndarray


def graph(ends: np.ndarray) -> Graph:
    """Return a graph of these edges with weights drawn at random."""
    weights = np.random.default_rng(5).integers(1, 51, len(ends))
    return Graph(ends.reshape(-1, 2), weights)


def random_graph(nodes: int, edges: int, seed: int) -> np.ndarray:
    """Return edges, shape (edges, 2), loops and repeats included."""
    return np.random.default_rng(seed).integers(0, nodes, (edges, 2))


def chain(nodes: int) -> np.ndarray:
    """Return a path through all nodes in the order of their names."""
    return np.stack([np.arange(nodes - 1), np.arange(1, nodes)], axis=1)


def shuffled_chain(nodes: int) -> np.ndarray:
    """Return a path through all nodes in random order of names and of edges."""
    generator = np.random.default_rng(1)
    return generator.permutation(generator.permutation(nodes)[chain(nodes)])


def star(leaves: int) -> np.ndarray:
    """Return a hub, node 0, with its leaves."""
    return np.stack([np.zeros(leaves, dtype=int), np.arange(1, leaves + 1)], axis=1)


class GraphProject:
    """A dbt project whose models are graphs.

    Args:
        folder: an empty folder, where everything is written.
    """

    def __init__(self, folder: Path) -> None:
        """Write the project without models."""
        self.folder = folder
        (folder / "dbt_project.yml").write_text(PROJECT)
        (folder / "profiles.yml").write_text(PROFILE.replace("FOLDER", str(folder)))
        (folder / "models").mkdir()
        shutil.copytree(ROOT / "macros" / "identity", folder / "macros")

    def add(
        self, name: str, of: Graph, materialized: str, most_rounds: int = 60
    ) -> None:
        """Write a model, and its graph; nodes are called n0, n1 and so on."""
        left, right = of.ends[:, 0], of.ends[:, 1]
        weight = of.weights
        file = self.folder / f"{name}.parquet"
        with duckdb.connect() as connection:
            connection.execute(
                "copy (select 'n' || unnest($1) as left_key, 'n' || unnest($2) as "
                f"right_key, unnest($3) as weight) to '{file}'",
                [left, right, weight],
            )
        text = MODEL.replace("NAME", name).replace("FOLDER", str(self.folder))
        text = text.replace("MATERIALIZED", materialized)
        (self.folder / "models" / f"{name}.sql").write_text(
            text.replace("ROUNDS", str(most_rounds))
        )

    def run(self, *select: str) -> dbtRunnerResult:
        """Build some models, or all, in this process."""
        chosen = [part for name in select for part in ("--select", name)]
        folder = str(self.folder)
        done = dbtRunner().invoke(
            [
                *("--quiet", "--log-level-file", "none", "run", *chosen),
                *("--project-dir", folder, "--profiles-dir", folder),
                *("--target-path", f"{folder}/target", "--log-path", f"{folder}/logs"),
            ]
        )
        # dbt keeps the file open, which lets nobody else of this process read it.
        DuckDBConnectionManager.close_all_connections()
        return done

    def rows(self, query: str) -> dict[str, np.ndarray]:
        """Return the columns of a query on what was built."""
        with duckdb.connect(str(self.folder / "graphs.duckdb"), read_only=True) as db:
            return db.execute(query).fetchnumpy()
