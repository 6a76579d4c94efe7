"""`onepool audiences`: audiences of the published tables, and what they owe."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import duckdb
from rich.console import Console
from rich.table import Table

from onepool.audiences.definitions import (
    Definition,
    DefinitionError,
    read_definitions,
)
from onepool.audiences.delivery import deliver
from onepool.audiences.members import Selection, select_members
from onepool.audiences.status import LATE, Outcome, outcomes
from onepool.audiences.versions import Snapshot, write_version
from onepool.gates.marts import project_variables
from onepool.publish.command import KEEP, PublishError, locked
from onepool.publish.views import FILE
from onepool.settings import Settings, SettingsError, load_settings

FOLDER = "audiences"
TIME_ZONE = "Asia/Shanghai"
REPORT_DAYS = 7


def build(
    settings: Settings,
    definitions: dict[str, Definition],
    deliver_to: str | None = None,
    keep: int = KEEP,
    step: Callable[[str], None] = lambda _: None,
) -> dict[str, tuple[dict[str, Any], bool]]:
    """Build audiences from the published tables.

    All definitions are compiled and their members selected before the first file is
    written, so that a definition that does not fit changes nothing.

    Args:
        settings: the places to work with.
        definitions: definitions by name; those that expired before as_of are left out.
        deliver_to: extracts root to bring the assignments back to.
        keep: how many versions of an audience stay.
        step: called with a name between steps (for tests that kill a run).

    Returns:
        manifest of each audience built, and whether its version is new.

    Raises:
        DefinitionError: a definition does not fit the tables.
        PublishError: nothing is published, or another run writes.
    """
    file = _published_file(settings)
    zone = project_variables(settings.project).get("business_time_zone", TIME_ZONE)
    built = {}
    with (
        locked(settings.published),
        duckdb.connect(str(file), read_only=True) as connection,
    ):
        snapshot = _snapshot(connection)
        selections: dict[str, Selection] = {
            name: select_members(
                connection, name, definition, snapshot.as_of, zone, settings.salt
            )
            for name, definition in definitions.items()
            if definition.expires_on >= snapshot.as_of
        }
        for name, selection in selections.items():
            manifest, is_new = write_version(
                connection,
                settings.published / FOLDER / name,
                definitions[name],
                selection,
                snapshot,
                keep,
                step,
            )
            if deliver_to:
                deliver(manifest, selection.rows, deliver_to)
            built[name] = (manifest, is_new)
    return built


def status(settings: Settings) -> list[Outcome]:
    """Return which versions of audiences owe an outcome as of the published tables.

    Args:
        settings: the places to work with.

    Raises:
        PublishError: nothing is published, or not the outcomes of audiences.
    """
    days = project_variables(settings.project).get("audience_report_days", REPORT_DAYS)
    with duckdb.connect(str(_published_file(settings)), read_only=True) as connection:
        as_of = _snapshot(connection).as_of
        try:
            return outcomes(connection, settings.published / FOLDER, as_of, days)
        except duckdb.CatalogException as error:
            raise PublishError(
                "marts.audience_outcomes is not published: build and publish"
            ) from error


def _published_file(settings: Settings) -> Path:
    file = settings.published / FILE
    if not file.exists():
        raise PublishError(
            f"nothing is published in {settings.published}: publish first"
        )
    return file


def _snapshot(connection: duckdb.DuckDBPyConnection) -> Snapshot:
    row = connection.execute(
        "select version, build_id, as_of from main.publication"
    ).fetchall()[0]
    if row[2] is None:
        raise PublishError("the published version tells no as_of: build and publish")
    return Snapshot(*row)


@click.group("audiences")
def command() -> None:
    """Select members for marketing, as files with arms and a receipt."""


@command.command("build")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--published", help="Folder of published tables (ONEPOOL_PUBLISHED).")
@click.option(
    "--definitions",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the definitions; default audiences/ of the project.",
)
@click.option(
    "--deliver",
    "is_delivered",
    is_flag=True,
    help="Also write campaigns and assignments into the extracts.",
)
@click.option("--extracts", help="Root they are delivered to (ONEPOOL_EXTRACTS).")
@click.option("--keep", type=click.IntRange(min=1), default=KEEP, show_default=True)
def build_command(
    names: tuple[str, ...],
    published: str | None,
    definitions: Path | None,
    is_delivered: bool,
    extracts: str | None,
    keep: int,
) -> None:
    """Build all audiences, or those named, into published/audiences/."""
    try:
        settings = load_settings(published=published, extracts_root=extracts)
        if is_delivered and settings.is_sample:
            raise SettingsError(
                "the sample takes no deliveries: name your own extracts by --extracts"
            )
        asked = read_definitions(definitions or settings.project / FOLDER, names)
        root = settings.extracts_root if is_delivered else None
        built = build(settings, asked, root, keep)
    except (DefinitionError, PublishError, SettingsError) as error:
        raise click.ClickException(str(error)) from error
    _show(built)
    for name in asked:
        if name not in built:
            click.echo(f"{name} has expired ({asked[name].expires_on}): not built")
    if names and not built:
        sys.exit(1)


@command.command("status")
@click.option("--published", help="Folder of published tables (ONEPOOL_PUBLISHED).")
@click.option("--all", "is_all", is_flag=True, help="Also those that are not late.")
def status_command(published: str | None, is_all: bool) -> None:
    """List audiences whose outcome is late; the exit code is 1 when there is one."""
    try:
        found = status(load_settings(published=published))
    except (PublishError, SettingsError) as error:
        raise click.ClickException(str(error)) from error
    late = [outcome for outcome in found if outcome.status in LATE]
    if shown := found if is_all else late:
        table = Table("audience", "version", "members", "window ends", "due", "outcome")
        for outcome in shown:
            table.add_row(
                outcome.audience,
                outcome.version,
                str(outcome.members),
                outcome.ends_on.isoformat(),
                outcome.due_on.isoformat(),
                outcome.status,
            )
        Console(width=None if sys.stdout.isatty() else 160).print(table)
    click.echo(f"{len(late)} of {len(found)} outcomes are late")
    if late:
        sys.exit(1)


def _show(built: dict[str, tuple[dict[str, Any], bool]]) -> None:
    table = Table("audience", "version", "members", "arms", "left out", "+", "-")
    for name, (manifest, is_new) in built.items():
        table.add_row(
            name,
            manifest["version"] + ("" if is_new else " (unchanged)"),
            f"{manifest['rows']} of {manifest['candidates']}",
            _listed(manifest["arms"]),
            _listed(manifest["suppressed"]),
            str(manifest["added"]),
            str(manifest["removed"]),
        )
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count)
