"""`onepool fit-clusters`: groups of members who behave alike."""

import csv
from pathlib import Path

import click
import duckdb
import numpy as np
from rich.console import Console
from rich.table import Table

from onepool.groups.clusters import ClusterError, Clusters, fit
from onepool.settings import Settings, SettingsError, load_settings
from onepool.warehouse import WarehouseError, built_from, open_read_only

SEED = Path("seeds/parameters/behaviour_centers.csv")
WORDS = Path("seeds/rules/behaviour_words.csv")
COLUMNS = (
    "fitted_on",
    "cluster_code",
    "members",
    "feature",
    "mean",
    "deviation",
    "center",
)
MOST = 200_000
"""Members that are fitted on; ids are hashes, so the first ones are a random sample."""


def _words(project: Path) -> dict[str, tuple[str, str]]:
    with (project / WORDS).open(encoding="utf-8", newline="") as stream:
        return {
            row["feature"]: (row["high_word"], row["low_word"])
            for row in csv.DictReader(stream)
        }


def fit_warehouse(settings: Settings, count: int) -> tuple[str, Clusters]:
    """Return the day and the clusters of a built warehouse.

    Raises:
        ClusterError: there are too few members.
        WarehouseError: there is no warehouse with member_behaviours.
    """
    words = _words(settings.project)
    with open_read_only(settings.warehouse) as connection:
        built = built_from(connection, settings.landing_root)
        try:
            columns = connection.execute(
                f"select {', '.join(words)} from marts.member_behaviours "
                f"order by member_id limit {MOST}"
            ).fetchnumpy()
        except duckdb.CatalogException as error:
            raise WarehouseError(
                "marts.member_behaviours is not there: run `dbt build` first"
            ) from error
    rows = np.column_stack([np.asarray(columns[name], dtype=float) for name in words])
    return str(built.as_of), fit(tuple(words), rows, words, count)


def write(path: Path, day: str, clusters: Clusters) -> None:
    """Write the seed anew with one fit.

    Args:
        path: the seed.
        day: ISO date the clusters hold from.
        clusters: the fit.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for code, size, center in zip(
            clusters.codes, clusters.sizes, clusters.centers, strict=True
        ):
            for feature, mean, deviation, value in zip(
                clusters.features,
                clusters.mean,
                clusters.deviation,
                center,
                strict=True,
            ):
                numbers = (f"{number:.10g}" for number in (mean, deviation, value))
                writer.writerow([day, code, size, feature, *numbers])


@click.command("fit-clusters")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option(
    "--clusters",
    "count",
    type=click.IntRange(min=2, max=30),
    default=6,
    show_default=True,
    help="How many groups.",
)
def command(warehouse: str | None, count: int) -> None:
    """Fit groups of members who behave alike and keep their centres in the seed.

    K-means over how members bought and interacted in the window of RFM. The next `dbt
    build` puts every member into the nearest group.
    """
    try:
        settings = load_settings(warehouse=warehouse)
        day, clusters = fit_warehouse(settings, count)
    except (ClusterError, SettingsError, WarehouseError) as error:
        raise click.ClickException(str(error)) from error
    write(settings.project / SEED, day, clusters)
    table = Table(title=f"Written to {SEED}", title_justify="left")
    table.add_column("")
    for number in range(1, count + 1):
        table.add_column(str(number), justify="right")
    table.add_row("members", *(f"{size:,}" for size in clusters.sizes))
    for feature, values in zip(clusters.features, clusters.centers.T, strict=True):
        table.add_row(feature, *(f"{value:+.1f}" for value in values))
    console = Console()
    console.print(table)
    for number, code in enumerate(clusters.codes, start=1):
        console.print(f"{number:>3} {code}")
    console.print(
        f"Centres in standard deviations from the mean; clusters explain "
        f"{clusters.explained:.0%} of the variance. Run `dbt build` to use them."
    )
