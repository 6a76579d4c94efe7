"""The landing zone on disk: its folders, its commit point, its recovery.

A load is written under `.incoming`, then renamed into place: rows, rejects, and last
its ledger file `files/load=N.parquet`. That last rename is the commit point. Whatever
a killed run leaves behind is put right when the zone is opened again:

- rows and rejects of a load without a ledger file are removed;
- rows and rejects of a file that a later load has read again are removed, which a
  completed load does itself right after its commit. Readers that may come between
  the two keep to rows whose `_load_id` is the newest of their `_file_id` in the ledger;
- a zone that was being emptied, because the extracts root changed, is emptied.
"""

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onepool.contracts import Contracts
from onepool.landing import ledger
from onepool.landing.writer import REJECTS, rows_schema

BUILD = pa.schema(
    [
        pa.field("build_id", pa.int64()),
        pa.field("as_of", pa.date32()),
        pa.field("extracts_root", pa.string()),
        pa.field("load_id", pa.int64()),
    ]
)
READY = "ready"
EMPTYING = "emptying"
UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Build:
    """The row of `build.parquet`.

    Attributes:
        build_id: number of landing runs so far.
        as_of: business date the build is made for; None before any delivery.
        extracts_root: where the deliveries come from.
        load_id: newest load; 0 before the first.
    """

    build_id: int = 0
    as_of: date | None = None
    extracts_root: str | None = None
    load_id: int = 0


class ZoneBusyError(Exception):
    """Another run is landing into the same zone."""


def write_atomically(target: Path, write: Callable[[Path], None]) -> None:
    """Write a file beside its place and rename it into it.

    Args:
        target: the place.
        write: writes the content to the path it is given.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{UNFINISHED}{os.getpid()}-{target.name}")
    write(beside)
    os.replace(beside, target)


class Zone:
    """One landing zone."""

    def __init__(self, root: Path) -> None:
        """Point at a zone; nothing is made before `prepare` or `locked`."""
        self.root = root
        self.rows = root / "rows"
        self.rejects = root / "rejects"
        self.files = root / "files"
        self.incoming = root / ".incoming"
        self.temporary = root / ".temporary"
        self._build = root / "build.parquet"
        self._state = root / "zone.json"
        self._seen = root / "seen.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the zone for one landing run.

        Raises:
            ZoneBusyError: another process holds it.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ZoneBusyError(
                    f"another run is landing into {self.root}: wait until it is done"
                ) from error
            yield

    def prepare(self, contracts: Contracts) -> None:
        """Write the empty `contract.parquet` files where they are absent or outdated.

        After this every glob over the zone finds a file, so that models compile
        before anything is landed.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        for contract in contracts:
            folder = self.rows / contract.source / contract.entity
            _write_empty(
                folder / "contract.parquet", rows_schema(contract.column_names)
            )
        _write_empty(self.rejects / "contract.parquet", REJECTS)
        _write_empty(self.files / "contract.parquet", ledger.SCHEMA)
        if not self._build.exists():
            self.write_build(Build())

    # -- state ---------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Return what `zone.json` says; empty when there is none."""
        return _read_json(self._state)

    @property
    def zone_id(self) -> str | None:
        """Return the id that is new whenever the zone starts from nothing."""
        return self.state().get("zone_id")

    def _write_state(self, root: str, zone_id: str, state: str) -> None:
        said = {"zone_id": zone_id, "extracts_root": root, "state": state}
        text = json.dumps(said, indent=2) + "\n"
        write_atomically(self._state, lambda path: _write_text(path, text))

    def open_for(self, extracts_root: str, step: Callable[[str], None]) -> bool:
        """Put right what a killed run left, and empty a zone of another root.

        Args:
            extracts_root: root that is about to be landed.
            step: called with a name between steps.

        Returns:
            True when loads were there and were removed.
        """
        for folder in (self.incoming, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)
        state = self.state()
        had_loads = any(self.files.glob("load=*.parquet"))
        is_other = state.get("extracts_root") != extracts_root
        if is_other or state.get("state") != READY:
            zone_id = uuid.uuid4().hex
            self._write_state(extracts_root, zone_id, EMPTYING)
            step("emptying announced")
            self._empty(step)
            self._write_state(extracts_root, zone_id, READY)
            step("emptied")
        self._remove_leftovers(step)
        self.incoming.mkdir(parents=True)
        self.temporary.mkdir(parents=True)
        return had_loads and is_other

    def _empty(self, step: Callable[[str], None]) -> None:
        for path in sorted(self.files.glob("load=*.parquet")):
            path.unlink()
            step("ledger file removed")
        self._seen.unlink(missing_ok=True)
        for folder in (self.rows, self.rejects):
            for path in sorted(folder.glob("**/load=*")):
                shutil.rmtree(path)
                step("load folder removed")

    def _remove_leftovers(self, step: Callable[[str], None]) -> None:
        committed = {_load_of(path) for path in self.files.glob("load=*.parquet")}
        for folder in self._load_folders():
            if _load_of(folder) not in committed:
                shutil.rmtree(folder)
                step("leftover removed")
        self.remove_superseded(ledger.read_ledger(self.files))
        for pattern in ("", "files/", "rejects/", "rows/*/*/"):
            for path in self.root.glob(f"{pattern}{UNFINISHED}*"):
                path.unlink()

    def _load_folders(self) -> list[Path]:
        return [
            *self.rows.glob("*/*/load=*"),
            *self.rejects.glob("load=*"),
        ]

    def remove_superseded(self, known: ledger.Ledger) -> None:
        """Remove rows and rejects of files that a later load has read again."""
        for folder in self._load_folders():
            load_id = _load_of(folder)
            for path in folder.glob("*.parquet"):
                row = known.rows.get(path.stem)
                if row is not None and row.load_id > load_id:
                    path.unlink()

    # -- build and shortcuts -------------------------------------------------------

    def build(self) -> Build:
        """Return the row of `build.parquet`."""
        if not self._build.exists():
            return Build()
        return Build(**pq.ParquetFile(self._build).read().to_pylist()[0])

    def write_build(self, build: Build) -> None:
        """Write `build.parquet`."""
        table = pa.Table.from_pylist([build.__dict__], schema=BUILD)
        write_atomically(self._build, lambda path: pq.write_table(table, path))

    def seen(self) -> dict[str, list[Any]]:
        """Return path to marks and content hash of files hashed in earlier runs."""
        return _read_json(self._seen)

    def write_seen(self, seen: dict[str, list[Any]]) -> None:
        """Keep the marks of the hashed files."""
        text = json.dumps(seen, ensure_ascii=False, sort_keys=True, indent=0)
        write_atomically(self._seen, lambda path: _write_text(path, text))

    # -- one load ------------------------------------------------------------------

    def incoming_rows(self, source: str, entity: str, file_id: str) -> Path:
        """Return where the rows of a file are written before the commit."""
        return self.incoming / "rows" / source / entity / f"{file_id}.parquet"

    def incoming_rejects(self, file_id: str) -> Path:
        """Return where the rejects of a file are written before the commit."""
        return self.incoming / "rejects" / f"{file_id}.parquet"

    def commit(
        self, load_id: int, rows: list[ledger.LedgerRow], step: Callable[[str], None]
    ) -> None:
        """Make a load visible, all of it or nothing.

        Args:
            load_id: number of the load.
            rows: its ledger rows.
            step: called with a name between steps.
        """
        load = f"load={load_id:06d}"
        moves = [
            (folder, self.rows / folder.parent.name / folder.name / load)
            for folder in sorted(self.incoming.glob("rows/*/*"))
        ]
        if (self.incoming / "rejects").exists():
            moves.append((self.incoming / "rejects", self.rejects / load))
        for folder, target in moves:
            if not any(folder.iterdir()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(folder, target)
            step("folder moved")
        write_atomically(
            self.files / f"{load}.parquet", lambda path: ledger.write_rows(rows, path)
        )
        step("committed")
        self.remove_superseded(ledger.read_ledger(self.files))
        step("superseded removed")

    def close(self) -> None:
        """Remove the folders of a run."""
        for folder in (self.incoming, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)


def _load_of(path: Path) -> int:
    return int(path.name.removeprefix("load=").removesuffix(".parquet"))


def _write_empty(path: Path, schema: pa.Schema) -> None:
    if path.exists() and pq.read_schema(path).equals(schema):
        return
    write_atomically(path, lambda target: pq.write_table(schema.empty_table(), target))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
