"""Compares two warehouses table by table."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from onepool.parity import find_leftovers

COMPARED = ("core", "marts", "quality", "intermediate", "restricted")

# Tables that tell how a warehouse came to be, and not what is so now.
LOGS = frozenset(
    {
        "intermediate.int_identity__registry",
        "intermediate.int_identity__salts",
        "core.fct_account_moves",
        "marts.merge_impact",
        "marts.label_snapshots",
        "marts.label_lifts",
        "marts.label_scorecard",
        "marts.kpi_fact_days",
        "marts.kpi_reports",
        "marts.kpi_restatements",
    }
)

# Tables of what the last build had to make.
WORK = (
    "intermediate.int_identity__changed_",
    "intermediate.int_identity__open_",
    "intermediate.int_identity__tier",
    "intermediate.int_identity__touched_",
)

# What tells of now in tables that also tell of the past, and columns that date it.
OF_NOW = {
    "core.bridge_member_accounts": "is_latest",
    "core.dim_member_ids": "is_current",
    "core.fct_member_events": "recorded_by = 'data'",
}
DATED = {"core.bridge_member_accounts": ("valid_from", "first_map_version")}

# Keys made of a member id among other columns, which are compared one by one.
OF_MEMBERS = frozenset({"task_key"})


@dataclass(frozen=True)
class Difference:
    """A table whose rows differ between two warehouses."""

    table: str
    only_left: int
    only_right: int


def differences(
    left: Path,
    right: Path,
    schemas: tuple[str, ...] = COMPARED,
    technical: tuple[str, ...] = ("_batch_id", "_load_id", "load_id"),
    renamed: bool = False,
) -> list[Difference]:
    """Return the tables whose rows are not the same in both files, but for rounding.

    Logs and closed validity are left out: they differ with the builds that were made.

    Args:
        left: one DuckDB file.
        right: the other.
        schemas: schemas to look at.
        technical: columns that tell of the build and not of the data.
        renamed: members are the same when they have the same accounts, whatever their
            id: builds out of order leave other ids, and legitimately so.
    """
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{left}' as l (read_only)")
        connection.execute(f"attach '{right}' as r (read_only)")
        for side in ("l", "r"):
            _name_members(connection, side, renamed)
        wanted = ", ".join(f"'{schema}'" for schema in schemas)
        tables = connection.execute(
            "select distinct schema_name || '.' || table_name from duckdb_tables() "
            f"where database_name in ('l', 'r') and schema_name in ({wanted}) "
            "order by 1"
        ).fetchall()
        for (table,) in tables:
            if table in LOGS or table.startswith(WORK):
                continue
            types = {
                name: type_
                for name, type_ in connection.execute(
                    "select column_name, data_type from duckdb_columns() where "
                    "database_name = 'l' and schema_name || '.' || table_name = ?",
                    [table],
                ).fetchall()
                if name not in (*technical, *DATED.get(table, ()))
                and not (renamed and name in OF_MEMBERS)
            }
            doubles = [name for name, type_ in types.items() if type_ == "DOUBLE"]
            rows = {side: _rows(side, table, types, renamed) for side in ("l", "r")}
            only_left, only_right = find_leftovers(
                connection, rows, list(types), doubles
            ).values()
            if only_left or only_right:
                found.append(Difference(table, only_left, only_right))
    return found


def _name_members(
    connection: duckdb.DuckDBPyConnection, side: str, renamed: bool
) -> None:
    """Make `l_names` or `r_names`: member id and the first account of the member."""
    if renamed:
        connection.execute(
            f"create temp table {side}_names as select member_id, min(account_key) as "
            f"name from {side}.core.bridge_member_accounts where is_latest group by 1"
        )


def _rows(side: str, table: str, columns: Iterable[str], renamed: bool) -> str:
    picked, joins = [], ""
    for number, column in enumerate(columns):
        if renamed and column.endswith("member_id"):
            picked.append(f'coalesce(n{number}.name, t."{column}") as "{column}"')
            joins += (
                f" left join {side}_names as n{number} "
                f'on t."{column}" = n{number}.member_id'
            )
        else:
            picked.append(f't."{column}"')
    condition = OF_NOW.get(table, "true")
    return (
        f"select {', '.join(picked)} from (select * from {side}.{table} "
        f"where {condition}) as t{joins}"
    )
