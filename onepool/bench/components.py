"""`onepool bench-components`: joining edges here, in scipy and in Splink."""

import importlib.util
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from onepool.bench import options
from onepool.bench.graphs import write_edges, write_project
from onepool.bench.process import BenchError, Usage, run
from onepool.bench.world import program
from onepool.settings import project_root

COMPONENTS = """
{{{{ config(materialized='connected_components') }}}}
select left_key, right_key from read_parquet('{edges}')
"""
# As many components as pairs of labels, and as labels on each side: one to one.
SAME = """
select count(*), count(distinct ours.component_key), count(distinct theirs.label),
    count(distinct (ours.component_key, theirs.label)), count(theirs.label)
from ours.main.components as ours
full join read_parquet('{theirs}') as theirs on ours.node_key = theirs.node_key
"""


@dataclass(frozen=True)
class Joined:
    """One way to join the edges.

    Attributes:
        method: onepool, scipy or splink.
        usage: what its process took from start to end, reading and writing included.
    """

    method: str
    usage: Usage


def join_edges(
    folder: Path,
    project: Path,
    edges: int,
    seed: int,
    memory: str,
    threads: int,
    patience: float | None = None,
) -> list[Joined]:
    """Join the same edges in every way that is installed, each in its own process.

    Args:
        folder: an empty folder to work in.
        project: folder of the dbt project.
        edges: how many.
        seed: of the edges.
        memory: memory limit of DuckDB, here and below Splink.
        threads: threads of DuckDB.
        patience: seconds after which Splink is stopped.

    Returns:
        one row a method; Splink is left out where it is not installed.

    Raises:
        BenchError: a program failed, or two do not agree on the components.
    """
    source = folder / "edges.parquet"
    write_edges(source, edges, seed)
    graphs = folder / "graphs"
    write_project(graphs, project, ("identity",), memory, threads)
    model = graphs / "models" / "components.sql"
    model.write_text(COMPONENTS.format(edges=source))
    arguments = (
        *(program("dbt"), "--quiet", "--log-level-file", "none", "run"),
        *("--project-dir", str(graphs), "--profiles-dir", str(graphs)),
    )
    found = [Joined("onepool", run(arguments, graphs, {}, folder / "onepool.log"))]
    for method in ("scipy", "splink"):
        if not importlib.util.find_spec(method):
            continue
        labels = folder / f"{method}.parquet"
        arguments = (
            *(sys.executable, "-m", "onepool.bench.clustering", method),
            *(str(source), str(labels), memory, str(threads)),
        )
        path = {"PYTHONPATH": str(project)}
        limit = patience if method == "splink" else None
        usage = run(arguments, folder, path, folder / "log", limit)
        found.append(Joined(method, usage))
        if usage.is_finished:
            _compare(graphs / "graphs.duckdb", labels, method)
    return found


def _compare(ours: Path, theirs: Path, method: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{ours}' as ours (read_only)")
        row = connection.execute(SAME.format(theirs=theirs)).fetchone() or ()
    nodes, components, labels, both, known = row
    if not components == labels == both or nodes != known:
        raise BenchError(
            f"{method} found {labels} components on {known} of {nodes} nodes where "
            f"connected_components found {components}"
        )


def show_joined(edges: int, joined: list[Joined], console: Console) -> None:
    """Print what each way took, and its ratio to scipy."""
    scipy = next(one.usage for one in joined if one.method == "scipy")
    table = Table(title=f"Components of {edges:,} edges")
    for name in ("method", "seconds", "CPU s", "peak GB", "time/scipy", "memory/scipy"):
        table.add_column(name, justify="left" if name == "method" else "right")
    for one in joined:
        figures = (
            f"{one.usage.seconds:.1f}",
            f"{one.usage.cpu_seconds:.1f}",
            f"{one.usage.peak_bytes / 1e9:.2f}",
            f"{one.usage.seconds / scipy.seconds:.2f}",
            f"{one.usage.peak_bytes / scipy.peak_bytes:.2f}",
        )
        # What was stopped would have taken more.
        more = "" if one.usage.is_finished else "> "
        table.add_row(one.method, *(more + figure for figure in figures))
    console.print(table)
    if "splink" not in {one.method for one in joined}:
        console.print("Splink is not installed, so it is not measured.")


@click.command("bench-components")
@click.option(
    "--edges", type=click.IntRange(min=1000), default=10_000_000, show_default=True
)
@click.option("--seed", type=int, default=7, show_default=True)
@click.option(
    "--patience",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds after which Splink is stopped and shown as it stands.",
)
@options.memory
@options.threads
def command(edges: int, seed: int, patience: float, memory: str, threads: int) -> None:
    """Join the same edges here, in scipy and in Splink; print time and memory.

    Each runs in a process of its own, from the file of edges to a table of labels. It
    fails when they do not find the same components.
    """
    project = project_root()
    with tempfile.TemporaryDirectory(prefix="onepool-bench-") as temporary:
        try:
            joined = join_edges(
                Path(temporary), project, edges, seed, memory, threads, patience
            )
        except BenchError as error:
            raise click.ClickException(str(error)) from error
    report = {one.method: vars(one.usage) for one in joined}
    options.write_report(project, "components", {"edges": edges, **report})
    show_joined(edges, joined, Console())
