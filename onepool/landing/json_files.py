"""Landing one file of JSON lines: through DuckDB, odd lines one by one in Python."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from onepool.contracts import EntityContract
from onepool.landing import engine
from onepool.landing.csv_files import reject_columns, technical
from onepool.landing.csv_records import LINE_LIMIT
from onepool.landing.headers import HeaderMap, map_headers
from onepool.landing.json_values import parse_line, value_text
from onepool.landing.limits import FIELD_LIMIT, field_problem
from onepool.landing.outcome import Outcome
from onepool.landing.scan import Encoding, Scan
from onepool.landing.writer import Delivery, DeliveryWriter

FAST_FROM_BYTES = 200_000
# What DuckDB reads in another way than it is written, or more leniently than JSON is:
# numbers with an exponent, closing zeros, more digits than a double keeps; NaN,
# infinity, commas before a closing bracket, escaped control characters. A file with
# such a line is read in Python.
ODD_LINE = (
    r"[:\[,]\s*-?(?:\d+\.?\d*[eE]|\d+\.\d+0\s*[,}\]]|\d+\.\d{8,}|\d{9,}\.\d{4,}"
    r"|\d{13,}\.|0\.0000|\.|0\d|[nN]a|[iI]nf)|-0(?:\.0)?\s*[,}\]]|,\s*[}\]]|\\u00[01]"
)


def read_json(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: EntityContract,
    delivery: Delivery,
    scan: Scan,
    encoding: Encoding,
    rows: Path,
    rejects: Path,
    *,
    fast_from: int = FAST_FROM_BYTES,
) -> Outcome:
    """Read a file of JSON lines into Parquet.

    Args:
        connection: DuckDB connection of the landing.
        path: the file, in the encoding given.
        contract: contract of its entity.
        delivery: identity of the file.
        scan: scan of the file.
        encoding: encoding to read it in.
        rows: Parquet file for the landed rows.
        rejects: Parquet file for the rejects.
        fast_from: size in bytes from which DuckDB is tried.
    """
    name = encoding.name or "utf-8"
    if _starts_with_list(path):
        return Outcome(
            reason="is one JSON list: deliver one JSON object a line", encoding=name
        )
    mapping: HeaderMap | None = None
    counted: tuple[int, int] | None = None
    if scan.size >= fast_from and _is_flawless(scan, encoding):
        fast = _fast(connection, path, contract, delivery, scan, rows, rejects)
        if fast is not None:
            mapping, counted = fast
    if mapping is None or counted is None:
        rows.unlink(missing_ok=True)
        rejects.unlink(missing_ok=True)
        mapping, counted = _slow(path, contract, delivery, name, rows, rejects)
    landed, rejected = counted
    return Outcome(
        reason=mapping.reason,
        rows_read=landed + rejected,
        rows_landed=landed,
        rows_rejected=rejected,
        encoding=name,
        unknown=mapping.unknown,
        missing=mapping.missing,
        missing_required=mapping.missing_required,
        mapped=tuple(mapping.mapped.items()),
    )


def _starts_with_list(path: Path) -> bool:
    with path.open("rb") as stream:
        head = stream.read(1000).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"[")


def _is_flawless(scan: Scan, encoding: Encoding) -> bool:
    return (
        encoding.name == "utf-8"
        and encoding.is_clean
        and not scan.has_nul
        and not scan.has_blank_lines
        and not scan.has_mark
        and scan.newline is not None
    )


def _fast(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: EntityContract,
    delivery: Delivery,
    scan: Scan,
    rows: Path,
    rejects: Path,
) -> tuple[HeaderMap, tuple[int, int]] | None:
    """Read the file with DuckDB; None when a line of it needs a closer look."""
    newline = "\\r\\n" if scan.newline == "\r\n" else "\\n"
    lines = (
        f"read_csv({engine.text(str(path))}, auto_detect = false, header = false, "
        f"columns = {{'line': 'varchar'}}, delim = '\x01', quote = '', escape = '', "
        f"new_line = '{newline}', max_line_size = {FIELD_LIMIT}, compression = 'none')"
    )
    try:
        groups = connection.execute(
            "select json_keys(line), count(*), count(*) filter (where "
            "regexp_matches(line, ?) or not starts_with(ltrim(line), '{')) "
            f"from {lines} group by 1",
            [ODD_LINE],
        ).fetchall()
        total = sum(count for _, count, _ in groups)
        if total != scan.lines or any(odd for _, _, odd in groups):
            return None
        keys = sorted({key for found, _, _ in groups for key in found or ()})
        mapping = map_headers(contract, keys)
        if mapping.reason is None:
            wanted = [
                (column, [keys[place] for place in places])
                for column, places in mapping.positions.items()
            ]
            count = engine.copy_to(
                connection, _rows_query(contract, delivery, wanted, lines), rows
            )
            return mapping, (count, 0)
        query = (
            f"select {reject_columns(delivery, 'row_number() over ()')}, "
            f"{engine.text(mapping.reason)} as reason, line as raw from {lines}"
        )
        return mapping, (0, engine.copy_to(connection, query, rejects))
    except engine.FAULTS:
        return None


def _rows_query(
    contract: EntityContract,
    delivery: Delivery,
    wanted: list[tuple[str, list[str]]],
    lines: str,
) -> str:
    paths: list[str] = []
    places: dict[str, list[int]] = {}
    for column, keys in wanted:
        for key in keys:
            paths.append("/" + key.replace("~", "~0").replace("/", "~1"))
            places.setdefault(column, []).append(len(paths))
    chosen = []
    for column in contract.column_names:
        if column in places:
            parts = ", ".join(f"nullif(v[{place}], '')" for place in places[column])
            value = parts if len(places[column]) == 1 else f"coalesce({parts})"
        else:
            value = "null::varchar"
        chosen.append(f"{value} as {engine.name(column)}")
    listed = ", ".join(engine.text(path) for path in paths)
    return (
        f"select {', '.join(chosen)}, {technical(delivery, '_n')} from (select "
        f"row_number() over () as _n, json_extract_string(line, [{listed}]) as v "
        f"from {lines})"
    )


def _objects(path: Path, encoding: str) -> Iterator[tuple[int, object, str]]:
    """Yield record number, object or what is wrong, and the text, of each line."""
    shown = encoding.upper().replace("GB18030", "GB 18030")
    number = physical = 0
    with path.open("rb") as stream:
        while line := stream.readline(LINE_LIMIT):
            physical += 1
            if physical == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            rest = line
            while len(rest) >= LINE_LIMIT and not rest.endswith(b"\n"):
                rest = stream.readline(LINE_LIMIT)
            if not line.strip():
                continue
            number += 1
            if rest is not line:
                text = line[:20_000].decode(encoding, "backslashreplace")
                problem = f"line {physical} is longer than {LINE_LIMIT:,} bytes"
                yield number, problem, text
                continue
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError as error:
                problem = (
                    f"line {physical} is not {shown}: byte "
                    f"0x{line[error.start]:02x} at position {error.start}"
                )
                yield number, problem, line.decode(encoding, "backslashreplace")
                continue
            text = text.rstrip("\r\n")
            found = parse_line(text)
            if isinstance(found, str):
                found = f"line {physical} {found}"
                if not line.endswith(b"\n"):
                    found += "; the file ends inside it (cut off)"
            yield number, found, text


def _slow(
    path: Path,
    contract: EntityContract,
    delivery: Delivery,
    encoding: str,
    rows: Path,
    rejects: Path,
) -> tuple[HeaderMap, tuple[int, int]]:
    """Read the file line by line, twice: first its keys, then its rows."""
    found: set[str] = set()
    for _, item, _ in _objects(path, encoding):
        if isinstance(item, dict):
            found.update(item)
    keys = sorted(found)
    mapping = map_headers(contract, keys)
    columns = contract.column_names
    places = [
        [keys[place] for place in mapping.positions.get(column, ())]
        for column in columns
    ]
    with DeliveryWriter(delivery, columns, rows, rejects) as writer:
        for number, item, text in _objects(path, encoding):
            if not isinstance(item, dict):
                writer.reject(number, str(item), text)
                continue
            if mapping.reason is not None:
                writer.reject(number, mapping.reason, text)
                continue
            values = [_value(item, names) for names in places]
            problem = None
            if len(text) > FIELD_LIMIT or "\\u" in text or "\0" in text:
                problem = field_problem(columns, values) or _unwritable(values)
            if problem is None:
                writer.land(number, values)
            else:
                writer.reject(number, problem, json.dumps(item, ensure_ascii=True))
    return mapping, (writer.landed, writer.rejected)


def _value(item: dict[str, object], names: list[str]) -> str | None:
    """Return the text of the first of some keys that has any."""
    for key in names:
        value = value_text(item.get(key))
        if value:
            return value
    return None


def _unwritable(values: list[str | None]) -> str | None:
    """Return why a value is no Unicode text (half a surrogate pair), or None."""
    try:
        for value in values:
            if value is not None:
                value.encode()
    except UnicodeEncodeError as error:
        return f"has half a character at position {error.start}"
    return None
