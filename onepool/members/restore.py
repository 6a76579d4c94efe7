"""`onepool restore-ids`: bring the map of member ids back from a published version.

The registry (`intermediate.int_identity__registry`) is the one table that cannot be
computed again. A published version holds what it is made of: where every account
belongs now (`core.bridge_member_accounts`) and every move (`core.fct_account_moves`).
"""

from dataclasses import dataclass
from pathlib import Path

import click
import duckdb

from onepool.publish.versions import read_version, version_names
from onepool.settings import SettingsError, load_settings

REGISTRY = "intermediate.int_identity__registry"
BRIDGE, MOVES, IMPACT = "bridge_member_accounts", "fct_account_moves", "merge_impact"

CREATE = f"""
create table if not exists {REGISTRY} (
    account_key varchar,
    map_version bigint,
    change varchar,
    member_id varchar,
    previous_member_id varchar,
    cause varchar,
    first_seen_at timestamp,
    mapped_on date,
    _batch_id bigint
)
"""

# Before the registry an account had one row in the bridge and no version.
OLD_BRIDGE = "select *, true as is_latest, 1 as first_map_version from bridge_files"

RESTORE = f"""
insert into {REGISTRY} by name
with
held as (
    select
        account_key,
        min(first_map_version) as map_version,
        min(valid_from) as first_seen_at,
        max(member_id) filter (where is_latest) as member_id
    from bridge
    group by account_key
),
first_moves as (
    select
        account_key,
        min(map_version) as map_version,
        arg_min(from_member_id, map_version) as member_id
    from moves
    group by account_key
)
select
    account_key,
    coalesce(held.map_version, first_moves.map_version - 1) as map_version,
    'new' as change,
    coalesce(first_moves.member_id, held.member_id) as member_id,
    null as previous_member_id,
    null as cause,
    held.first_seen_at,
    cast(nullif(?, '') as date) as mapped_on,
    0 as _batch_id
from held
full outer join first_moves using (account_key)
union all by name
select
    account_key,
    map_version,
    change,
    to_member_id as member_id,
    from_member_id as previous_member_id,
    cause,
    mapped_on,
    _batch_id
from moves
"""


class RestoreError(Exception):
    """The map cannot be restored; the text says what to do."""


@dataclass(frozen=True)
class Restored:
    """What was restored.

    Attributes:
        version: name of the published version it came from.
        accounts: accounts in the map.
        members: members they belong to now.
        moves: moves of accounts between members, withdrawals and returns.
    """

    version: str
    accounts: int
    members: int
    moves: int


def restore(warehouse: Path, published: Path, version: str | None = None) -> Restored:
    """Write the registry of a warehouse anew from a published version.

    Args:
        warehouse: DuckDB file; made when it is not there.
        published: folder of the published versions.
        version: name of a version; the newest when not given.

    Returns:
        counts of what was restored.

    Raises:
        RestoreError: there is no such version, it knows no members, or the warehouse
            has a map already or is being written.
    """
    folder = published / "versions"
    names = version_names(folder)
    if not names:
        raise RestoreError(
            f"nothing is published in {published}: there is no map to take"
        )
    name = version or names[-1]
    if name not in names:
        raise RestoreError(
            f"no version {name} in {folder}: there are {', '.join(names)}"
        )
    said = read_version(folder, name)
    files = {
        table.name: [str(folder / name / file.path) for file in table.files]
        for table in said.tables
    }
    if BRIDGE not in files:
        raise RestoreError(f"version {name} has no core.{BRIDGE}: choose another")
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(warehouse))
    except duckdb.IOException as error:
        raise RestoreError(
            f"{warehouse} is in use: wait until the build is done"
        ) from error
    with connection:
        return _restore(connection, name, said.as_of, files)


def _restore(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    as_of: str,
    files: dict[str, list[str]],
) -> Restored:
    connection.execute("begin")
    connection.execute("create schema if not exists intermediate")
    connection.execute(CREATE)
    held = _count(connection, f"select count(*) from {REGISTRY}")
    if held:
        raise RestoreError(
            f"the warehouse has a map already ({held:,} rows in {REGISTRY}), which "
            "full builds keep: nothing needs to be restored"
        )
    connection.read_parquet(files[BRIDGE]).create_view("bridge_files")
    columns = connection.table("bridge_files").columns
    is_old = "is_latest" not in columns
    connection.execute(
        "create temp view bridge as "
        + (OLD_BRIDGE if is_old else "select * from bridge_files")
    )
    if MOVES in files:
        connection.read_parquet(files[MOVES]).create_view("moves")
    else:
        connection.execute(
            "create temp view moves as select account_key, map_version, change, "
            "member_id as to_member_id, previous_member_id as from_member_id, cause, "
            f"mapped_on, _batch_id from {REGISTRY} where false"
        )
    connection.execute(RESTORE, [as_of])
    if IMPACT in files:
        connection.execute("create schema if not exists marts")
        connection.read_parquet(files[IMPACT]).create_view("impact_files")
        connection.execute(
            f"create table if not exists marts.{IMPACT} as from impact_files"
        )
    restored = Restored(
        name,
        _count(connection, f"select count(distinct account_key) from {REGISTRY}"),
        _count(
            connection, "select count(distinct member_id) from bridge where is_latest"
        ),
        _count(connection, "select count(*) from moves"),
    )
    connection.execute("commit")
    return restored


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


@click.command("restore-ids")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option("--published", help="Folder of the versions (ONEPOOL_PUBLISHED).")
@click.option("--version", help="Name of a published version; default the newest.")
def command(warehouse: str | None, published: str | None, version: str | None) -> None:
    """Restore the map of member ids of a lost warehouse from a published version."""
    try:
        settings = load_settings(warehouse=warehouse, published=published)
        restored = restore(settings.warehouse, settings.published, version)
    except (RestoreError, SettingsError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Restored from version {restored.version}: {restored.accounts:,} accounts of "
        f"{restored.members:,} members, {restored.moves:,} moves. Now build: accounts "
        "keep these ids, new ones are added."
    )
