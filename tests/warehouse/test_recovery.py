"""Quarantined rows come back when what was wrong is put right."""

import shutil
from pathlib import Path

import pytest

from tests.support.project import ROOT, Warehouse
from tests.warehouse.conftest import BUILD, copied, same_tables
from tests.warehouse.deliveries import (
    Extracts,
    as_csv,
    jd_item,
    order,
    pos_ticket,
    tmall_item,
    tmall_order,
)

DAY, NEXT = "2026-03-01", "2026-03-05"
COPIED = ("dbt_project.yml", "profiles.yml")
LINKED = ("macros", "seeds", "tests", "analyses")


class Project:
    """A copy of the project whose contracts a test may change."""

    def __init__(self, folder: Path) -> None:
        """Copy the models, link what does not change."""
        self.folder = folder
        folder.mkdir()
        for name in COPIED:
            shutil.copy(ROOT / name, folder / name)
        for name in LINKED:
            (folder / name).symlink_to(ROOT / name)
        shutil.copytree(ROOT / "models", folder / "models")

    def mend(self, source: str, old: str, new: str) -> None:
        """Replace a text that stands once in the contracts of a source."""
        path = self.folder / f"models/staging/{source}/_{source}__sources.yml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (source, old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")

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
    warehouse = Warehouse(folder / "warehouse", extracts.root)
    warehouse.dbt(*BUILD, *project.options)
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
    project.mend(
        "tmall",
        "header: 买家实际支付金额",
        "header: 买家实际支付金额, aliases: [实付总额]",
    )
    project.mend("jd", "(删除)等待付款,", "(删除)等待付款, 已拆分,")
    # A rule that became narrower turns down what stands in staging already.
    project.mend("tmall", "max: 10000}}", "max: 100}}")
    warehouse.dbt(*BUILD, *project.options)
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
        warehouse.folder, extracts.root, {"ONEPOOL_SALT": "another salt of the test"}
    )
    resalted.dbt(*BUILD, *project.options)
    assert paid(resalted) == before | mended | {"pos:K2": 2, "community:c2": 60}
    # The row of the older extract stays on record as one that could not be used.
    assert set(quarantine(resalted)) == {
        ("tmall/order_items", 2),
        ("standard/community/orders", 2),
    }
    books_balance(resalted)

    full = copied(resalted, tmp_path / "full")
    full.dbt(*BUILD, "--full-refresh", *project.options)
    same_tables(full, resalted)
