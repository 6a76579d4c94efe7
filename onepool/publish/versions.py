"""Published versions: core and marts of one build as Parquet, complete or not there.

`versions/<number>_<as of>/<schema>/<table>/part-0000.parquet` and `manifest.json`. A
version is written under a hidden name and renamed when it is complete; after that no
file of it changes.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from onepool.landing.engine import text
from onepool.warehouse import BuiltFrom

SCHEMAS = ("core", "marts")
ROWS_PER_FILE = 5_000_000
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished-"
CHUNK = 1 << 22


@dataclass(frozen=True)
class PublishedFile:
    """One Parquet file: its path under the version folder, rows, bytes, SHA-256."""

    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class PublishedTable:
    """One table of a version.

    Attributes:
        schema: core or marts.
        name: name of the table.
        rows: rows of all files.
        bytes: bytes of all files.
        files: the files, in the order of the rows.
    """

    schema: str
    name: str
    rows: int
    bytes: int
    files: tuple[PublishedFile, ...]


@dataclass(frozen=True)
class Version:
    """One published version.

    Attributes:
        name: name of its folder.
        build_id: build of the warehouse it was taken from.
        as_of: business date of that build, ISO, or empty.
        tables: its tables, sorted by schema and name.
    """

    name: str
    build_id: int
    as_of: str
    tables: tuple[PublishedTable, ...]

    @property
    def rows(self) -> int:
        """Return the rows of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def bytes(self) -> int:
        """Return the bytes of all tables."""
        return sum(table.bytes for table in self.tables)


def version_number(name: str) -> int:
    """Return the number a version folder's name starts with."""
    return int(name.split("_", 1)[0])


def version_names(folder: Path) -> list[str]:
    """Return the names of the complete versions, the oldest first."""
    names = [
        path.parent.name
        for path in folder.glob(f"*/{MANIFEST}")
        if not path.parent.name.startswith(".")
    ]
    return sorted(names, key=version_number)


def read_version(folder: Path, name: str) -> Version:
    """Read the manifest of a version."""
    said: dict[str, Any] = json.loads(
        (folder / name / MANIFEST).read_text(encoding="utf-8")
    )
    tables = tuple(
        PublishedTable(
            **{
                **table,
                "files": tuple(PublishedFile(**file) for file in table["files"]),
            }
        )
        for table in said["tables"]
    )
    return Version(said["version"], said["build_id"], said["as_of"], tables)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed run left."""
    for path in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def write_version(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    built: BuiltFrom,
    step: Callable[[str], None],
    rows_per_file: int = ROWS_PER_FILE,
) -> tuple[Version, bool]:
    """Copy core and marts of a warehouse into a version folder.

    The number of a version is the number of its build. A build that was published and
    whose tables are still the same is not written again; when they are not (or another
    warehouse counted up to the same number) the next free number is taken.

    Args:
        connection: the warehouse, open for reading.
        folder: folder of the versions.
        built: the build of the warehouse.
        step: called with a name between steps.
        rows_per_file: rows after which a new file is begun.

    Returns:
        the version, and whether it is new.
    """
    folder.mkdir(parents=True, exist_ok=True)
    remove_unfinished(folder)
    target = folder / f"{UNFINISHED}{os.getpid()}"
    target.mkdir()
    connection.execute("set preserve_insertion_order = true")
    tables = tuple(
        _write_table(connection, target, schema, name, is_table, rows_per_file, step)
        for schema, name, is_table in _tables(connection)
    )
    as_of = built.as_of.isoformat() if isinstance(built.as_of, date) else ""
    known = version_names(folder)
    for name in reversed(known):
        other = read_version(folder, name)
        if (other.build_id, other.as_of, other.tables) == (
            built.build_id,
            as_of,
            tables,
        ):
            shutil.rmtree(target)
            return other, False
    number = max([built.build_id, *(version_number(name) + 1 for name in known)])
    name = f"{number:06d}_{as_of}" if as_of else f"{number:06d}"
    version = Version(name, built.build_id, as_of, tables)
    _write_manifest(target, version)
    step("version written")
    os.replace(target, folder / name)
    step("version renamed")
    return version, True


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, bool]]:
    rows = connection.execute(
        "select table_schema, table_name, table_type from information_schema.tables "
        "where table_catalog = current_database() and list_contains(?, table_schema) "
        "order by table_schema, table_name",
        [list(SCHEMAS)],
    ).fetchall()
    return [(schema, name, kind == "BASE TABLE") for schema, name, kind in rows]


def _write_table(
    connection: duckdb.DuckDBPyConnection,
    target: Path,
    schema: str,
    name: str,
    is_table: bool,
    rows_per_file: int,
    step: Callable[[str], None],
) -> PublishedTable:
    relation = f'"{schema}"."{name}"'
    pieces = [relation]
    if is_table:
        last = connection.execute(f"select max(rowid) from {relation}").fetchall()[0][0]
        pieces = [
            f"{relation} where rowid >= {start} and rowid < {start + rows_per_file}"
            for start in range(0, (last or 0) + 1, rows_per_file)
        ]
    files = []
    folder = target / schema / name
    folder.mkdir(parents=True)
    for place, piece in enumerate(pieces):
        path = folder / f"part-{place:04d}.parquet"
        rows = connection.execute(
            f"copy (select * from {piece}) to {text(str(path))} "
            "(format parquet, compression zstd)"
        ).fetchall()[0][0]
        files.append(
            PublishedFile(
                str(path.relative_to(target)), rows, path.stat().st_size, _sha256(path)
            )
        )
    step("table written")
    return PublishedTable(
        schema,
        name,
        sum(file.rows for file in files),
        sum(file.bytes for file in files),
        tuple(files),
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _write_manifest(target: Path, version: Version) -> None:
    said = {
        "version": version.name,
        "build_id": version.build_id,
        "as_of": version.as_of,
        "rows": version.rows,
        "bytes": version.bytes,
        "tables": [asdict(table) for table in version.tables],
    }
    written = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    (target / MANIFEST).write_text(written, encoding="utf-8")


def remove_old(folder: Path, keep: int, current: str) -> list[str]:
    """Remove all but the newest versions; the current one always stays.

    Args:
        folder: folder of the versions.
        keep: how many versions stay.
        current: version the published views read.

    Returns:
        the names of the removed versions.
    """
    removed = []
    for name in version_names(folder)[:-keep]:
        if name == current:
            continue
        # Renamed first: a version is there as a whole or not at all.
        hidden = folder / f"{UNFINISHED}old-{name}"
        os.replace(folder / name, hidden)
        shutil.rmtree(hidden)
        removed.append(name)
    return removed
