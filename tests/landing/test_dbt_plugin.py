"""A plain `dbt build` lands first; other commands only make models compile."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.landing.place import Place

pytestmark = pytest.mark.slow

PROFILE = """
onepool:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: warehouse/onepool.duckdb
      schema: core
      plugins:
        - module: onepool.dbt_plugin
          config:
            extracts_root: "{{ env_var('ONEPOOL_EXTRACTS') }}"
            landing_root: warehouse/onepool.landing
            as_of: "{{ var('as_of', '') }}"
            salt: "{{ env_var('ONEPOOL_SALT', '') }}"
"""
PROJECT = "name: toy\nversion: 1.0.0\nprofile: onepool\n"
MODEL = """
{{ config(materialized='table') }}
select *, sha256(getvariable('onepool_salt') || phone) as phone_hash
from read_parquet(
    'warehouse/onepool.landing/rows/shop/orders/**/*.parquet',
    union_by_name = true, hive_partitioning = false
)
"""
HEADER = "订单编号,手机号,金额\n"


class Toy(Place):
    """A dbt project of one model over landed orders."""

    def __init__(self, root: Path) -> None:
        """Write the project."""
        super().__init__(root)
        (root / "warehouse").mkdir()
        (root / "dbt_project.yml").write_text(PROJECT)
        (root / "profiles.yml").write_text(PROFILE)
        (root / "models" / "orders.sql").write_text(MODEL)
        (root / "models" / "more.sql").write_text("select * from {{ ref('orders') }}")

    def dbt(self, *words: str, extracts: str = "extracts", salt: str = "") -> str:
        """Run dbt and return what it printed."""
        environment = {
            **os.environ,
            "DBT_PROFILES_DIR": str(self.root),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "ONEPOOL_EXTRACTS": extracts,
            "ONEPOOL_SALT": salt,
        }
        done = subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", *words],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    def orders(self) -> list[tuple]:
        """Return the order numbers in the warehouse."""
        with duckdb.connect(
            str(self.root / "warehouse" / "onepool.duckdb"), read_only=True
        ) as connection:
            return connection.execute(
                "select order_no from core.orders order by all"
            ).fetchall()


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return Toy(tmp_path)


def test_landing_from_dbt(toy: Toy):
    toy.deliver(HEADER + "1,138,1\n")
    toy.deliver(b"broken", "broken.parquet")
    said = toy.dbt("compile")
    assert "Landed" not in said
    assert not any(toy.zone.glob("files/load=*"))
    assert (toy.zone / "rows/shop/orders/contract.parquet").exists()

    said = toy.dbt("build", salt="very secret")
    assert said.count("Landed: ") == 1
    assert "broken.parquet" in said
    assert "PASS=2" in said
    assert "ONEPOOL_SALT is not set" not in said
    assert toy.orders() == [("1",)]
    for folder in ("target", "logs"):
        for path in (toy.root / folder).rglob("*.*"):
            assert b"very secret" not in path.read_bytes(), path

    toy.deliver(HEADER + "2,138,1\n", "b.csv")
    assert "Landed" not in toy.dbt("show", "-s", "more")
    said = toy.dbt("build")
    assert "1 new files, 1 rows; 2 files known" in said
    assert "ONEPOOL_SALT is not set" in said
    assert toy.orders() == [("1",), ("2",)]


def test_another_root_rebuilds_the_warehouse(toy: Toy):
    toy.deliver(HEADER + "1,138,1\n")
    toy.dbt("build")
    other = toy.root / "other/shop/orders/extract_date=2024-01-01/a.csv"
    other.parent.mkdir(parents=True)
    other.write_text(HEADER + "5,138,1\n", encoding="utf-8")
    said = toy.dbt("build", "-s", "orders", extracts="other")
    assert "The warehouse was built from another landing zone" in said
    assert toy.orders() == [("5",)]


def test_a_wrong_root_stops_the_build_with_one_clear_line(toy: Toy):
    toy.deliver(HEADER + "1,138,1\n")
    toy.dbt("build")
    said = toy.dbt("build", extracts="nowhere")
    assert "landing failed: no extracts at" in said
    assert toy.orders() == [("1",)]
    said = toy.dbt("build", "--vars", "{as_of: tomorrow}")
    assert "landing failed: as_of is tomorrow, not a date YYYY-MM-DD" in said
