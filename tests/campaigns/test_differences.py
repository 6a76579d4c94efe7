"""Intervals of differences of shares equal those built from scipy's Wilson bounds."""

import duckdb
import pytest
from scipy.stats import binomtest

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
