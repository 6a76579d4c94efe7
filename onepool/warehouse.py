"""Keeping the warehouse and the landing zone it was built from together."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from onepool.landing.zone import Zone

SCHEMAS = ("staging", "intermediate", "core", "marts", "quality", "restricted")
MARK = "main.landing_zone"
# What cannot be computed again from the extracts: member ids, accepted salts, impacts,
# decisions on candidates.
LOGS = frozenset(
    {
        "int_identity__registry",
        "int_identity__salts",
        "merge_impact",
        "match_candidates",
    }
)
MEMORY_LIMIT = "2GB"


class WarehouseError(Exception):
    """The warehouse cannot be read; the text says why."""


@dataclass(frozen=True)
class BuiltFrom:
    """The build that made the tables of a warehouse.

    Attributes:
        build_id: number of the build; 0 when the warehouse tells none.
        as_of: business date of the build.
    """

    build_id: int
    as_of: date | None


def open_read_only(warehouse: Path) -> DuckDBPyConnection:
    """Open a built warehouse for reading.

    Raises:
        WarehouseError: it is not there, or a build is writing it.
    """
    if not warehouse.exists():
        raise WarehouseError(f"no warehouse at {warehouse}: run `dbt build` first")
    try:
        return duckdb.connect(
            str(warehouse), read_only=True, config={"memory_limit": MEMORY_LIMIT}
        )
    except duckdb.IOException as error:
        raise WarehouseError(
            f"{warehouse} is being written: wait until the build is done"
        ) from error


def built_from(connection: DuckDBPyConnection, landing_root: Path) -> BuiltFrom:
    """Return the build a warehouse was made by.

    A warehouse that no build of the plugin has marked takes the newest build of its
    landing zone.
    """
    try:
        rows = connection.execute(f"select build_id, as_of from {MARK}").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        rows = []
    if rows:
        return BuiltFrom(*rows[0])
    build = Zone(landing_root).build()
    return BuiltFrom(build.build_id, build.as_of)


def match_zone(
    connection: DuckDBPyConnection,
    project: Path,
    zone_id: str,
    build_id: int,
    as_of: date | None,
    extracts_root: str | None = None,
) -> int:
    """Make sure that the tables of the warehouse come from this landing zone.

    Incremental models go on from the last load they hold, so tables of another zone, or
    of a later state of this one, must not be there. They are dropped; seeds stay, and
    so do the logs, unless the rows now come from another extracts root. The mark of the
    zone is set in the same transaction.

    Args:
        connection: open for writing.
        project: project folder, for the names of the seeds.
        zone_id: id of the landing zone.
        build_id: number of the build that begins.
        as_of: business date of that build.
        extracts_root: where the rows of the zone come from.

    Returns:
        how many tables and views were dropped.
    """
    connection.execute("begin")
    connection.execute(
        f"create table if not exists {MARK} "
        "(zone_id varchar, build_id bigint, as_of date)"
    )
    connection.execute(f"alter table {MARK} add column if not exists as_of date")
    connection.execute(
        f"alter table {MARK} add column if not exists extracts_root varchar"
    )
    mark = connection.execute(
        f"select zone_id, build_id, extracts_root from {MARK}"
    ).fetchall()
    is_same = bool(mark) and mark[0][0] == zone_id and mark[0][1] < build_id
    is_moved = bool(mark) and mark[0][2] not in (None, extracts_root)
    kept = {path.stem for path in project.glob("seeds/**/*.csv")}
    dropped = 0
    if not is_same:
        dropped = _drop_all(connection, kept if is_moved else kept | LOGS)
    connection.execute(f"delete from {MARK}")
    connection.execute(
        f"insert into {MARK} (zone_id, build_id, as_of, extracts_root) "
        "values (?, ?, ?, ?)",
        [zone_id, build_id, as_of, extracts_root],
    )
    connection.execute("commit")
    return dropped


def _drop_all(connection: DuckDBPyConnection, kept: set[str]) -> int:
    relations = connection.execute(
        "select table_schema, table_name, table_type from information_schema.tables "
        "where table_catalog = current_database() and list_contains(?, table_schema)",
        [list(SCHEMAS)],
    ).fetchall()
    dropped = 0
    for schema, name, kind in sorted(relations, key=lambda row: row[2] != "VIEW"):
        if name in kept:
            continue
        word = "view" if kind == "VIEW" else "table"
        connection.execute(f'drop {word} if exists "{schema}"."{name}"')
        dropped += 1
    return dropped
