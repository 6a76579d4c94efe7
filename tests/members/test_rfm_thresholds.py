"""Fixed thresholds of RFM with a hole or out of order stop the build by name."""

import duckdb
import pytest

from tests.parity.compiling import compiled
from tests.support.project import ROOT

SEED = ROOT / "seeds" / "rules" / "rfm_thresholds.csv"


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """Return the check over a table named thresholds, by the number of bins."""
    split = "\n-- The next one.\n"
    inline = split.join(
        f"{{{{ refused_rfm_thresholds('thresholds', {bins}) }}}}" for bins in (5, 6)
    )
    both = compiled("duckdb", inline, tmp_path_factory.mktemp("thresholds"))
    return dict(zip((5, 6), both.split(split), strict=True))


def _check(sql: str, change: str = "select 1") -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.execute(f"create table thresholds as from read_csv('{SEED}')")
        connection.execute(change)
        return connection.execute(sql).fetchall()


def test_thresholds_of_the_project_are_complete(checks: dict[int, str]) -> None:
    assert _check(checks[5]) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "delete from thresholds where dimension = 'recency' and score = 3",
            "rfm_thresholds: recency 3 is missing$",
        ),
        (
            "update thresholds set starts_at = null "
            "where dimension = 'monetary' and score = 5",
            "rfm_thresholds: monetary 5 is missing$",
        ),
        (
            "update thresholds set starts_at = 200 "
            "where dimension = 'recency' and score = 3",
            "rfm_thresholds: recency 3 is no better than the one below$",
        ),
        (
            "update thresholds set starts_at = 3 "
            "where dimension = 'frequency' and score = 4",
            "rfm_thresholds: frequency 4 is no better than the one below$",
        ),
        (
            "insert into thresholds from thresholds "
            "where dimension = 'monetary' and score = 2",
            "rfm_thresholds: monetary 2 is there twice$",
        ),
        (
            "update thresholds set score = 6 "
            "where dimension = 'frequency' and score = 5",
            "frequency 5 is missing, frequency 6 is not of rfm_bins$",
        ),
    ],
)
def test_a_fault_is_named(checks: dict[int, str], change: str, message: str) -> None:
    with pytest.raises(duckdb.Error, match=message):
        _check(checks[5], change)


def test_more_bins_need_more_thresholds(checks: dict[int, str]) -> None:
    missing = ", ".join(
        f"{dimension} 6 is missing"
        for dimension in ("frequency", "monetary", "recency")
    )
    with pytest.raises(duckdb.Error, match=f"rfm_thresholds: {missing}$"):
        _check(checks[6])
