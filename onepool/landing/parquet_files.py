"""Landing one Parquet file: every column as text, in the order of the file."""

from pathlib import Path

import duckdb

from onepool.contracts import EntityContract
from onepool.landing import engine
from onepool.landing.csv_files import reject_columns, technical
from onepool.landing.headers import map_headers
from onepool.landing.limits import FIELD_LIMIT
from onepool.landing.outcome import Outcome
from onepool.landing.writer import RAW_LIMIT, Delivery

# Errors of the machine and not of the file.
OUR_TROUBLE = ("No space left", "Could not write", "Out of Memory")


def read_parquet(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: EntityContract,
    delivery: Delivery,
    rows: Path,
    rejects: Path,
) -> Outcome:
    """Read a Parquet file into rows of text.

    Timestamps become ISO 8601 (with the offset when they have a time zone), numbers are
    written out without an exponent, nested values become JSON.

    Args:
        connection: DuckDB connection of the landing.
        path: the file.
        contract: contract of its entity.
        delivery: identity of the file.
        rows: Parquet file for the landed rows.
        rejects: Parquet file for the rejects.
    """
    scanned = (
        f"read_parquet({engine.text(str(path))}, file_row_number = true, "
        "binary_as_string = true, hive_partitioning = false)"
    )
    try:
        return _read(connection, scanned, contract, delivery, rows, rejects)
    except engine.FAULTS as error:
        if isinstance(error, duckdb.OutOfMemoryException) or any(
            sign in str(error) for sign in OUR_TROUBLE
        ):
            raise
        rows.unlink(missing_ok=True)
        rejects.unlink(missing_ok=True)
        return Outcome(
            reason=f"is not readable Parquet: {engine.first_line(error, path)}"
        )


def _read(
    connection: duckdb.DuckDBPyConnection,
    scanned: str,
    contract: EntityContract,
    delivery: Delivery,
    rows: Path,
    rejects: Path,
) -> Outcome:
    described = connection.execute(f"describe select * from {scanned}").fetchall()
    names = [row[0] for row in described if row[0] != "file_row_number"]
    types = {row[0]: row[1] for row in described}
    mapping = map_headers(contract, names)
    total = connection.execute(f"select count(*) from {scanned}").fetchall()[0][0]
    landed = 0
    bad = "false"
    if mapping.reason is None:
        values = {
            column: as_text(engine.name(names[places[0]]), types[names[places[0]]])
            for column, places in mapping.positions.items()
        }
        tests = [
            f"when len({engine.name(column)}) > {FIELD_LIMIT} then "
            f"'{column} has more than {FIELD_LIMIT:,} characters' "
            f"when contains({engine.name(column)}, chr(0)) "
            f"then '{column} has a NUL byte'"
            for column in values
        ]
        chosen = ", ".join(
            f"{values.get(column, 'null::varchar')} as {engine.name(column)}"
            for column in contract.column_names
        )
        typed = f"(select file_row_number + 1 as _n, {chosen} from {scanned})"
        bad = f"case {' '.join(tests)} end"
        listed = ", ".join(
            f"nullif({engine.name(column)}, '') as {engine.name(column)}"
            for column in contract.column_names
        )
        landed = engine.copy_to(
            connection,
            f"select {listed}, {technical(delivery, '_n')} from {typed} "
            f"where {bad} is null",
            rows,
        )
    rejected = total - landed
    if rejected and mapping.reason is None:
        raw = f"left(cast(to_json(t) as varchar), {RAW_LIMIT})"
        engine.copy_to(
            connection,
            f"select {reject_columns(delivery, '_n')}, {bad} as reason, {raw} as raw "
            f"from {typed} as t where {bad} is not null",
            rejects,
        )
    elif rejected:
        raw = f"left(cast(to_json(t) as varchar), {RAW_LIMIT})"
        engine.copy_to(
            connection,
            f"select {reject_columns(delivery, 'file_row_number + 1')}, "
            f"{engine.text(mapping.reason)} as reason, {raw} as raw "
            f"from {scanned} as t",
            rejects,
        )
    return Outcome(
        reason=mapping.reason,
        rows_read=total,
        rows_landed=landed,
        rows_rejected=rejected,
        unknown=mapping.unknown,
        missing=mapping.missing,
        missing_required=mapping.missing_required,
        mapped=tuple(mapping.mapped.items()),
    )


def as_text(column: str, kind: str) -> str:
    """Return the SQL that writes a column of a DuckDB type as plain text."""
    if kind == "VARCHAR":
        return column
    plain = f"cast({column} as varchar)"
    if kind in ("FLOAT", "DOUBLE"):
        return (
            f"case when contains({plain}, 'e') then {_written_out(plain)} "
            f"else {plain} end"
        )
    if kind == "TIMESTAMP WITH TIME ZONE":
        naive = f"cast(make_timestamp(epoch_us({column})) as varchar)"
        return f"replace({naive}, ' ', 'T') || '+00:00'"
    if kind.startswith("TIMESTAMP"):
        return f"replace({plain}, ' ', 'T')"
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"cast(to_json({column}) as varchar)"
    return plain


def _written_out(number: str) -> str:
    """Return the SQL that writes a number such as 1.5e-07 without its exponent.

    An exponent beyond 60 stays: no column takes such a number.
    """
    digits = f"regexp_replace(split_part({number}, 'e', 1), '[-.]', '', 'g')"
    sign = f"case when starts_with({number}, '-') then '-' else '' end"
    exponent = f"cast(split_part({number}, 'e', 2) as integer)"
    # DuckDB writes one digit before the point.
    place = f"(1 + {exponent})"
    return (
        f"case when abs({exponent}) > 60 then {number} "
        f"when {place} <= 0 then {sign} || '0.' || repeat('0', -{place}) || {digits} "
        f"when {place} >= len({digits}) "
        f"then {sign} || {digits} || repeat('0', {place} - len({digits})) "
        f"else {sign} || left({digits}, {place}) || '.' "
        f"|| substr({digits}, {place} + 1) end"
    )
