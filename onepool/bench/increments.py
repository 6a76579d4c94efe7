"""`onepool bench-increments`: identity with few new edges, as a share of all anew."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from onepool.bench import options
from onepool.bench.graphs import copy_identity, write_project
from onepool.bench.process import BenchError, run
from onepool.bench.world import program
from onepool.settings import project_root

MODELS = ("overrides", "identifiers", "links", "forest")
# What accounts show, and which blocks that opens. All others read open blocks alone.
BEFORE = (
    *("accounts", "overrides", "placeholders", "rules", "account_prints"),
    *("changed_accounts", "looked_at", "touched_identifiers"),
    *("identifiers", "shared_identifiers"),
)
OPENING = ("touched_accounts", "evidence", "fingerprints", "open_accounts")
SETTINGS = """
vars: {fuzzy_accept_above: null}
seeds:
  onepool:
    identity_overrides: {+column_types: {OVERRIDES}}
    identifier_types: {+column_types: {silent_days: int, untraced_silent_days: int}}
"""
PLACEHOLDERS = "select 'phone' as identifier_type, 'placeholder' as identifier_hash"
NO_CANDIDATES = """
select '' as left_account, '' as right_account, 0.0 as match_probability, '' as status
where false
"""
# Two and a half identifiers an account, two accounts a person. One phone in fifty is
# somebody else's; a few devices are shared.
ACCOUNTS = """
select
    'pos:' || i as account_key,
    'pos' as channel_code,
    timestamp '2025-01-01' + to_seconds(hash(i, 1) % 31536000) as registered_at,
    timestamp '2025-01-01' + to_seconds(hash(i, 1) % 31536000) as first_seen_at,
    cast(null as timestamp) as last_activity_at,
    case when hash(i, 2) % 10 < 3 then 'person' end as name_kind,
    case when hash(i, 2) % 10 < 3 then 'n' || person end as name_hash,
    cast(null as varchar) as gender,
    cast(null as date) as birthday,
    case when hash(i, 3) % 10 < 4 then 'l' || person end as loyalty_no_hash,
    case when hash(i, 4) % 10 < 3 then 'u' || person end as unionid_hash,
    case
        when hash(i, 5) % 50 = 0 then 'p' || hash(i, 6) % {people}
        when hash(i, 5) % 50 < 45 then 'p' || person
    end as phone_hash,
    case when hash(i, 7) % 10 < 5 then 'e' || person end as email_hash,
    case when hash(i, 8) % 10 < 4 then 'd' || person // 2 end as device_id_hash,
    cast(null as varchar) as openid_hash
from (
    select i, hash(i, 0) % {people} as person from range({accounts}) as numbers (i)
) as people
"""


@dataclass(frozen=True)
class Built:
    """What one build took, in seconds of its models.

    Attributes:
        edges: identifiers of accounts.
        open_accounts: accounts whose blocks were made.
        accounts: accounts that share an identifier.
        before: seconds of the identifiers of all accounts.
        opening: seconds of finding the blocks to make, from all accounts.
        components: seconds of putting the accounts of those blocks together.
        peak_bytes: largest memory of the process.
    """

    edges: int
    open_accounts: int
    accounts: int
    before: float
    opening: float
    components: float
    peak_bytes: int

    @property
    def seconds(self) -> float:
        """Return the seconds of all models."""
        return self.before + self.opening + self.components


def measure_increment(
    folder: Path, project: Path, edges: int, share: float, memory: str, threads: int
) -> tuple[Built, Built]:
    """Build identity on all accounts but a few, and again with those.

    Args:
        folder: an empty folder to work in.
        project: folder of the dbt project.
        edges: identifiers of accounts in the end, nearly.
        share: part of the accounts that comes second, such as 0.001.
        memory: memory limit of DuckDB.
        threads: threads of dbt and DuckDB.

    Returns:
        the full build, and the increment.

    Raises:
        BenchError: a build failed.
    """
    graphs = folder / "identity"
    write_project(graphs, project, ("identity", "cross_db"), memory, threads)
    _copy_identity(graphs, project)
    accounts = round(edges / 2.5)
    builds = []
    for name, count in (("full", round(accounts * (1 - share))), ("more", accounts)):
        file = folder / f"{name}.parquet"
        with duckdb.connect() as connection:
            connection.execute("set enable_progress_bar = false")
            query = ACCOUNTS.format(people=accounts // 2 + 1, accounts=count)
            connection.execute(f"copy ({query}) to '{file}' (format parquet)")
        model = graphs / "models" / "int_identity__accounts.sql"
        model.write_text(f"select * from read_parquet('{file}')")
        builds.append(_build(graphs, folder / f"{name}.log"))
    return builds[0], builds[1]


def _copy_identity(graphs: Path, project: Path) -> None:
    copy_identity(graphs, project, MODELS)
    (graphs / "models" / "int_identity__placeholders.sql").write_text(PLACEHOLDERS)
    (graphs / "models" / "stg_review__match_candidates.sql").write_text(NO_CANDIDATES)
    header = (project / "seeds" / "rules" / "identity_overrides.csv").read_text()
    header = header.splitlines()[0]
    (graphs / "seeds" / "identity_overrides.csv").write_text(header + "\n")
    types = ", ".join(f"{name}: varchar" for name in header.split(","))
    with (graphs / "dbt_project.yml").open("a") as file:
        file.write(SETTINGS.replace("OVERRIDES", types))


def _build(graphs: Path, log: Path) -> Built:
    arguments = (
        *(program("dbt"), "--log-level-file", "none", "build"),
        *("--project-dir", str(graphs), "--profiles-dir", str(graphs)),
    )
    usage = run(arguments, graphs, {"DBT_TARGET_PATH": str(graphs / "target")}, log)
    results = json.loads((graphs / "target" / "run_results.json").read_text())
    seconds = {
        result["unique_id"].split(".")[-1].removeprefix("int_identity__"): result[
            "execution_time"
        ]
        for result in results["results"]
        if result["unique_id"].startswith("model.")
    }
    with duckdb.connect(str(graphs / "graphs.duckdb"), read_only=True) as connection:
        counts = [
            (connection.execute(f"select count(*) from {table}").fetchone() or (0,))[0]
            for table in (
                "int_identity__identifiers",
                "int_identity__open_accounts",
                "int_identity__blocks",
            )
        ]
    before = sum(seconds[name] for name in BEFORE)
    opening = sum(seconds[name] for name in OPENING)
    return Built(
        *counts,
        before=before,
        opening=opening,
        components=sum(seconds.values()) - before - opening,
        peak_bytes=usage.peak_bytes,
    )


def show_increment(full: Built, more: Built, console: Console) -> None:
    """Print both builds and what the second took of the first."""
    table = Table(title="Identity in full, and with a few edges more")
    parts = ("before", "opening", "components", "seconds")
    for name in ("build", "edges", "open accounts", *parts, "peak GB"):
        table.add_column(name, justify="left" if name == "build" else "right")
    for name, one in (("full", full), ("increment", more)):
        table.add_row(
            name,
            f"{one.edges:,}",
            f"{one.open_accounts:,}",
            *(f"{getattr(one, part):.1f}" for part in parts),
            f"{one.peak_bytes / 1e9:.2f}",
        )
    table.add_row(
        "share",
        f"{(more.edges - full.edges) / more.edges:.2%}",
        f"{more.open_accounts / more.accounts:.2%}",
        *(f"{getattr(more, part) / getattr(full, part):.1%}" for part in parts),
        "",
    )
    console.print(table)


@click.command("bench-increments")
@click.option(
    "--edges", type=click.IntRange(min=1000), default=10_000_000, show_default=True
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.001,
    show_default=True,
    help="Part of the edges that comes second.",
)
@options.memory
@options.threads
def command(edges: int, share: float, memory: str, threads: int) -> None:
    """Build identity, add a few edges and build again; print what the second took."""
    project = project_root()
    with tempfile.TemporaryDirectory(prefix="onepool-bench-") as temporary:
        try:
            full, more = measure_increment(
                Path(temporary), project, edges, share, memory, threads
            )
        except BenchError as error:
            raise click.ClickException(str(error)) from error
    report = {"full": vars(full), "increment": vars(more)}
    options.write_report(project, "increments", report)
    show_increment(full, more, Console())
