"""Increments in any order give the tables of a full build."""

from pathlib import Path

import duckdb
import pytest

from tests.support.project import Warehouse
from tests.warehouse import story
from tests.warehouse.conftest import BUILD, copied, same_tables
from tests.warehouse.deliveries import Extracts

FACTS = ("fct_orders", "fct_order_lines", "fct_refunds", "fct_interactions")


@pytest.fixture(scope="module")
def stepwise(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return a warehouse that was built after each of three deliveries."""
    folder = tmp_path_factory.mktemp("stepwise")
    extracts = Extracts(folder / "extracts")
    warehouse = Warehouse(folder / "warehouse", extracts.root)
    for deliver in story.DELIVERIES:
        deliver(extracts)
        warehouse.dbt(*BUILD)
    return warehouse


@pytest.fixture(scope="module")
def corrected(
    stepwise: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Warehouse:
    """Return the stepwise warehouse after files were corrected under their paths."""
    folder = tmp_path_factory.mktemp("corrected")
    warehouse = copied(stepwise, folder / "warehouse")
    story.fourth(Extracts(Path(warehouse.extracts)))
    warehouse.dbt("build")
    return warehouse


def test_deliveries_one_by_one_give_the_tables_of_all_at_once(
    stepwise: Warehouse, at_once: Warehouse
) -> None:
    same_tables(stepwise, at_once)


def test_the_story_has_what_it_is_told_for(stepwise: Warehouse) -> None:
    orders = {
        row[0]: row[1:]
        for row in stepwise.rows(
            "select order_key, paid_amount, refunded_amount, is_valid, invalid_reason "
            "from core.fct_orders"
        )
    }
    assert orders["tmall:T1"][:2] == (90, 23)
    assert orders["tmall:T9"][:2] == (80, 0)
    assert orders["tmall:T2"][:2] == (50, 5)
    assert orders["pos:K1"][1] == 22
    assert orders["pos:K2"][2:] == (False, "cross_channel_duplicate")
    assert orders["pos:K5"][2:] == (True, None)
    assert "pos:K3" not in orders
    assert orders["jd:J1"][0] == 90
    members = stepwise.rows(
        "select count(distinct member_id) from core.bridge_member_accounts "
        "where account_key in ('tmall:A2', 'pos:M1', 'crm:C1', 'community:c2')"
    )
    assert members == [(1,)]
    buyers = stepwise.rows(
        "select count(distinct member_id) from core.fct_orders "
        "where order_key in ('tmall:T2', 'pos:K1')"
    )
    assert buyers == [(1,)]
    ends = stepwise.rows(
        "select occurred_at from core.fct_interactions where kind = 'delete_friend'"
    )
    assert [int(at.timestamp()) % 1000000 for (at,) in ends] == [700000]


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0)])
def test_out_of_order_deliveries_give_the_same_facts(
    order: tuple[int, ...], at_once: Warehouse, tmp_path: Path
) -> None:
    extracts = Extracts(tmp_path / "extracts")
    warehouse = Warehouse(tmp_path / "warehouse", extracts.root)
    facts = [f"+{name}" for name in (*FACTS, "dim_members", "fct_member_events")]
    for number in order:
        story.DELIVERIES[number](extracts)
        warehouse.dbt(*BUILD, "--select", *facts)
    compared = warehouse.tables("core", "intermediate")
    assert {("core", fact) for fact in FACTS} <= set(compared)
    expected = copied(at_once, tmp_path / "expected")
    with duckdb.connect(str(expected.path)) as connection:
        for schema, table in set(at_once.tables("core", "intermediate")) - set(
            compared
        ):
            connection.execute(f"drop table {schema}.{table}")
    same_tables(warehouse, expected, ("core", "intermediate"))


def test_a_build_with_nothing_new_changes_nothing_and_reads_no_landed_row(
    at_once: Warehouse, tmp_path: Path
) -> None:
    again = copied(at_once, tmp_path / "again")
    landed = again.folder / "onepool.landing" / "rows"
    loads = sorted(landed.glob("*/*/load=*/*.parquet"))
    assert loads
    for path in loads:
        path.write_bytes(b"not to be read")
    again.dbt(*BUILD)
    same_tables(again, at_once)


def test_a_full_refresh_gives_the_tables_of_the_increments(
    corrected: Warehouse, tmp_path: Path
) -> None:
    full = copied(corrected, tmp_path / "full")
    full.dbt(*BUILD, "--full-refresh")
    same_tables(full, corrected)


def test_corrected_files_count_as_if_they_had_been_the_first(
    corrected: Warehouse, tmp_path: Path
) -> None:
    fresh = Warehouse(tmp_path / "fresh", corrected.extracts)
    fresh.dbt(*BUILD)
    kept = without_tombstones(corrected, tmp_path / "kept")
    same_tables(fresh, kept, ("core", "marts"))


def without_tombstones(warehouse: Warehouse, folder: Path) -> Warehouse:
    """Return a copy without the rows of facts that are marked deleted."""
    kept = copied(warehouse, folder)
    with duckdb.connect(str(kept.path)) as connection:
        for fact in FACTS:
            connection.execute(f"delete from core.{fact} where is_deleted")
    return kept
