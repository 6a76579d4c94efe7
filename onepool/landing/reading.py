"""Reading one file, whatever its format, into rows and rejects."""

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from onepool.contracts import EntityContract
from onepool.landing.csv_files import FAST_FROM_BYTES, read_csv
from onepool.landing.discovery import unpack
from onepool.landing.json_files import read_json
from onepool.landing.outcome import Outcome
from onepool.landing.parquet_files import read_parquet
from onepool.landing.scan import Encoding, choose_encoding, scan_file, transcode
from onepool.landing.writer import Delivery


@dataclass(frozen=True)
class Reader:
    """Reads files with one DuckDB connection and one folder for what is temporary.

    Attributes:
        connection: DuckDB connection of the landing.
        temporary: folder for unpacked and transcoded copies.
        fast_from: size in bytes from which text files are tried with DuckDB.
    """

    connection: duckdb.DuckDBPyConnection
    temporary: Path
    fast_from: int = FAST_FROM_BYTES

    def read(
        self,
        path: Path,
        delivered_format: str,
        contract: EntityContract,
        delivery: Delivery,
        rows: Path,
        rejects: Path,
    ) -> Outcome:
        """Read a file into Parquet; never raises for what is wrong with its content.

        Args:
            path: the file on the local disk.
            delivered_format: csv, jsonl or parquet, with `.gz` when compressed.
            contract: contract of its entity.
            delivery: identity of the file.
            rows: Parquet file for the landed rows.
            rejects: Parquet file for the rejects.

        Raises:
            OSError: the file cannot be read, or the zone cannot be written.
        """
        rows.parent.mkdir(parents=True, exist_ok=True)
        rejects.parent.mkdir(parents=True, exist_ok=True)
        if delivered_format == "parquet":
            if path.stat().st_size == 0:
                return Outcome(reason="is empty")
            return read_parquet(
                self.connection, path, contract, delivery, rows, rejects
            )
        copies = [self.temporary / f"{delivery.file_id}.{n}" for n in range(3)]
        try:
            return self._read_text(
                path, delivered_format, contract, delivery, rows, rejects, copies
            )
        finally:
            for copy in copies:
                copy.unlink(missing_ok=True)

    def _read_text(
        self,
        path: Path,
        delivered_format: str,
        contract: EntityContract,
        delivery: Delivery,
        rows: Path,
        rejects: Path,
        copies: list[Path],
    ) -> Outcome:
        if delivered_format.endswith(".gz"):
            problem = unpack(path, copies[0])
            if problem is not None:
                return Outcome(reason=problem)
            path = copies[0]
        scan = scan_file(path)
        if scan.is_blank:
            return Outcome(reason="is empty")
        encoding = choose_encoding(path, scan, contract.encodings)
        if encoding.name is None:
            return Outcome(reason=encoding.reason)
        if encoding.name != "utf-8" and encoding.is_clean:
            transcode(path, encoding.name, copies[1])
            path = copies[1]
            scan = replace(scan, size=path.stat().st_size)
        if scan.newlines == 0 and scan.returns:
            _unix_lines(path, copies[2])
            path = copies[2]
            scan = scan_file(path)
        read = read_csv if delivered_format.startswith("csv") else read_json
        outcome = read(
            self.connection,
            path,
            contract,
            delivery,
            scan,
            Encoding("utf-8") if encoding.is_clean else encoding,
            rows,
            rejects,
            fast_from=self.fast_from,
        )
        return replace(outcome, encoding=encoding.name)


def _unix_lines(path: Path, target: Path) -> None:
    """Write a file whose lines end in carriage returns with line feeds instead."""
    with path.open("rb") as stream, target.open("wb") as copy:
        while chunk := stream.read(1 << 22):
            copy.write(chunk.replace(b"\r", b"\n"))
