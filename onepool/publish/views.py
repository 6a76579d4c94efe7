"""The published DuckDB file: schemas core and marts, one view a table.

The views name the Parquet files of one version by absolute path: DuckDB takes a
relative path from the working directory of the reader, which can be any. A published
folder that was moved is put right by `onepool publish --relink`.

The file is written beside its place and switched with one rename. A reader that has the
old file open keeps it, with the version it shows; nothing ever waits for a reader.
"""

import os
from pathlib import Path

import duckdb

from onepool.publish.versions import SCHEMAS, UNFINISHED, PublishedTable, Version

FILE = "onepool.duckdb"


def write_views(published: Path, version: Version) -> Path:
    """Write the DuckDB file over a version and switch to it.

    Args:
        published: the published folder.
        version: a complete version in it.

    Returns:
        the path of the file.
    """
    target = published / FILE
    beside = published / f"{UNFINISHED}{os.getpid()}.duckdb"
    beside.unlink(missing_ok=True)
    folder = (published / "versions" / version.name).absolute()
    with duckdb.connect(str(beside)) as connection:
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")
        for table in version.tables:
            connection.execute(
                f'create view "{table.schema}"."{table.name}" as '
                f"select * from read_parquet([{_listed(folder, table)}], "
                "hive_partitioning = false)"
            )
        connection.execute(
            "create table main.publication "
            "(version varchar, build_id bigint, as_of date)"
        )
        connection.execute(
            "insert into main.publication values (?, ?, ?)",
            [version.name, version.build_id, version.as_of or None],
        )
    os.replace(beside, target)
    return target


def _listed(folder: Path, table: PublishedTable) -> str:
    paths = (str(folder / file.path).replace("'", "''") for file in table.files)
    return ", ".join(f"'{path}'" for path in paths)


def current_version(published: Path) -> str | None:
    """Return the version the published file shows, or None when there is no file."""
    path = published / FILE
    if not path.exists():
        return None
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("select version from main.publication").fetchall()[0][
            0
        ]
