"""Plain personal data stays in the restricted schema, the salt nowhere."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support.project import Warehouse
from tests.warehouse.conftest import SALT
from tests.warehouse.planted import MARKS, found_in

OPEN = ("staging", "intermediate", "core", "marts", "quality")


def relations(connection: duckdb.DuckDBPyConnection, *schemas: str) -> list[str]:
    """Return tables and views of some schemas, quoted."""
    return [
        f'"{schema}"."{name}"'
        for schema, name in connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where list_contains(?, table_schema) order by all",
            [list(schemas)],
        ).fetchall()
    ]


def leaks(connection: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    """Return the columns of a relation that hold anything planted."""
    columns = [row[0] for row in connection.execute(f"describe {relation}").fetchall()]
    tests = ", ".join(
        f"bool_or(regexp_matches(cast(\"{name}\" as varchar), '{MARKS}'))"
        for name in columns
    )
    found = connection.execute(f"select {tests} from {relation}").fetchall()[0]
    return {name for name, hit in zip(columns, found, strict=True) if hit}


@pytest.fixture(scope="module")
def connection(troubled: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a reader of the warehouse that has no salt, as any reader is."""
    with duckdb.connect(str(troubled.path), read_only=True) as connection:
        yield connection


def test_the_search_finds_what_is_planted(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = {
        column
        for relation in relations(connection, "restricted")
        for column in leaks(connection, relation)
    }
    assert {"mobile", "receiver_name", "receiver_address", "email", "unionid"} <= found
    assert found_in("请致电 138 66600001")


def test_no_open_table_or_view_shows_a_person(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    searched = relations(connection, *OPEN)
    assert len(searched) > 80
    found = {
        relation: columns
        for relation in searched
        if (columns := leaks(connection, relation))
    }
    assert found == {}


def test_people_are_known_by_their_hashes_all_the_same(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    hashed = connection.execute(
        "select count(*), count(phone_hash), count(distinct phone_hash) "
        "from intermediate.int_identity__accounts where is_registered "
        "and phone_hash is not null"
    ).fetchall()[0]
    assert hashed[0] >= 5


def test_nothing_beside_the_warehouse_holds_people_or_the_salt(
    troubled: Warehouse,
) -> None:
    searched = [
        path
        for path in troubled.folder.rglob("*")
        if path.is_file()
        and "onepool.landing" not in path.parts
        and path.suffix not in (".duckdb", ".parquet")
    ]
    assert {".sql", ".log", ".json"} <= {path.suffix for path in searched}
    assert [path.name for path in searched if tells(path)] == []
    assert [path.name for path in searched if SALT.encode() in path.read_bytes()] == []


def test_published_files_show_no_person(troubled: Warehouse) -> None:
    troubled.run("onepool", "publish", "--skip-gate")
    published = troubled.folder / "published"
    files = [path for path in published.rglob("*") if path.is_file()]
    tables = [path for path in files if path.suffix == ".parquet"]
    assert len(tables) > 10
    with duckdb.connect() as connection:
        assert [t.name for t in tables if leaks(connection, f"'{t}'")] == []
    assert [path.name for path in files if tells(path)] == []


def tells(path: Path) -> bool:
    """Tell whether a file holds anything planted."""
    return found_in(path.read_text(encoding="utf-8", errors="replace"))
