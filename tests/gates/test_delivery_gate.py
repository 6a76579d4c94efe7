"""The gate before: what holds a file back, and what is only told."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from onepool.gates import judge_deliveries
from tests.landing.place import Place

HEADER = "订单编号,手机号,金额\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def orders(count: int) -> str:
    return HEADER + "".join(f"{n},138,1\n" for n in range(count))


def test_a_file_that_is_half_rejects_is_held_and_older_data_stay(place: Place):
    path = place.deliver(orders(4))
    place.land(gate=judge_deliveries)
    path.write_text(orders(2) + "x\n" * 3, encoding="utf-8")
    place.deliver(orders(3), "good.csv", day="2024-01-02")
    report = place.land(gate=judge_deliveries)
    (held,) = report.not_landed
    assert held.status == "held"
    assert held.reason == "60% of its rows were rejected: 3 of 5"
    assert held.replaces_file_id is None
    assert len(place.rows()) == 4 + 3
    assert place.land(gate=judge_deliveries).files == ()


def test_exactly_half_is_too_much_and_less_is_not(place: Place):
    place.deliver(orders(1) + "x\n", "half.csv")
    place.deliver(orders(2) + "x\n", "third.csv")
    report = place.land(gate=judge_deliveries)
    assert [row.status for row in report.files] == ["held", "landed"]


def test_broken_structure_is_rejected_by_landing_already(place: Place):
    place.deliver("订单编号,金额\n1,2\n", "missing.csv")
    place.deliver(b"PAR1", "broken.parquet")
    place.deliver("x", "a.csv", entity="nowhere/at/all")
    report = place.land(gate=judge_deliveries)
    assert {row.status for row in report.files} == {"rejected"}
    docs = place.zone.with_name("onepool.data_docs") / "index.html"
    text = docs.read_text(encoding="utf-8")
    assert "every file can be read" in text
    assert "broken.parquet" in text
    assert "every file has the columns its contract requires" in text


def test_volume_lateness_and_new_columns_are_told_only(place: Place):
    start = date(2024, 1, 1)
    for number in range(6):
        day = str(start + timedelta(days=number))
        place.deliver(orders(100), day=day)
    assert place.land(gate=judge_deliveries).warnings == ()
    place.deliver(orders(19), "small.csv", day="2024-01-07")
    place.deliver(orders(501), "large.csv", day="2024-01-08")
    place.deliver(orders(100), "late.csv", day="2024-01-12")
    place.deliver(orders(100).replace("金额", "价格"), "new.csv", day="2024-01-13")
    report = place.land(gate=judge_deliveries)
    assert {row.status for row in report.files} == {"landed"}
    volume, late, drift = sorted(report.warnings, key=lambda text: "known" in text)
    if "max_days_late" in volume:
        volume, late = late, volume
    assert "2 files are not so" in volume
    assert "small.csv" in volume and "large.csv" in volume
    assert "1 file is not so: " in late and "late.csv" in late
    assert "(unknown: 价格)" in drift


def test_great_expectations_is_not_imported_without_new_files(place: Place):
    import subprocess
    import sys

    place.deliver(orders(1))
    place.land()
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from onepool.contracts import load_contracts\n"
        "from onepool.gates import judge_deliveries\n"
        "from onepool.landing import land\n"
        f"land({str(place.extracts)!r}, Path({str(place.zone)!r}), "
        f"load_contracts(Path({str(place.root)!r})), gate=judge_deliveries)\n"
        "assert 'great_expectations' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
