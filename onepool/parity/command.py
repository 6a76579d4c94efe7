"""`onepool parity`: build on DuckDB and on Spark, and compare every table."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from onepool.parity.compare import TableResult, compare_table
from onepool.parity.engines import (
    WAREHOUSE,
    Built,
    EngineError,
    build,
    missing_for_spark,
    spark_folder,
    take,
)
from onepool.settings import SettingsError, project_root

ENGINES = ("duckdb", "spark")


@click.command()
@click.option(
    "--extracts",
    metavar="ROOT",
    help="Extracts root to build from; default ONEPOOL_EXTRACTS, else the sample.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="SELECTION",
    help="Build and compare these models only, with what they read (dbt selection).",
)
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Work in this folder and keep it; default a temporary one.",
)
@click.option(
    "--built",
    envvar="ONEPOOL_BUILT",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Take DuckDB's side from here: onepool.duckdb, onepool.landing and target of "
    "one `dbt build` from nothing; default ONEPOOL_BUILT, else it is built.",
)
def command(
    extracts: str | None, select: tuple[str, ...], keep: Path | None, built: Path | None
) -> None:
    """Build on DuckDB and on Spark and compare every core, mart and quality table.

    Ends with 1 when a table differs in columns, types, number of rows or any value.
    """
    if built and (extracts or select):
        raise click.UsageError("--built is of the whole sample, not of a part")
    console = Console()
    if (advice := missing_for_spark()) is not None:
        raise click.ClickException(advice)
    folder = (keep or Path(tempfile.mkdtemp(prefix="onepool-parity-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        results, seconds = _compare(console, folder, extracts, select, built)
    except (EngineError, SettingsError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    _show(console, results, seconds)
    if not results:
        raise click.ClickException("the selection builds no table that is compared")
    if not all(result.is_equal for result in results):
        sys.exit(1)


def _compare(
    console: Console,
    folder: Path,
    extracts: str | None,
    select: tuple[str, ...],
    taken: Path | None,
) -> tuple[list[TableResult], dict[str, dict[str, float]]]:
    project = project_root()
    chosen = [item if "+" in item else f"+{item}" for item in select]
    built: dict[str, list[Built]] = {}
    for engine in ENGINES:
        console.print(f"Building on {engine} ...")
        start = time.monotonic()
        built[engine] = (
            take(taken, folder)
            if taken and engine == "duckdb"
            else build(engine, project, folder, extracts, chosen)
        )
        console.print(f"  done in {time.monotonic() - start:.0f} s")
    seconds = {
        engine: {table.address: table.seconds for table in tables}
        for engine, tables in built.items()
    }
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(
            f"attach '{str(folder / WAREHOUSE).replace(chr(39), chr(39) * 2)}' "
            "as built (read_only)"
        )
        results = [
            compare_table(
                connection,
                "built",
                table.schema,
                table.name,
                spark_folder(folder) / "tables" / f"{table.schema}.db" / table.name,
            )
            for table in built["duckdb"]
        ]
    return results, seconds


def _show(
    console: Console, results: list[TableResult], seconds: dict[str, dict[str, float]]
) -> None:
    table = Table(title="The same rows on both engines")
    table.add_column("table")
    for title in ("rows", "differing", "s duckdb", "s spark"):
        table.add_column(title, justify="right")
    for result in results:
        same = result.duckdb_rows == result.spark_rows
        rows = f"{result.duckdb_rows:,}"
        if not same:
            rows += f" / {result.spark_rows:,}"
        differing = "types" if result.problems else f"{result.differing:,}"
        table.add_row(
            result.table,
            rows,
            differing,
            *(f"{seconds[engine].get(result.table, 0):.1f}" for engine in ENGINES),
            style=None if result.is_equal else "red",
        )
    console.print(table)
    for result in results:
        if not result.is_equal:
            _show_difference(console, result)
    wrong = sum(not result.is_equal for result in results)
    console.print(
        f"{wrong} of {len(results)} tables differ."
        if wrong
        else f"All {len(results)} tables are equal."
    )


def _show_difference(console: Console, result: TableResult) -> None:
    console.print(f"\n{result.table}", style="bold")
    for problem in result.problems:
        console.print(f"  {problem}", markup=False)
    if result.columns:
        console.print(f"  columns that differ: {', '.join(result.columns)}")
    for engine, values in result.examples:
        said = ", ".join(f"{name}={value}" for name, value in values.items())
        console.print(f"  {engine:>6}: {said}", markup=False, highlight=False)
