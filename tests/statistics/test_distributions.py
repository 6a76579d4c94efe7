"""The distributions in SQL equal those of scipy."""

import duckdb
import numpy as np
import pytest
from scipy.stats import norm, t

from tests.parity.compiling import compiled

QUERY = (
    "select z, freedom, {{ normal_two_sided('z') }} as normal, "
    "{{ student_two_sided('z', 'freedom') }} as student, "
    "{{ student_95('freedom') }} as student_95 from given"
)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float, ...]]:
    """Return (z, freedom, normal, student, student_95) over a grid."""
    sql = compiled("duckdb", QUERY, tmp_path_factory.mktemp("distributions"))
    values = np.concatenate([np.linspace(-8, 8, 161), [0, 1.5 * 2**0.5, 20, 37]])
    freedoms = [1, 1.5, 2, 3, 7.3, 15, 30.1, 99, 199.9, 200, 201, 1e3, 1e5, 1e7]
    with duckdb.connect() as connection:
        connection.execute(
            "create table given as select * from (select unnest($1)::double as z), "
            "(select unnest($2)::double as freedom)",
            [values.tolist(), freedoms],
        )
        return connection.execute(sql).fetchall()


def test_normal_chances_equal_scipy(rows: list[tuple[float, ...]]) -> None:
    for z, _, normal, _, _ in rows:
        assert normal == pytest.approx(2 * norm.sf(abs(z)), rel=1e-9, abs=1e-300)


def test_student_chances_equal_scipy(rows: list[tuple[float, ...]]) -> None:
    for z, freedom, _, student, _ in rows:
        assert student == pytest.approx(2 * t.sf(abs(z), freedom), abs=1e-7), (
            z,
            freedom,
        )


def test_student_limits_equal_scipy(rows: list[tuple[float, ...]]) -> None:
    for _, freedom, _, _, limit in rows:
        if freedom >= 15:
            assert limit == pytest.approx(t.ppf(0.975, freedom), abs=2e-6)
