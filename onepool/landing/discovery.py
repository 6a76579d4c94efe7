"""Finding the delivered files under an extracts root, and reading their addresses."""

import csv
import gzip
import hashlib
import re
import shutil
import time
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import fsspec

from onepool.contracts import STANDARD_SOURCE, Contracts, EntityContract

CHUNK = 1 << 22
TRUTH = "truth"
CHANNEL_SEED = "seeds/dimensions/channels.csv"
FORMATS = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
}
_DATE_FOLDER = re.compile(r"extract_date=(\d{4})-(\d{2})-(\d{2})")
YEARS = range(2000, 2100)
SETTLED_SECONDS = 3


@dataclass(frozen=True)
class Found:
    """One file under the extracts root.

    Attributes:
        file: path under the root, with forward slashes.
        address: path as the file system knows it.
        size: bytes.
        marks: what changes when the content does (times, inode, tag); empty when the
            file system has nothing that can be trusted.
    """

    file: str
    address: str
    size: int
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Address:
    """What the path of a file says.

    Attributes:
        source: first folder.
        entity: folder of the entity, empty when the path is too short.
        channel_code: channel of the rows.
        extract_date: date of the delivery.
        delivered_format: csv, jsonl or parquet, with `.gz` when compressed.
        contract: the contract; None when `reason` is given.
        reason: why the file cannot be landed from where it lies.
    """

    source: str
    entity: str = ""
    channel_code: str | None = None
    extract_date: date | None = None
    delivered_format: str | None = None
    contract: EntityContract | None = None
    reason: str | None = None


class Extracts:
    """An extracts root, local or remote."""

    def __init__(self, root: str) -> None:
        """Open the root; `s3://` and other addresses go through fsspec."""
        self.fs, self.base = fsspec.core.url_to_fs(root)
        # A listing kept from an earlier run of this process would hide new files.
        self.fs.invalidate_cache()
        self.base = self.base.rstrip("/")
        protocols = self.fs.protocol
        self.is_local = "file" in (
            (protocols,) if isinstance(protocols, str) else protocols
        )

    def exists(self) -> bool:
        """Tell whether the root is there."""
        return bool(self.fs.exists(self.base))

    def files(self) -> list[Found]:
        """Return the delivered files, sorted by path.

        Hidden files, files whose name starts with an underscore, notes (`.md`) and the
        folder `truth` are no deliveries.
        """
        if not self.exists():
            return []
        listed: dict[str, dict[str, Any]] = self.fs.find(self.base, detail=True)
        found = []
        for address, info in listed.items():
            file = address[len(self.base) :].lstrip("/").replace("\\", "/")
            parts = file.split("/")
            if (
                not file
                or parts[0] == TRUTH
                or any(part.startswith((".", "_")) for part in parts)
                or file.lower().endswith(".md")
            ):
                continue
            size = int(info.get("size") or 0)
            found.append(Found(file, address, size, self._marks(info)))
        return sorted(found, key=lambda item: item.file)

    def _marks(self, info: dict[str, Any]) -> tuple[str, ...]:
        """Return what proves a content unchanged.

        Locally size, modification time, change time and inode together: the change
        time cannot be set by a program, so a copy that keeps times is noticed. In an
        object store its tag.
        """
        size = str(info.get("size"))
        if self.is_local:
            times = [repr(info.get(name)) for name in ("mtime", "created", "ino")]
            return (size, *times)
        tag = info.get("ETag") or info.get("etag") or info.get("md5Hash")
        return (size, str(tag)) if tag else ()

    def is_settled(self, found: Found) -> bool:
        """Tell whether equal marks will prove the content unchanged from now on.

        A local file changed in the last seconds could change once more within one tick
        of the file system's clock, and is hashed again by the next run.
        """
        if not self.is_local:
            return True
        return time.time() - float(found.marks[2]) > SETTLED_SECONDS

    def mark_now(self, found: Found) -> tuple[str, ...]:
        """Return the marks of a local file as they are now; empty when it is gone."""
        try:
            return self._marks(self.fs.info(found.address))
        except FileNotFoundError:
            return ()

    def local_copy(self, found: Found, target: Path) -> str:
        """Put a file where it can be read locally and return its SHA-256.

        A local file is linked, a remote one copied in pieces.

        Raises:
            OSError: the file cannot be read.
        """
        target.unlink(missing_ok=True)
        digest = hashlib.sha256()
        with self.fs.open(found.address, "rb") as stream:
            if self.is_local:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                target.symlink_to(Path(found.address).absolute())
            else:
                with target.open("wb") as copy:
                    while chunk := stream.read(CHUNK):
                        digest.update(chunk)
                        copy.write(chunk)
        return digest.hexdigest()


def unpack(packed: Path, target: Path) -> str | None:
    """Write a gzip file unpacked; return why that failed, or None."""
    try:
        with gzip.open(packed, "rb") as stream, target.open("wb") as plain:
            shutil.copyfileobj(stream, plain, CHUNK)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        return f"is a broken gzip file: {error}"
    return None


def channel_codes(project: Path) -> frozenset[str] | None:
    """Return the channel codes of the seed, or None when there is no seed yet."""
    path = project / CHANNEL_SEED
    if not path.exists():
        return None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return frozenset(
            code for row in csv.DictReader(stream) if (code := row.get("channel_code"))
        )


def read_address(
    file: str, contracts: Contracts, channels: frozenset[str] | None
) -> Address:
    """Return what the path of a file says, with the reason when it says too little.

    Args:
        file: path under the extracts root.
        contracts: all contracts.
        channels: known channel codes; None to accept every one.
    """
    folders = file.split("/")[:-1]
    if not folders:
        return Address("", reason="lies in no source folder")
    source = folders[0]
    if source not in contracts.sources:
        known = ", ".join(contracts.sources)
        return Address(source, reason=f"unknown source {source}: known are {known}")
    channel: str | None = None
    if source == STANDARD_SOURCE:
        if len(folders) < 2:
            return Address(source, reason="lies in no channel folder")
        channel = folders[1]
        folders = [source, *folders[2:]]
        if channels is not None and channel not in channels:
            return Address(
                source,
                entity=folders[1] if len(folders) > 1 else "",
                channel_code=channel,
                reason=f"unknown channel {channel}: add it to {CHANNEL_SEED}",
            )
    if len(folders) < 2:
        return Address(
            source, channel_code=channel, reason="lies in no folder of an entity"
        )
    return _entity_address(file, folders, channel, contracts)


def _entity_address(
    file: str, folders: list[str], channel: str | None, contracts: Contracts
) -> Address:
    source, entity = folders[:2]
    contract = contracts.get(source, entity)
    if contract is None:
        known = ", ".join(c.entity for c in contracts.of_source(source))
        return Address(
            source,
            entity,
            channel,
            reason=f"unknown entity {entity} of {source}: known are {known}",
        )
    channel = channel or contract.channel_code
    if len(folders) < 3:
        reason = "lies in no folder named extract_date=YYYY-MM-DD"
        return Address(source, entity, channel, reason=reason)
    day = _date_of(folders[2])
    if day is None:
        reason = f"folder {folders[2]} is not named extract_date=YYYY-MM-DD"
        return Address(source, entity, channel, reason=reason)
    if day.year not in YEARS:
        reason = f"extract date {day} is outside {YEARS[0]} to {YEARS[-1]}"
        return Address(source, entity, channel, day, reason=reason)
    kind = format_of(file)
    if kind is None:
        name = file.rsplit("/", 1)[-1]
        reason = f"{name} is no .csv, .jsonl or .parquet file"
        return Address(source, entity, channel, day, reason=reason)
    return Address(source, entity, channel, day, kind, contract)


def _date_of(folder: str) -> date | None:
    found = _DATE_FOLDER.fullmatch(folder)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def format_of(file: str) -> str | None:
    """Return the format a file name promises, or None when it promises none."""
    path = Path(file.lower())
    packed = path.suffix == ".gz"
    kind = FORMATS.get(Path(path.stem).suffix if packed else path.suffix)
    if kind is None or (packed and kind == "parquet"):
        return None
    return f"{kind}.gz" if packed else kind
