"""Runs dbt and MetricFlow on a warehouse of a test's own, as a user would."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


class CommandError(AssertionError):
    """A command of the project failed; the text holds the end of its output."""


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
            [program, *command[1:]],
            cwd=cwd,
            env=self.variables,
            capture_output=True,
            text=True,
        )
        if check and done.returncode != 0:
            raise CommandError(
                f"{' '.join(command)} ended with {done.returncode}:\n"
                f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
            )
        return done

    def dbt(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run dbt, without colours."""
        return self.run("dbt", "--no-use-colors", *arguments, check=check)

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
