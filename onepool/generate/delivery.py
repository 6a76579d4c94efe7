"""Cuts a world into deliveries and writes every file of them."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb

from onepool.generate.defects import DEFECTS, Defect
from onepool.generate.engine import sql_folder
from onepool.generate.files import FileFormat, format_of, write_rows

COMPOSITE_KEYS = {
    ("jd", "order_items"): 2,
    ("pos", "ticket_lines"): 2,
    ("mini_program", "order_items"): 2,
    ("wecom", "contacts"): 3,
    ("standard", "order_lines"): 2,
    ("standard", "assignments"): 3,
    ("standard", "tiers"): 2,
    ("standard", "consents"): 4,
    ("standard", "commission_rules"): 3,
    ("standard", "stock"): 3,
    ("standard", "market_size"): 3,
    ("standard", "channel_reported"): 2,
    ("standard", "kpi_targets"): 3,
    ("standard", "labels"): 2,
}


@dataclasses.dataclass(frozen=True)
class Entity:
    """One entity of a source and the query that gives its rows at a cut."""

    source: str
    name: str
    query: str

    @property
    def key_columns(self) -> int:
        """How many of the leading columns make the key."""
        return COMPOSITE_KEYS.get((self.source, self.name), 1)


def entities() -> list[Entity]:
    """Return every entity in name order; files are named source__entity.sql."""
    found = []
    for file in sql_folder("deliveries").iterdir():
        if file.name.endswith(".sql"):
            source, name = file.name.removesuffix(".sql").split("__")
            found.append(Entity(source, name, file.read_text(encoding="utf-8")))
    return sorted(found, key=lambda entity: (entity.source, entity.name))


def file_path(
    entity: Entity, channel_code: str, extract_date: dt.date, kind: str
) -> str:
    """Return the path of a file below the extracts root."""
    folder = entity.source
    if entity.source == "standard":
        folder = f"standard/{channel_code}"
    return (
        f"{folder}/{entity.name}/extract_date={extract_date.isoformat()}"
        f"/{entity.name}.{kind}"
    )


def deliver(
    connection: duckdb.DuckDBPyConnection,
    root: Path,
    wanted_format: str,
    report: Callable[[str], None],
) -> None:
    """Write all deliveries of the world below a root.

    Args:
        connection: A finished world.
        root: The extracts root.
        wanted_format: `native` or `parquet`.
        report: Called with a short text before each entity.
    """
    connection.execute(
        "create or replace table planted (kind varchar, source varchar, "
        "entity varchar, channel_code varchar, file varchar, key varchar, "
        "note varchar, expected varchar)"
    )
    cuts = connection.execute(
        "select delivery_no, prev_s, cut_s, extract_date from cuts order by 1"
    ).fetchall()
    listed = entities()
    for delivery_no, prev_s, cut_s, extract_date in cuts:
        for name, value in (
            ("delivery_no", delivery_no),
            ("prev_s", prev_s),
            ("cut_s", cut_s),
        ):
            connection.execute(f"set variable {name} = {value}::bigint")
        for entity in listed:
            report(f"{extract_date} {entity.source} {entity.name}")
            deliver_entity(connection, entity, root, extract_date, wanted_format)


def deliver_entity(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    root: Path,
    extract_date: dt.date,
    wanted_format: str,
) -> None:
    """Write one entity of one delivery, a file for each of its channels."""
    connection.execute(
        f"create or replace temp table delivery_rows as "
        f"select *, 0 as _copy from ({entity.query})"
    )
    purpose = f"duplicate.{entity.source}.{entity.name}"
    connection.execute(
        "insert into delivery_rows select * replace (1 as _copy) from delivery_rows "
        f"where u('{purpose}', _key & 4294967295) < getvariable('duplicate_rows')"
    )
    channels = connection.execute(
        "select distinct _channel from delivery_rows order by 1"
    ).fetchall()
    names = [
        name
        for name in connection.table("delivery_rows").columns
        if not name.startswith("_")
    ]
    for (channel_code,) in channels:
        file_format = format_of(entity.source, channel_code, wanted_format)
        relative = file_path(entity, channel_code, extract_date, file_format.kind)
        note_repeats(connection, entity, channel_code, relative, names)
        for number, defect in enumerate(DEFECTS):
            if defect.concerns(entity.source, entity.name, channel_code):
                plant(connection, entity, channel_code, relative, defect, number)
        write_channel(connection, channel_code, root / relative, file_format)
    connection.execute("drop table delivery_rows")


def write_channel(
    connection: duckdb.DuckDBPyConnection,
    channel_code: str,
    path: Path,
    file_format: FileFormat,
) -> None:
    """Write the rows of one channel in key order."""
    query = (
        "select * exclude (_key, _changed_s, _channel, _copy) from delivery_rows "
        f"where _channel = '{channel_code}' order by _key, _copy"
    )
    write_rows(connection, query, path, file_format)


def key_text(names: list[str], count: int) -> str:
    """Return the SQL of a row's key as one text."""
    parts = ", ".join(f'"{name}"::varchar' for name in names[:count])
    return f"concat_ws('|', {parts})"


def note_repeats(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    channel_code: str,
    relative: str,
    names: list[str],
) -> None:
    """Enter rows delivered twice into the list of planted defects."""
    connection.execute(
        "insert into planted select case when _copy = 1 then 'duplicate_row' "
        "else 'redelivered_row' end, ?, ?, ?, ?, "
        f"{key_text(names, entity.key_columns)}, "
        "'the same row once more', 'duplicate' from delivery_rows "
        "where _channel = ? and (_copy = 1 or _changed_s < getvariable('prev_s')) "
        "order by _key, _copy",
        [entity.source, entity.name, channel_code, relative, channel_code],
    )


def plant(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    channel_code: str,
    relative: str,
    defect: Defect,
    number: int,
) -> None:
    """Plant a defect in some rows of a channel and enter it into the list.

    A row that must be refused is a spoiled copy with a key of its own, so that the
    truth of the real rows stays what it is.
    """
    wanted = connection.execute(
        "select count(*) from delivery_rows where _channel = ?", [channel_code]
    ).fetchone()
    rows = wanted[0] if wanted else 0
    rate = connection.execute("select getvariable('row_defects')").fetchone()
    share = rate[0] if rate else 0
    if rows == 0 or share == 0:
        return
    count = max(1, round(rows * share / 3))
    columns = connection.table("delivery_rows").columns
    names = [name for name in columns if not name.startswith("_")]
    chosen = (
        "select _key, row_number() over (order by u("
        f"'defect.{number}', _key & 4294967295), _key) as _pick "
        f"from delivery_rows where _channel = '{channel_code}' and _copy = 0 "
        f"qualify _pick <= {count}"
    )
    replaced = {
        column: expression.format(tag=f"{number:02d}")
        for column, expression in defect.values.items()
    }
    connection.execute(f"create or replace temp table chosen_rows as {chosen}")
    changes = ", ".join(f'{text} as "{name}"' for name, text in replaced.items())
    connection.execute(
        f"insert into delivery_rows select * replace ({changes}, "
        f"{100 + number} as _copy) from delivery_rows "
        "where _copy = 0 and _key in (select _key from chosen_rows)"
    )
    spoiled = f"delivery_rows where _copy = {100 + number}"
    connection.execute(
        f"insert into planted select ?, ?, ?, ?, ?, "
        f"{key_text(names, entity.key_columns)}, ?, ? from {spoiled} "
        f"and _channel = ? order by _key",
        [
            defect.kind,
            entity.source,
            entity.name,
            channel_code,
            relative,
            defect.note,
            defect.expected,
            channel_code,
        ],
    )
