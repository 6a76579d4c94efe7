"""`onepool bench`: how time and memory grow with the number of people."""

import tempfile
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from onepool.bench import options
from onepool.bench.process import BenchError
from onepool.bench.report import as_dictionary, show
from onepool.bench.world import Measured, Plan, measure
from onepool.generate.parameters import Parameters
from onepool.settings import project_root


def _sizes(_: click.Context, __: click.Parameter, text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError as error:
        raise click.BadParameter("numbers with commas between them") from error
    if sizes[0] < 1:
        raise click.BadParameter("at least one person")
    return sizes


@click.command("bench")
@click.option(
    "--people",
    "sizes",
    default="10000,100000,1000000",
    show_default=True,
    callback=_sizes,
    help="Sizes to build, with commas between them.",
)
@click.option("--days", type=click.IntRange(min=2), default=365, show_default=True)
@click.option(
    "--orders-per-person",
    type=click.FloatRange(min=0, min_open=True),
    default=Parameters.orders_per_person,
    show_default=True,
    help="Orders a person a year, on average.",
)
@click.option(
    "--sends-per-person",
    type=click.FloatRange(min=0, min_open=True),
    help="Messages a person a year; without it, those of few campaigns, about 0.8.",
)
@click.option(
    "--full-only", is_flag=True, help="Stop after the full build of each size."
)
@click.option("--seed", type=int, default=7, show_default=True)
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to work in; default a temporary one.",
)
@click.option("--keep", is_flag=True, help="Leave extracts and warehouses behind.")
@click.option("--tests", is_flag=True, help="Run the data tests too, and time them.")
@options.memory
@options.threads
def command(
    sizes: tuple[int, ...],
    days: int,
    orders_per_person: float,
    sends_per_person: float | None,
    full_only: bool,
    seed: int,
    work: Path | None,
    keep: bool,
    tests: bool,
    memory: str,
    threads: int,
) -> None:
    """Generate, land and build worlds of several sizes; print what they took."""
    project = project_root()
    console = Console(stderr=True)
    measured: list[Measured] = []
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="onepool-bench-") as temporary:
        for people in sizes:
            plan = Plan(
                people=people,
                days=days,
                seed=seed,
                folder=(work or Path(temporary)).absolute() / str(people),
                project=project,
                memory=memory,
                threads=threads,
                tests=tests,
                orders_per_person=orders_per_person,
                sends_per_person=sends_per_person,
                full_only=full_only,
            )
            try:
                measured.append(measure(plan, console))
            except BenchError as error:
                raise click.ClickException(str(error)) from error
            finally:
                if not keep:
                    plan.clear()
            # After every size: a later one may fail, and takes long.
            report = as_dictionary(measured)
            results = options.write_report(project, "results", report)
    show(report, Console())
    console.print(f"Written to {results.relative_to(project)}")
