"""The results of a benchmark as a dictionary, and that as tables."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from onepool.bench.timings import by_folder
from onepool.bench.world import Measured

GROWING = ("generate", "land", "build", "increment")


def as_dictionary(measured: Sequence[Measured]) -> dict[str, Any]:
    """Return the results with their rates, and ratios to the smallest size.

    `growth` says per step how CPU seconds and peak memory of a source row compare with
    those of the smallest size: 1 is linear, less is better. `build_to_yardstick` is
    the CPU of landing and building a row over that of the plain query over a row.
    """
    return {
        "machine": {
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
            "duckdb": duckdb.__version__,
        },
        "sizes": [_size(one, measured[0]) for one in measured],
    }


def _size(one: Measured, smallest: Measured) -> dict[str, Any]:
    built = one.steps["land"] + one.steps["build"]
    yardstick = one.steps["yardstick"]
    return {
        "people": one.people,
        "rows": one.rows,
        "increment_rows": one.increment_rows,
        "steps": {name: asdict(usage) for name, usage in one.steps.items()},
        "rows_per_second": round(one.rows / built.seconds),
        "warehouse_bytes": one.warehouse_bytes,
        "growth": {
            name: {
                "cpu_per_row": _ratio(
                    one.steps[name].cpu_seconds / max(one.rows, 1),
                    smallest.steps[name].cpu_seconds / max(smallest.rows, 1),
                ),
                "memory_per_row": _ratio(
                    one.steps[name].peak_bytes / max(one.rows, 1),
                    smallest.steps[name].peak_bytes / max(smallest.rows, 1),
                ),
            }
            for name in GROWING
            if name in one.steps and name in smallest.steps
        },
        "build_to_yardstick": _ratio(
            built.cpu_seconds / max(one.rows, 1),
            yardstick.cpu_seconds / max(one.yardstick_rows, 1),
        ),
        "slowest_models": [
            {"model": timing.model, "seconds": round(timing.seconds, 2)}
            for timing in one.models[:10]
        ],
        "folders": {
            folder: round(seconds, 2)
            for folder, seconds in by_folder(one.models).items()
        },
        "identity": one.identity,
    }


def _ratio(above: float, below: float) -> float | None:
    return round(above / below, 3) if below else None


def show(report: dict[str, Any], console: Console) -> None:
    """Print the results as tables."""
    sizes = report["sizes"]
    console.print(_steps(sizes))
    console.print(_sizes(sizes))
    console.print(_growth(sizes))
    console.print(_slowest(sizes))
    console.print(_folders(sizes))


def _columns(title: str, first: str, sizes: list[dict[str, Any]]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for size in sizes:
        table.add_column(f"{size['people']:,} people", justify="right")
    return table


def _steps(sizes: list[dict[str, Any]]) -> Table:
    table = _columns("Seconds (of CPU), peak resident GB", "step", sizes)
    for name in sizes[0]["steps"]:
        steps = [size["steps"][name] for size in sizes]
        table.add_row(
            name,
            *(
                f"{step['seconds']:,.1f} ({step['cpu_seconds']:,.1f})  "
                f"{step['peak_bytes'] / 1e9:.2f}"
                for step in steps
            ),
        )
    return table


def _sizes(sizes: list[dict[str, Any]]) -> Table:
    table = _columns("Sizes and rates", "", sizes)
    rows = {
        "source rows": lambda size: f"{size['rows']:,}",
        "rows of the increment": lambda size: f"{size['increment_rows']:,}",
        "landed and built rows a second": lambda s: f"{s['rows_per_second']:,}",
        "warehouse GB": lambda size: f"{size['warehouse_bytes'] / 1e9:.2f}",
        "CPU of a row, times that of the plain query": (
            lambda size: f"{size['build_to_yardstick']}"
        ),
        "members": lambda size: f"{size['identity']['members']:,}",
        "accounts of the largest member": (
            lambda size: f"{size['identity']['largest_member']:,}"
        ),
        "identity precision": lambda size: _share(size["identity"]["precision"]),
        "identity recall": lambda size: _share(size["identity"]["recall"]),
    }
    for name, text in rows.items():
        table.add_row(name, *(text(size) for size in sizes))
    return table


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _growth(sizes: list[dict[str, Any]]) -> Table:
    table = _columns(
        "Growth a row against the smallest size: CPU, memory (1 is linear)",
        "step",
        sizes,
    )
    for name in sizes[0]["growth"]:
        table.add_row(
            name,
            *(
                f"{size['growth'][name]['cpu_per_row']}, "
                f"{size['growth'][name]['memory_per_row']}"
                for size in sizes
            ),
        )
    return table


def _slowest(sizes: list[dict[str, Any]]) -> Table:
    table = _columns("Slowest models of the full build, seconds", "", sizes)
    count = max(len(size["slowest_models"]) for size in sizes)
    for place in range(count):
        cells = []
        for size in sizes:
            models = size["slowest_models"]
            cells.append(
                f"{models[place]['model']} {models[place]['seconds']:.1f}"
                if place < len(models)
                else ""
            )
        table.add_row(str(place + 1), *cells)
    return table


def _folders(sizes: list[dict[str, Any]]) -> Table:
    table = _columns("Models of a folder, seconds (two run at once)", "folder", sizes)
    for folder in sizes[-1]["folders"]:
        table.add_row(
            folder, *(f"{size['folders'].get(folder, 0):.1f}" for size in sizes)
        )
    return table
