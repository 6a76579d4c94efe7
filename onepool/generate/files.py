"""Writes the rows of a delivery in the format and encoding of their source."""

import codecs
import dataclasses
from pathlib import Path

import duckdb

CHUNK = 1 << 22


@dataclasses.dataclass(frozen=True)
class FileFormat:
    """How a source delivers its files."""

    kind: str  # csv, jsonl or parquet
    encoding: str = "utf-8"


NATIVE_FORMATS = {
    "tmall": FileFormat("csv", "gbk"),
    "jd": FileFormat("csv", "utf-8-sig"),
    "pos": FileFormat("csv"),
    "mini_program": FileFormat("jsonl"),
    "wecom": FileFormat("jsonl"),
    "crm": FileFormat("csv", "gbk"),
}
STANDARD_FORMATS = {
    "app": FileFormat("jsonl"),
    "online_mall": FileFormat("parquet"),
}


def format_of(source: str, channel_code: str, wanted: str) -> FileFormat:
    """Return the file format of a source, or Parquet everywhere when wanted."""
    if wanted == "parquet":
        return FileFormat("parquet")
    if source == "standard":
        return STANDARD_FORMATS.get(channel_code, FileFormat("csv"))
    return NATIVE_FORMATS[source]


def write_rows(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    path: Path,
    file_format: FileFormat,
) -> None:
    """Write an ordered query to one file.

    Args:
        connection: The world.
        query: A select with a total order.
        path: Where the file goes; its folder is made.
        file_format: Format and encoding.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if file_format.kind == "parquet":
        columns = connection.sql(query).columns
        casts = ", ".join(f'"{name}"::varchar as "{name}"' for name in columns)
        connection.execute(
            f"copy (select {casts} from ({query})) to '{path}' "
            "(format parquet, compression zstd, row_group_size 122880)"
        )
    elif file_format.kind == "jsonl":
        connection.execute(f"copy ({query}) to '{path}' (format json, array false)")
    elif file_format.encoding == "utf-8":
        connection.execute(f"copy ({query}) to '{path}' (format csv, header)")
    else:
        plain = path.with_name(path.name + ".utf8")
        connection.execute(f"copy ({query}) to '{plain}' (format csv, header)")
        transcode(plain, path, file_format.encoding)
        plain.unlink()


def transcode(source: Path, target: Path, encoding: str) -> None:
    """Rewrite a UTF-8 file in another encoding, a chunk at a time.

    Raises:
        UnicodeEncodeError: when a character does not exist in the encoding.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoder = codecs.getincrementalencoder(encoding)()
    with source.open("rb") as reading, target.open("wb") as writing:
        while chunk := reading.read(CHUNK):
            writing.write(encoder.encode(decoder.decode(chunk)))
        writing.write(encoder.encode(decoder.decode(b"", final=True), final=True))
