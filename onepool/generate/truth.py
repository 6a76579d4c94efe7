"""Writes what is true of a world beside its dirty extracts."""

import dataclasses
import json
from pathlib import Path

import duckdb

from onepool.generate.engine import sql_folder
from onepool.generate.parameters import Parameters


def find_reachable(connection: duckdb.DuckDBPyConnection) -> None:
    """Number the accounts that a person's own delivered identifiers connect.

    Each person owns one value of each identifier type, so accounts and types are a
    small graph a person; the least account number spreads until nothing changes.
    """
    connection.execute(
        """
        create or replace temp table identifier_edges as
        select account_no, unnest(list_filter([
            case when is_phone_own and not is_phone_masked then 1 end,
            case when unionid = true_unionid then 2 end,
            case when loyalty_no is not null then 3 end,
            case when email is not null then 4 end,
            case when is_device_own then 5 end
        ], lambda kind: kind is not null)) + person_id::bigint * 8 as identifier_no
        from accounts
        where not is_void
        """
    )
    connection.execute(
        "create or replace table reachable_accounts as select account_no, person_id, "
        "channel_code, account_id, account_no as reachable_no from accounts"
    )
    changed = True
    while changed:
        connection.execute(
            """
            create or replace temp table reached as
            select edges.account_no, min(least_no) as reachable_no
            from identifier_edges as edges
            inner join (
                select identifier_no, min(reachable_no) as least_no
                from identifier_edges
                inner join reachable_accounts using (account_no)
                group by identifier_no
            ) using (identifier_no)
            group by edges.account_no
            """
        )
        row = connection.execute(
            "select count(*) from reached inner join reachable_accounts as known "
            "using (account_no) where reached.reachable_no < known.reachable_no"
        ).fetchone()
        changed = bool(row and row[0])
        connection.execute(
            "create or replace table reachable_accounts as select known.* replace "
            "(coalesce(reached.reachable_no, known.reachable_no) as reachable_no) "
            "from reachable_accounts as known left join reached using (account_no)"
        )


def write_parameters(parameters: Parameters, folder: Path) -> None:
    """Write the parameters first: they mark the folder as a generated world."""
    folder.mkdir(parents=True, exist_ok=True)
    values = dataclasses.asdict(parameters) | {"end": parameters.end.isoformat()}
    values = {name: value for name, value in values.items() if value is not None}
    (folder / "parameters.json").write_text(
        json.dumps(values, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )


def write_truth(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the truth of a delivered world, one Parquet file a subject."""
    find_reachable(connection)
    for file in sorted(sql_folder("truth").iterdir(), key=lambda found: found.name):
        if file.name.endswith(".sql"):
            query = file.read_text(encoding="utf-8")
            target = folder / f"{file.name.removesuffix('.sql')}.parquet"
            connection.execute(
                f"copy ({query}) to '{target}' "
                "(format parquet, compression zstd, row_group_size 122880)"
            )
