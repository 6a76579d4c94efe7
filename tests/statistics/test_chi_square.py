"""Chi-square tails and refined limits of Student's t in SQL equal those of scipy."""

from pathlib import Path

import duckdb
import pytest
from scipy.stats import chi2, norm, t

from tests.parity.compiling import compiled

QUERY = (
    "with limits as (select *, {{ student_95('freedom') }} as first_limit from given) "
    "select x, freedom, {{ chi_square_tail('x', 'freedom') }} as tail, "
    "{{ student_95_refined('first_limit', 'freedom') }} as student_95, "
    "{{ normal_below('x - 5') }} as below from limits"
)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float, ...]]:
    """Return (x, freedom, tail, student_95, normal below x - 5) over a grid."""
    folder: Path = tmp_path_factory.mktemp("chi_square")
    values = [0, 0.001, 0.3, 1, 2, 3.84, 6.63, 10.8, 25, 60, 140, 400]
    freedoms = [1, 2, 3, 4, 5, 6, 7, 12, 15, 40, 51, 99, 100, 1000, 100000]
    with duckdb.connect() as connection:
        connection.execute(
            "create table given as select * from (select unnest($1)::double as x), "
            "(select unnest($2)::bigint as freedom)",
            [values, freedoms],
        )
        return connection.execute(compiled("duckdb", QUERY, folder)).fetchall()


def test_chi_square_tails_equal_scipy(rows: list[tuple[float, ...]]) -> None:
    for x, freedom, tail, _, _ in rows:
        if freedom > 100:
            continue
        assert tail == pytest.approx(chi2.sf(x, freedom), rel=1e-9, abs=1e-300), (
            x,
            freedom,
        )


def test_refined_limits_equal_scipy(rows: list[tuple[float, ...]]) -> None:
    for _, freedom, _, limit, _ in rows:
        if freedom >= 5:
            assert limit == pytest.approx(t.ppf(0.975, freedom), abs=2e-7), freedom


def test_normal_chances_below_equal_scipy(rows: list[tuple[float, ...]]) -> None:
    for x, _, _, _, below in rows:
        assert below == pytest.approx(norm.cdf(x - 5), abs=1e-12)
