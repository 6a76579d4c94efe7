"""The benchmark runs and its ratios are right. Seconds are never asserted."""

import json
import sys
from pathlib import Path

import duckdb
import pytest

from onepool.bench import identity
from onepool.bench.process import BenchError, Usage, run
from onepool.bench.report import as_dictionary
from onepool.bench.world import Measured
from tests.support.project import ROOT, Warehouse


def test_a_small_world_is_measured(tmp_path: Path):
    target = Warehouse(tmp_path, extracts=tmp_path)
    results = ROOT / "build" / "bench" / "results.json"
    before = results.read_text() if results.exists() else None
    try:
        done = target.run(
            *("onepool", "bench", "--people", "300"),
            *("--work", str(tmp_path / "work")),
        )
        (size,) = json.loads(results.read_text())["sizes"]
    finally:
        if before is not None:
            results.write_text(before)
    assert "Slowest models" in done.stdout
    assert size["people"] == 300
    assert size["rows"] > 300
    assert size["increment_rows"] > 0
    assert {"generate", "land", "build", "increment", "idle"} <= set(size["steps"])
    assert all(step["peak_bytes"] > 0 for step in size["steps"].values())
    assert len(size["slowest_models"]) == 10
    assert size["growth"]["build"] == {"cpu_per_row": 1, "memory_per_row": 1}
    assert 0.5 < size["identity"]["precision"] <= 1
    assert 0.5 < size["identity"]["recall"] <= 1
    assert not (tmp_path / "work" / "300").exists()


def test_a_row_that_costs_twice_as_much_is_growth_of_two():
    small, large = Measured(10, rows=100), Measured(100, rows=1000)
    for one, cpu in ((small, 1.0), (large, 20.0)):
        one.yardstick_rows = one.rows
        one.identity = {"members": 1, "largest_member": 1}
        for name in ("generate", "land", "build", "increment", "yardstick"):
            one.steps[name] = Usage(cpu, cpu, 1000)
    growth = as_dictionary([small, large])["sizes"][1]["growth"]["build"]
    assert growth == {"cpu_per_row": 2.0, "memory_per_row": 0.1}


def test_pairs_are_scored_by_group_sizes(tmp_path: Path):
    members = {"a": "m1", "b": "m1", "c": "m1", "d": "m2", "e": "m3"}
    people = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 3}
    reachable = {"a": "r1", "b": "r1", "c": "r2", "d": "r2", "e": "r3"}
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema core")
        connection.execute(
            "create table core.bridge_member_accounts "
            "(member_id varchar, channel_code varchar, account_id varchar, "
            "is_latest boolean)"
        )
        connection.execute(
            "create table truth (person_id bigint, channel_code varchar, "
            "account_id varchar, reachable_id varchar, is_guest boolean)"
        )
        for account, member in members.items():
            connection.execute(
                "insert into core.bridge_member_accounts values (?, 'x', ?, true)",
                [member, account],
            )
            connection.execute(
                "insert into truth values (?, 'x', ?, ?, false)",
                [people[account], account, reachable[account]],
            )
        connection.execute(f"copy truth to '{tmp_path}/accounts.parquet'")
    # Joined: ab, ac, bc; of one person: ab. Reachable: ab, cd; joined of them: ab.
    assert identity.score(warehouse, tmp_path) == {
        "accounts": 5,
        "members": 3,
        "largest_member": 3,
        "precision": pytest.approx(1 / 3),
        "recall": pytest.approx(1 / 2),
    }


def test_a_failed_command_is_told_with_its_last_lines(tmp_path: Path):
    with pytest.raises(BenchError, match="no such world"):
        run(
            ["sh", "-c", "echo no such world; exit 3"], tmp_path, {}, tmp_path / "a.log"
        )


def test_a_program_is_stopped_at_its_limit(tmp_path: Path) -> None:
    arguments = (sys.executable, "-c", "import time; time.sleep(60)")
    stopped = run(arguments, tmp_path, {}, tmp_path / "log", limit=0.5)
    assert not stopped.is_finished
    assert 0.5 <= stopped.seconds < 30
    assert stopped.peak_bytes > 0
    assert run((sys.executable, "-c", ""), tmp_path, {}, tmp_path / "log").is_finished
