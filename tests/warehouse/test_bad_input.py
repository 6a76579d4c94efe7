"""Whatever is delivered, the build goes on, and each fault is reported by name."""

import pytest

from tests.support.project import Warehouse
from tests.warehouse.broken import Broken, broken_files

FILES = {file.path: file for file in broken_files()}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_a_fault_is_reported_with_file_row_and_reason(
    file: Broken, troubled: Warehouse
) -> None:
    ledger = troubled.rows(
        "select status, coalesce(reason, ''), rows_read, rows_duplicate, "
        f"rows_quarantined from quality.file_ledger where file = '{file.path}'"
    )
    assert len(ledger) == 1, ledger
    status, reason, records, duplicates, _ = ledger[0]
    assert status == file.status
    assert file.reason in reason
    assert reason if file.status != "landed" else True
    found = dict(
        troubled.rows(
            "select row_number, reason from quality.quarantined_rows "
            f"where file = '{file.path}' and row_number is not null"
        )
    )
    expected = file.quarantined or {}
    if file.status == "landed" or expected:
        assert found.keys() == expected.keys(), found
    for row, text in expected.items():
        assert text in found[row]
    assert records == file.records
    assert duplicates == file.duplicates


def test_no_record_of_any_file_is_lost(troubled: Warehouse) -> None:
    planted = troubled.rows(
        "select count(*), sum(rows_read), sum(rows_staged) from quality.file_ledger "
        "where file like '%/planted.%'"
    )
    assert planted[0][0] == planted[0][1] == planted[0][2]
    read = troubled.rows("select sum(rows_read) from quality.file_ledger")
    assert read[0][0] == planted[0][0] + sum(file.records for file in FILES.values())
    lost = troubled.rows(
        "select file from quality.file_ledger "
        "where rows_read != rows_staged + rows_duplicate + rows_quarantined"
    )
    assert lost == []


def test_good_rows_beside_bad_ones_reach_the_facts(troubled: Warehouse) -> None:
    orders = troubled.rows(
        "select order_key from core.fct_orders where channel_code in ('douyin', 'app') "
        "and order_id like 'B%' order by 1"
    )
    assert [key for (key,) in orders] == [
        "app:B2",
        "douyin:B21",
        "douyin:B33",
        "douyin:B6",
    ]


def test_an_extra_column_is_named_and_kept_out(troubled: Warehouse) -> None:
    drift = troubled.rows(
        "select drift, column_name from quality.schema_drift "
        "where file like 'crm/members/%/extra.csv' and drift = 'unknown'"
    )
    assert drift == [("unknown", "星座")]


def test_every_quarantined_row_keeps_its_text(troubled: Warehouse) -> None:
    without = troubled.rows(
        "select file, row_number from quality.quarantined_rows "
        "where row_number is not null and quarantine_key not in "
        "(select quarantine_key from restricted.quarantined_raw where raw is not null)"
    )
    assert without == []
