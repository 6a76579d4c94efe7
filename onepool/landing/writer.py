"""Writing rows and rejects that were read in Python as Parquet, in bounded memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

BATCH_ROWS = 50_000
BATCH_CHARACTERS = 16_000_000
RAW_LIMIT = 10_000

TECHNICAL = (
    pa.field("_file_id", pa.string()),
    pa.field("_row_number", pa.int64()),
    pa.field("_extract_date", pa.date32()),
    pa.field("_channel_code", pa.string()),
    pa.field("_load_id", pa.int64()),
)
REJECTS = pa.schema(
    [
        pa.field("_file_id", pa.string()),
        pa.field("source", pa.string()),
        pa.field("entity", pa.string()),
        pa.field("channel_code", pa.string()),
        pa.field("file", pa.string()),
        pa.field("row_number", pa.int64()),
        pa.field("reason", pa.string()),
        pa.field("raw", pa.string()),
    ]
)


@dataclass(frozen=True)
class Delivery:
    """The identity of a file while it is read: what every row of it carries."""

    file_id: str
    source: str
    entity: str
    channel_code: str
    file: str
    extract_date: date
    load_id: int


def rows_schema(columns: Sequence[str]) -> pa.Schema:
    """Return the schema of landed rows: contract columns as text, then technical."""
    return pa.schema([*(pa.field(name, pa.string()) for name in columns), *TECHNICAL])


def show_raw(raw: str) -> str:
    """Return the raw text of a reject as kept: no NUL, at most 10,000 characters."""
    if len(raw) > RAW_LIMIT:
        raw = f"{raw[:RAW_LIMIT]} ... ({len(raw)} characters)"
    return raw.replace("\0", "\u2400").encode("utf-8", "backslashreplace").decode()


class _BatchWriter:
    """Collects rows and writes them in batches; makes no file when there are none."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self.schema = schema
        self.count = 0
        self._rows: list[Sequence[object]] = []
        self._characters = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, row: Sequence[object], characters: int) -> None:
        self._rows.append(row)
        self._characters += characters
        self.count += 1
        if len(self._rows) >= BATCH_ROWS or self._characters >= BATCH_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(
                self.path, self.schema, compression="zstd", version="2.6"
            )
        columns = list(zip(*self._rows, strict=True))
        arrays = [
            pa.array(values, type=field.type)
            for values, field in zip(columns, self.schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self.schema))
        self._rows, self._characters = [], 0

    def close(self) -> None:
        self._flush()
        if self._writer is not None:
            self._writer.close()


class DeliveryWriter:
    """Writes the landed rows and the rejects of one file.

    Use as a context manager; `landed` and `rejected` count what was written.
    """

    def __init__(
        self, delivery: Delivery, columns: Sequence[str], rows: Path, rejects: Path
    ) -> None:
        """Prepare to write; no file is made before there is a row for it.

        Args:
            delivery: identity of the file.
            columns: canonical column names.
            rows: Parquet file for landed rows.
            rejects: Parquet file for rejects.
        """
        self.delivery = delivery
        self._rows = _BatchWriter(rows, rows_schema(columns))
        self._rejects = _BatchWriter(rejects, REJECTS)

    @property
    def landed(self) -> int:
        """Return how many rows were landed."""
        return self._rows.count

    @property
    def rejected(self) -> int:
        """Return how many records were rejected."""
        return self._rejects.count

    def land(self, row_number: int, values: Sequence[str | None]) -> None:
        """Write one good record; empty text becomes null."""
        d = self.delivery
        self._rows.add(
            (
                *(value or None for value in values),
                d.file_id,
                row_number,
                d.extract_date,
                d.channel_code,
                d.load_id,
            ),
            sum(len(value) for value in values if value),
        )

    def reject(self, row_number: int, reason: str, raw: str) -> None:
        """Write one record that cannot be read, with its raw text."""
        d = self.delivery
        shown = show_raw(raw)
        self._rejects.add(
            (
                d.file_id,
                d.source,
                d.entity,
                d.channel_code,
                d.file,
                row_number,
                reason,
                shown,
            ),
            len(shown),
        )

    def __enter__(self) -> "DeliveryWriter":
        """Start writing."""
        return self

    def __exit__(self, *_: object) -> None:
        """Finish both files."""
        self._rows.close()
        self._rejects.close()
