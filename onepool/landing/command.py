"""`onepool land`: land the new files of the extracts root."""

import sys
from datetime import date, datetime

import click

from onepool.contracts import ContractError, load_contracts
from onepool.landing.discovery import channel_codes
from onepool.landing.report import show_report, watcher_for
from onepool.landing.run import LandingError, land
from onepool.landing.zone import ZoneBusyError
from onepool.settings import SettingsError, load_settings


@click.command("land")
@click.option("--extracts", help="Folder or s3:// address (ONEPOOL_EXTRACTS).")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option("--landing", help="Landing zone; default beside the warehouse.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Business date of the build; default the newest extract date.",
)
@click.option(
    "--release",
    multiple=True,
    metavar="PATH",
    help="Let a held file in (path under the extracts root, * allowed).",
)
@click.option("--no-gate", is_flag=True, help="Let files in without the gate.")
@click.option("--strict", is_flag=True, help="Exit 1 when a file is not landed.")
def command(
    extracts: str | None,
    warehouse: str | None,
    landing: str | None,
    as_of: datetime | None,
    release: tuple[str, ...],
    no_gate: bool,
    strict: bool,
) -> None:
    """Land the new files of the extracts as text, with a ledger of every file."""
    from onepool.gates.deliveries import judge_deliveries

    day: date | None = as_of.date() if as_of else None
    try:
        settings = load_settings(
            extracts_root=extracts, warehouse=warehouse, landing_root=landing
        )
        report = land(
            settings.extracts_root,
            settings.landing_root,
            load_contracts(settings.project),
            day,
            watcher_for(sys.stderr),
            channels=channel_codes(settings.project),
            gate=None if no_gate else judge_deliveries,
            release=release,
        )
    except (SettingsError, ContractError, LandingError, ZoneBusyError) as error:
        raise click.ClickException(str(error)) from error
    show_report(report)
    if strict and report.not_landed:
        sys.exit(1)
