"""The gate after: may the marts of this build be published?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from onepool.gates.suites import CRITICAL, WARNING, Check, Finding, GateResult, Suite

SUITES_FILE = Path(__file__).with_name("marts.yml")
DEFAULTS = {"rfm_bins": 5}
MEMORY_LIMIT = "2GB"
FRAME_LIMIT = 10_000


class GateError(Exception):
    """The gate cannot be run; the text says why."""


@dataclass(frozen=True)
class MartSuite:
    """One suite of the YAML file.

    Attributes:
        name: name of the suite.
        needs: tables (`schema.table`) it reads.
        keys: columns that name a row.
        sql: query that returns few rows.
        checks: what is expected of them.
    """

    name: str
    needs: tuple[str, ...]
    keys: tuple[str, ...]
    sql: str
    checks: tuple[Check, ...]


def load_suites(path: Path, values: Mapping[str, Any]) -> list[MartSuite]:
    """Read the suites of a YAML file.

    Args:
        path: the file.
        values: what `{name}` in queries and texts stands for.

    Raises:
        GateError: the file is not as it should be.
    """
    document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    suites = []
    for node in document.get("suites") or []:
        try:
            suites.append(
                MartSuite(
                    name=node["name"],
                    needs=tuple(node["needs"]),
                    keys=tuple(node.get("keys") or ()),
                    sql=_filled(node["sql"], values),
                    checks=tuple(_check(check, values) for check in node["checks"]),
                )
            )
        except KeyError as error:
            name = node.get("name", "a suite")
            raise GateError(f"{path.name}: {name} has no {error.args[0]}") from error
    return suites


def _check(node: Mapping[str, Any], values: Mapping[str, Any]) -> Check:
    said = {"expect", "says", "severity"}
    severity = node.get("severity", CRITICAL)
    if severity not in (CRITICAL, WARNING):
        raise GateError(f"severity is {severity}, not {CRITICAL} or {WARNING}")
    return Check(
        node["expect"],
        {key: value for key, value in node.items() if key not in said},
        _filled(node["says"], values),
        severity,
    )


def _filled(text: str, values: Mapping[str, Any]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def project_variables(project: Path) -> dict[str, Any]:
    """Return the variables of `dbt_project.yml`."""
    path = project / "dbt_project.yml"
    if not path.exists():
        return {}
    document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return document.get("vars") or {}


def judge_marts(
    warehouse: Path,
    as_of: date | None,
    docs_root: Path | None,
    *,
    run_name: str = "newest build",
    variables: Mapping[str, Any] | None = None,
    suites_file: Path = SUITES_FILE,
) -> GateResult:
    """Validate the marts of a built warehouse, which is opened for reading only.

    Args:
        warehouse: the DuckDB file.
        as_of: business date of the build; None fails what depends on it.
        docs_root: folder of the Data Docs; None for none.
        run_name: name of the run in the docs.
        variables: project variables, over the defaults.
        suites_file: the suites.

    Raises:
        GateError: there is no warehouse, or it is being written.
    """
    if not warehouse.exists():
        raise GateError(f"no warehouse at {warehouse}: run `dbt build` first")
    values = {**DEFAULTS, **(variables or {}), "as_of": as_of or date(1970, 1, 1)}
    try:
        connection = duckdb.connect(
            str(warehouse), read_only=True, config={"memory_limit": MEMORY_LIMIT}
        )
    except duckdb.IOException as error:
        raise GateError(
            f"{warehouse} is being written: wait until the build is done"
        ) from error
    runnable: list[Suite] = []
    broken: list[Finding] = []
    counts: dict[str, int] = {}
    with connection:
        tables = _tables(connection)
        for suite in load_suites(suites_file, values):
            counts[suite.name] = len(suite.checks)
            absent = [name for name in suite.needs if name not in tables]
            problem = (
                f"table {', '.join(absent)} is not there: run `dbt build`"
                if absent
                else _frame(connection, suite, runnable)
            )
            if problem:
                check = Check("", {}, f"{suite.name} can be checked")
                broken.append(Finding(suite.name, check, observed=problem))
    from onepool.gates.validation import run_suites

    result = run_suites("marts", runnable, docs_root, run_name)
    return GateResult("marts", counts, (*broken, *result.findings), result.docs)


def _frame(
    connection: duckdb.DuckDBPyConnection, suite: MartSuite, into: list[Suite]
) -> str | None:
    """Run the query of a suite and add the suite; return what went wrong, or None."""
    try:
        query = f"select * from ({suite.sql}) limit {FRAME_LIMIT}"
        frame = connection.execute(query).df()
    except duckdb.Error as error:
        return f"its query fails: {str(error).splitlines()[0]}"
    into.append(Suite(suite.name, frame, suite.keys, suite.checks))
    return None


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_catalog = current_database()"
    ).fetchall()
    return {row[0] for row in rows}
