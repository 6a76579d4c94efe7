"""`marts.kpi_daily` equals `mf query` for every metric and slice, to the cent."""

import csv
from pathlib import Path

import pytest
import yaml

from tests.support.project import ROOT, Warehouse

METRICS = [
    metric["name"]
    for path in sorted((ROOT / "models/semantic").rglob("*__metrics.yml"))
    for metric in yaml.safe_load(path.read_text(encoding="utf-8"))["metrics"]
]
SLICES = {"all": "metric_time", "channel_code": "metric_time,channel"}


@pytest.fixture(scope="module")
def project(sample: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a view of the project with the sample's target; `mf` knows no other."""
    folder = tmp_path_factory.mktemp("project")
    for name in (
        "dbt_project.yml",
        "profiles.yml",
        "models",
        "macros",
        "seeds",
        "tests",
    ):
        (folder / name).symlink_to(ROOT / name)
    (folder / "target").symlink_to(sample.folder / "target")
    return folder


def metricflow(
    sample: Warehouse, project: Path, group_by: str, out: Path
) -> dict[tuple, float]:
    """Return {(date, slice value, metric): value} by `mf query`."""
    sample.run(
        "mf",
        "query",
        *("--metrics", ",".join(METRICS)),
        *("--group-by", group_by),
        *("--csv", str(out)),
        cwd=project,
    )
    values = {}
    with out.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for metric in METRICS:
                if row[metric] and row["metric_time__day"]:
                    key = (
                        row["metric_time__day"][:10],
                        row.get("channel", "all"),
                        metric,
                    )
                    values[key] = float(row[metric])
    return values


@pytest.mark.parametrize("slice_dimension", list(SLICES))
def test_kpi_daily_equals_metricflow(
    sample: Warehouse, project: Path, slice_dimension: str, tmp_path: Path
) -> None:
    group_by = SLICES[slice_dimension]
    expected = metricflow(sample, project, group_by, tmp_path / "mf.csv")
    actual = {
        (str(on_date), slice_value, metric): value
        for on_date, slice_value, metric, value in sample.rows(
            "select on_date, slice_value, metric, value from marts.kpi_daily "
            f"where slice_dimension = '{slice_dimension}' and value is not null"
        )
    }
    # MetricFlow fills a day with zero where another metric of the query has a value.
    missing = {key for key, value in expected.items() if value and key not in actual}
    surplus = {key for key in actual if key not in expected}
    wrong = {
        key: (value, expected[key])
        for key, value in actual.items()
        if key in expected and abs(value - expected[key]) > 0.005
    }
    assert len(actual) > 1000
    assert (missing, surplus, wrong) == (set(), set(), {})
