"""Every analysis compiles, runs on the built sample and finds something."""

from pathlib import Path

import pytest

from tests.support.project import ROOT, Warehouse

ANALYSES = sorted(path.stem for path in (ROOT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def compiled(sample: Warehouse) -> Path:
    """Compile the analyses and return their folder."""
    sample.dbt("compile", "--select", "resource_type:analysis")
    return sample.folder / "target" / "compiled" / "onepool" / "analyses"


@pytest.mark.parametrize("name", ANALYSES)
def test_analysis_answers(sample: Warehouse, compiled: Path, name: str) -> None:
    rows = sample.rows((compiled / f"{name}.sql").read_text(encoding="utf-8"))
    assert rows
