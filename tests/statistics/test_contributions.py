"""Contributions in SQL equal the formulas written out in Python."""

import math
from itertools import permutations

import duckdb
import numpy as np
import pytest

from tests.parity.compiling import compiled

QUERY = (
    "with {{ tree_factors('given') }} "
    "select tree, step, method, contribution from contributed"
)
TREES = 200


def lmdi(before: list[float], after: list[float]) -> list[float]:
    """Return what each factor of a product brought to its change (Ang 2004, LMDI I).

    Args:
        before: factors of the earlier period, all positive.
        after: factors of the later one.
    """
    old, new = math.prod(before), math.prod(after)
    weight = old if math.isclose(old, new) else (new - old) / math.log(new / old)
    return [
        weight * math.log(later / earlier)
        for earlier, later in zip(before, after, strict=True)
    ]


def shapley(before: list[float], after: list[float]) -> list[float]:
    """Return the mean change each factor makes over all orders of changing them."""
    orders = list(permutations(range(len(before))))
    brought = [0.0] * len(before)
    for order in orders:
        now = list(before)
        for place in order:
            product = math.prod(now)
            now[place] = after[place]
            brought[place] += (math.prod(now) - product) / len(orders)
    return brought


def drawn() -> list[tuple[list[float], list[float], list[int]]]:
    """Return (factors before, after, signs) of products with two to four factors.

    A sign of -1 is a divisor. Some values are zero or negative, some do not change.
    """
    random = np.random.default_rng(11)
    trees = []
    for number in range(TREES):
        count = 2 + number % 3
        before = np.exp(random.normal(0, 2, count))
        after = before * np.exp(random.normal(0, 0.5, count))
        signs = [1] * count
        if number % 4 == 1:
            signs[-1] = -1
        if number % 5 == 2:
            after[0] = 0
        if number % 5 == 3:
            before[0] = -before[0]
        if number % 7 == 4:
            after = before.copy()
        trees.append((before.tolist(), after.tolist(), signs))
    return trees


@pytest.fixture(scope="module")
def contributed(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[int, list[tuple[str, float]]]:
    """Return {tree: [(method, contribution) of each step]} of the drawn trees."""
    sql = compiled("duckdb", QUERY, tmp_path_factory.mktemp("contributions"))
    rows = []
    for tree, (before, after, signs) in enumerate(drawn()):
        totals = [
            math.prod(
                value if sign > 0 else 1 / value
                for value, sign in zip(values, signs, strict=True)
            )
            for values in (before, after)
        ]
        rows += [
            (tree, step, signs[step - 1], before[step - 1], after[step - 1], *totals)
            for step in range(1, len(before) + 1)
        ]
    with duckdb.connect() as connection:
        connection.execute(
            "create table given (tree int, step int, sign int, child_from double, "
            "child_to double, parent_from double, parent_to double)"
        )
        connection.executemany("insert into given values (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute(
            "create or replace table given as select *, "
            "case when min(sign) over (partition by tree) < 0 then 'ratio' "
            "else 'product' end as operation, 'c' as comparison, 'month' as period, "
            "date '2026-03-01' as starts_on, 'm' as parent_metric, "
            "'all' as slice_dimension, 'all' as slice_value from given"
        )
        found: dict[int, list[tuple[str, float]]] = {}
        for tree, _, method, value in connection.execute(
            f"select * from ({sql}) order by tree, step"
        ).fetchall():
            found.setdefault(tree, []).append((method, value))
    return found


def test_contributions_equal_the_formulas(
    contributed: dict[int, list[tuple[str, float]]],
) -> None:
    used = set()
    for tree, (before, after, signs) in enumerate(drawn()):
        old, new = (
            [
                value if sign > 0 else 1 / value
                for value, sign in zip(values, signs, strict=True)
            ]
            for values in (before, after)
        )
        positive = min(old + new) > 0
        expected = lmdi(old, new) if positive else shapley(old, new)
        size = max(abs(math.prod(old)), abs(math.prod(new)))
        methods = {method for method, _ in contributed[tree]}
        assert methods == {"lmdi" if positive else "shapley"}
        used |= methods
        told = [value for _, value in contributed[tree]]
        assert told == pytest.approx(expected, rel=1e-8, abs=1e-8 * size), tree
        change = math.prod(new) - math.prod(old)
        assert sum(told) == pytest.approx(change, rel=1e-8, abs=1e-8 * size)
    assert used == {"lmdi", "shapley"}
