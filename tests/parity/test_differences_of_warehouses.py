"""The comparison of two warehouses forgives a rounding of doubles, and nothing else."""

from pathlib import Path

import duckdb
import pytest

from tests.support.compare import Difference, differences

MEANS = """
select
    range // 2 as id,
    range / 7::double as mean,
    1e6 / (range + 1)::double as spread,
    cast(range as decimal(18, 2)) as amount,
    range as _batch_id
from range(20)
"""
MEMBERS = """
select
    'm' || range as member_id,
    'a' || range as account_key,
    range / 3::double as share,
    true as is_latest
from range(3)
"""


def warehouse(path: Path, means: str, members: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema core")
        connection.execute(f"create table means as {MEANS}")
        connection.execute(f"create table members as {MEMBERS}")
        connection.execute(f"create table core.means as {means}")
        connection.execute(f"create table core.bridge_member_accounts as {members}")
    return path


def found(
    folder: Path, means: str, members: str = "from members", renamed: bool = False
) -> list[Difference]:
    given = warehouse(folder / "given.duckdb", "from means", "from members")
    other = warehouse(folder / "other.duckdb", means, members)
    return differences(given, other, ("core",), renamed=renamed)


@pytest.mark.parametrize(
    "means",
    [
        "from means order by spread",
        "select * replace (mean * (1 + 1e-11) as mean) from means",
        "select * replace (mean * (1 - 1e-15) as mean, spread * (1 + 1e-15) as spread) "
        "from means",
        "select * replace (7 as _batch_id) from means",
    ],
    ids=["order", "rounding", "both ways", "technical"],
)
def test_what_tells_of_no_other_data(means: str, tmp_path: Path):
    assert found(tmp_path, means) == []


@pytest.mark.parametrize(
    ("means", "only_left", "only_right"),
    [
        ("from means where amount > 0", 1, 0),
        ("from means union all from means where amount = 3", 0, 1),
        ("select * replace (mean * (1 + 1e-7) as mean) from means", 19, 19),
        ("select * replace (amount + 0.01 as amount) from means", 20, 20),
        ("select * replace (if(id = 2, null, mean) as mean) from means", 2, 2),
    ],
    ids=["missing", "twice", "double", "decimal", "null"],
)
def test_what_tells_of_other_data(
    means: str, only_left: int, only_right: int, tmp_path: Path
):
    assert found(tmp_path, means) == [Difference("core.means", only_left, only_right)]


def test_members_of_other_ids_are_the_same_by_their_accounts(tmp_path: Path):
    renamed = "select * replace ('x' || member_id as member_id) from members"
    assert found(tmp_path, "from means", renamed, renamed=True) == []
    other = "select * replace (share + 1e-6 as share) from members"
    (tmp_path / "more").mkdir()
    table = "core.bridge_member_accounts"
    assert found(tmp_path / "more", "from means", other, renamed=True) == [
        Difference(table, 3, 3)
    ]
