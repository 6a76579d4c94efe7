"""No join of the models compares every row with every row.

DuckDB hashes an outer join by its equalities only when all its conditions compare the
two sides. One condition on a single side, such as `and not members.is_erased`, turns it
into a nested loop: a second on the sample, minutes with a million members.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.project import Warehouse

NESTED = ("BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN")
OUTER = ("LEFT", "RIGHT", "FULL")


def nested_joins(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """Return the conditions of outer joins that loop although they have equalities."""
    rows = connection.execute(f"explain (format json) {query}").fetchall()
    return [
        condition
        for plan in json.loads(rows[0][1])
        for operator in _operators(plan)
        if operator["name"].strip() in NESTED
        and (extra := operator["extra_info"]).get("Join Type") in OUTER
        and " = " in (condition := str(extra.get("Condition", extra)))
    ]


def _operators(plan: dict) -> Iterator[dict]:
    yield plan
    for child in plan.get("children", []):
        yield from _operators(child)


def test_outer_joins_of_models_are_hashed(sample: Warehouse):
    compiled = sample.folder / "target" / "compiled" / "onepool" / "models"
    # Staging views are small, or read inside of the models that stand on them.
    files = [
        file
        for file in sorted(compiled.glob("**/*.sql"))
        if "staging" not in file.parts
    ]
    assert len(files) > 150
    with duckdb.connect(str(sample.path), read_only=True) as connection:
        found = {
            file.stem: joins for file in files if (joins := _joins(connection, file))
        }
    assert found == {}


def _joins(connection: duckdb.DuckDBPyConnection, file: Path) -> list[str]:
    try:
        return nested_joins(connection, file.read_text(encoding="utf-8"))
    except duckdb.Error as error:
        # A statement in parts, which a materialization runs; no plan of its own.
        pytest.fail(f"{file.stem}: {error}")


@pytest.mark.parametrize(
    ("condition", "nested"),
    [
        ("a.i = b.i", False),
        ("a.i = b.i and b.j > 1", False),
        ("a.i = b.i and a.j > 1", True),
    ],
)
def test_a_condition_on_the_kept_side_is_found(condition: str, nested: bool):
    with duckdb.connect() as connection:
        for name in "ab":
            connection.execute(
                f"create table {name} as select i, i % 7 as j from range(5000) t (i)"
            )
        query = f"select * from a left join b on {condition}"
        assert bool(nested_joins(connection, query)) is nested
