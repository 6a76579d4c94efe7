"""`onepool accept-matches`: what becomes an override, and what may not."""

import csv
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from onepool.matching.accept import command
from tests.identity.people import OVERRIDES
from tests.matching.conftest import add

CANDIDATES = [
    ("twin:1", "twin:2", 12.0, 0.999),
    ("chain:1", "chain:2", 11.0, 0.998),
    ("chain:2", "chain:3", 10.0, 0.997),
    ("slip:1", "slip:2", 3.0, 0.90),
    ("name:1", "name:2", -1.0, 0.30),
]


@pytest.fixture
def reviewed(warehouse: Path) -> Path:
    """Return the warehouse with candidates; chain:1 and chain:3 have two cards."""
    with duckdb.connect(str(warehouse)) as connection:
        for number in "123":
            values = (f"lea {number}", "1980-01-01", "bern", "1 elm row")
            add(connection, f"chain:{number}", f"chain{number}", *values)
        connection.execute(
            "insert into intermediate.int_identity__identifiers values "
            "('chain:1', 'loyalty_no', 'company', 'l8', true, false, null), "
            "('chain:3', 'loyalty_no', 'company', 'l9', true, false, null)"
        )
        connection.executemany(
            "insert into restricted.match_candidates by name select ? as left_account, "
            "? as right_account, ? as match_weight, ? as match_probability, "
            "'open' as status",
            CANDIDATES,
        )
    return warehouse


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """Return a file of overrides without a row and without a last line end."""
    path = tmp_path / "identity_overrides.csv"
    path.write_text(OVERRIDES.read_text(encoding="utf-8").splitlines()[0])
    return path


def accept(warehouse: Path, seed: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        command,
        [
            *arguments,
            *("--by", "clerk", "--warehouse", str(warehouse)),
            *("--overrides", str(seed)),
        ],
        env={"COLUMNS": "200"},
    )


def links(seed: Path) -> list[tuple[str, str]]:
    with seed.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(
        row["kind"] == "must_link"
        and row["decided_by"] == "clerk"
        and row["decided_at"]
        and row["reason"]
        and not row["identifier_hash"]
        for row in rows
    )
    return [
        (
            f"{row['channel_code']}:{row['account_id']}",
            f"{row['other_channel_code']}:{row['other_account_id']}",
        )
        for row in rows
    ]


def status(warehouse: Path) -> dict[str, str]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return dict(
            connection.execute(
                "select left_account, status from restricted.match_candidates"
            ).fetchall()
        )


def test_likely_pairs_become_overrides_but_no_chain_of_two_cards(
    reviewed: Path, seed: Path
) -> None:
    done = accept(reviewed, seed, "--above", "0.95")
    assert done.exit_code == 0, done.output
    assert links(seed) == [("twin:1", "twin:2"), ("chain:1", "chain:2")]
    assert "chain:2 chain:3: they would hold two values of loyalty_no" in done.output
    assert status(reviewed) == {
        "twin:1": "accepted",
        "chain:1": "accepted",
        "chain:2": "open",
        "slip:1": "open",
        "name:1": "open",
    }
    # Once decided, a pair is not written again.
    assert accept(reviewed, seed, "--above", "0.95").exit_code == 0
    assert len(links(seed)) == 2


def test_a_file_accepts_and_refuses(reviewed: Path, seed: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(
        "left_account,right_account,decision,reason\n"
        "slip:2,slip:1,accept,called her\nname:1,name:2,refuse,\n"
    )
    done = accept(reviewed, seed, str(file))
    assert done.exit_code == 0, done.output
    assert "1 accepted, 1 refused, 0 left out" in done.output
    assert links(seed) == [("slip:1", "slip:2")]
    assert "called her" in seed.read_text()
    assert status(reviewed)["name:1"] == "refused"


def test_accounts_that_are_gone_or_kept_apart_are_left_out(
    reviewed: Path, seed: Path
) -> None:
    with duckdb.connect(str(reviewed)) as connection:
        connection.execute(
            "insert into restricted.match_candidates by name select "
            "unnest(['apart:1', 'gone:1', 'known:1']) as left_account, "
            "unnest(['apart:2', 'gone:2', 'known:2']) as right_account, "
            "99.0 as match_weight, 1.0 as match_probability, 'open' as status"
        )
    done = accept(reviewed, seed, "--above", "0.9999")
    assert links(seed) == []
    assert "apart:1 apart:2: a cannot_link keeps them apart" in done.output
    assert "gone:1 gone:2: an account of it is gone" in done.output
    assert "known:1 known:2: they are one member already" in done.output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("left,right\na,b\n", "needs the columns left_account and right_account"),
        ("left_account,right_account\nx:1,y:1\n", "line 2: x:1 y:1: no candidate"),
        (
            "left_account,right_account,decision\ntwin:1,twin:2,perhaps\n",
            "decision is 'perhaps', not accept or refuse",
        ),
        (
            "left_account,right_account\ntwin:1,twin:2\ntwin:2,twin:1\n",
            "line 3: twin:1 twin:2: stands in the file twice",
        ),
    ],
    ids=["columns", "unknown", "word", "twice"],
)
def test_a_wrong_file_changes_nothing(
    reviewed: Path, seed: Path, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(text)
    done = accept(reviewed, seed, str(file))
    assert done.exit_code == 1
    assert message in " ".join(done.output.split())
    assert links(seed) == []
    assert set(status(reviewed).values()) == {"open"}
