"""Options that the benchmarks share, and where their reports go."""

import json
from pathlib import Path
from typing import Any

import click

memory = click.option(
    "--memory",
    envvar="ONEPOOL_MEMORY",
    default="6GB",
    show_default=True,
    help="Memory limit of DuckDB (ONEPOOL_MEMORY).",
)
threads = click.option(
    "--threads",
    type=click.IntRange(min=1),
    envvar="ONEPOOL_THREADS",
    default=2,
    show_default=True,
    help="Threads of dbt, DuckDB and polars (ONEPOOL_THREADS).",
)


def write_report(project: Path, name: str, report: dict[str, Any]) -> Path:
    """Write a report as `build/bench/<name>.json` and return the file."""
    file = project / "build" / "bench" / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return file
