"""The macros give the same values on DuckDB and Spark, whatever the text."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from jinja2 import Template

from onepool.parity import compare_table, missing_for_spark
from tests.parity.compiling import compiled
from tests.parity.expressions import QUERY
from tests.parity.inputs import all_inputs
from tests.support.project import ROOT

SALT = "salt of a test"

pytestmark = pytest.mark.spark


def spark_settings(folder: Path) -> dict[str, str]:
    """Return the settings of profiles.yml with a catalog in memory."""
    profile = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    given = profile["onepool"]["outputs"]["spark"]["server_side_parameters"]

    def default(name: str, value: str) -> str:
        return value

    rendered = {
        key: Template(value).render(env_var=default) for key, value in given.items()
    }

    return {
        **rendered,
        "spark.master": "local[2]",
        "spark.driver.memory": "1g",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.onepool.salt": SALT,
    }


def test_every_macro_gives_the_same_value_for_every_text(tmp_path: Path):
    if (missing := missing_for_spark()) is not None:
        pytest.skip(missing)
    from pyspark.sql import SparkSession

    inputs = all_inputs()
    table = pa.table({"case_no": range(len(inputs)), "raw": inputs})
    pq.write_table(table, tmp_path / "inputs.parquet")
    sql = {e: compiled(e, QUERY, tmp_path) for e in ("duckdb", "spark")}

    builder = SparkSession.builder
    for key, value in spark_settings(tmp_path).items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    try:
        source = f"parquet.`{tmp_path / 'inputs.parquet'}`"
        rows = spark.sql(sql["spark"].replace("INPUTS", source))
        rows.write.parquet(str(tmp_path / "spark_rows"))
    finally:
        spark.stop()

    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"set variable onepool_salt = '{SALT}'")
        source = f"read_parquet('{tmp_path / 'inputs.parquet'}')"
        connection.execute(
            f"create table given as {sql['duckdb'].replace('INPUTS', source)}"
        )
        result = compare_table(
            connection, "memory", "main", "given", tmp_path / "spark_rows"
        )
        typed = connection.execute(
            "select count(as_timestamp), count(as_date), count(as_amount), "
            "count(as_phone), count(as_email), count(as_json) from given"
        ).fetchone()
    assert result.problems == []
    assert result.examples == [], result.columns
    assert result.differing == 0
    assert all(count > 10 for count in typed), typed
