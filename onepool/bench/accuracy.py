"""`onepool bench-accuracy`: how well identity finds the people of generated worlds."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import click
import duckdb
from rich.console import Console
from rich.table import Table

from onepool.bench import options
from onepool.bench.identity import score
from onepool.bench.process import BenchError, run
from onepool.bench.world import NO_TESTS, Plan, program
from onepool.settings import project_root

MEMBERS = ("--select", "+bridge_member_accounts", *NO_TESTS)
LEAST = {"precision": 0.995, "recall": 0.95}
TWO_CARDS = """
select count(*) from (
    select components.component_key
    from intermediate.int_identity__components as components
    inner join intermediate.int_identity__identifiers as identifiers
        on components.account_key = identifiers.account_key
    where
        identifiers.identifier_type = 'loyalty_no'
        and identifiers.unusable_reason is null
    group by components.component_key
    having count(distinct identifiers.identifier_hash) > 1
)
"""


def measure_accuracy(plan: Plan, console: Console) -> dict[str, Any]:
    """Generate a world, build its members and compare them with its people.

    Args:
        plan: world to build; its folder is emptied first and removed at the end.
        console: told when a seed is done.

    Returns:
        people, seed, accounts, members, precision, recall, seconds of the build, and
        members with two loyalty numbers as `two_cards`.

    Raises:
        BenchError: a command failed.
    """
    plan.clear()
    plan.folder.mkdir(parents=True)
    try:
        options = {
            "--people": plan.people,
            "--days": plan.days,
            "--seed": plan.seed,
            "--threads": plan.threads,
            "--memory-limit": plan.memory,
            "--out": plan.extracts,
        }
        generated = [str(part) for option in options.items() for part in option]
        seconds = 0.0
        for name, arguments in (
            ("generate", (program("onepool"), "generate", *generated)),
            ("build", (program("dbt"), "--no-use-colors", "build", *MEMBERS)),
        ):
            log = plan.folder / "logs" / f"{name}.log"
            seconds = run(arguments, plan.project, plan.variables(), log).seconds
        scores = score(plan.warehouse, plan.extracts / "truth")
        with duckdb.connect(str(plan.warehouse), read_only=True) as connection:
            row = connection.execute(TWO_CARDS).fetchone()
    finally:
        plan.clear()
    result = {
        "people": plan.people,
        "seed": plan.seed,
        **scores,
        "two_cards": row[0] if row else 0,
        "seconds": round(seconds, 1),
    }
    console.print(f"{plan.people:,} people, seed {plan.seed}: {json.dumps(scores)}")
    return result


def show_accuracy(results: Sequence[dict[str, Any]], console: Console) -> None:
    """Print a row a world, and the mean over the seeds of each size."""
    table = Table(title="Members against the people of generated worlds")
    for name in (
        *("people", "seed", "accounts", "members", "largest member", "precision"),
        *("recall", "two loyalty numbers"),
    ):
        table.add_column(name, justify="right")
    for people in sorted({result["people"] for result in results}):
        worlds = [result for result in results if result["people"] == people]
        for one in worlds:
            table.add_row(
                f"{people:,}",
                str(one["seed"]),
                f"{one['accounts']:,}",
                f"{one['members']:,}",
                str(one["largest_member"]),
                f"{one['precision']:.5f}",
                f"{one['recall']:.5f}",
                str(one["two_cards"]),
            )
        precision = fmean(one["precision"] for one in worlds)
        recall = fmean(one["recall"] for one in worlds)
        means = (f"{precision:.5f}", f"{recall:.5f}", "")
        table.add_row(f"{people:,}", "mean", "", "", "", *means, end_section=True)
    console.print(table)


def shortfalls(results: Sequence[dict[str, Any]]) -> list[str]:
    """Return what is below the least that identity has to reach, in words."""
    found = []
    for one in results:
        world = f"{one['people']:,} people, seed {one['seed']}"
        found += [
            f"{world}: {name} {one[name]:.5f} is below {least}"
            for name, least in LEAST.items()
            if one[name] < least
        ]
        if one["two_cards"]:
            found.append(
                f"{world}: {one['two_cards']} members hold two loyalty numbers"
            )
    return found


def _numbers(_: click.Context, __: click.Parameter, text: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError as error:
        raise click.BadParameter("numbers with commas between them") from error


@click.command("bench-accuracy")
@click.option(
    "--people",
    "sizes",
    default="20000",
    show_default=True,
    callback=_numbers,
    help="Sizes of worlds, with commas between them.",
)
@click.option(
    "--seeds",
    default="1,2,3",
    show_default=True,
    callback=_numbers,
    help="Seeds of each size, with commas between them.",
)
@click.option("--days", type=click.IntRange(min=2), default=365, show_default=True)
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to work in; default a temporary one.",
)
@options.memory
def command(
    sizes: tuple[int, ...],
    seeds: tuple[int, ...],
    days: int,
    work: Path | None,
    memory: str,
) -> None:
    """Build generated worlds; print precision and recall of their members.

    Ends with 1 when precision or recall is below the least, or a member holds two
    loyalty numbers.
    """
    project = project_root()
    console = Console(stderr=True)
    results = []
    with tempfile.TemporaryDirectory(prefix="onepool-bench-") as temporary:
        for people in sizes:
            for seed in seeds:
                plan = Plan(
                    people=people,
                    days=days,
                    seed=seed,
                    folder=(work or Path(temporary)).absolute() / f"{people}_{seed}",
                    project=project,
                    memory=memory,
                    threads=2,
                    tests=False,
                )
                try:
                    results.append(measure_accuracy(plan, console))
                except BenchError as error:
                    raise click.ClickException(str(error)) from error
    show_accuracy(results, Console())
    if failures := shortfalls(results):
        raise click.ClickException("; ".join(failures))
