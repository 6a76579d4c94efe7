"""Compiles Jinja for one engine, as dbt does."""

import json
import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from tests.support import dbt as _  # noqa: F401
from tests.support.project import ROOT, Warehouse

QUIET = ("--quiet", "--log-level-file", "none", "--no-write-json")


def _invoke(
    warehouse: Warehouse, manifest: Manifest | None, *arguments: str
) -> dbtRunnerResult:
    """Run dbt inside of this process, which takes a tenth of a process of its own."""
    project = ("--project-dir", str(ROOT), "--profiles-dir", str(ROOT))
    with patch.dict(os.environ, warehouse.variables):
        done = dbtRunner(manifest=manifest).invoke([*QUIET, *arguments, *project])
    assert done.success, done.exception or done.result
    return done


@cache
def _manifest(engine: str) -> Manifest:
    """Return the project as dbt parsed it for one engine."""
    target = () if engine == "duckdb" else ("--target", engine)
    with TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder), "extracts/sample")
        warehouse.dbt_command(*target)
        return _invoke(warehouse, None, "parse", *target).result


def _compiled(engine: str, folder: Path, manifest: Manifest, *arguments: str) -> str:
    done = _invoke(
        Warehouse(folder, "extracts/sample"),
        manifest,
        *("compile", "--target", engine, *arguments),
        *("--no-populate-cache", "--no-introspect"),
    )
    return done.result.results[0].node.compiled_code


def compiled(engine: str, inline: str, folder: Path) -> str:
    """Return the SQL that dbt makes of some Jinja for one engine."""
    return _compiled(engine, folder, _manifest(engine), "--inline", inline)


def compiled_model(model: str, folder: Path, variables: dict[str, str]) -> str:
    """Return the SQL of a model on DuckDB under some variables.

    Its relations are those of `folder / "onepool.duckdb"`.
    """
    # A model that was compiled stays so in its manifest.
    manifest = _manifest.__wrapped__("duckdb")
    selected = ("--select", model, "--vars", json.dumps(variables))
    return _compiled("duckdb", folder, manifest, *selected)
