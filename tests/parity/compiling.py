"""Compiles Jinja for one engine, as dbt does."""

import json
from pathlib import Path

from tests.support.project import Warehouse


def _compile(engine: str, arguments: list[str], folder: Path) -> str:
    """Run `dbt compile` with a warehouse in some folder and return the SQL."""
    done = Warehouse(folder, "extracts/sample").dbt(
        *("--quiet", "compile", "--target", engine, *arguments, "--output", "json"),
        *("--no-populate-cache", "--no-introspect"),
    )
    return json.loads(done.stdout[done.stdout.index("{") :])["compiled"]


def compiled(engine: str, inline: str, folder: Path) -> str:
    """Return the SQL that dbt makes of some Jinja for one engine."""
    return _compile(engine, ["--inline", inline], folder)


def compiled_model(model: str, folder: Path, variables: dict[str, str]) -> str:
    """Return the SQL of a model on DuckDB under some variables.

    Its relations are those of `folder / "onepool.duckdb"`.
    """
    selected = ["--select", model, "--vars", json.dumps(variables)]
    return _compile("duckdb", selected, folder)
