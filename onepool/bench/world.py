"""One size of the benchmark: a generated world, built in full and once more."""

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from rich.console import Console

from onepool.bench.process import Usage, run
from onepool.bench.timings import Timing, timings
from onepool.generate.parameters import Parameters

NO_TESTS = ("--exclude-resource-type", "test", "unit_test")


@dataclass(frozen=True)
class Plan:
    """What to build, where and with how much.

    Attributes:
        people: people of the world.
        days: days of its history; the last one comes as a delivery of its own.
        seed: seed of the generator.
        folder: everything of this size is written below it.
        project: folder of the dbt project.
        memory: memory limit of DuckDB, such as `6GB`.
        threads: threads of dbt and DuckDB.
        tests: run the data tests after the full build.
        orders_per_person: orders a person a year, on average.
        sends_per_person: messages a person a year; None for those of few campaigns.
        full_only: stop after the full build, and leave its results in `target`.
    """

    people: int
    days: int
    seed: int
    folder: Path
    project: Path
    memory: str
    threads: int
    tests: bool
    orders_per_person: float = Parameters.orders_per_person
    sends_per_person: float | None = None
    full_only: bool = False

    @property
    def extracts(self) -> Path:
        """Return the extracts root."""
        return self.folder / "extracts"

    @property
    def held_back(self) -> Path:
        """Return the folder where the last delivery waits for the full build."""
        return self.folder / "held_back"

    @property
    def warehouse(self) -> Path:
        """Return the DuckDB file that is built."""
        return self.folder / "onepool.duckdb"

    @property
    def landing(self) -> Path:
        """Return the landing zone of the warehouse."""
        return self.folder / "onepool.landing"

    @property
    def target(self) -> Path:
        """Return the folder that dbt writes its results to."""
        return self.folder / "target"

    def variables(self) -> dict[str, str]:
        """Return the environment variables of the commands."""
        return {
            "ONEPOOL_EXTRACTS": str(self.extracts),
            "ONEPOOL_WAREHOUSE": str(self.warehouse),
            "ONEPOOL_PUBLISHED": str(self.folder / "published"),
            "ONEPOOL_SALT": "bench",
            "ONEPOOL_MEMORY": self.memory,
            "ONEPOOL_THREADS": str(self.threads),
            "ONEPOOL_TARGET": "duckdb",
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }

    def clear(self) -> None:
        """Remove everything of this size."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class Measured:
    """What one size took.

    Attributes:
        people: people of the world.
        steps: name of a step to what it took, in the order they ran.
        rows: source rows of the full build.
        increment_rows: source rows of the last delivery.
        warehouse_bytes: size of the DuckDB file after the increment.
        models: models of the full build, the slowest first.
        identity: scores of the members against the people.
        yardstick_rows: rows that the plain query read.
    """

    people: int
    steps: dict[str, Usage] = field(default_factory=dict)
    rows: int = 0
    increment_rows: int = 0
    warehouse_bytes: int = 0
    models: list[Timing] = field(default_factory=list)
    identity: dict[str, float] = field(default_factory=dict)
    yardstick_rows: int = 0


def measure(plan: Plan, console: Console) -> Measured:
    """Generate, land, build, and build again with one more day and with nothing new.

    Args:
        plan: what to build; its folder is emptied first.
        console: told of each step.

    Raises:
        BenchError: a command failed.
    """
    plan.clear()
    plan.folder.mkdir(parents=True)
    result = Measured(plan.people)

    def step(name: str, *arguments: str) -> Path:
        log = plan.folder / "logs" / f"{name}.log"
        usage = run(arguments, plan.project, plan.variables(), log)
        result.steps[name] = usage
        console.print(
            f"{plan.people:>11,} people  {name:<10} {usage.seconds:8.1f} s  "
            f"{usage.cpu_seconds:8.1f} s of CPU  {usage.peak_bytes / 1e9:5.2f} GB"
        )
        return log

    step("generate", *_onepool("generate"), *_generator_options(plan))
    _hold_back_last_delivery(plan)
    step("land", *_onepool("land"))
    step("build", *_dbt("build"), *NO_TESTS)
    result.rows = _landed_rows(plan)
    result.models = timings(plan.target)
    yardstick = step("yardstick", *_yardstick(plan))
    result.yardstick_rows = int(_printed(yardstick)["rows"])
    if not plan.full_only:
        _let_in_last_delivery(plan)
        step("increment", *_dbt("build"), *NO_TESTS)
        result.increment_rows = _landed_rows(plan) - result.rows
        step("idle", *_dbt("build"), *NO_TESTS)
    result.warehouse_bytes = plan.warehouse.stat().st_size
    if plan.tests:
        step("test", *_dbt("test"))
    scores = step(
        "identity",
        *_module("identity"),
        str(plan.warehouse),
        str(plan.extracts / "truth"),
    )
    result.identity = _printed(scores)
    return result


def _printed(log: Path) -> dict[str, float]:
    """Return the JSON that a program printed last."""
    return json.loads(log.read_text().splitlines()[-1])


def _onepool(command: str) -> tuple[str, ...]:
    return (program("onepool"), command)


def _dbt(command: str) -> tuple[str, ...]:
    return (program("dbt"), "--no-use-colors", command)


def program(name: str) -> str:
    """Return a program of this Python's environment, else that of the search path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or name


def _module(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"onepool.bench.{name}")


def _generator_options(plan: Plan) -> Sequence[str]:
    options = {
        "--people": plan.people,
        "--days": plan.days,
        "--seed": plan.seed,
        "--deliveries": 2,
        "--gap-days": 1,
        "--orders-per-person": plan.orders_per_person,
        "--threads": plan.threads,
        "--memory-limit": plan.memory,
        "--out": plan.extracts,
    }
    if plan.sends_per_person is not None:
        options["--sends-per-person"] = plan.sends_per_person
    return [str(part) for option in options.items() for part in option]


def _yardstick(plan: Plan) -> Sequence[str]:
    return (
        *_module("yardstick"),
        str(plan.extracts),
        str(plan.folder / "yardstick.duckdb"),
        plan.memory,
        str(plan.threads),
    )


def _hold_back_last_delivery(plan: Plan) -> None:
    deliveries = sorted(plan.extracts.glob("**/extract_date=*"), key=lambda f: f.name)
    last = deliveries[-1].name
    for folder in deliveries:
        if folder.name == last:
            _move(folder, plan.held_back / folder.relative_to(plan.extracts))


def _let_in_last_delivery(plan: Plan) -> None:
    for folder in list(plan.held_back.glob("**/extract_date=*")):
        _move(folder, plan.extracts / folder.relative_to(plan.held_back))


def _move(folder: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(to)


def _landed_rows(plan: Plan) -> int:
    books = plan.landing / "files" / "load=*.parquet"
    row = duckdb.sql(f"select sum(rows_read) from read_parquet('{books}')").fetchone()
    return int(row[0]) if row and row[0] else 0
