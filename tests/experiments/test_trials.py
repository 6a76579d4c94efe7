"""The SQL of the experiment marts over drawn experiments."""

import duckdb
import pytest

from onepool.experiments.trials import build, compile_models, judge, shortfalls
from onepool.experiments.worlds import draw
from onepool.settings import project_root
from tests.experiments.reference import differences


@pytest.fixture(scope="module")
def sql() -> dict[str, str]:
    """Return the SQL of the experiment marts by name."""
    return compile_models(project_root())


def test_results_equal_scipy(sql: dict[str, str]) -> None:
    """On thousands of members, where proportions and ratios can be compared too."""
    with duckdb.connect() as connection:
        build(connection, sql, draw(3, 1500, 11, 1))
        members, results = (
            connection.execute(f"from onepool.marts.experiment_{name}").df()
            for name in ("members", "results")
        )
    compared = set(results.loc[results["reason"].isna(), "method"])
    assert compared == {"difference_of_proportions", "welch", "welch_cuped", "delta"}
    assert differences(results, members, 10) == []


def test_known_effects_and_none(sql: dict[str, str]) -> None:
    """A small run of `onepool bench-experiments`."""
    drawn = judge(sql, 40, 600, 7, 1)
    plain, cuped = (
        drawn.loc[(drawn["metric"] == "orders") & (drawn["method"] == method)].iloc[0]
        for method in ("welch", "welch_cuped")
    )
    assert min(drawn["covered"]) >= 34
    assert cuped["mean_width"] < plain["mean_width"]
    same = judge(sql, 40, 600, 8, 0)
    assert max(same["rejected"]) <= 7


def test_a_wrong_interval_is_told(sql: dict[str, str]) -> None:
    drawn = judge(sql, 10, 600, 7, 1)
    assert shortfalls("A/B", drawn.assign(covered=8))
    assert shortfalls("A/A", drawn.assign(covered=10, rejected=10))
