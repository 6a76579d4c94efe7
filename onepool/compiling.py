"""SQL as dbt compiles it for DuckDB, apart from the user's own warehouse."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class CompileError(Exception):
    """dbt could not compile the project; the text says why."""


def run_dbt(
    arguments: Sequence[str], environment: Mapping[str, str], cwd: Path
) -> subprocess.CompletedProcess[str]:
    """Run dbt of this Python's environment.

    Args:
        arguments: those of dbt.
        environment: all variables of the process.
        cwd: working directory.
    """
    return subprocess.run(
        (str(Path(sys.executable).parent / "dbt"), *arguments),
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
    )


def compile_project(project: Path, folder: Path, *arguments: str) -> str:
    """Compile without a look at any warehouse, and return what dbt prints.

    Args:
        project: folder of the dbt project.
        folder: gets dbt's `target`; SQL reads the warehouse `onepool.duckdb` in it.
        arguments: what `dbt compile` is told, such as `--select` and a model.

    Raises:
        CompileError: dbt failed.
    """
    done = run_dbt(
        (
            *("--quiet", "compile", "--no-introspect", "--no-populate-cache"),
            *arguments,
        ),
        {
            **os.environ,
            "ONEPOOL_TARGET": "duckdb",
            "ONEPOOL_WAREHOUSE": str(folder / "onepool.duckdb"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
        project,
    )
    if done.returncode != 0:
        raise CompileError(done.stdout[-4000:] + done.stderr[-2000:])
    return done.stdout
