"""Tells the life of a retail brand through the dirty extracts of its sources."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click

from onepool.generate.parameters import NUMBERS, SHARES, Parameters


def _with_parameters(function: Callable[..., None]) -> Callable[..., None]:
    """Add an option for every rate and share of dirt."""
    for names in (SHARES, NUMBERS):
        for name, text in reversed(names.items()):
            default = getattr(Parameters, name)
            function = click.option(
                f"--{name.replace('_', '-')}",
                name,
                type=int if isinstance(default, int) else float,
                default=default,
                show_default=True,
                help=text[0].upper() + text[1:] + ".",
            )(function)
    return function


@click.command()
@click.option("--people", type=int, default=500, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True)
@click.option("--days", type=int, default=365, show_default=True)
@click.option(
    "--end",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-03-31",
    show_default=True,
    help="Last business day of the history, the newest extract date.",
)
@click.option("--deliveries", type=int, default=2, show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["native", "parquet"]),
    default="native",
    show_default=True,
    help="Layouts as the platforms export them, or the same columns as Parquet.",
)
@click.option("--threads", type=int, default=2, show_default=True)
@click.option("--memory-limit", default="4GB", show_default=True)
@click.option(
    "--broken-files", is_flag=True, help="Add files that no reader should accept."
)
@_with_parameters
def command(
    out: Path,
    file_format: str,
    threads: int,
    memory_limit: str,
    broken_files: bool,
    end: dt.datetime,
    **values: float,
) -> None:
    """Generate dirty extracts of every source, with the truth in DIR/truth."""
    from onepool.generate.world import generate

    try:
        parameters = Parameters(end=end.date(), **values)  # type: ignore[arg-type]
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    generate(
        parameters,
        out,
        file_format=file_format,
        threads=threads,
        memory_limit=memory_limit,
        broken_files=broken_files,
    )
