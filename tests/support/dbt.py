"""dbt whose parsed project serves warehouses of any path."""

from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.cli.main import cli

# dbt parses anew for every connection, on which parsing here does not depend.
DuckDBCredentials._connection_keys = lambda self: ("database", "schema")

if __name__ == "__main__":
    cli()
