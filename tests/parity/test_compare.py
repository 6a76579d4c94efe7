"""The comparison of two engines sees every kind of difference, and no other."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from onepool.parity import TableResult, command, compare_table, engines

ROWS = """
select
    range as id,
    case when range % 7 > 0 then 'n' || range % 3 end as name,
    cast(range / 3 as double) as ratio,
    cast(range as decimal(18, 2)) as amount,
    timestamp '2026-01-01' + to_seconds(range) as seen_at
from range(20)
"""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"create table given as {ROWS}")
        yield connection


def compared(
    connection: duckdb.DuckDBPyConnection, folder: Path, query: str
) -> TableResult:
    connection.execute(f"copy ({query}) to '{folder}/part-0.parquet'")
    return compare_table(connection, "memory", "main", "given", folder)


@pytest.mark.parametrize(
    "query",
    [
        "from given order by id desc",
        "select * replace (ratio * (1 + 1e-11) as ratio) from given",
        "select * replace (timezone('UTC', seen_at) as seen_at) from given",
        "select *, 1 as _batch_id from given",
        "select seen_at, amount, ratio, name, id from given",
    ],
    ids=["order", "rounding", "instants", "technical", "column order"],
)
def test_what_makes_no_difference(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, query: str
):
    result = compared(connection, tmp_path, query)
    assert result.is_equal
    assert result.duckdb_rows == result.spark_rows == 20


@pytest.mark.parametrize(
    ("query", "differing", "columns"),
    [
        ("from given where id > 0", 1, None),
        ("from given union all from given where id = 3", 1, None),
        (
            "select * replace (ratio * (1 + 1e-7) as ratio) from given where id > 0 "
            "union all from given where id = 0",
            38,
            ["ratio"],
        ),
        (
            "select * replace (case id when 4 then '' else name end as name) "
            "from given",
            2,
            ["name"],
        ),
        (
            "select * replace (case id when 7 then '' else name end as name) "
            "from given",
            2,
            ["name"],
        ),
        ("select * replace (null::double as ratio) from given", 40, ["ratio"]),
    ],
    ids=["missing", "twice", "double", "text", "empty for null", "null"],
)
def test_what_makes_a_difference(
    connection: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    query: str,
    differing: int,
    columns: list[str] | None,
):
    result = compared(connection, tmp_path, query)
    assert not result.is_equal
    assert result.differing == differing
    assert result.examples
    assert columns is None or result.columns == columns


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("select * exclude name from given", "name is missing on Spark"),
        ("select *, 1 as more from given", "more is missing on DuckDB"),
        (
            "select * replace (amount::decimal(18, 3) as amount) from given",
            "amount is DECIMAL(18,2) on DuckDB and DECIMAL(18,3) on Spark",
        ),
    ],
)
def test_columns_and_types_are_compared(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, query: str, problem: str
):
    result = compared(connection, tmp_path, query)
    assert result.problems == [problem]
    assert not result.is_equal


def test_a_table_that_spark_lacks_is_a_problem(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
):
    result = compare_table(connection, "memory", "main", "given", tmp_path / "none")
    assert not result.is_equal
    assert "no Parquet files" in result.problems[0]


def test_the_command_says_which_java_is_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda name: name)
    done = CliRunner().invoke(command, [])
    assert done.exit_code == 1
    assert "Java 17" in done.output


def test_the_command_says_which_extra_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engines.importlib.util, "find_spec", lambda name: None)
    done = CliRunner().invoke(command, [])
    assert done.exit_code == 1
    assert "requirements-spark.txt" in done.output


def built(folder: Path) -> None:
    """Write what a build of DuckDB leaves: a table, a view and a table of staging."""
    (folder / "target").mkdir(parents=True)
    (folder / "onepool.landing").mkdir()
    (folder / "onepool.landing" / "build.parquet").touch()
    (folder / "onepool.duckdb").write_bytes(b"a warehouse")
    nodes = {
        f"model.onepool.{name}": {
            "resource_type": "model",
            "schema": schema,
            "alias": name,
            "config": {"materialized": kind},
        }
        for schema, name, kind in (
            ("core", "dim_members", "table"),
            ("quality", "test_trend", "view"),
            ("staging", "stg_pos__tickets", "table"),
        )
    }
    results = [{"unique_id": name, "execution_time": 2.5} for name in nodes]
    for name, content in (
        ("manifest", {"nodes": nodes}),
        ("run_results", {"results": [*results, {"unique_id": "test.onepool.a"}]}),
    ):
        (folder / "target" / f"{name}.json").write_text(json.dumps(content))


def test_what_duckdb_built_is_taken(tmp_path: Path):
    given, work = tmp_path / "given", tmp_path / "work"
    built(given)
    work.mkdir()
    (table,) = engines.take(given, work)
    assert (table.address, table.seconds) == ("core.dim_members", 2.5)
    assert (work / "onepool.duckdb").read_bytes() == b"a warehouse"
    assert (work / "onepool.landing" / "build.parquet").exists()
    (given / "target" / "run_results.json").unlink()
    with pytest.raises(engines.EngineError, match=r"run_results\.json"):
        engines.take(given, work)


def test_what_was_built_is_the_whole_sample(tmp_path: Path):
    options = ["--built", str(tmp_path), "--select", "core"]
    done = CliRunner().invoke(command, options)
    assert done.exit_code == 2
    assert "not of a part" in done.output
