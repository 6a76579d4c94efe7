"""`onepool propose-matches`: pairs of accounts that may be one person, for review."""

from datetime import UTC, datetime
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from onepool.matching.candidates import TABLE, Proposed, propose
from onepool.matching.model import FIELDS, MatchError
from onepool.settings import SettingsError, load_settings
from onepool.warehouse import WarehouseError, open_read_only


@click.command("propose-matches")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Pairs of a smaller probability are not proposed.",
)
@click.option(
    "--most-pairs",
    type=click.IntRange(min=1),
    default=100_000_000,
    show_default=True,
    help="Refuse to compare more pairs than this.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the sample.")
@click.option("--show", type=int, default=10, show_default=True, help="Rows to print.")
def command(
    warehouse: str | None, least: float, most_pairs: int, seed: int, show: int
) -> None:
    """Propose pairs of accounts that may be one person though no identifier says so.

    Accounts of different members are compared by name, birthday, city, address and
    gender. The pairs go to restricted.match_candidates; nobody is merged. Decide with
    `onepool accept-matches`.
    """
    try:
        settings = load_settings(warehouse=warehouse)
        path = Path(settings.warehouse)
        now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
        done = propose(path, least, most_pairs, seed, now)
        with open_read_only(path) as connection:
            _show(connection, done, show)
    except (SettingsError, MatchError, WarehouseError) as error:
        raise click.ClickException(str(error)) from error


def _show(connection: duckdb.DuckDBPyConnection, done: Proposed, rows: int) -> None:
    console = Console()
    console.print(
        f"{done.candidates:,} candidates among {done.accounts:,} accounts, "
        f"{done.compared:,} comparisons; see {TABLE}",
        highlight=False,
    )
    table = Table(box=None, pad_edge=False)
    for title in ("account", "account", "weight", "probability", *FIELDS):
        table.add_column(title, overflow="fold")
    found = connection.execute(
        "select left_account, right_account, match_weight, match_probability, "
        + ", ".join(f"{field}_agreement" for field in FIELDS)
        + f" from {TABLE} where status = 'open' "
        "order by match_weight desc, left_account, right_account limit ?",
        [rows],
    ).fetchall()
    for left, right, weight, probability, *agreements in found:
        table.add_row(left, right, f"{weight:.1f}", f"{probability:.3f}", *agreements)
    if found:
        console.print(table)
