"""The gate after: each rule lets a sound warehouse through and stops a broken one."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from onepool.gates import GateError
from onepool.gates import marts as mart_gate
from onepool.gates.command import command
from onepool.gates.marts import SUITES_FILE, load_suites
from onepool.gates.suites import GateResult
from onepool.landing.zone import Build, Zone
from onepool.warehouse import (
    BuiltFrom,
    WarehouseError,
    built_from,
    match_zone,
    open_read_only,
)
from tests.gates.small_warehouse import AS_OF, make_warehouse


def judge_marts(
    warehouse: Path, as_of: date, docs: Path | None, **options: object
) -> GateResult:
    with open_read_only(warehouse) as connection:
        return mart_gate.judge_marts(
            connection,
            BuiltFrom(1, as_of),
            docs,
            **options,  # type: ignore[arg-type]
        )


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return make_warehouse(tmp_path / "warehouse" / "onepool.duckdb")


def test_a_sound_warehouse_passes(warehouse: Path):
    result = judge_marts(warehouse, AS_OF, warehouse.parent / "docs")
    assert result.is_open, result.lines()
    assert result.findings == ()
    assert result.lines()[0] == "gate marts: dim_members: 2 checks passed"
    assert (warehouse.parent / "docs" / "marts" / "index.html").exists()
    assert "marts/index.html" in result.docs.read_text(encoding="utf-8")


BROKEN = [
    ("delete from core.dim_members", "the pool has members"),
    ("insert into core.dim_members values (null)", "every member has an id"),
    ("insert into core.dim_members values ('m1')", "stands in dim_members once"),
    ("update marts.pool_daily set new_members = 9", "= closing on every day"),
    (
        "update marts.pool_daily set opening = 7, closing = 7 + new_members - merged "
        "- erased where on_date = date '2024-01-02'",
        "the day before closed with",
    ),
    (
        "update marts.rfm_scores set recency_score = 0",
        "recency score is between 1 and 5",
    ),
    ("update marts.rfm_scores set frequency_score = 6", "frequency score is between"),
    ("update marts.rfm_scores set monetary_score = null", "monetary score is between"),
    ("insert into marts.rfm_scores from marts.rfm_scores", "has one RFM score"),
    ("delete from marts.kpi_daily", "kpi_daily has rows"),
    (
        "update marts.kpi_daily set on_date = on_date - 1",
        "the newest day of kpi_daily is 2024-01-02",
    ),
    (
        "update marts.kpi_daily set value = value + 0.02 where slice_dimension = 'all'",
        "equal those of core within a cent",
    ),
    ("update quality.file_ledger set rows_staged = 0", "rows read = staged"),
    ("drop table marts.rfm_scores", "marts.rfm_scores is not there"),
    ("alter table marts.pool_daily drop column merged", "its query fails"),
]


@pytest.mark.parametrize(("damage", "words"), BROKEN, ids=[b[1] for b in BROKEN])
def test_each_rule_closes_the_gate(warehouse: Path, damage: str, words: str):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(damage)
    result = judge_marts(warehouse, AS_OF, None)
    assert not result.is_open
    assert any(words in finding.text for finding in result.critical), result.lines()


def test_findings_name_what_they_found(warehouse: Path):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "update marts.kpi_daily set value = 1 where on_date = '2024-01-01'"
        )
    result = judge_marts(warehouse, AS_OF, None)
    (finding,) = result.critical
    assert finding.text.startswith(
        "net_sales: expected that net sales of the marts equal those of core within a "
        "cent; 2 rows are not so (slice_dimension all; slice_dimension channel_code"
    )


def test_tables_of_an_older_build_close_the_gate(warehouse: Path):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "create table main.landing_zone as select 2 as build_id; "
            "create table main.built_models as select 'marts' as schema_name, "
            "'kpi_daily' as relation_name, 2 as build_id"
        )
    assert judge_marts(warehouse, AS_OF, None).is_open
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update main.built_models set build_id = 1")
    (finding,) = judge_marts(warehouse, AS_OF, None).critical
    assert finding.suite == "one_build"


def test_no_warehouse_and_a_busy_one(tmp_path: Path, warehouse: Path):
    with pytest.raises(WarehouseError, match="run `dbt build` first"):
        open_read_only(tmp_path / "none.duckdb")
    script = (
        "import duckdb, sys\n"
        f"held = duckdb.connect({str(warehouse)!r})\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(WarehouseError, match="is being written"):
            open_read_only(warehouse)
    finally:
        writer.communicate()


def test_the_warehouse_tells_its_build_even_when_more_was_landed(warehouse: Path):
    zone = Zone(warehouse.with_name("onepool.landing"))
    zone.root.mkdir()
    zone.write_build(Build(build_id=7, as_of=date(2024, 1, 9)))
    with open_read_only(warehouse) as connection:
        assert built_from(connection, zone.root) == BuiltFrom(7, date(2024, 1, 9))
    with duckdb.connect(str(warehouse)) as connection:
        match_zone(connection, warehouse.parent, "zone", 6, AS_OF)
    with open_read_only(warehouse) as connection:
        assert built_from(connection, zone.root) == BuiltFrom(6, AS_OF)


def test_the_number_of_bins_is_a_variable(warehouse: Path):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update marts.rfm_scores set recency_score = 9")
    assert not judge_marts(warehouse, AS_OF, None).is_open
    assert judge_marts(warehouse, AS_OF, None, variables={"rfm_bins": 10}).is_open


def test_command_exits_one_and_says_why(warehouse: Path):
    zone = Zone(warehouse.with_name("onepool.landing"))
    zone.root.mkdir()
    zone.write_build(Build(build_id=3, as_of=AS_OF))
    runner = CliRunner()
    good = runner.invoke(command, ["--warehouse", str(warehouse)])
    assert good.exit_code == 0, good.output
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from core.dim_members")
    bad = runner.invoke(command, ["--warehouse", str(warehouse)])
    assert bad.exit_code == 1
    assert "the pool has members" in bad.output


def test_a_suite_without_a_query_is_refused(tmp_path: Path):
    path = tmp_path / "suites.yml"
    path.write_text("suites:\n  - name: a\n    needs: []\n    checks: []\n")
    with pytest.raises(GateError, match="a has no sql"):
        load_suites(path, {})
    assert (
        len(load_suites(SUITES_FILE, {"as_of": date(2024, 1, 1), "rfm_bins": 5})) >= 7
    )
