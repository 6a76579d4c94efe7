"""Graphs of accounts for the benchmark, and a dbt project that joins them."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb

PROJECT = """
name: onepool
profile: graphs
version: 1.0.0
config-version: 2
flags: {send_anonymous_usage_stats: false}
"""
PROFILE = """
graphs:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: '{folder}/graphs.duckdb'
      threads: {threads}
      settings:
        threads: {threads}
        memory_limit: {memory}
        preserve_insertion_order: false
"""
# Of the edges one in ten belongs to a star and one in a thousand to a chain; the others
# are drawn at random over so many nodes that most components stay small.
EDGES = """
select 'account:' || u as left_key, 'account:' || v as right_key
from (
    select
        hash(i, {seed}) % {nodes} as u,
        hash(i, {seed} + 1) % {nodes} as v
    from range({others}) as random (i)
    union all
    select {nodes} as u, {nodes} + 1 + i as v from range({star}) as star (i)
    union all
    select {nodes} + {star} + 1 + i as u, {nodes} + {star} + 2 + i as v
    from range({chain}) as chain (i)
) as ends
"""


def write_edges(file: Path, edges: int, seed: int) -> None:
    """Write edges between accounts as a Parquet file (left_key, right_key).

    Args:
        file: where to; its folder exists.
        edges: how many, at least 1000.
        seed: the same seed and number give the same edges.
    """
    star, chain = edges // 10, edges // 1000
    others = edges - star - chain
    query = EDGES.format(
        seed=seed, others=others, star=star, chain=chain, nodes=others * 5 // 2
    )
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"copy ({query}) to '{file}' (format parquet)")


def write_project(
    folder: Path, project: Path, macros: tuple[str, ...], memory: str, threads: int
) -> None:
    """Write a dbt project without models, with some macros of the real one.

    Args:
        folder: where to; made if need be.
        project: folder of the real project.
        macros: folders below its macros.
        memory: memory limit of DuckDB.
        threads: threads of dbt and DuckDB.
    """
    (folder / "models").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(PROJECT)
    (folder / "profiles.yml").write_text(
        PROFILE.format(folder=folder, threads=threads, memory=memory)
    )
    for name in macros:
        shutil.copytree(project / "macros" / name, folder / "macros" / name)


def copy_identity(folder: Path, project: Path, models: Iterable[str]) -> None:
    """Copy what puts accounts together into a small project.

    Args:
        folder: the small project; it has folders `models` and `macros`, no `seeds`.
        project: folder of the dbt project.
        models: models of identity that are wanted beside tiers and increments.
    """
    identity = project / "models" / "intermediate" / "identity"
    for part in ("tiers", "increments"):
        shutil.copytree(
            identity / part,
            folder / "models" / part,
            ignore=shutil.ignore_patterns("*.yml"),
        )
    for name in models:
        shutil.copy(identity / f"int_identity__{name}.sql", folder / "models")
    full_refresh = project / "macros" / "ingestion" / "full_refresh.sql"
    shutil.copy(full_refresh, folder / "macros")
    (folder / "seeds").mkdir()
    types = project / "seeds" / "rules" / "identifier_types.csv"
    shutil.copy(types, folder / "seeds")
