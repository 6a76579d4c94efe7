"""Turning back a file that was read well but is not let in."""

import os

import duckdb

from onepool.landing import engine
from onepool.landing.ledger import LedgerRow
from onepool.landing.writer import RAW_LIMIT
from onepool.landing.zone import Zone


def hold(
    connection: duckdb.DuckDBPyConnection, zone: Zone, row: LedgerRow, reason: str
) -> None:
    """Make every landed row of a file a reject, before the load is committed.

    Args:
        connection: DuckDB connection of the landing.
        zone: the zone; the file lies under its incoming folder.
        row: ledger row of the file.
        reason: why it is held.
    """
    rows = zone.incoming_rows(row.source, row.entity, row.file_id)
    rejects = zone.incoming_rejects(row.file_id)
    if not rows.exists():
        return
    turned = (
        f"select _file_id, {engine.text(row.source)} as source, "
        f"{engine.text(row.entity)} as entity, _channel_code as channel_code, "
        f"{engine.text(row.file)} as file, _row_number as row_number, "
        f"{engine.text(f'file held: {reason}')} as reason, "
        f"left(cast(to_json(t) as varchar), {RAW_LIMIT}) as raw "
        f"from read_parquet({engine.text(str(rows))}, hive_partitioning = false) as t"
    )
    if rejects.exists():
        turned += (
            " union all select * from "
            f"read_parquet({engine.text(str(rejects))}, hive_partitioning = false)"
        )
    beside = rejects.with_name(f"{rejects.name}.turned")
    engine.copy_to(connection, turned, beside)
    os.replace(beside, rejects)
    rows.unlink()
