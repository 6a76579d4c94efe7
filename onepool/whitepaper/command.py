"""`onepool whitepaper`: one page that says what every number means."""

import tomllib
from pathlib import Path
from typing import Any

import click

from onepool.settings import Settings, SettingsError, load_settings
from onepool.warehouse import WarehouseError, built_from, open_read_only
from onepool.whitepaper import values
from onepool.whitepaper.definitions import (
    ManifestError,
    read_assets,
    read_manifest,
    read_metrics,
)
from onepool.whitepaper.forest import effects
from onepool.whitepaper.render import Paper, render

FORMS = {"html": "paper.html", "md": "paper.md"}


def gather(settings: Settings, target: Path) -> Paper:
    """Return what the white paper says of a project and its warehouse.

    Args:
        settings: the places of the run.
        target: dbt's target folder, for its manifest.

    Raises:
        ManifestError: there is no manifest.
        WarehouseError: there is no warehouse, or it is being written.
    """
    manifest = read_manifest(target)
    metrics = read_metrics(manifest)
    assets = read_assets(manifest, metrics)
    with open_read_only(settings.warehouse) as connection:
        built = built_from(connection, settings.landing_root)
        return Paper(
            as_of=built.as_of,
            build_id=built.build_id,
            version=_version(settings.project),
            metrics=metrics,
            dimensions=values.table_rows(
                connection, "core.dim_calibers", "dimension, position, code"
            ),
            labels=values.table_rows(
                connection, "intermediate.label_dictionary", "label_group, label_code"
            ),
            assets=assets,
            rows=values.row_counts(connection, [asset.name for asset in assets]),
            grades=values.grades(connection),
            series=values.series(connection, built.as_of),
            sources=values.sources(connection),
            effects=effects(connection),
        )


def _version(project: Path) -> str:
    said: dict[str, Any] = tomllib.loads(
        (project / "pyproject.toml").read_text(encoding="utf-8")
    )
    return str(said["project"]["version"])


@click.command("whitepaper")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option("--published", help="Folder to write into (ONEPOOL_PUBLISHED).")
@click.option(
    "--target",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="DBT_TARGET_PATH",
    help="dbt's target folder; default target in the project.",
)
def command(warehouse: str | None, published: str | None, target: Path | None) -> None:
    """Write dimensions, metrics, labels and tables as a page, as they are defined."""
    try:
        settings = load_settings(warehouse=warehouse, published=published)
        paper = gather(settings, target or settings.project / "target")
    except (ManifestError, SettingsError, WarehouseError) as error:
        raise click.ClickException(str(error)) from error
    folder = settings.published / "whitepaper"
    folder.mkdir(parents=True, exist_ok=True)
    for ending, template in FORMS.items():
        path = folder / f"whitepaper.{ending}"
        path.write_text(render(paper, template), encoding="utf-8")
        click.echo(f"Written: {path}")
    click.echo(
        f"{len(paper.metrics)} metrics, "
        f"{len({row['dimension'] for row in paper.dimensions})} dimensions, "
        f"{len(paper.labels)} labels, {len(paper.assets)} public tables"
    )
