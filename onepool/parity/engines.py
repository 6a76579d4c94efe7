"""Builds the project on one engine, in a folder of its own."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST_JAVA = 17
WAREHOUSE = "onepool.duckdb"
COMPARED_SCHEMAS = ("core", "marts", "quality")


class EngineError(Exception):
    """An engine could not build the project; the text says why."""


@dataclass(frozen=True)
class Built:
    """A table that an engine built.

    Attributes:
        schema: schema of the table.
        name: name of the table.
        seconds: how long the engine took.
    """

    schema: str
    name: str
    seconds: float

    @property
    def address(self) -> str:
        """Return `schema.name`."""
        return f"{self.schema}.{self.name}"


def missing_for_spark() -> str | None:
    """Say what Spark lacks on this machine and how to get it; None when nothing."""
    if any(importlib.util.find_spec(name) is None for name in ("pyspark", "dbt")) or (
        importlib.util.find_spec("dbt.adapters.spark") is None
    ):
        return (
            "The spark extra is not installed. Install it with "
            "`pip install -r requirements-spark.txt`."
        )
    version = java_version()
    if version is None:
        return (
            f"Spark needs Java {OLDEST_JAVA}, and there is no Java: JAVA_HOME is not "
            "set or has no bin/java, and `java` is not on the PATH. Install a JDK or "
            f"JRE {OLDEST_JAVA} (`apt-get install openjdk-{OLDEST_JAVA}-jre-headless`, "
            f"`brew install openjdk@{OLDEST_JAVA}`)."
        )
    if version < OLDEST_JAVA:
        return (
            f"Spark needs Java {OLDEST_JAVA}, and this is Java {version}. Point "
            f"JAVA_HOME at a JDK or JRE {OLDEST_JAVA}."
        )
    return None


def java_version() -> int | None:
    """Return the major version of the Java that Spark would start, None without one."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if program is None:
        return None
    try:
        said = subprocess.run(
            [program, "-version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(found.group(1)) if found else None


def build(
    engine: str,
    project: Path,
    folder: Path,
    extracts: str | None = None,
    select: Sequence[str] = (),
) -> list[Built]:
    """Build seeds and models on one engine, without tests.

    DuckDB comes first: its build lands the extracts, and Spark reads the same zone.

    Args:
        engine: `duckdb` or `spark`, a target of profiles.yml.
        project: project folder.
        folder: work folder; gets the warehouse, the landing zone and dbt's target.
        extracts: extracts root; default as in any build.
        select: dbt selection; empty means everything.

    Returns:
        the tables of the compared schemas, in the order of their names.

    Raises:
        EngineError: dbt did not succeed.
    """
    target = folder / f"target_{engine}"
    environment = {
        **os.environ,
        "ONEPOOL_WAREHOUSE": str(folder / WAREHOUSE),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(folder / f"logs_{engine}"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    if extracts:
        environment["ONEPOOL_EXTRACTS"] = extracts
    if engine == "spark":
        shutil.rmtree(spark_folder(folder), ignore_errors=True)
    program = Path(sys.executable).parent / "dbt"
    command = [str(program), "build", "--target", engine, "--no-use-colors"]
    command += ["--project-dir", str(project), "--profiles-dir", str(project)]
    command += ["--exclude-resource-type", "test", "--exclude-resource-type"]
    command += ["unit_test", *(["--select", *select] if select else [])]
    done = subprocess.run(
        command,
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise EngineError(_failure(engine, done, folder))
    return _built(target)


def take(built: Path, folder: Path) -> list[Built]:
    """Take what DuckDB has built from nothing, instead of building it.

    Args:
        built: holds `onepool.duckdb`, `onepool.landing` and `target` as one `dbt build`
            of the whole project left them.
        folder: work folder; gets the warehouse and the landing zone.

    Returns:
        the tables of the compared schemas, in the order of their names.

    Raises:
        EngineError: something of it is missing.
    """
    landing = WAREHOUSE.replace(".duckdb", ".landing")
    try:
        shutil.copy(built / WAREHOUSE, folder / WAREHOUSE)
        shutil.copytree(built / landing, folder / landing, dirs_exist_ok=True)
        return _built(built / "target")
    except FileNotFoundError as error:
        raise EngineError(f"{built} is no build of DuckDB: {error}") from error


def spark_folder(folder: Path) -> Path:
    """Return the folder of Spark's tables and catalog in a work folder."""
    return folder / WAREHOUSE.replace(".duckdb", ".spark")


def _failure(engine: str, done: subprocess.CompletedProcess[str], folder: Path) -> str:
    lines = [line for line in done.stdout.splitlines() if "START" not in line]
    at = next((i for i, line in enumerate(lines) if "Finished running" in line), -40)
    said = "\n".join(lines[at:][:60]) or done.stderr[-4000:]
    return (
        f"dbt build on {engine} ended with {done.returncode}. The full log is in "
        f"{folder / f'logs_{engine}'}.\n{said}"
    )


def _built(target: Path) -> list[Built]:
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    tables = []
    for result in results["results"]:
        node = manifest["nodes"].get(result["unique_id"], {})
        if node.get("resource_type") != "model":
            continue
        # Views tell of the build itself: which test ran when.
        if node["config"]["materialized"] == "view":
            continue
        if node["schema"] in COMPARED_SCHEMAS:
            tables.append(
                Built(node["schema"], node["alias"], result["execution_time"])
            )
    return sorted(tables, key=lambda table: table.address)
