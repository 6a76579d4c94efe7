"""One landing run: every new file of an extracts root, all or nothing."""

import errno
import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import duckdb

from onepool.contracts import Contracts
from onepool.landing import engine
from onepool.landing.discovery import Address, Extracts, Found, read_address
from onepool.landing.headers import map_headers
from onepool.landing.holding import hold
from onepool.landing.ledger import (
    HELD,
    LANDED,
    REJECTED,
    Ledger,
    LedgerRow,
    as_json,
    read_ledger,
)
from onepool.landing.outcome import Outcome
from onepool.landing.reading import Reader
from onepool.landing.report import LandingReport, Silent, Watcher
from onepool.landing.writer import Delivery
from onepool.landing.zone import Build, Zone

# An extract date this far after the one before is a slip of the keyboard.
FAR_AHEAD = timedelta(days=400)


class LandingError(Exception):
    """Nothing can be landed; the text says why."""


@dataclass(frozen=True)
class Verdict:
    """What a gate says about the files of a load.

    Attributes:
        held: file id to the reason why it is not let in.
        warnings: what is worth telling and stops nothing.
    """

    held: dict[str, str]
    warnings: tuple[str, ...] = ()


Gate = Callable[[list[LedgerRow], Ledger, Contracts, Path], Verdict]


def _no_step(_: str) -> None:
    return None


def land(
    extracts_root: str,
    landing_root: Path,
    contracts: Contracts,
    as_of: date | None = None,
    progress: Watcher | None = None,
    *,
    channels: Collection[str] | None = None,
    gate: Gate | None = None,
    release: Collection[str] = (),
    fast_from: int | None = None,
    step: Callable[[str], None] = _no_step,
) -> LandingReport:
    """Land every new file of an extracts root as one load.

    A file is new when its path or its content is. Nothing that is wrong with a file
    stops the others: the file is entered in the ledger with the reason. A run that is
    killed and repeated leaves the same zone as one that was not.

    Args:
        extracts_root: absolute folder or address of the extracts.
        landing_root: folder of the landing zone.
        contracts: contracts of the sources.
        as_of: business date of the build; default the newest extract date.
        progress: told how far the run is.
        channels: known channel codes of the standard layout; None for any.
        gate: judges the files before they are let in; None for no gate.
        release: patterns of paths under the root whose held files are let in.
        fast_from: size in bytes from which text files are tried with DuckDB.
        step: called with a name between steps (for tests that kill a run).

    Raises:
        LandingError: the extracts root is not there, or there is no contract.
        ZoneBusyError: another run holds the zone.
    """
    if not len(contracts):
        raise LandingError("no contracts: models/staging/*/_*__sources.yml is missing")
    try:
        extracts = Extracts(extracts_root)
        is_there = extracts.exists()
    except (OSError, ValueError, ImportError) as error:
        raise LandingError(f"cannot open {extracts_root}: {error}") from error
    if not is_there:
        raise LandingError(
            f"no extracts at {extracts_root}: set ONEPOOL_EXTRACTS or --extracts"
        )
    zone = Zone(landing_root)
    with zone.locked():
        was_reset = zone.open_for(extracts_root, step)
        zone.prepare(contracts)
        connection = engine.connect(zone.temporary)
        try:
            run = _Run(
                extracts,
                zone,
                contracts,
                channels,
                gate,
                tuple(release),
                Reader(connection, zone.temporary)
                if fast_from is None
                else Reader(connection, zone.temporary, fast_from),
                step,
            )
            return run.land(extracts_root, as_of, progress or Silent(), was_reset)
        finally:
            connection.close()
            zone.close()


def _short_hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


class _Run:
    """The state of one landing run."""

    def __init__(
        self,
        extracts: Extracts,
        zone: Zone,
        contracts: Contracts,
        channels: Collection[str] | None,
        gate: Gate | None,
        release: tuple[str, ...],
        reader: Reader,
        step: Callable[[str], None],
    ) -> None:
        self.extracts = extracts
        self.zone = zone
        self.contracts = contracts
        self.channels = None if channels is None else frozenset(channels)
        self.gate = gate
        self.release = release
        self.reader = reader
        self.step = step
        self.known = read_ledger(zone.files)
        self.previous = zone.build()
        self.load_id = 1 + max(
            [self.previous.load_id, *(row.load_id for row in self.known.rows.values())]
        )
        self.seen_before = zone.seen()
        self.seen: dict[str, list[str]] = {}
        self.warnings: list[str] = []

    def land(
        self,
        extracts_root: str,
        as_of: date | None,
        progress: Watcher,
        was_reset: bool,
    ) -> LandingReport:
        files = self.extracts.files()
        progress.start(len(files), sum(found.size for found in files))
        rows: list[LedgerRow] = []
        try:
            for found in files:
                row = self._take(found)
                if row is not None:
                    rows.append(row)
                    self.step("file read")
                progress.next(found.file, found.size, row)
        finally:
            progress.stop()
        rows = self._judge(rows)
        if rows:
            self.zone.commit(self.load_id, rows, self.step)
        ledger = read_ledger(self.zone.files)
        build = Build(
            build_id=self.previous.build_id + 1,
            as_of=as_of or self._newest_date(ledger),
            extracts_root=extracts_root,
            load_id=self.load_id if rows else self.load_id - 1,
        )
        self.zone.write_build(build)
        self.step("build written")
        self.zone.write_seen(self.seen)
        new = {row.file_id for row in rows}
        return LandingReport(
            build_id=build.build_id,
            as_of=build.as_of,
            load_id=self.load_id if rows else None,
            zone_id=self.zone.zone_id or "",
            was_reset=was_reset,
            known_files=len(files) - len(rows),
            files=tuple(rows),
            still_out=sum(
                row.status != LANDED and row.file_id not in new
                for row in ledger.current.values()
            ),
            warnings=tuple(self.warnings),
        )

    # -- one file ------------------------------------------------------------------

    def _take(self, found: Found) -> LedgerRow | None:
        """Read a file unless it is known; return its ledger row when it was read."""
        address = read_address(found.file, self.contracts, self.channels)
        path_id = _short_hash(found.file)
        current = self.known.current.get(path_id)
        marks = list(found.marks)
        seen = self.seen_before.get(found.file)
        if marks and seen and seen[:-1] == marks:
            self.seen[found.file] = seen
            if self._is_known(current, seen[-1], address):
                return None
        suffix = Path(found.file).suffix.lower()
        local = self.zone.temporary / f"{path_id}{suffix}"
        try:
            content_hash = self.extracts.local_copy(found, local)
        except FileNotFoundError:
            self.warnings.append(f"{found.file} went away while it was read")
            return None
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            return self._unreadable(found, address, path_id, current, error)
        try:
            if marks and self.extracts.is_settled(found):
                self.seen[found.file] = [*marks, content_hash]
            if self._is_known(current, content_hash, address):
                return None
            if current is not None and current.content_hash == content_hash:
                file_id = current.file_id
            else:
                file_id = self._new_file_id(found.file, content_hash, current)
            row = self._read(found, address, path_id, file_id, content_hash, local)
        finally:
            local.unlink(missing_ok=True)
        if self.extracts.is_local and self.extracts.mark_now(found) != found.marks:
            self.warnings.append(
                f"{found.file} changed while it was read: the next run lands it"
            )
            self.seen.pop(found.file, None)
            self._discard(row)
            return None
        return row

    def _is_known(
        self, current: LedgerRow | None, content_hash: str, address: Address
    ) -> bool:
        """Tell whether this content of a path was dealt with for good."""
        return (
            current is not None
            and current.content_hash == content_hash
            and not self._is_stale(current, address)
        )

    def _new_file_id(
        self, file: str, content_hash: str, current: LedgerRow | None
    ) -> str:
        """Return the id of a content new under its path.

        A content that comes back after another one is a new file again, so that the
        chain of what replaces what never closes to a ring.
        """
        file_id = _short_hash(file, content_hash)
        if current is not None and file_id in self.known.rows:
            file_id = _short_hash(file, content_hash, current.file_id)
        return file_id

    def _is_stale(self, row: LedgerRow, address: Address) -> bool:
        """Tell whether a known file has to be read again.

        Files that were not landed are, once the contract (or the address) says
        something else; landed ones when the contract now finds other columns in them.
        """
        contract = address.contract
        if contract is None:
            return row.status == REJECTED and row.reason != address.reason
        if row.status == HELD and self._is_released(row.file):
            return True
        if row.contract_hash == contract.contract_hash:
            return False
        if row.status != LANDED:
            return True
        headers = [*row.mapped.values(), *row.unknown]
        mapping = map_headers(contract, headers)
        return mapping.reason is None and any(
            row.mapped.get(column) != header
            for column, header in mapping.mapped.items()
        )

    def _is_released(self, file: str) -> bool:
        return any(fnmatchcase(file, pattern) for pattern in self.release)

    def _read(
        self,
        found: Found,
        address: Address,
        path_id: str,
        file_id: str,
        content_hash: str,
        local: Path,
    ) -> LedgerRow:
        if address.contract is None or address.extract_date is None:
            outcome = Outcome(reason=address.reason)
        else:
            delivery = Delivery(
                file_id=file_id,
                source=address.source,
                entity=address.entity,
                channel_code=address.channel_code or "",
                file=found.file,
                extract_date=address.extract_date,
                load_id=self.load_id,
            )
            outcome = self.reader.read(
                local,
                address.delivered_format or "",
                address.contract,
                delivery,
                self.zone.incoming_rows(address.source, address.entity, file_id),
                self.zone.incoming_rejects(file_id),
            )
        return self._row(found, address, path_id, file_id, content_hash, outcome)

    def _row(
        self,
        found: Found,
        address: Address,
        path_id: str,
        file_id: str,
        content_hash: str,
        outcome: Outcome,
    ) -> LedgerRow:
        is_landed = outcome.reason is None
        reason = outcome.reason
        if is_landed and outcome.rows_rejected:
            reason = (
                f"{outcome.rows_rejected:,} of {outcome.rows_read:,} records rejected"
            )
        return LedgerRow(
            file_id=file_id,
            path_id=path_id,
            replaces_file_id=(
                self.known.landed_before(path_id, file_id) if is_landed else None
            ),
            source=address.source,
            entity=address.entity,
            channel_code=address.channel_code,
            file=found.file,
            extract_date=address.extract_date,
            load_id=self.load_id,
            status=LANDED if is_landed else REJECTED,
            reason=reason,
            rows_read=outcome.rows_read,
            rows_landed=outcome.rows_landed,
            rows_rejected=outcome.rows_rejected,
            content_hash=content_hash,
            bytes=found.size,
            contract_hash=(
                address.contract.contract_hash if address.contract else None
            ),
            unknown_columns=as_json(outcome.unknown),
            missing_columns=as_json((*outcome.missing_required, *outcome.missing)),
            mapped_columns=as_json(dict(outcome.mapped)),
            delivered_format=address.delivered_format,
            encoding=outcome.encoding,
        )

    def _unreadable(
        self,
        found: Found,
        address: Address,
        path_id: str,
        current: LedgerRow | None,
        error: OSError,
    ) -> LedgerRow | None:
        reason = f"cannot be read: {error.strerror or error}"
        if current is not None and current.reason == reason:
            return None
        outcome = Outcome(reason=address.reason or reason)
        file_id = self._new_file_id(found.file, "", current)
        return self._row(found, address, path_id, file_id, "", outcome)

    def _discard(self, row: LedgerRow) -> None:
        for path in (
            self.zone.incoming_rows(row.source, row.entity, row.file_id),
            self.zone.incoming_rejects(row.file_id),
        ):
            path.unlink(missing_ok=True)

    # -- all files -----------------------------------------------------------------

    def _judge(self, rows: list[LedgerRow]) -> list[LedgerRow]:
        """Let the gate look at the new files; turn back what it holds."""
        if self.gate is None or not rows:
            return rows
        verdict = self.gate(rows, self.known, self.contracts, self.zone.root)
        self.warnings.extend(verdict.warnings)
        judged = []
        for row in rows:
            reason = verdict.held.get(row.file_id)
            if reason is None or row.status != LANDED or self._is_released(row.file):
                judged.append(row)
                continue
            connection: duckdb.DuckDBPyConnection = self.reader.connection
            hold(connection, self.zone, row, reason)
            judged.append(
                replace(
                    row,
                    status=HELD,
                    reason=reason,
                    replaces_file_id=None,
                    rows_landed=0,
                    rows_rejected=row.rows_read,
                )
            )
            self.step("file held")
        return judged

    def _newest_date(self, ledger: Ledger) -> date | None:
        """Return the newest extract date of the landed files that can be believed."""
        days = sorted(
            {
                row.extract_date
                for row in ledger.rows.values()
                if row.status == LANDED and row.extract_date is not None
            }
        )
        while len(days) > 1 and days[-1] - days[-2] > FAR_AHEAD:
            self.warnings.append(
                f"extract date {days[-1]} is more than {FAR_AHEAD.days} days after "
                f"the one before ({days[-2]}): it does not move the date of the build"
            )
            days.pop()
        return days[-1] if days else None
