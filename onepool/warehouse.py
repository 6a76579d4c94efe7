"""Keeping the warehouse and the landing zone it was built from together."""

from pathlib import Path

from duckdb import DuckDBPyConnection

SCHEMAS = ("staging", "intermediate", "core", "marts", "quality", "restricted")
MARK = "main.landing_zone"


def match_zone(
    connection: DuckDBPyConnection, project: Path, zone_id: str, build_id: int
) -> int:
    """Make sure that the tables of the warehouse come from this landing zone.

    Incremental models go on from the last load they hold, so tables of another zone, or
    of a later state of this one, must not be there. They are dropped; seeds stay. The
    mark of the zone is set in the same transaction.

    Args:
        connection: open for writing.
        project: project folder, for the names of the seeds.
        zone_id: id of the landing zone.
        build_id: number of the build that begins.

    Returns:
        how many tables and views were dropped.
    """
    connection.execute("begin")
    connection.execute(
        f"create table if not exists {MARK} (zone_id varchar, build_id bigint)"
    )
    mark = connection.execute(f"select zone_id, build_id from {MARK}").fetchall()
    is_same = bool(mark) and mark[0][0] == zone_id and mark[0][1] < build_id
    dropped = 0 if is_same else _drop_all(connection, project)
    connection.execute(f"delete from {MARK}")
    connection.execute(f"insert into {MARK} values (?, ?)", [zone_id, build_id])
    connection.execute("commit")
    return dropped


def _drop_all(connection: DuckDBPyConnection, project: Path) -> int:
    seeds = {path.stem for path in project.glob("seeds/**/*.csv")}
    relations = connection.execute(
        "select table_schema, table_name, table_type from information_schema.tables "
        "where table_catalog = current_database() and list_contains(?, table_schema)",
        [list(SCHEMAS)],
    ).fetchall()
    dropped = 0
    for schema, name, kind in sorted(relations, key=lambda row: row[2] != "VIEW"):
        if name in seeds:
            continue
        word = "view" if kind == "VIEW" else "table"
        connection.execute(f'drop {word} if exists "{schema}"."{name}"')
        dropped += 1
    return dropped
