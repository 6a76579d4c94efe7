"""`onepool publish`: let readers see the marts of the newest build."""

import fcntl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb
import yaml

from onepool.gates.command import run_mart_gate
from onepool.gates.marts import GateError
from onepool.publish.versions import (
    Version,
    read_version,
    remove_old,
    remove_unfinished,
    version_names,
    write_version,
)
from onepool.publish.views import current_version, write_views
from onepool.settings import SettingsError, load_settings
from onepool.warehouse import BuiltFrom, WarehouseError, built_from, open_read_only

KEEP = 5


class PublishError(Exception):
    """Nothing was published; the text says why."""


def _no_step(_: str) -> None:
    return None


@contextmanager
def locked(published: Path) -> Iterator[None]:
    """Keep other runs out of a published folder.

    Raises:
        PublishError: another run is in it.
    """
    published.mkdir(parents=True, exist_ok=True)
    with (published / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PublishError(f"another run publishes into {published}") from error
        yield


def publish(
    connection: duckdb.DuckDBPyConnection,
    built: BuiltFrom,
    published: Path,
    keep: int = KEEP,
    step: Callable[[str], None] = _no_step,
) -> Version:
    """Publish core and marts of an open warehouse.

    Killed at any moment, the published file shows either the version before or the new
    one, complete; the next run goes on from there.

    Args:
        connection: the warehouse, open for reading.
        built: the build it was made by.
        published: the published folder.
        keep: how many versions stay.
        step: called with a name between steps (for tests that kill a run).

    Raises:
        PublishError: another run publishes, or there is nothing to publish.
    """
    with locked(published):
        remove_unfinished(published)
        version, _ = write_version(connection, published / "versions", built, step)
        if not version.tables:
            raise PublishError("the warehouse has no tables in core and marts")
        write_views(published, version)
        step("views switched")
        remove_old(published / "versions", keep, version.name)
        return version


def relink(published: Path) -> Version:
    """Point the published views at where the folder lies now.

    Raises:
        PublishError: nothing was published yet, or the version is gone.
    """
    with locked(published):
        folder = published / "versions"
        names = version_names(folder)
        if not names:
            raise PublishError(f"nothing is published in {published}")
        name = current_version(published) or names[-1]
        if name not in names:
            raise PublishError(f"version {name} is not in {folder}: publish again")
        version = read_version(folder, name)
        write_views(published, version)
        return version


@click.command("publish")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option("--published", help="Folder to publish to (ONEPOOL_PUBLISHED).")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=KEEP,
    show_default=True,
    help="How many versions stay.",
)
@click.option("--skip-gate", is_flag=True, help="Publish without the mart gate.")
@click.option("--vars", "variables", help="Project variables, as given to dbt.")
@click.option(
    "--relink", "only_relink", is_flag=True, help="Only repair a moved folder's views."
)
def command(
    warehouse: str | None,
    published: str | None,
    keep: int,
    skip_gate: bool,
    variables: str | None,
    only_relink: bool,
) -> None:
    """Publish core and marts as a new version, unless the mart gate is closed."""
    try:
        settings = load_settings(warehouse=warehouse, published=published)
        if only_relink:
            version = relink(settings.published)
        else:
            with open_read_only(settings.warehouse) as connection:
                built = built_from(connection, settings.landing_root)
                if not skip_gate:
                    result = run_mart_gate(connection, built, settings, variables)
                    if not result.is_open:
                        click.echo(
                            "Nothing was published: the gate is closed, readers keep "
                            "the version before.",
                            err=True,
                        )
                        sys.exit(1)
                version = publish(connection, built, settings.published, keep)
    except (
        GateError,
        PublishError,
        SettingsError,
        WarehouseError,
        yaml.YAMLError,
    ) as error:
        raise click.ClickException(str(error)) from error
    _show(settings.published, version)


def _show(published: Path, version: Version) -> None:
    path = published / "onepool.duckdb"
    click.echo(
        f"Published version {version.name}: {len(version.tables)} tables, "
        f"{version.rows:,} rows, {version.bytes / 1e6:,.1f} MB in {published}"
    )
    names = {f"{table.schema}.{table.name}" for table in version.tables}
    query = "select * from main.publication"
    if "marts.pool_daily" in names:
        query = (
            "select channel_code, closing as members from marts.pool_daily "
            "where on_date = (select max(on_date) from marts.pool_daily) "
            "order by members desc limit 5"
        )
    click.echo(
        "Try: python -c \"import duckdb; print(duckdb.connect('"
        f"{path}', read_only=True).sql('{query}'))\""
    )
