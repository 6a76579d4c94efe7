"""Finds the rows of two tables that have no partner in the other."""

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

RELATIVE_TOLERANCE = 1e-9
# Sums of binary fractions end a little beside zero, where no relation helps.
ABSOLUTE_TOLERANCE = 1e-12


def find_leftovers(
    connection: DuckDBPyConnection,
    sides: Mapping[str, str],
    columns: Sequence[str],
    doubles: Sequence[str],
) -> dict[str, int]:
    """Make tables `<side>_only` of the rows without a partner, and count them.

    Rows may come in any order, and the same row several times. Doubles are equal within
    a relative 1e-9, because their last digits depend on the order in which threads sum
    them up; everything else is compared exactly.

    Args:
        connection: reads both sides.
        sides: query by name of the side, two of them, with the same columns.
        columns: names of all columns.
        doubles: those of them that are doubles.

    Returns:
        rows without a partner, by side.
    """
    left, right = sides
    for side, other in ((left, right), (right, left)):
        connection.execute(
            f"create or replace temp table {side}_only as "
            f"({sides[side]}) except all ({sides[other]})"
        )
    if doubles and all(_counted(connection, sides).values()):
        _pair_by_doubles(connection, left, right, columns, doubles)
    return _counted(connection, sides)


def _counted(
    connection: DuckDBPyConnection, sides: Mapping[str, str]
) -> dict[str, int]:
    return {
        side: connection.execute(f"select count(*) from {side}_only").fetchone()[0]
        for side in sides
    }


def _pair_by_doubles(
    connection: DuckDBPyConnection,
    left: str,
    right: str,
    columns: Sequence[str],
    doubles: Sequence[str],
) -> None:
    """Take rows out of both leftovers that differ by a rounding of doubles only."""
    exact = [name for name in columns if name not in doubles]
    keys = ", ".join(f'"{name}"' for name in exact) or "true"
    # In coarse steps first, so that a rounding of one double does not decide alone.
    order = ", ".join(
        [f'try_cast("{name}" as float)' for name in doubles]
        + [f'"{name}"' for name in doubles]
    )
    for side in (left, right):
        connection.execute(
            f"create or replace temp table {side}_numbered as select *, row_number() "
            f"over (partition by {keys} order by {order}) as pair_no, "
            f"row_number() over () as row_no from {side}_only"
        )
    same = [f'l."{name}" is not distinct from r."{name}"' for name in exact]
    near = [
        f'(l."{name}" is not distinct from r."{name}" or abs(l."{name}" - r."{name}") '
        f"<= {ABSOLUTE_TOLERANCE} + {RELATIVE_TOLERANCE} "
        f'* greatest(abs(l."{name}"), abs(r."{name}")))'
        for name in doubles
    ]
    connection.execute(
        "create or replace temp table paired as "
        f"select l.row_no as {left}_no, r.row_no as {right}_no "
        f"from {left}_numbered as l inner join {right}_numbered as r on "
        + " and ".join(["l.pair_no = r.pair_no", *same, *near])
    )
    for side in (left, right):
        connection.execute(
            f"create or replace temp table {side}_only as "
            f"select * exclude (pair_no, row_no) from {side}_numbered "
            f"where row_no not in (select {side}_no from paired)"
        )
