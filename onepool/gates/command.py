"""`onepool gate`: may the marts of the built warehouse be published?"""

import sys

import click
import duckdb
import yaml

from onepool.gates.deliveries import docs_root_of
from onepool.gates.marts import GateError, judge_marts, project_variables
from onepool.gates.suites import GateResult
from onepool.settings import Settings, SettingsError, load_settings
from onepool.warehouse import BuiltFrom, WarehouseError, built_from, open_read_only


def run_mart_gate(
    connection: duckdb.DuckDBPyConnection,
    built: BuiltFrom,
    settings: Settings,
    variables: str | None,
) -> GateResult:
    """Run the mart gate of a project and print a line a suite.

    Args:
        connection: the warehouse, open for reading.
        built: the build that made it.
        settings: places of the run.
        variables: project variables as YAML, as given to dbt's `--vars`.

    Raises:
        GateError: the gate cannot be run.
    """
    given = yaml.safe_load(variables) if variables else {}
    if not isinstance(given, dict):
        raise GateError("--vars is no YAML mapping")
    result = judge_marts(
        connection,
        built,
        docs_root_of(settings.landing_root),
        variables={**project_variables(settings.project), **given},
    )
    for line in result.lines():
        click.echo(line)
    if result.docs is not None:
        click.echo(f"Data Docs: {result.docs}")
    return result


@click.command("gate")
@click.option("--warehouse", help="DuckDB file of the warehouse (ONEPOOL_WAREHOUSE).")
@click.option("--vars", "variables", help="Project variables, as given to dbt.")
def command(warehouse: str | None, variables: str | None) -> None:
    """Check the marts of the built warehouse; exit 1 when they must not go out."""
    try:
        settings = load_settings(warehouse=warehouse)
        with open_read_only(settings.warehouse) as connection:
            built = built_from(connection, settings.landing_root)
            result = run_mart_gate(connection, built, settings, variables)
    except (GateError, SettingsError, WarehouseError, yaml.YAMLError) as error:
        raise click.ClickException(str(error)) from error
    if not result.is_open:
        sys.exit(1)
