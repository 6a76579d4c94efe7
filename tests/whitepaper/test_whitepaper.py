"""The white paper says what the definitions and the warehouse say."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from onepool.settings import load_settings
from onepool.whitepaper.command import command, gather
from onepool.whitepaper.render import Paper, amount, render
from onepool.whitepaper.statements import metric_statement
from tests.support.project import Warehouse


@pytest.fixture(scope="module")
def paper(sample: Warehouse) -> Paper:
    settings = load_settings(warehouse=sample.path)
    return gather(settings, sample.folder / "target")


@pytest.fixture(scope="module")
def page(paper: Paper) -> str:
    return render(paper, "paper.html")


def test_every_metric_and_public_table_has_its_entry(paper: Paper, page: str) -> None:
    for metric in paper.metrics:
        assert f'id="metric-{metric.name}"' in page
        assert metric.statement.strip()
        assert not metric.statement.endswith("is no measure"), metric.name
    for asset in paper.assets:
        assert f'id="table-{asset.name}"' in page
        assert asset.grain, asset.name


def test_labels_and_comparisons_stand_in_it(paper: Paper, page: str) -> None:
    assert len(paper.labels) >= 70
    assert all(str(label["label_code"]) in page for label in paper.labels)
    assert "earlier version of" in page
    assert 'href="#table-marts.caliber_diffs"' in page


def test_tables_that_people_use_have_consumers(paper: Paper) -> None:
    consumers = {asset.name: asset.consumers for asset in paper.assets}
    assert "Numbers of the board" in consumers["marts.kpi_health"]
    assert "Audience files" in consumers["marts.member_profiles"]
    unread = [
        asset.name
        for asset in paper.assets
        if asset.layer == "marts" and not (asset.consumers or asset.read_by)
    ]
    assert len(unread) <= 5, unread


def test_values_are_those_of_the_warehouse(sample: Warehouse, paper: Paper) -> None:
    rows = sample.rows(
        "select metric, value from marts.kpi_daily where slice_dimension = 'all' and "
        f"on_date = date '{paper.as_of}' and value is not null"
    )
    assert rows
    for metric, value in rows:
        assert paper.series[metric].last == value
    assert (
        paper.rows["core.dim_members"]
        == sample.rows("select count(*) from core.dim_members")[0][0]
    )


def test_effects_are_those_of_the_experiments(
    sample: Warehouse, paper: Paper, page: str
) -> None:
    rows = sample.rows(
        "select members, control_members, absolute_lift, ci_low, ci_high "
        "from marts.experiment_results where slice_dimension = 'all' "
        "and metric = 'net_amount' and method = 'welch_cuped'"
    )
    shown = [
        (one.members, one.control_members, one.lift, one.low, one.high)
        for one in paper.effects
    ]
    assert sorted(shown, key=repr) == sorted(rows, key=repr)
    drawn = sum(low is not None for *_, low, _ in rows)
    plot = page[page.index('<svg class="forest"') :].split("</svg>")[0]
    assert 0 < drawn == plot.count("<title>")
    assert all(one.light in ("green", "amber", "red") for one in paper.effects)


def test_links_lead_somewhere_and_nothing_is_fetched(page: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links
    assert links - ids == set()
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []


def test_the_sql_of_a_sum_gives_the_value(sample: Warehouse, paper: Paper) -> None:
    gmv = next(metric for metric in paper.metrics if metric.name == "gmv")
    rows = dict(sample.rows(gmv.statement))
    days = paper.series["gmv"].days
    assert [float(rows[day]) for day in days] == pytest.approx(
        paper.series["gmv"].values
    )


def test_markdown_has_every_metric(paper: Paper) -> None:
    text = render(paper, "paper.md")
    for metric in paper.metrics:
        assert f"(`{metric.name}`)" in text


def test_filters_of_a_metric_stand_in_its_sql() -> None:
    models = {
        "sends": {
            "node_relation": {"schema_name": "core", "alias": "fct_sends"},
            "defaults": {"agg_time_dimension": "sent_on"},
            "dimensions": [{"name": "sent_on", "expr": None}],
            "measures": [
                {"name": "n", "agg": "sum", "expr": "1", "agg_time_dimension": None}
            ],
        }
    }
    wanted = "{{ Dimension('send__channel') }} = 'sms'"
    metric = {
        "type": "simple",
        "filter": {"where_filters": [{"where_sql_template": wanted}]},
        "type_params": {"input_measures": [{"name": "n", "filter": None}]},
    }
    assert "where channel = 'sms'" in metric_statement("m", {"m": metric}, models)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.1234, "share", "12.3 %"),
        (1234567.891, "currency", "1,234,567.89"),
        (12.0, "orders", "12"),
        (None, "orders", "no value"),
    ],
)
def test_amounts_are_written_in_their_unit(
    value: float | None, unit: str, written: str
) -> None:
    assert amount(value, unit) == written


def test_without_a_manifest_it_says_what_to_run(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--target", str(tmp_path)])
    assert done.exit_code == 1
    assert "run `dbt build`" in done.output
