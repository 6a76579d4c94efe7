"""Generates a world: runs its SQL, writes its deliveries and its truth."""

import shutil
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from onepool.generate.broken import write_broken_files
from onepool.generate.delivery import deliver, entities
from onepool.generate.engine import WORLD_FILES, connect, run_world_file
from onepool.generate.parameters import Parameters
from onepool.generate.truth import write_parameters, write_truth


def generate(
    parameters: Parameters,
    out: Path,
    *,
    file_format: str = "native",
    threads: int = 2,
    memory_limit: str = "4GB",
    broken_files: bool = False,
    quiet: bool = False,
) -> None:
    """Write the extracts and the truth of a world.

    Args:
        parameters: What the world is made of.
        out: The extracts root; it is emptied first when an earlier world lies there.
        file_format: `native` or `parquet`.
        threads: DuckDB threads.
        memory_limit: DuckDB memory limit.
        broken_files: Add files that no reader should accept.
        quiet: Show no progress.

    Raises:
        FileExistsError: when `out` holds files but no world.
    """
    started = time.monotonic()
    _clear(out)
    write_parameters(parameters, out / "truth")
    console = Console(stderr=True, quiet=quiet)
    steps = len(WORLD_FILES) + parameters.deliveries * len(entities()) + 1
    with (
        tempfile.TemporaryDirectory(prefix="onepool-world-") as work,
        Progress(
            TextColumn("[bold]{task.description:<44}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        ) as progress,
    ):
        task = progress.add_task("starting", total=steps)

        def report(text: str) -> None:
            progress.update(task, advance=1, description=text)

        connection = connect(parameters, Path(work), threads, memory_limit)
        try:
            for name in WORLD_FILES:
                report(name.replace("_", " "))
                run_world_file(connection, name)
            deliver(connection, out, file_format, report)
            report("truth")
            write_truth(connection, out / "truth")
            counted = connection.execute(
                "select (select count(*) from accounts), (select count(*) from orders),"
                " (select count(*) from interactions)"
            ).fetchone()
        finally:
            connection.close()
        if broken_files:
            write_broken_files(out, parameters.end)
    accounts, orders, interactions = counted or (0, 0, 0)
    console.print(
        f"{parameters.people:,} people, {accounts:,} accounts, {orders:,} orders, "
        f"{interactions:,} interactions in {time.monotonic() - started:.1f} s: {out}"
    )


def _clear(out: Path) -> None:
    """Remove an earlier world, and nothing that is not one."""
    if not out.exists() or not any(out.iterdir()):
        return
    if not (out / "truth" / "parameters.json").exists():
        raise FileExistsError(f"{out} is not empty and holds no generated world")
    shutil.rmtree(out)
