"""The graph materializations equal scipy on graphs of many shapes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from tests.identity.graphs import (
    Graph,
    GraphProject,
    chain,
    graph,
    random_graph,
    shuffled_chain,
    star,
)

GRAPHS = {
    "sparse": graph(random_graph(5_000, 2_000, 2)),
    "near_critical": graph(random_graph(50_000, 26_000, 3)),
    "dense": graph(random_graph(300, 5_000, 4)),
    "chain_in_order": graph(chain(10_000)),
    "chain_shuffled": graph(shuffled_chain(10_000)),
    "star": graph(star(100_000)),
    "two_nodes": graph(np.array([[1, 0], [0, 1]])),
    "only_loops": graph(np.array([[3, 3]])),
    "empty": graph(np.zeros((0, 2), dtype=int)),
}
GIANT = {"giant_star": graph(star(1_000_000))}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> GraphProject:
    """Return a project in which all graphs are joined, and two that do not converge."""
    project = GraphProject(tmp_path_factory.mktemp("graphs"))
    for name, of in (GRAPHS | GIANT).items():
        project.add(f"components_{name}", of, "connected_components")
    for name, of in GRAPHS.items():
        project.add(f"forest_{name}", of, "spanning_forest")
    done = project.run()
    assert done.success, [result.message for result in done.result]
    return project


def labels_of(of: Graph) -> tuple[np.ndarray, np.ndarray]:
    """Return the nodes of a graph and, by scipy, the smallest name of each's component.

    Returns:
        names of the nodes, sorted, and of the first node of their components; (nodes,).
    """
    nodes, ends = np.unique(of.ends, return_inverse=True)
    ends = ends.reshape(-1, 2)
    shape = (len(nodes), len(nodes))
    ones = np.ones(len(ends), dtype=np.int8)
    _, labels = connected_components(coo_matrix((ones, ends.T), shape=shape))
    names = np.char.add("n", nodes.astype(str))
    order = np.argsort(names)
    names, labels = names[order], labels[order]
    _, first = np.unique(labels, return_index=True)
    return names, names[first][labels]


def assert_components(project: GraphProject, name: str, of: Graph) -> None:
    found = project.rows(f"select node_key, component_key from {name} order by 1")
    if len(of.ends) == 0:
        assert len(found["node_key"]) == 0
        return
    nodes, components = labels_of(of)
    assert (found["node_key"].astype(str) == nodes).all()
    assert (found["component_key"].astype(str) == components).all()


def assert_forest(project: GraphProject, name: str, of: Graph) -> None:
    found = project.rows(f"select * from {name}")
    left, right = (found[end].astype(str) for end in ("left_key", "right_key"))
    # The lightest of parallel edges, as scipy would add them up.
    pairs = np.sort(of.ends, axis=1)
    kept = pairs[:, 0] < pairs[:, 1]
    pairs, weights = pairs[kept], of.weights[kept]
    if len(pairs) == 0:
        assert len(left) == 0
        return
    order = np.lexsort((weights, pairs[:, 1], pairs[:, 0]))
    pairs, first = np.unique(pairs[order], axis=0, return_index=True)
    size = int(pairs.max()) + 1
    tree = minimum_spanning_tree(
        coo_matrix((weights[order][first], pairs.T), shape=(size, size)).tocsr()
    )
    assert len(left) == tree.nnz
    assert found["weight"].sum() == tree.sum()
    nodes, components = labels_of(of)
    expected = dict(zip(nodes.tolist(), components.tolist(), strict=True))
    for ends in (left, right):
        assert [expected[key] for key in ends] == found["component_key"].tolist()


@pytest.mark.parametrize("name", [*GRAPHS, *GIANT])
def test_components_equal_scipy(project: GraphProject, name: str) -> None:
    assert_components(project, f"components_{name}", (GRAPHS | GIANT)[name])


@pytest.mark.parametrize("name", list(GRAPHS))
def test_forest_equals_scipy_in_weight_and_components(
    project: GraphProject, name: str
) -> None:
    assert_forest(project, f"forest_{name}", GRAPHS[name])


@pytest.mark.parametrize("materialized", ["connected_components", "spanning_forest"])
def test_a_graph_that_does_not_converge_fails_and_keeps_the_table(
    project: GraphProject, materialized: str
) -> None:
    name = f"stopped_{materialized}"
    project.add(name, GRAPHS["two_nodes"], materialized)
    assert project.run(name).success
    before = project.rows(f"select count(*) as rows from {name}")["rows"]
    project.add(name, GRAPHS["chain_shuffled"], materialized, most_rounds=3)
    done = project.run(name)
    assert not done.success
    assert "edges still join components after 3 rounds" in done.result[0].message
    assert project.rows(f"select count(*) as rows from {name}")["rows"] == before


ENDS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(ENDS, min_size=30, max_size=60))
def test_any_graphs_equal_scipy(
    shared: GraphProject, graphs: list[list[tuple[int, int]]]
) -> None:
    # Many small graphs side by side, since a run of dbt costs more than a graph.
    ends = [
        (20 * place + left, 20 * place + right)
        for place, pairs in enumerate(graphs)
        for left, right in pairs
    ]
    of = graph(np.array(ends, dtype=int))
    shared.add("any_components", of, "connected_components")
    shared.add("any_forest", of, "spanning_forest")
    assert shared.run().success
    assert_components(shared, "any_components", of)
    assert_forest(shared, "any_forest", of)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> GraphProject:
    """Return a project whose two models are written anew for each example."""
    return GraphProject(Path(tmp_path_factory.mktemp("any")))
