"""`onepool bench-experiments`: whether intervals hold effects that are known."""

import json

import click
import pandas as pd
from rich.console import Console
from rich.table import Table

from onepool.compiling import CompileError
from onepool.experiments.trials import compile_models, judge, shortfalls
from onepool.settings import SettingsError, project_root


@click.command("bench-experiments")
@click.option(
    "--experiments",
    type=click.IntRange(min=10),
    default=100,
    show_default=True,
    help="Experiments with an effect, and as many A/A tests.",
)
@click.option(
    "--members", type=click.IntRange(min=100), default=2000, show_default=True
)
@click.option("--seed", type=int, default=7, show_default=True)
def command(experiments: int, members: int, seed: int) -> None:
    """Compare intervals and p-values with effects that are known.

    Experiments are drawn by the law of `onepool generate`: a treated member makes an
    extra order with the chance of the effect. The SQL of the experiment marts runs over
    them. Ends with 1 when fewer than nine of ten intervals hold the effect, or when A/A
    tests do not reject 2 to 9 of 100. Figures go to build/bench/experiments.json too.
    """
    console = Console()
    try:
        project = project_root()
        sql = compile_models(project)
    except (CompileError, SettingsError) as error:
        raise click.ClickException(str(error)) from error
    figures = {
        "A/B": judge(sql, experiments, members, seed, 1),
        "A/A": judge(sql, experiments, members, seed + 1, 0),
    }
    found = []
    for kind, frame in figures.items():
        console.print(_table(kind, frame))
        found += shortfalls(kind, frame)
    results = project / "build" / "bench" / "experiments.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    written = {
        kind: json.loads(frame.to_json(orient="records"))
        for kind, frame in figures.items()
    }
    results.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    console.print(f"Written to {results.relative_to(project)}")
    if found:
        raise click.ClickException("; ".join(found))


def _table(kind: str, frame: pd.DataFrame) -> Table:
    table = Table(title=f"{kind}: effects in the 95 % interval, and p below 0.05")
    for name in ("metric", "method"):
        table.add_column(name)
    for name in ("experiments", "covered", "rejected", "mean width"):
        table.add_column(name, justify="right")
    for row in frame.itertuples():
        table.add_row(
            *(row.metric, row.method, str(row.experiments), str(row.covered)),
            *(str(row.rejected), f"{row.mean_width:.3f}"),
        )
    return table
