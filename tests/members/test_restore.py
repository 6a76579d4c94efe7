"""`onepool restore-ids`: a lost map comes back from the published version."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from onepool.members.restore import RestoreError, command, restore
from onepool.publish import publish
from onepool.warehouse import BuiltFrom, open_read_only

EXPECTED = [
    ("app:1", 1, "new", "X", None, None),
    ("app:1", 2, "moved", "A", "X", "phone"),
    ("jd:1", 1, "new", "G", None, None),
    ("jd:1", 2, "withdrawn", None, "G", "account_withdrawn"),
    ("pos:1", 1, "new", "A", None, None),
    ("pos:8", 1, "new", "C", None, None),
    ("pos:9", 1, "new", "B", None, None),
    ("tmall:1", 1, "new", "A", None, None),
]


@pytest.fixture
def published(warehouse: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "published"
    with open_read_only(warehouse) as connection:
        publish(connection, BuiltFrom(3, date(2026, 2, 1)), folder)
    return folder


def registry(warehouse: Path) -> list[tuple]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(
            "select account_key, map_version, change, member_id, previous_member_id, "
            "cause from intermediate.int_identity__registry order by all"
        ).fetchall()


def test_the_registry_is_written_anew_with_all_moves(
    published: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh" / "onepool.duckdb"
    restored = restore(fresh, published)
    assert (restored.accounts, restored.members, restored.moves) == (6, 3, 2)
    assert registry(fresh) == EXPECTED


def test_a_version_from_before_the_registry_is_taken_as_it_stands(
    warehouse: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "create or replace table core.bridge_member_accounts as select * exclude "
            "(is_latest, first_map_version) from core.bridge_member_accounts "
            "where is_latest; drop table core.fct_account_moves"
        )
    with open_read_only(warehouse) as connection:
        publish(connection, BuiltFrom(1, None), tmp_path / "old")
    fresh = tmp_path / "fresh.duckdb"
    assert restore(fresh, tmp_path / "old").members == 3
    assert [row[:4] for row in registry(fresh)] == [
        ("app:1", 1, "new", "A"),
        ("pos:1", 1, "new", "A"),
        ("pos:8", 1, "new", "C"),
        ("pos:9", 1, "new", "B"),
        ("tmall:1", 1, "new", "A"),
    ]


def test_a_map_that_is_there_is_never_overwritten(
    published: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.duckdb"
    restore(fresh, published)
    with pytest.raises(RestoreError, match="has a map already"):
        restore(fresh, published)
    assert registry(fresh) == EXPECTED


def test_what_cannot_be_restored_is_said(published: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.duckdb"
    with pytest.raises(RestoreError, match="nothing is published"):
        restore(fresh, tmp_path / "elsewhere")
    with pytest.raises(RestoreError, match=r"no version 7 in .*: there are 000003"):
        restore(fresh, published, "7")
    result = CliRunner().invoke(
        command, ["--warehouse", str(fresh), "--published", str(published)]
    )
    assert result.exit_code == 0, result.output
    assert "6 accounts of 3 members, 2 moves" in result.output
