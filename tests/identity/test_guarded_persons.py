"""guarded_persons equals joining one link after another, in few rounds."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.identity.graphs import GraphProject

Edge = tuple[str, str, int]
Value = tuple[str, str, str]

EVIDENCE = """
select account_key, kind, value, true as is_binding
from read_parquet('FOLDER/values.parquet')
union all
select left_key, 'name', left_key, false from read_parquet('FOLDER/edges.parquet')
"""
MERGES = """
{{ config(materialized='connected_components') }}
select left_key, right_key from read_parquet('FOLDER/edges.parquet')
"""
PERSONS = """
-- depends_on: {{ ref('merges') }}
-- depends_on: {{ ref('int_identity__open_evidence') }}
{{ config(
    materialized='guarded_persons', merges='merges', edge_order=['weight'],
    most_rounds=12,
) }}
select left_key, right_key, weight from read_parquet('FOLDER/edges.parquet')
"""


def small_graphs(count: int, seed: int) -> tuple[list[Edge], list[Value]]:
    """Return the edges and binding values of many small graphs, each with a few nodes.

    Weights repeat. About one node in four holds a value of one of three kinds, so some
    graphs hold two values of a kind and others none.
    """
    random = np.random.default_rng(seed)
    edges: list[Edge] = []
    values: list[Value] = []
    for graph in range(count):
        nodes = int(random.integers(2, 15))
        for _ in range(int(random.integers(1, 2 * nodes))):
            u, v = random.integers(0, nodes, 2)
            edges.append((f"g{graph}n{u}", f"g{graph}n{v}", int(random.integers(1, 9))))
        for node in range(nodes):
            if random.random() < 0.25:
                kind = f"kind{random.integers(0, 3)}"
                value = f"v{random.integers(0, 2)}"
                values.append((f"g{graph}n{node}", kind, value))
    return edges, values


def star(leaves: int, seed: int) -> tuple[list[Edge], list[Value]]:
    """Return a hub with leaves, of which most hold one of three values in two kinds."""
    random = np.random.default_rng(seed)
    edges = [("hub", f"leaf{n:04}", int(random.integers(1, 99))) for n in range(leaves)]
    values = [
        (f"leaf{n:04}", f"kind{kind}", f"v{random.integers(0, 3)}")
        for n in range(leaves)
        for kind in range(2)
        if random.random() < 0.4
    ]
    return edges, values


def one_by_one(edges: Sequence[Edge], values: Sequence[Value]) -> dict[str, str]:
    """Return the part of every node, named after its smallest node, by Kruskal."""
    part = {node: node for u, v, _ in edges for node in (u, v)}
    held: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for node, kind, value in values:
        held[node][kind].add(value)
    for u, v, _ in sorted(edges, key=lambda edge: (edge[2], edge[0], edge[1])):
        first, second = sorted((part[u], part[v]))
        kinds = held[first].keys() & held[second].keys()
        if first == second or any(
            len(held[first][kind] | held[second][kind]) > 1 for kind in kinds
        ):
            continue
        for kind, found in held[second].items():
            held[first][kind] |= found
        part = {
            node: first if there == second else there for node, there in part.items()
        }
    return part


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> GraphProject:
    """Return a project with the models, whose files a test writes."""
    project = GraphProject(tmp_path_factory.mktemp("guarded"))
    for name, text in {
        "int_identity__open_evidence": EVIDENCE,
        "merges": MERGES,
        "persons": PERSONS,
    }.items():
        file = project.folder / "models" / f"{name}.sql"
        file.write_text(text.replace("FOLDER", str(project.folder)))
    return project


def write(folder: Path, edges: Sequence[Edge], values: Sequence[Value]) -> None:
    """Write the files that the models read."""
    with duckdb.connect() as connection:
        for name, columns, rows in (
            ("edges", "left_key varchar, right_key varchar, weight int", edges),
            ("values", "account_key varchar, kind varchar, value varchar", values),
        ):
            connection.execute(f"create table {name} ({columns})")
            if rows:
                connection.executemany(f"insert into {name} values (?, ?, ?)", rows)
            connection.execute(f"copy {name} to '{folder}/{name}.parquet'")


@pytest.mark.parametrize(
    ("edges", "values"),
    [
        small_graphs(150, 1),
        # Nobody holds two of anything: as the components are.
        (small_graphs(20, 2)[0], []),
        # A chain whose ends must stay apart is cut at its last link.
        (
            [(f"c{n:03}", f"c{n + 1:03}", n) for n in range(300)],
            [("c000", "kind", "a"), ("c300", "kind", "b")],
        ),
        star(600, 3),
    ],
    ids=["small_graphs", "no_values", "chain", "star"],
)
def test_persons_are_those_of_joining_one_by_one(
    project: GraphProject, edges: list[Edge], values: list[Value]
) -> None:
    write(project.folder, edges, values)
    done = project.run()
    assert done.success, [result.message for result in done.result]
    found = project.rows("select account_key, component_key from persons")
    assert dict(zip(*found.values(), strict=True)) == one_by_one(edges, values)
