"""Compiles Jinja for one engine, as dbt does."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _compile(engine: str, arguments: list[str], folder: Path) -> str:
    """Run `dbt compile` with a warehouse in some folder and return the SQL."""
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "dbt"), "--quiet", "compile"),
            *("--target", engine, *arguments, "--output", "json"),
            *("--no-populate-cache", "--no-introspect"),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "ONEPOOL_WAREHOUSE": str(folder / "onepool.duckdb"),
            "DBT_TARGET_PATH": str(folder / f"target_{engine}"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
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
