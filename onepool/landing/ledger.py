"""The ledger of the landing zone: one row a file and load, the newest row counts."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

LANDED = "landed"
REJECTED = "rejected"
HELD = "held"

SCHEMA = pa.schema(
    [
        pa.field("file_id", pa.string()),
        pa.field("path_id", pa.string()),
        pa.field("replaces_file_id", pa.string()),
        pa.field("source", pa.string()),
        pa.field("entity", pa.string()),
        pa.field("channel_code", pa.string()),
        pa.field("file", pa.string()),
        pa.field("extract_date", pa.date32()),
        pa.field("load_id", pa.int64()),
        pa.field("status", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("rows_read", pa.int64()),
        pa.field("rows_landed", pa.int64()),
        pa.field("rows_rejected", pa.int64()),
        pa.field("content_hash", pa.string()),
        pa.field("bytes", pa.int64()),
        pa.field("contract_hash", pa.string()),
        pa.field("unknown_columns", pa.string()),
        pa.field("missing_columns", pa.string()),
        pa.field("mapped_columns", pa.string()),
        pa.field("delivered_format", pa.string()),
        pa.field("encoding", pa.string()),
    ]
)


@dataclass(frozen=True)
class LedgerRow:
    """What became of one file in one load.

    Attributes:
        file_id: id of this content under this path.
        path_id: id of the path, the same for every content delivered under it.
        replaces_file_id: the landed file of the same path whose rows this one restates.
        source: first folder of the path.
        entity: folder of the entity; empty when the path has none.
        channel_code: channel of the rows; None when the path tells none.
        file: path under the extracts root.
        extract_date: date of the delivery; None when the path tells none.
        load_id: load the row belongs to.
        status: landed, rejected or held.
        reason: why it was not landed, or what was found wrong while landing it.
        rows_read: records in the file.
        rows_landed: records that became rows.
        rows_rejected: records that became rejects.
        content_hash: SHA-256 of the bytes as delivered.
        bytes: size as delivered.
        contract_hash: hash of the contract it was read with; None without a contract.
        unknown_columns: JSON list of headers that are not in the contract.
        missing_columns: JSON list of contract columns that are not in the file.
        mapped_columns: JSON object, contract column to the header it was read from.
        delivered_format: csv, jsonl or parquet, with `.gz` when compressed.
        encoding: encoding the text was read in.
    """

    file_id: str
    path_id: str
    replaces_file_id: str | None
    source: str
    entity: str
    channel_code: str | None
    file: str
    extract_date: date | None
    load_id: int
    status: str
    reason: str | None
    rows_read: int
    rows_landed: int
    rows_rejected: int
    content_hash: str
    bytes: int
    contract_hash: str | None
    unknown_columns: str
    missing_columns: str
    mapped_columns: str
    delivered_format: str | None
    encoding: str | None

    @property
    def unknown(self) -> list[str]:
        """Return the headers that are not in the contract."""
        return json.loads(self.unknown_columns)

    @property
    def missing(self) -> list[str]:
        """Return the contract columns that are not in the file."""
        return json.loads(self.missing_columns)

    @property
    def mapped(self) -> dict[str, str]:
        """Return the header each contract column was read from."""
        return json.loads(self.mapped_columns)


def as_json(value: Iterable[str] | dict[str, str]) -> str:
    """Return a list or mapping as the JSON text kept in the ledger."""
    plain = value if isinstance(value, dict) else list(value)
    return json.dumps(plain, ensure_ascii=False)


def write_rows(rows: Iterable[LedgerRow], target: Path) -> None:
    """Write ledger rows as one Parquet file."""
    records = [asdict(row) for row in rows]
    pq.write_table(
        pa.Table.from_pylist(records, schema=SCHEMA), target, compression="zstd"
    )


class Ledger:
    """The ledger rows of all committed loads.

    Attributes:
        rows: newest row of each file id.
        current: newest row of each path.
    """

    def __init__(self, rows: Iterable[LedgerRow]) -> None:
        """Take the rows of all loads, in any order."""
        self.rows: dict[str, LedgerRow] = {}
        self.current: dict[str, LedgerRow] = {}
        self._landed: dict[str, LedgerRow] = {}
        for row in sorted(rows, key=lambda row: (row.load_id, row.file)):
            self.rows[row.file_id] = row
            self.current[row.path_id] = row
            if row.status == LANDED:
                self._landed[row.path_id] = row

    def landed_before(self, path_id: str, file_id: str) -> str | None:
        """Return the landed file a new content of the path restates, or None."""
        row = self._landed.get(path_id)
        if row is None:
            return None
        return row.file_id if row.file_id != file_id else row.replaces_file_id


def read_ledger(folder: Path) -> Ledger:
    """Read the ledger files `load=N.parquet` of a folder."""
    names = [field.name for field in fields(LedgerRow)]
    rows: list[LedgerRow] = []
    for path in sorted(folder.glob("load=*.parquet")):
        for record in pq.ParquetFile(path).read().to_pylist():
            rows.append(LedgerRow(**{name: record.get(name) for name in names}))
    return Ledger(rows)
