"""Intervals of differences equal those of scipy, of shares from its Wilson bounds."""

from pathlib import Path

import duckdb
import pytest
from scipy.optimize import brentq
from scipy.stats import binomtest, ttest_ind_from_stats
from scipy.stats import t as student

from tests.parity.compiling import compiled

CASES = [
    (0, 31, 9, 25),
    (9, 25, 0, 31),
    (56, 70, 48, 80),
    (1, 1, 0, 1),
    (500, 9000, 450, 9100),
]


@pytest.fixture(scope="module")
def bounds(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float, float]]:
    """Return (lower, upper) of each case."""
    query = (
        "select {{ difference_bound('a', 'n', 'b', 'm', 'lower') }}, "
        "{{ difference_bound('a', 'n', 'b', 'm', 'upper') }} from given order by place"
    )
    sql = compiled("duckdb", query, tmp_path_factory.mktemp("differences"))
    with duckdb.connect() as connection:
        connection.execute("create table given (place int, a int, n int, b int, m int)")
        rows = [(place, *case) for place, case in enumerate(CASES)]
        connection.executemany("insert into given values (?, ?, ?, ?, ?)", rows)
        return connection.execute(sql).fetchall()


def test_bounds_equal_those_from_scipy(bounds: list[tuple[float, float]]) -> None:
    for (a, n, b, m), (lower, upper) in zip(CASES, bounds, strict=True):
        first = binomtest(a, n).proportion_ci(method="wilson")
        second = binomtest(b, m).proportion_ci(method="wilson")
        one, other = a / n, b / m
        below = ((one - first.low) ** 2 + (second.high - other) ** 2) ** 0.5
        above = ((first.high - one) ** 2 + (other - second.low) ** 2) ** 0.5
        assert lower == pytest.approx(one - other - below, abs=1e-6)
        assert upper == pytest.approx(one - other + above, abs=1e-6)


def test_bounds_equal_the_published_example(bounds: list[tuple[float, float]]) -> None:
    # Newcombe 1998, example (a): 56 of 70 against 48 of 80, method 10.
    assert bounds[2] == pytest.approx((0.0524, 0.3339), abs=5e-5)


MEANS = [
    (120.0, 900.0, 10, 100.0, 400.0, 12),
    (88.5, 40.25, 400, 90.0, 2500.0, 15),
    (5.0, 0.0, 30, 4.0, 1.0, 30),
    (5.0, 1.0, 9, 4.0, 1.0, 30),
    (5.0, 0.0, 30, 4.0, 0.0, 30),
]


def test_bounds_of_means_equal_those_of_welch(tmp_path: Path) -> None:
    query = (
        "select {{ welch_bound('a', 'v', 'n', 'b', 'w', 'm', end='lower') }}, "
        "{{ welch_bound('a', 'v', 'n', 'b', 'w', 'm', end='upper') }} "
        "from given order by place"
    )
    sql = compiled("duckdb", query, tmp_path)
    with duckdb.connect() as connection:
        connection.execute(
            "create table given (place int, a double, v double, n int, "
            "b double, w double, m int)"
        )
        rows = [(place, *case) for place, case in enumerate(MEANS)]
        connection.executemany("insert into given values (?, ?, ?, ?, ?, ?, ?)", rows)
        bounds = connection.execute(sql).fetchall()
    for (a, v, n, b, w, m), found in zip(MEANS[:3], bounds, strict=False):
        tested = ttest_ind_from_stats(a, v**0.5, n, b, w**0.5, m, equal_var=False)
        error = (a - b) / tested.statistic
        # The p-value of scipy gives its degrees of freedom away.
        freedom = brentq(
            lambda f, x=tested: 2 * student.sf(abs(x.statistic), f) - x.pvalue, 1, 1000
        )
        margin = student.ppf(0.975, freedom) * error
        assert found == pytest.approx((a - b - margin, a - b + margin), abs=1e-3)
    assert bounds[3:] == [(None, None), (None, None)]
