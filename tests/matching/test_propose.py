"""`onepool propose-matches`: who is proposed, who never is, and what it says."""

import shutil
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from onepool.matching.propose import command
from tests.support.project import ROOT, Warehouse

COLUMNS = "left_account, right_account, match_weight, match_probability, name_agreement"


def propose(warehouse: Path, *options: str) -> Result:
    return CliRunner().invoke(
        command, ["--warehouse", str(warehouse), *options], env={"COLUMNS": "200"}
    )


def candidates(warehouse: Path) -> list[tuple]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(
            f"select {COLUMNS}, status from restricted.match_candidates order by all"
        ).fetchall()


def test_who_is_proposed(warehouse: Path) -> None:
    """Not two loyalty numbers, a cannot_link, one member, a household, a name alone."""
    done = propose(warehouse)
    assert done.exit_code == 0, done.output
    found = candidates(warehouse)
    assert {row[:2]: row[4] for row in found} == {
        ("twin:1", "twin:2"): "equal",
        ("slip:1", "slip:2"): "close",
    }
    assert all(row[3] > 0.9 and row[5] == "open" for row in found)
    assert "2 candidates among 214 accounts" in done.output
    # What was refused is not proposed again; the rest comes out the same.
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "update restricted.match_candidates set status = 'refused' "
            "where left_account = 'twin:1'"
        )
    assert propose(warehouse).exit_code == 0
    again = candidates(warehouse)
    assert [row[:5] for row in again] == [row[:5] for row in found]
    assert {row[0]: row[5] for row in again} == {"twin:1": "refused", "slip:1": "open"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("update restricted.match_profiles set name = null", "no account has the name"),
        (
            "update restricted.match_profiles "
            "set birthday = null, city = null, address = null, gender = null",
            "a name alone makes nobody one person",
        ),
        ("drop table restricted.match_profiles", "run `dbt build` first"),
    ],
    ids=["no_names", "names_only", "not_built"],
)
def test_what_cannot_be_compared_is_said(
    warehouse: Path, change: str, message: str
) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(change)
    done = propose(warehouse)
    assert done.exit_code == 1
    assert message in " ".join(done.output.split())


def test_too_many_pairs_are_refused_with_the_rule(warehouse: Path) -> None:
    done = propose(warehouse, "--most-pairs", "3")
    assert done.exit_code == 1
    assert "are more than 3" in done.output
    assert "by the rule 'same" in done.output


def test_a_missing_warehouse_or_review_table_is_said(warehouse: Path) -> None:
    done = propose(warehouse.with_name("none.duckdb"))
    assert "run `dbt build` first" in done.output
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop table restricted.match_candidates")
    done = propose(warehouse)
    assert done.exit_code == 1
    assert "has no restricted.match_candidates" in done.output


def test_a_missing_splink_is_said(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    done = propose(warehouse)
    assert done.exit_code == 1
    assert "pip install 'onepool[fuzzy]'" in done.output


def test_candidates_of_the_sample_are_people_of_the_generator(
    sample: Warehouse, tmp_path: Path
) -> None:
    # Views name the file's stem, so the copy keeps it.
    copy = tmp_path / sample.path.name
    shutil.copy(sample.path, copy)
    done = propose(copy, "--least", "0.9")
    assert done.exit_code == 0, done.output
    truth = ROOT / "extracts" / "sample" / "truth" / "accounts.parquet"
    with duckdb.connect(str(copy), read_only=True) as connection:
        pairs, right = connection.execute(
            "with truth as (select channel_code || ':' || account_id as account_key, "
            f"person_id from read_parquet('{truth}')) "
            "select count(*), count(*) filter (l.person_id = r.person_id) "
            "from restricted.match_candidates as c "
            "inner join truth as l on c.left_account = l.account_key "
            "inner join truth as r on c.right_account = r.account_key"
        ).fetchall()[0]
    assert pairs >= 5
    assert right / pairs >= 0.9
