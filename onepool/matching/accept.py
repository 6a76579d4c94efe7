"""`onepool accept-matches`: candidates become overrides that the next build reads."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click
import duckdb
from rich.console import Console

from onepool.matching.candidates import TABLE, open_for_writing
from onepool.matching.decisions import (
    Decision,
    Left,
    apply_decisions,
    from_file,
    from_threshold,
)
from onepool.matching.model import MatchError
from onepool.settings import SettingsError, load_settings

SEED = Path("seeds") / "rules" / "identity_overrides.csv"
MARK = (
    f"update {TABLE} set status = ?, decided_at = ?, decided_by = ? "
    "where left_account = ? and right_account = ?"
)


@click.command("accept-matches")
@click.argument(
    "file",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--above",
    type=click.FloatRange(0, 1),
    help="Accept the open candidates of at least this probability.",
)
@click.option("--by", required=True, help="Who decides.")
@click.option(
    "--reason", default="reviewed candidate", show_default=True, help="Why, for all."
)
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option(
    "--overrides",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File to add to; default {SEED} of the project.",
)
def command(
    file: Path | None,
    above: float | None,
    by: str,
    reason: str,
    warehouse: str | None,
    overrides: Path | None,
) -> None:
    """Turn candidates into must_link rows of the seed identity_overrides.

    FILE is a CSV with the columns left_account and right_account, and if you like
    decision (accept or refuse) and reason. Pairs that would join two values of what one
    person has one of, also by way of others, or that must stay apart, are left out.
    """
    if (file is None) == (above is None):
        raise click.UsageError("give either FILE or --above")
    try:
        settings = load_settings(warehouse=warehouse)
        seed = overrides or settings.project / SEED
        now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
        with open_for_writing(Path(settings.warehouse)) as connection:
            decisions = (
                from_file(connection, file, reason)
                if file is not None
                else from_threshold(connection, above or 0.0, reason)
            )
            accepted, left = apply_decisions(connection, decisions)
            # The file first: an override without its mark is still an override.
            _append(seed, accepted, by, now)
            refused = [one for one in decisions if not one.is_accepted]
            _mark(connection, (*accepted, *refused), by, now)
    except (SettingsError, MatchError) as error:
        raise click.ClickException(str(error)) from error
    _report(accepted, refused, left, seed)


def _append(
    seed: Path, accepted: Iterable[Decision], by: str, decided_at: datetime
) -> None:
    try:
        text = seed.read_text(encoding="utf-8")
        with seed.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            columns = reader.fieldnames or []
            known = {
                frozenset(
                    (
                        f"{row['channel_code']}:{row['account_id']}",
                        f"{row['other_channel_code']}:{row['other_account_id']}",
                    )
                )
                for row in reader
            }
    except (OSError, KeyError) as error:
        raise MatchError(f"{seed} is no file of identity overrides: {error}") from error
    with seed.open("a", encoding="utf-8", newline="") as stream:
        if text and not text.endswith("\n"):
            stream.write("\n")
        writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        for one in accepted:
            if frozenset((one.left, one.right)) in known:
                continue
            channel, account = one.left.split(":", 1)
            other_channel, other_account = one.right.split(":", 1)
            writer.writerow(
                {
                    "kind": "must_link",
                    "channel_code": channel,
                    "account_id": account,
                    "other_channel_code": other_channel,
                    "other_account_id": other_account,
                    "decided_by": by,
                    "decided_at": decided_at.isoformat(sep=" "),
                    "reason": one.reason,
                }
            )


def _mark(
    connection: duckdb.DuckDBPyConnection,
    decisions: Iterable[Decision],
    by: str,
    decided_at: datetime,
) -> None:
    connection.execute("begin")
    for one in decisions:
        status = "accepted" if one.is_accepted else "refused"
        connection.execute(MARK, [status, decided_at, by, one.left, one.right])
    connection.execute("commit")


def _report(
    accepted: list[Decision], refused: list[Decision], left: list[Left], seed: Path
) -> None:
    console = Console()
    console.print(
        f"{len(accepted):,} accepted, {len(refused):,} refused, "
        f"{len(left):,} left out; the next build reads {seed}",
        highlight=False,
    )
    for one in left:
        console.print(f"  {one.left} {one.right}: {one.why}", highlight=False)
