"""Quarantined rows come back when what was wrong is put right."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.support.project import Warehouse, copy_project
from tests.warehouse.conftest import (
    AS_FAR_AS_CORE,
    GO_ON_AS_FAR_AS_CORE,
    QUICK,
    UP_TO_CORE,
    photographed,
    same_tables,
)
from tests.warehouse.deliveries import (
    Extracts,
    Row,
    as_csv,
    jd_item,
    order,
    pos_line,
    pos_ticket,
    tmall_item,
    tmall_order,
)

DAY, NEXT = "2026-03-01", "2026-03-05"


class Project:
    """A copy of the project whose contracts a test may change."""

    def __init__(self, folder: Path) -> None:
        """Copy the models, link what does not change."""
        self.folder = folder
        copy_project(folder)

    @contextmanager
    def columns(self, source: str, entity: str) -> Iterator[dict[str, Row]]:
        """Give the columns of a contract to change: name to what the YAML says."""
        path = self.folder / f"models/staging/{source}/_{source}__sources.yml"
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        (table,) = (
            table
            for table in document["sources"][0]["tables"]
            if table["name"] == entity
        )
        columns = {column["name"]: column for column in table["columns"]}
        yield columns
        table["columns"] = list(columns.values())
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")

    @property
    def options(self) -> tuple[str, ...]:
        """Return the options that make dbt build this copy."""
        folder = str(self.folder)
        return ("--project-dir", folder, "--profiles-dir", folder)


def quarantine(warehouse: Warehouse) -> dict[tuple[str, int | None], str]:
    """Return (file, row) to reason of all that is in quarantine now."""
    return {
        (file.split("/extract_date=")[0], row): reason
        for file, row, reason in warehouse.rows(
            "select file, row_number, reason from quality.quarantined_rows"
        )
    }


def paid(warehouse: Warehouse) -> dict[str, float]:
    """Return order key to amount of the valid orders."""
    return {
        key: float(amount)
        for key, amount in warehouse.rows(
            "select order_key, paid_amount from core.fct_orders where is_valid"
        )
    }


def books_balance(warehouse: Warehouse) -> None:
    """Fail when rows of a file were lost, or a row is there twice."""
    wrong = warehouse.rows(
        "select file, rows_read, rows_staged, rows_duplicate, rows_quarantined "
        "from quality.file_ledger where "
        "rows_read != rows_staged + rows_duplicate + rows_quarantined"
    )
    assert wrong == []
    for _, table in warehouse.tables("restricted"):
        if table.startswith("base_"):
            keys = warehouse.rows(
                "select count(*) - count(distinct _row_key), "
                "count(*) filter (where _row_status = 'staged') - count(distinct "
                "_business_key) filter (where _row_status = 'staged') "
                f"from restricted.{table}"
            )
            assert keys == [(0, 0)], table


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Extracts:
    """Return extracts with a fault of each kind that can be put right."""
    extracts = Extracts(tmp_path_factory.mktemp("recovery") / "extracts")
    orders = as_csv("tmall/orders", [tmall_order("T1", "A1"), tmall_order("T2", "A1")])
    renamed = orders.decode("gb18030").replace("买家实际支付金额", "实付总额")
    extracts.put("tmall/orders", DAY, "rows.csv", renamed.encode("gb18030"))
    extracts.deliver(
        "tmall/order_items",
        DAY,
        [tmall_item("I1", "T1"), tmall_item("I2", "T2", quantity=500)],
    )
    extracts.deliver(
        "jd/order_items",
        DAY,
        [
            jd_item("J1", "SKU1", "P1", "30.00"),
            jd_item("J2", "SKU1", "P1", "31.00", order_status="已拆分"),
        ],
    )
    extracts.deliver(
        "pos/tickets",
        DAY,
        [pos_ticket("K1", "M1", 100), pos_ticket("K2", "M1", 0, paid_cents="2OO")],
    )
    extracts.deliver("pos/ticket_lines", DAY, [pos_line("K1", 1, 100)])
    extracts.deliver(
        "standard/community/orders", DAY, [order("c1", "a1"), order("c2", "a1", "6O")]
    )
    return extracts


@pytest.fixture(scope="module")
def faulty(
    extracts: Extracts, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Warehouse, Project]:
    """Return a warehouse built while everything was wrong, and its project."""
    folder = tmp_path_factory.mktemp("faulty")
    project = Project(folder / "project")
    warehouse = Warehouse(folder / "warehouse", extracts.root, QUICK)
    warehouse.dbt(*AS_FAR_AS_CORE, *project.options)
    return warehouse, project


def test_faults_are_named_and_the_rest_is_built(
    faulty: tuple[Warehouse, Project],
) -> None:
    warehouse, _ = faulty
    found = quarantine(warehouse)
    assert set(found) == {
        ("tmall/orders", 1),
        ("tmall/orders", 2),
        ("jd/order_items", 2),
        ("pos/tickets", 2),
        ("standard/community/orders", 2),
    }
    assert "missing 买家实际支付金额" in found["tmall/orders", 1]
    assert (
        found["jd/order_items", 2] == "order_status is not one of the accepted values"
    )
    assert found["pos/tickets", 2] == "paid_cents is not a valid amount cents"
    assert paid(warehouse) == {"jd:J1": 30, "pos:K1": 1, "community:c1": 60}
    books_balance(warehouse)


def test_rows_come_back_by_mapping_correction_or_newer_extract(
    faulty: tuple[Warehouse, Project], extracts: Extracts, tmp_path: Path
) -> None:
    warehouse, project = faulty
    with project.columns("tmall", "orders") as columns:
        columns["paid_amount"]["config"]["meta"]["aliases"] = ["实付总额"]
    with project.columns("jd", "order_items") as columns:
        columns["order_status"]["config"]["meta"]["accepted"].append("已拆分")
    # A rule that became narrower turns down what stands in staging already.
    with project.columns("tmall", "order_items") as columns:
        columns["quantity"]["config"]["meta"]["max"] = 100
    # New columns, in a table without rows too, and one of another kind.
    with project.columns("standard", "stock") as columns:
        columns["shelf"] = {"name": "shelf"}
    with project.columns("pos", "ticket_lines") as columns:
        columns["seat"] = {"name": "seat"}
        columns["price_cents"]["config"] = {"meta": {"kind": "text"}}
    warehouse.dbt(*GO_ON_AS_FAR_AS_CORE, *project.options)
    warehouse.rows("select shelf from restricted.base_standard__stock")
    seats = "select seat, price_cents from restricted.base_pos__ticket_lines"
    assert warehouse.rows(seats) == [(None, "100")]
    assert set(quarantine(warehouse)) == {
        ("tmall/order_items", 2),
        ("pos/tickets", 2),
        ("standard/community/orders", 2),
    }
    mended = {"tmall:T1": 100, "tmall:T2": 100, "jd:J2": 31}
    before = {"jd:J1": 30, "pos:K1": 1, "community:c1": 60}
    assert paid(warehouse) == before | mended
    lines = "select line_no from core.fct_order_lines where channel_code = 'tmall'"
    assert warehouse.rows(lines) == [("I1",)]
    books_balance(warehouse)

    extracts.deliver(
        "pos/tickets",
        DAY,
        [pos_ticket("K1", "M1", 100), pos_ticket("K2", "M1", 200)],
    )
    extracts.deliver("standard/community/orders", NEXT, [order("c2", "a1", "60")])
    resalted = Warehouse(
        warehouse.folder, extracts.root, {**QUICK, "ONEPOOL_SALT": "another salt"}
    )
    resalted.dbt(
        *GO_ON_AS_FAR_AS_CORE, "--vars", "{rotate_salt: true}", *project.options
    )
    assert paid(resalted) == before | mended | {"pos:K2": 2, "community:c2": 60}
    # The row of the older extract stays on record as one that could not be used.
    assert set(quarantine(resalted)) == {
        ("tmall/order_items", 2),
        ("standard/community/orders", 2),
    }
    books_balance(resalted)

    increments = photographed(resalted, tmp_path / "increments")
    resalted.dbt(*GO_ON_AS_FAR_AS_CORE, "--full-refresh", *project.options)
    same_tables(resalted, increments, UP_TO_CORE)
