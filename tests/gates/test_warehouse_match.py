"""A warehouse built from another landing zone is emptied, but for its seeds."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from onepool.warehouse import match_zone

DAY = date(2024, 1, 1)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    seed = tmp_path / "seeds" / "dimensions" / "channels.csv"
    seed.parent.mkdir(parents=True)
    seed.write_text("channel_code\n")
    return tmp_path


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect()
    for schema in ("core", "staging", "other"):
        opened.execute(f"create schema {schema}")
        opened.execute(f"create table {schema}.a as select 1 as x")
        opened.execute(f"create view {schema}.b as from {schema}.a")
    opened.execute("create table core.channels as select 1 as x")
    return opened


def names(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {
        f"{schema}.{name}"
        for schema, name in connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_schema <> 'main'"
        ).fetchall()
    }


def test_first_build_drops_what_is_of_unknown_origin(
    project: Path, connection: duckdb.DuckDBPyConnection
):
    assert match_zone(connection, project, "zone", 1, DAY) == 4
    assert names(connection) == {"core.channels", "other.a", "other.b"}


def test_later_builds_of_the_same_zone_keep_everything(
    project: Path, connection: duckdb.DuckDBPyConnection
):
    match_zone(connection, project, "zone", 1, DAY)
    connection.execute("create table core.a as select 1 as x")
    assert match_zone(connection, project, "zone", 2, DAY) == 0
    assert "core.a" in names(connection)


@pytest.mark.parametrize(("zone", "build"), [("other", 3), ("zone", 2), ("zone", 1)])
def test_another_zone_or_an_older_state_drops(
    project: Path, connection: duckdb.DuckDBPyConnection, zone: str, build: int
):
    match_zone(connection, project, "zone", 2, DAY)
    connection.execute("create table core.a as select 1 as x")
    assert match_zone(connection, project, zone, build, DAY) == 1
    assert "core.a" not in names(connection)


@pytest.mark.parametrize(("root", "is_kept"), [("here", True), ("elsewhere", False)])
def test_member_ids_outlive_their_zone_but_not_their_extracts(
    project: Path, connection: duckdb.DuckDBPyConnection, root: str, is_kept: bool
):
    registry = "intermediate.int_identity__registry"
    connection.execute("create schema intermediate")
    connection.execute(f"create table {registry} as select 1 as x")
    match_zone(connection, project, "zone", 1, DAY, "here")
    assert registry in names(connection)
    match_zone(connection, project, "another", 1, DAY, root)
    assert (registry in names(connection)) is is_kept
