"""Landing one CSV file: through DuckDB when flawless, else record by record."""

from dataclasses import replace
from pathlib import Path

import duckdb

from onepool.contracts import EntityContract
from onepool.landing import engine
from onepool.landing.csv_records import Record, read_records, split_record
from onepool.landing.headers import HeaderMap, map_headers
from onepool.landing.limits import FIELD_LIMIT, field_problem
from onepool.landing.outcome import Outcome
from onepool.landing.scan import Encoding, Scan
from onepool.landing.writer import Delivery, DeliveryWriter

DELIMITERS = (b",", b";", b"\t")
# Below this size the start of a DuckDB query costs more than reading in Python.
FAST_FROM_BYTES = 200_000


def read_csv(
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
    """Read a CSV file into Parquet.

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
    header = _header(path, contract, name)
    if isinstance(header, str):
        return Outcome(reason=header, encoding=name)
    names, mapping, delimiter = header
    parsed: tuple[int, int] | None = None
    if scan.size >= fast_from and _is_flawless(scan, encoding, names):
        parsed = _fast(
            connection,
            path,
            contract,
            delivery,
            scan,
            names,
            mapping,
            delimiter,
            rows,
            rejects,
        )
    if parsed is None:
        rows.unlink(missing_ok=True)
        rejects.unlink(missing_ok=True)
        parsed = _slow(
            path,
            contract,
            delivery,
            mapping,
            delimiter,
            len(names),
            name,
            rows,
            rejects,
        )
    landed, rejected = parsed
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


def _header(
    path: Path, contract: EntityContract, encoding: str
) -> tuple[list[str], HeaderMap, bytes] | str:
    """Return headers, their mapping and the delimiter, or why there is no header."""
    with path.open("rb") as stream:
        record = next(read_records(stream, b","), None)
    if record is None:
        return "is empty"
    if b"\0" in record.raw:
        return "is not text: its header has a NUL byte"
    if record.reason is not None and record.fields is None:
        return f"has a header that cannot be read: {record.reason}"
    best: tuple[list[str], HeaderMap, bytes] | None = None
    for delimiter in DELIMITERS:
        fields = split_record(record.raw.removeprefix(b"\xef\xbb\xbf"), delimiter)
        if isinstance(fields, str):
            continue
        try:
            names = [field.decode(encoding) for field in fields]
        except UnicodeDecodeError as error:
            return f"has a header that is not {encoding.upper()}: {error.reason}"
        mapping = map_headers(contract, names)
        if best is None or len(mapping.positions) > len(best[1].positions):
            best = (names, mapping, delimiter)
    if best is None:
        return "has a header that cannot be read"
    names, mapping, delimiter = best
    if not mapping.positions:
        mapping = _without_names(contract, mapping)
    return names, mapping, delimiter


def _without_names(contract: EntityContract, mapping: HeaderMap) -> HeaderMap:
    """Return the mapping of a first line that names no column, without its text.

    It may be a record of a file that has no header line, with personal data in it; what
    a mapping says is shown to everyone.
    """
    shown = {column.name: column.header for column in contract.columns}
    missing = ", ".join(shown[name] for name in mapping.missing_required)
    reason = (
        f"missing {missing}; the first line names no column of the contract: "
        "is the header line there?"
    )
    return replace(mapping, unknown=(), reason=reason)


def _is_flawless(scan: Scan, encoding: Encoding, names: list[str]) -> bool:
    """Tell whether DuckDB may be trusted with the file as a whole."""
    return (
        encoding.name == "utf-8"
        and encoding.is_clean
        and not scan.has_nul
        and not scan.has_blank_lines
        and scan.newline is not None
        and scan.quotes % 2 == 0
        and len(names) > 1
    )


def _fast(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    contract: EntityContract,
    delivery: Delivery,
    scan: Scan,
    names: list[str],
    mapping: HeaderMap,
    delimiter: bytes,
    rows: Path,
    rejects: Path,
) -> tuple[int, int] | None:
    """Read the file with DuckDB; None when it finds the least fault with it."""
    columns = ", ".join(f"'c{place}': 'varchar'" for place in range(len(names)))
    newline = "\\r\\n" if scan.newline == "\r\n" else "\\n"
    # Quoted line ends are the one thing a parallel scan can misjudge.
    parallel = "true" if scan.quotes == 0 else "false"
    scanned = (
        f"read_csv({engine.text(str(path))}, auto_detect = false, header = true, "
        f"columns = {{{columns}}}, delim = {engine.text(delimiter.decode())}, "
        f"quote = '\"', escape = '\"', nullstr = '', new_line = '{newline}', "
        f"strict_mode = true, null_padding = false, parallel = {parallel}, "
        f"max_line_size = {FIELD_LIMIT}, compression = 'none')"
    )
    if mapping.reason is None:
        target = rows
        chosen = [
            f"c{mapping.positions[column][0]} as {engine.name(column)}"
            if column in mapping.positions
            else f"null::varchar as {engine.name(column)}"
            for column in contract.column_names
        ]
        query = f"select {', '.join(chosen)}, {technical(delivery)} from {scanned}"
    else:
        target = rejects
        pairs = ", ".join(
            f"{engine.text(header)}, c{place}"
            for place, header in enumerate(dict.fromkeys(names))
        )
        query = (
            f"select {reject_columns(delivery, 'row_number() over ()')}, "
            f"{engine.text(mapping.reason)} as reason, "
            f"cast(json_object({pairs}) as varchar) as raw from {scanned}"
        )
        if len(set(names)) < len(names):
            return None
    try:
        count = engine.copy_to(connection, query, target)
    except engine.FAULTS:
        return None
    if scan.quotes == 0 and count != scan.lines - 1:
        return None
    return (count, 0) if mapping.reason is None else (0, count)


def technical(delivery: Delivery, row_number: str = "row_number() over ()") -> str:
    """Return the technical columns of landed rows as a select list."""
    return (
        f"{engine.text(delivery.file_id)} as _file_id, "
        f"cast({row_number} as bigint) as _row_number, "
        f"date '{delivery.extract_date.isoformat()}' as _extract_date, "
        f"{engine.text(delivery.channel_code)} as _channel_code, "
        f"{delivery.load_id}::bigint as _load_id"
    )


def reject_columns(delivery: Delivery, row_number: str) -> str:
    """Return the columns of a reject before reason and raw as a select list."""
    return (
        f"{engine.text(delivery.file_id)} as _file_id, "
        f"{engine.text(delivery.source)} as source, "
        f"{engine.text(delivery.entity)} as entity, "
        f"{engine.text(delivery.channel_code)} as channel_code, "
        f"{engine.text(delivery.file)} as file, "
        f"cast({row_number} as bigint) as row_number"
    )


def _slow(
    path: Path,
    contract: EntityContract,
    delivery: Delivery,
    mapping: HeaderMap,
    delimiter: bytes,
    width: int,
    encoding: str,
    rows: Path,
    rejects: Path,
) -> tuple[int, int]:
    """Read the file record by record; return how many were landed and rejected."""
    columns = contract.column_names
    places = [mapping.positions.get(column, (-1,))[0] for column in columns]
    shown = encoding.upper().replace("GB18030", "GB 18030")
    with (
        path.open("rb") as stream,
        DeliveryWriter(delivery, columns, rows, rejects) as writer,
    ):
        records = read_records(stream, delimiter)
        next(records, None)
        for number, record in enumerate(records, start=1):
            reason = mapping.reason or _record_problem(record, width)
            values: list[str | None] = []
            if reason is None and record.fields is not None:
                fields = record.fields
                try:
                    values = [
                        fields[place].decode(encoding) if place >= 0 else None
                        for place in places
                    ]
                except UnicodeDecodeError:
                    reason = _bad_byte(record.raw, encoding, shown)
                else:
                    reason = field_problem(columns, values)
            if reason is None:
                writer.land(number, values)
            else:
                writer.reject(
                    number, reason, record.raw.decode(encoding, "backslashreplace")
                )
    return writer.landed, writer.rejected


def _bad_byte(raw: bytes, encoding: str, shown: str) -> str:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return (
            f"is not {shown}: byte 0x{raw[error.start]:02x} at position {error.start}"
        )
    return f"is not {shown}"


def _record_problem(record: Record, width: int) -> str | None:
    """Return what is wrong with a record, judged by its number of fields."""
    if record.fields is None:
        return record.reason
    found = len(record.fields)
    if found == width:
        return None
    if found > width and not any(record.fields[width:]):
        return None
    if found < width and record.is_last:
        return (
            "the file ends inside this record (cut off): "
            f"{found} of {width} fields are there"
        )
    many = "many" if found > width else "few"
    return f"too {many} fields: {found}, the header has {width}"
