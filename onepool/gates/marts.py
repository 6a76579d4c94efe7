"""The gate after: may the marts of this build be published?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from onepool.gates.suites import CRITICAL, WARNING, Check, Finding, GateResult, Suite
from onepool.warehouse import BuiltFrom

SUITES_FILE = Path(__file__).with_name("marts.yml")
DEFAULTS = {"rfm_bins": 5}
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
        is_optional: left out when a table it needs is not there.
    """

    name: str
    needs: tuple[str, ...]
    keys: tuple[str, ...]
    sql: str
    checks: tuple[Check, ...]
    is_optional: bool = False


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
                    is_optional=bool(node.get("optional", False)),
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
    connection: duckdb.DuckDBPyConnection,
    built: BuiltFrom,
    docs_root: Path | None,
    *,
    variables: Mapping[str, Any] | None = None,
    suites_file: Path = SUITES_FILE,
) -> GateResult:
    """Validate the marts of a built warehouse.

    Args:
        connection: the warehouse, open for reading.
        built: the build that made it.
        docs_root: folder of the Data Docs; None for none.
        variables: project variables, over the defaults.
        suites_file: the suites.

    Raises:
        GateError: the suites are not as they should be.
    """
    day = built.as_of or date(1970, 1, 1)
    values = {**DEFAULTS, **(variables or {}), "as_of": day}
    runnable: list[Suite] = []
    broken: list[Finding] = []
    counts: dict[str, int] = {}
    tables = _tables(connection)
    for suite in load_suites(suites_file, values):
        absent = [name for name in suite.needs if name not in tables]
        if absent and suite.is_optional:
            continue
        counts[suite.name] = len(suite.checks)
        problem = (
            f"table {', '.join(absent)} is not there: run `dbt build`"
            if absent
            else _frame(connection, suite, runnable)
        )
        if problem:
            check = Check("", {}, f"{suite.name} can be checked")
            broken.append(Finding(suite.name, check, observed=problem))
    from onepool.gates.validation import run_suites

    result = run_suites("marts", runnable, docs_root, f"build-{built.build_id:06d}")
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
