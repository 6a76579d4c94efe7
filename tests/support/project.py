"""Runs dbt and MetricFlow on a warehouse of a test's own, as a user would."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from filelock import FileLock

from tests.support.forks import ROOT, run_dbt

BIN = Path(sys.executable).parent
RUN = "ONEPOOL_TESTS_RUN"
DBT = (sys.executable, "-m", "tests.support.dbt", "--no-use-colors")


class CommandError(AssertionError):
    """A command of the project failed; the text holds the end of its output."""


def copy_project(folder: Path) -> None:
    """Copy the project to change its models, and link what does not change."""
    folder.mkdir()
    for name in ("dbt_project.yml", "profiles.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("macros", "seeds", "tests", "analyses", "extracts"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "models", folder / "models")


def _checked(done: subprocess.CompletedProcess) -> subprocess.CompletedProcess:
    """Return a run that succeeded.

    Raises:
        CommandError: it failed.
    """
    if done.returncode != 0:
        raise CommandError(
            f"{' '.join(done.args)} ended with {done.returncode}:\n"
            f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
        )
    return done


def built_once(name: str, build: Callable[[Path], None]) -> Path:
    """Return a folder that one worker of the run fills and all of them read.

    Args:
        name: name of the folder.
        build: fills the folder it is given, which is there and empty.
    """
    folder = Path(os.environ[RUN]) / name
    finished = folder / "finished"
    with FileLock(f"{folder}.lock"):
        if not finished.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder)
            finished.touch()
    return folder


def parsed_project(*arguments: str) -> Path:
    """Return the project as dbt parsed it, once in a run of tests.

    Args:
        arguments: those of dbt; for another engine it parses anew.
    """
    parsing = [
        part
        for at, argument in enumerate(arguments)
        if argument == "--target"
        for part in arguments[at : at + 2]
    ]
    key = hashlib.sha256(repr(parsing).encode()).hexdigest()[:16]

    def parse(folder: Path) -> None:
        variables = Warehouse(folder, "extracts/sample").variables
        _checked(run_dbt(("--quiet", "parse", *parsing), variables, ROOT))

    return built_once(f"parsed_{key}", parse) / "target" / "partial_parse.msgpack"


@dataclass
class Warehouse:
    """One warehouse with its landing zone, apart from the user's own.

    Attributes:
        folder: where the warehouse, its landing zone and dbt's target lie.
        extracts: extracts root, absolute or below the project.
        environment: further environment variables.
    """

    folder: Path
    extracts: str | Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Return the DuckDB file."""
        return self.folder / "onepool.duckdb"

    @property
    def variables(self) -> dict[str, str]:
        """Return the environment that commands run in."""
        return {
            **os.environ,
            "ONEPOOL_WAREHOUSE": str(self.path),
            "ONEPOOL_EXTRACTS": str(self.extracts),
            "ONEPOOL_PUBLISHED": str(self.folder / "published"),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            **self.environment,
        }

    def run(
        self, *command: str, check: bool = True, cwd: Path = ROOT
    ) -> subprocess.CompletedProcess:
        """Run a program of the environment, in the project's root unless told.

        Raises:
            CommandError: it failed and `check` is set.
        """
        program = shutil.which(command[0], path=str(BIN)) or command[0]
        done = subprocess.run(
            (program, *command[1:]),
            cwd=cwd,
            env=self.variables,
            capture_output=True,
            text=True,
        )
        return _checked(done) if check else done

    def dbt(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run dbt, without colours.

        Raises:
            CommandError: it failed and `check` is set.
        """
        self.give_parsed(*arguments)
        done = run_dbt(("--no-use-colors", *arguments), self.variables, ROOT)
        return _checked(done) if check else done

    def dbt_command(self, *arguments: str) -> tuple[str, ...]:
        """Return what runs dbt, which finds the project parsed."""
        self.give_parsed(*arguments)
        return (*DBT, *arguments)

    def give_parsed(self, *arguments: str) -> None:
        """Let dbt find the project parsed; of a copy of it, it parses what was changed.

        Args:
            arguments: those of dbt.
        """
        parsed = parsed_project(*arguments)
        own = self.folder / "target" / parsed.name
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(parsed, own)

    def rows(self, query: str) -> list[tuple]:
        """Return the rows of a query on the warehouse."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def tables(self, *schemas: str) -> list[tuple[str, str]]:
        """Return (schema, table) of all tables in some schemas."""
        listed = ", ".join(f"'{schema}'" for schema in schemas)
        return self.rows(
            "select schema_name, table_name from duckdb_tables() "
            f"where schema_name in ({listed}) order by all"
        )
