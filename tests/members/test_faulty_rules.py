"""Rules that are missing, and maps with a gap or an overlap, stop the build by name."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.support.project import Warehouse


def _run(warehouse: Warehouse, folder: Path, change: str, compiled: str) -> None:
    """Change a copy of the warehouse, then run the compiled SQL of a model or test."""
    shutil.copy(warehouse.path, folder / "onepool.duckdb")
    sql = warehouse.folder / "target" / "compiled" / "onepool" / compiled
    with duckdb.connect(str(folder / "onepool.duckdb")) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(change)
        connection.execute(sql.read_text(encoding="utf-8")).fetchall()


@pytest.mark.parametrize(
    ("seed", "rule", "model"),
    [
        ("label_rules", "silent_days", "marts/labels/lifecycle_labels.sql"),
        ("label_rules", "whale_share", "marts/labels/value_labels.sql"),
        ("lifecycle_rules", "churned_days", "marts/members/member_lifecycle.sql"),
    ],
)
@pytest.mark.parametrize("fault", ["missing", "without a value"])
def test_a_rule_without_a_value_stops_what_reads_it(
    sample: Warehouse, tmp_path: Path, seed: str, rule: str, model: str, fault: str
):
    change = (
        f"delete from intermediate.{seed} where rule = '{rule}'"
        if fault == "missing"
        else f"update intermediate.{seed} set value = null where rule = '{rule}'"
    )
    with pytest.raises(duckdb.Error, match=f"{seed} has no value for the rule {rule}"):
        _run(sample, tmp_path, change, f"models/{model}")
    _run(sample, tmp_path, "select 1", f"models/{model}")


@pytest.mark.parametrize(
    ("test", "change", "message"),
    [
        (
            "rfm_segments_cover_every_cell_once",
            "delete from intermediate.rfm_segments where recency_from <= 5 "
            "and recency_to >= 5 and frequency_to >= 5 and monetary_to >= 5",
            r"rfm_segments: \d+ cells are not claimed once: .*R5 F5 M5 by nobody",
        ),
        (
            "rfm_segments_cover_every_cell_once",
            "insert into intermediate.rfm_segments (segment_code, segment_name, "
            "recency_from, recency_to, frequency_from, frequency_to, monetary_from, "
            "monetary_to) values ('twice', 'Twice', 1, 1, 1, 1, 1, 1)",
            r"rfm_segments: 1 cells are not claimed once: R1 F1 M1 by \w+ and twice",
        ),
        (
            "rfm_classes_cover_every_cell_once",
            "delete from intermediate.rfm_classes where recency_level = 'low' "
            "and frequency_level = 'low' and monetary_level = 'low'",
            "rfm_classes: 1 cells are not claimed once: .*by nobody",
        ),
        (
            "value_layers_cover_every_cell_once",
            "delete from intermediate.value_layers where stage_code = 'churned'",
            r"value_layers: 6 cells are not claimed once: .*churned.*by nobody",
        ),
    ],
)
def test_a_map_with_a_gap_or_an_overlap_names_the_cells(
    sample: Warehouse, tmp_path: Path, test: str, change: str, message: str
):
    with pytest.raises(duckdb.Error, match=message):
        _run(sample, tmp_path, change, f"tests/reconciliation/{test}.sql")
    _run(sample, tmp_path, "select 1", f"tests/reconciliation/{test}.sql")
