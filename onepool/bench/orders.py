"""`onepool bench-orders`: RFM and daily KPIs here, in pandas and in polars."""

import importlib.util
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from onepool.bench import options
from onepool.bench.order_frames import METHODS
from onepool.bench.order_models import compile_models
from onepool.bench.order_world import write_orders
from onepool.bench.process import BenchError, Usage, run
from onepool.settings import project_root

RESULTS = {
    "rfm": ("member_id", "monetary"),
    "kpis": ("on_date, channel_code", "gmv", "net_sales"),
}
"""Files of results: the key, then the amounts, in which a cent is the finest."""


@dataclass(frozen=True)
class Computed:
    """One way to compute RFM and KPIs.

    Attributes:
        method: onepool, pandas or polars.
        parts: seconds of the clock by part.
        seconds: of all parts. `read`, which loads the file into memory, is one of them:
            the models read a stored table too, and write their results as tables.
        usage: what its process took from start to end.
    """

    method: str
    parts: dict[str, float]
    seconds: float
    usage: Usage


def compute_orders(
    folder: Path, project: Path, orders: int, seed: int, memory: str, threads: int
) -> list[Computed]:
    """Compute the same in every way that is installed, each in its own process.

    Args:
        folder: an empty folder to work in.
        project: folder of the dbt project.
        orders: how many.
        seed: of the orders.
        memory: memory limit of DuckDB.
        threads: of DuckDB and of polars; pandas has one.

    Returns:
        one row a method, onepool first; polars is left out where it is not installed.

    Raises:
        BenchError: a program failed, or two do not agree.
    """
    world = write_orders(folder, project, orders, seed, memory, threads)
    statements = folder / "statements.json"
    statements.write_text(json.dumps(compile_models(project, folder)))
    ours = ("order_models", str(world.warehouse), str(statements))
    ways = {"onepool": (*ours, "{out}", memory, str(threads))}
    for method in METHODS:
        if importlib.util.find_spec(method):
            ways[method] = ("order_frames", method, str(world.orders), "{out}")
    found: list[Computed] = []
    for method, (module, *arguments) in ways.items():
        out = folder / method
        out.mkdir()
        log = folder / f"{method}.log"
        usage = run(
            [
                *(sys.executable, "-m", f"onepool.bench.{module}"),
                *(argument.format(out=out) for argument in arguments),
            ],
            folder,
            {"PYTHONPATH": str(project), "POLARS_MAX_THREADS": str(threads)},
            log,
        )
        parts = json.loads(log.read_text().splitlines()[-1])
        found.append(Computed(method, parts, sum(parts.values()), usage))
        if method != "onepool":
            for name in RESULTS:
                _compare(folder, name, method)
    return found


def _compare(folder: Path, name: str, method: str) -> None:
    """Hold a result to ours: the same rows, all values equal, amounts to the cent."""
    key, *amounts = RESULTS[name]
    ours, theirs = (folder / one / f"{name}.parquet" for one in ("onepool", method))
    with duckdb.connect() as connection:
        columns = [
            row[0]
            for row in connection.execute(f"describe select * from '{ours}'").fetchall()
            if row[0] not in key.split(", ")
        ]
        differs = " or ".join(
            f"abs(ours.{column} - theirs.{column}) >= 0.005"
            if column in amounts
            else f"ours.{column} is distinct from theirs.{column}"
            for column in columns
        )
        query = (
            f"select count(*), count(*) filter (where {differs} or ours.{columns[0]} "
            f"is null or theirs.{columns[0]} is null) from '{ours}' as ours "
            f"full join '{theirs}' as theirs using ({key})"
        )
        rows, different = connection.execute(query).fetchone() or (0, 0)
    if different or not rows:
        raise BenchError(f"{method} has {different} of {rows} rows of {name} otherwise")


def show_computed(orders: int, computed: list[Computed], console: Console) -> None:
    """Print what each way took and its ratio to ours."""
    ours = computed[0].seconds
    table = Table(title=f"RFM and daily KPIs of {orders:,} orders")
    for name in ("method", "seconds", "times ours", "CPU s", "peak GB", "parts"):
        table.add_column(
            name, justify="left" if name in ("method", "parts") else "right"
        )
    for one in computed:
        table.add_row(
            one.method,
            f"{one.seconds:.2f}",
            f"{one.seconds / ours:.2f}",
            f"{one.usage.cpu_seconds:.1f}",
            f"{one.usage.peak_bytes / 1e9:.2f}",
            ", ".join(f"{part} {took:.2f}" for part, took in one.parts.items()),
        )
    console.print(table)
    if "polars" not in {one.method for one in computed}:
        console.print("polars is not installed, so it is not measured.")


@click.command("bench-orders")
@click.option(
    "--orders", type=click.IntRange(min=1000), default=10_000_000, show_default=True
)
@click.option("--seed", type=int, default=7, show_default=True)
@options.memory
@options.threads
def command(orders: int, seed: int, memory: str, threads: int) -> None:
    """Compute RFM and daily KPIs here, in pandas and in polars; print the ratios.

    Ours is the compiled SQL of the models. Each runs in a process of its own over the
    same orders. It fails when the results are not the same.
    """
    project = project_root()
    with tempfile.TemporaryDirectory(prefix="onepool-bench-") as temporary:
        try:
            computed = compute_orders(
                Path(temporary), project, orders, seed, memory, threads
            )
        except BenchError as error:
            raise click.ClickException(str(error)) from error
    report = {one.method: asdict(one) for one in computed}
    options.write_report(project, "orders", {"orders": orders, **report})
    show_computed(orders, computed, Console())
