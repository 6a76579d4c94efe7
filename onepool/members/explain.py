"""`onepool explain`: why accounts are one member, or why they are not."""

import csv
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import duckdb
from rich.console import Console
from rich.table import Table

from onepool.members.links import (
    Link,
    UnknownError,
    accounts_of,
    kept_apart,
    links_of,
    member_of,
    named,
    path,
    rejected_between,
    resolve,
    tree,
)
from onepool.settings import SettingsError, load_settings
from onepool.warehouse import WarehouseError, open_read_only

COLUMNS = ("member_id", *Link.__dataclass_fields__)


@click.command("explain")
@click.argument("names", nargs=-1, required=True, metavar="MEMBER | ACCOUNT ACCOUNT")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="json and csv give one row a link, with the member id.",
)
def command(names: tuple[str, ...], warehouse: str | None, form: str) -> None:
    """Say why the accounts of a member belong together, or how two accounts do.

    MEMBER is a member id, of now or of an old export, or one account; an ACCOUNT is
    channel:id, such as tmall:12345.
    """
    if len(names) > 2:
        raise click.UsageError("one member, or two accounts")
    try:
        settings = load_settings(warehouse=warehouse)
        with open_read_only(Path(settings.warehouse)) as connection:
            explain(connection, names, form)
    except (SettingsError, UnknownError, WarehouseError) as error:
        raise click.ClickException(str(error)) from error
    except duckdb.CatalogException as error:
        raise click.ClickException(
            f"the warehouse lacks a table of identity ({error}): run `dbt build` first"
        ) from error


def explain(
    connection: duckdb.DuckDBPyConnection, names: tuple[str, ...], form: str
) -> None:
    """Print the links of a member, or those between two accounts.

    Args:
        connection: a built warehouse, open for reading.
        names: one member id or account, or two accounts.
        form: text, json or csv.

    Raises:
        UnknownError: nothing has one of the names.
    """
    if len(names) == 1:
        _explain_member(connection, names[0], form)
        return
    start, end = names
    member_id, other_id = member_of(connection, start), member_of(connection, end)
    if member_id == other_id:
        steps = path(links_of(connection, member_id), start, end)
        _show_path(member_id, start, end, steps, form)
    else:
        _explain_apart(connection, (start, end), (member_id, other_id), form)


def _explain_member(
    connection: duckdb.DuckDBPyConnection, name: str, form: str
) -> None:
    member_id, retired = resolve(connection, name)
    links = links_of(connection, member_id)
    if form != "text":
        _write(member_id, links, form)
        return
    console = Console()
    if retired is not None:
        console.print(
            f"{retired.member_id} went out of use on {retired.retired_on} "
            f"({retired.cause}): it is {member_id} now.",
            highlight=False,
        )
    accounts = accounts_of(connection, member_id)
    console.print(
        f"Member {member_id}: {_counted(len(accounts), 'account')}, "
        f"{_counted(len(links), 'link')}",
        highlight=False,
    )
    reached_by = tree(links, next(iter(accounts)))
    table = Table(box=None, pad_edge=False)
    for title in ("account", "first seen", "linked by", "to", "tier", "known"):
        table.add_column(title, overflow="fold")
    for account, first_seen_at in accounts.items():
        before, link = reached_by.get(account, (None, None))
        table.add_row(
            account,
            _day(first_seen_at),
            link.value if link else "(first account)",
            before or "",
            _text(link.tier) if link else "",
            _day(link.known_at) if link else "",
        )
    console.print(table)


def _show_path(
    member_id: str,
    start: str,
    end: str,
    steps: list[tuple[str, Link, str]],
    form: str,
) -> None:
    if form != "text":
        _write(member_id, [link for _, link, _ in steps], form)
        return
    console = Console()
    console.print(
        f"{start} and {end} are member {member_id}, "
        f"{_counted(len(steps), 'link')} apart:",
        highlight=False,
    )
    console.print(f"  {start}", highlight=False)
    for _, link, after in steps:
        console.print(
            f"    {link.value}, tier {_text(link.tier)}, known {_day(link.known_at)}",
            highlight=False,
        )
        console.print(f"  {after}", highlight=False)


def _explain_apart(
    connection: duckdb.DuckDBPyConnection,
    accounts: tuple[str, str],
    members: tuple[str, str],
    form: str,
) -> None:
    rejected = rejected_between(connection, *members)
    apart = kept_apart(connection, *members)
    if form != "text":
        rows = [
            {"member_id": members[0], "other_member_id": members[1], **asdict(one)}
            for one in rejected
        ]
        _print_rows(rows, form, ("member_id", "other_member_id", *_REJECTED))
        return
    console = Console()
    console.print(
        f"{accounts[0]} is member {members[0]}, {accounts[1]} is member {members[1]}.",
        highlight=False,
    )
    for one in apart:
        console.print(
            f"  cannot_link {one.left} {one.right}: {one.decided_by}, "
            f"{_day(one.decided_at)}, {one.reason}",
            highlight=False,
        )
    for one in rejected:
        shown = named(one.identifier_type, one.scope, one.identifier_hash)
        console.print(
            f"  {shown} is on {', '.join(one.left)} and on "
            f"{', '.join(one.right)}, but links nothing: {one.reason}",
            highlight=False,
        )
    if not apart and not rejected:
        console.print("  They have no identifier in common.", highlight=False)


_REJECTED = ("identifier_type", "scope", "identifier_hash", "reason", "left", "right")


def _write(member_id: str, links: list[Link], form: str) -> None:
    rows = [{"member_id": member_id, **asdict(link)} for link in links]
    _print_rows(rows, form, COLUMNS)


def _print_rows(
    rows: list[dict[str, Any]], form: str, columns: tuple[str, ...]
) -> None:
    if form == "json":
        click.echo(json.dumps(rows, default=str, ensure_ascii=False, indent=2))
        return
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {
                name: " ".join(value) if isinstance(value, tuple) else value
                for name, value in row.items()
            }
        )


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else "unknown"


def _text(value: object) -> str:
    return "" if value is None else str(value)
