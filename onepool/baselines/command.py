"""`onepool bench-baselines`: how well the baselines judge days."""

import json

import click
import pandas as pd
from rich.console import Console
from rich.table import Table

from onepool.baselines.backtest import measure
from onepool.compiling import CompileError
from onepool.settings import SettingsError, project_root

COLUMNS = {
    "relative_scale": ("scale, % of expected", 100, 1),
    "coverage": ("in the band, %", 100, 1),
    "event_coverage": ("on events, %", 100, 1),
    "red_a_month": ("red a month", 1, 2),
    "amber_a_month": ("amber a month", 1, 2),
    "caught_at_once": ("caught at once, %", 100, 0),
    "caught_in_3_days": ("in 3 days, %", 100, 0),
    "days_to_settle": ("days to settle", 1, 1),
}
"""Title, factor and digits of what is printed."""

TITLES = {
    "onepool": "The baselines of marts.kpi_baselines",
    "plain": "To compare: median and MAD of the same weekday, nothing else",
}


@click.command("bench-baselines")
@click.option(
    "--series",
    "each",
    type=click.IntRange(min=1),
    default=30,
    show_default=True,
    help="Series of each family.",
)
@click.option("--days", type=click.IntRange(min=200), default=730, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True)
def command(each: int, days: int, seed: int) -> None:
    """Judge generated series by the baselines and print how often they are right.

    The series have a weekly season, growth, level shifts, holidays and promotions of
    the calendar; into a copy drops of 20 % for three days are planted. Figures are
    written to build/bench/baselines.json too.
    """
    try:
        project = project_root()
        figures = measure(project, each, days, seed)
    except (CompileError, SettingsError) as error:
        raise click.ClickException(str(error)) from error
    console = Console()
    for way, frame in figures.items():
        console.print(_table(TITLES[way], frame))
    results = project / "build" / "bench" / "baselines.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    written = {
        way: json.loads(f.to_json(orient="records")) for way, f in figures.items()
    }
    results.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    console.print(f"Written to {results.relative_to(project)}")


def _table(title: str, frame: pd.DataFrame) -> Table:
    table = Table(title=title)
    table.add_column("series")
    for heading, _, _ in COLUMNS.values():
        table.add_column(heading, justify="right")
    for row in frame.to_dict("records"):
        cells = [
            "" if pd.isna(row[name]) else f"{factor * row[name]:.{digits}f}"
            for name, (_, factor, digits) in COLUMNS.items()
        ]
        table.add_row(row["family"], *cells)
    return table
