"""Increments give the tables of a full build."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.support.project import Warehouse
from tests.warehouse import story
from tests.warehouse.conftest import (
    BUILD,
    BUILD_AND_TEST,
    GO_ON,
    QUICK,
    photographed,
    same_tables,
)
from tests.warehouse.deliveries import Extracts

WITH_TOMBSTONES = (
    "fct_orders",
    "fct_order_lines",
    "fct_refunds",
    "fct_interactions",
    "fct_assignments",
    "fct_sends",
    "fct_coupons",
    "fct_costs",
    "fct_points",
    "fct_feedback",
    "fct_consents",
    "fct_referrals",
    "fct_manual_labels",
)


@dataclass(frozen=True)
class Stages:
    """The tables of one warehouse at five moments.

    Attributes:
        extracts: where the deliveries lie, the corrected files among them.
        stepwise: built after each of three deliveries.
        again: built once more, with nothing new.
        corrected: built after files were corrected under their paths.
        full: built again in full.
    """

    extracts: Path
    stepwise: Warehouse
    again: Warehouse
    corrected: Warehouse
    full: Warehouse


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Return what one warehouse goes through."""
    folder = tmp_path_factory.mktemp("stages")
    extracts = Extracts(folder / "extracts")
    warehouse = Warehouse(folder / "warehouse", extracts.root, QUICK)
    for deliver, command in zip(story.DELIVERIES, (BUILD, GO_ON, GO_ON), strict=True):
        deliver(extracts)
        warehouse.dbt(*command)
    stepwise = photographed(warehouse, folder / "stepwise")
    with unreadable(warehouse.folder / "onepool.landing" / "rows"):
        warehouse.dbt(*GO_ON)
    again = photographed(warehouse, folder / "again")
    story.fourth(extracts)
    warehouse.dbt(*BUILD_AND_TEST)
    corrected = photographed(warehouse, folder / "corrected")
    warehouse.dbt(*GO_ON, "--full-refresh")
    return Stages(extracts.root, stepwise, again, corrected, warehouse)


@contextmanager
def unreadable(rows: Path) -> Iterator[None]:
    """Make every landed file one that cannot be read, for a while."""
    kept = {path: path.read_bytes() for path in rows.glob("*/*/load=*/*.parquet")}
    assert kept
    for path in kept:
        path.write_bytes(b"not to be read")
    try:
        yield
    finally:
        for path, content in kept.items():
            path.write_bytes(content)


def test_deliveries_one_by_one_give_the_tables_of_all_at_once(
    stages: Stages, at_once: Warehouse
) -> None:
    same_tables(stages.stepwise, at_once)


def test_a_build_with_nothing_new_changes_nothing_and_reads_no_landed_row(
    stages: Stages,
) -> None:
    same_tables(stages.again, stages.stepwise)


def test_a_full_refresh_gives_the_tables_of_the_increments(stages: Stages) -> None:
    same_tables(stages.full, stages.corrected)


def test_the_story_has_what_it_is_told_for(stages: Stages) -> None:
    stepwise = stages.stepwise
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
        "where account_key in ('tmall:A2', 'pos:M1', 'crm:C1', 'community:c2') "
        "and is_latest"
    )
    assert members == [(1,)]
    buyers = stepwise.rows(
        "select count(distinct member_id) from core.fct_orders "
        "where order_key in ('tmall:T2', 'pos:K1')"
    )
    assert buyers == [(1,)]
    ends = stepwise.rows(
        "select kind, occurred_at from core.fct_interactions "
        "where kind in ('delete_friend', 'remove_friend')"
    )
    assert [(kind, int(at.timestamp()) % 1000000) for kind, at in ends] == [
        ("remove_friend", 700000)
    ]


def test_two_arms_of_a_person_are_found_and_forgotten(stages: Stages) -> None:
    conflicts = (
        "select account_key from core.fct_assignments "
        "where has_conflicting_arms order by account_key"
    )
    assert stages.stepwise.rows(conflicts) == [("community:c2",), ("tmall:A2",)]
    assert stages.corrected.rows(conflicts) == []


def test_figures_that_changed_after_they_were_told_are_in_the_log(
    stages: Stages,
) -> None:
    log = "select * from marts.kpi_reports order by all"
    # A build with nothing new says nothing, and a full one forgets nothing.
    assert stages.again.rows(log) == stages.stepwise.rows(log)
    assert set(stages.corrected.rows(log)) <= set(stages.full.rows(log))
    told = {
        (day, value): change
        for day, value, *change in stages.stepwise.rows(
            "select on_date, slice_value, first_value, current_value, reason "
            "from marts.kpi_restatements where metric = 'gmv'"
        )
    }
    assert told
    for (day, value), (_, current, reason) in told.items():
        assert reason in ("late_rows", "members_moved", "withdrawn"), (day, value)
        now = stages.stepwise.rows(
            "select max(value) from marts.kpi_daily where metric = 'gmv' "
            f"and on_date = date '{day}' and slice_value = '{value}'"
        )
        assert now == [(current,)]
    # The payment of T1 was restated from 100 to 90 after it had been told.
    assert any(
        first is not None and current != first for first, current, _ in told.values()
    )


def test_corrected_files_count_as_if_they_had_been_the_first(
    stages: Stages, tmp_path: Path
) -> None:
    built = Warehouse(tmp_path / "built", stages.extracts, QUICK)
    built.dbt(*BUILD)
    fresh = without_tombstones(built, tmp_path / "fresh")
    kept = without_tombstones(stages.corrected, tmp_path / "kept")
    # Who was corrected apart has a new id, and would have had the first one.
    same_tables(fresh, kept, ("core", "marts"), renamed=True)


def without_tombstones(warehouse: Warehouse, folder: Path) -> Warehouse:
    """Return a copy without the rows of facts that are marked deleted.

    A slice whose only rows were withdrawn shows 0 where another shows nothing, as it
    does in MetricFlow: such rows of the KPI tables go, and what is computed from them.
    """
    kept = photographed(warehouse, folder)
    with duckdb.connect(str(kept.path)) as connection:
        for fact in WITH_TOMBSTONES:
            connection.execute(f"delete from core.{fact} where is_deleted")
        for table in ("kpi_daily", "kpi_periodic"):
            connection.execute(
                f"delete from marts.{table} where coalesce(value, numerator, 0) = 0"
            )
        for table in ("kpi_baselines", "kpi_baseline_backtest"):
            connection.execute(f"delete from marts.{table}")
    return kept
