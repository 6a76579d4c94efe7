"""Telling a user what a landing run does and did."""

import sys
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn
from rich.table import Table

from onepool.landing.advice import advice
from onepool.landing.ledger import LANDED, LedgerRow

SHOWN_FILES = 50


@dataclass(frozen=True)
class LandingReport:
    """What one landing run did.

    Attributes:
        build_id: number of the run.
        as_of: business date of the build; None before any delivery.
        load_id: the load that was committed; None when nothing was new.
        zone_id: id of the zone, new whenever it starts from nothing.
        was_reset: the zone held deliveries of another extracts root and was emptied.
        known_files: files that were not read again.
        files: ledger rows of this run, in the order of their paths.
        still_out: files that earlier runs did not land and that still lie there.
        warnings: what was noticed without stopping anything.
    """

    build_id: int
    as_of: date | None
    load_id: int | None
    zone_id: str
    was_reset: bool
    known_files: int
    files: tuple[LedgerRow, ...] = ()
    still_out: int = 0
    warnings: tuple[str, ...] = field(default=())

    @property
    def not_landed(self) -> tuple[LedgerRow, ...]:
        """Return the files of this run that were rejected or held."""
        return tuple(row for row in self.files if row.status != LANDED)

    @property
    def rows_landed(self) -> int:
        """Return how many rows this run landed."""
        return sum(row.rows_landed for row in self.files)

    @property
    def rows_rejected(self) -> int:
        """Return how many records this run rejected."""
        return sum(row.rows_rejected for row in self.files)


class Watcher(Protocol):
    """Something that is told how far a run is."""

    def start(self, files: int, size: int) -> None:
        """Begin: so many files with so many bytes are to be looked at."""

    def next(self, file: str, size: int, row: LedgerRow | None) -> None:
        """Count one file as done; `row` is its ledger row when it was read."""

    def stop(self) -> None:
        """End."""


class Silent:
    """A watcher that says nothing."""

    def start(self, files: int, size: int) -> None:
        """Do nothing."""

    def next(self, file: str, size: int, row: LedgerRow | None) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


class Bar:
    """A progress bar over the bytes of the files."""

    def __init__(self, console: Console) -> None:
        """Prepare the bar on a console."""
        self._progress = Progress(
            TextColumn("landing"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[file]}"),
            console=console,
            transient=True,
        )
        self._task = None

    def start(self, files: int, size: int) -> None:
        """Show the bar."""
        self._progress.start()
        self._task = self._progress.add_task("landing", total=size, file="")

    def next(self, file: str, size: int, row: LedgerRow | None) -> None:
        """Move the bar on by one file."""
        if self._task is not None:
            self._progress.update(self._task, advance=size, file=file)

    def stop(self) -> None:
        """Take the bar away."""
        self._progress.stop()


class Lines:
    """One line a source, for logs."""

    def __init__(self, stream: TextIO) -> None:
        """Write to a stream."""
        self._stream = stream
        self._source: str | None = None
        self._files = self._rows = self._rejected = self._out = 0

    def start(self, files: int, size: int) -> None:
        """Do nothing: a run without news stays quiet."""

    def next(self, file: str, size: int, row: LedgerRow | None) -> None:
        """Count a file; a new source ends the line of the one before."""
        source = file.split("/", 1)[0]
        if source != self._source:
            self._say()
            self._source = source
        if row is not None:
            self._files += 1
            self._rows += row.rows_landed
            self._rejected += row.rows_rejected
            self._out += row.status != LANDED

    def stop(self) -> None:
        """End the last line."""
        self._say()

    def _say(self) -> None:
        if self._files:
            text = f"landing {self._source}: {self._files:,} files, {self._rows:,} rows"
            if self._rejected:
                text += f", {self._rejected:,} records rejected"
            if self._out:
                text += f", {self._out:,} files not landed"
            print(text, file=self._stream, flush=True)
        self._files = self._rows = self._rejected = self._out = 0


def watcher_for(stream: TextIO) -> Watcher:
    """Return a bar for a terminal and lines for everything else."""
    if stream.isatty():
        return Bar(Console(file=stream))
    return Lines(stream)


def show_report(report: LandingReport, stream: TextIO | None = None) -> None:
    """Print what a run did: totals, warnings, and every file that was not landed.

    A terminal gets tables, a log one line a file.
    """
    target = stream or sys.stderr

    def say(text: str) -> None:
        print(text, file=target)

    if report.was_reset:
        say(
            "The landing zone held deliveries of another extracts root: it was emptied "
            "and everything is landed anew."
        )
    landed = sum(row.status == LANDED for row in report.files)
    news = (
        f"{landed:,} new files, {report.rows_landed:,} rows"
        if report.files
        else "no new files"
    )
    say(
        f"Landed: {news}; {report.known_files:,} files known; build {report.build_id}, "
        f"as of {report.as_of or 'no date yet'}"
    )
    for warning in report.warnings:
        say(f"Warning: {warning}")
    partly = [row for row in report.files if row.status == LANDED and row.rows_rejected]
    show = _show_table if target.isatty() else _show_lines
    show(target, "Landed without some records", partly)
    show(target, "Not landed", list(report.not_landed))
    if report.still_out:
        say(
            f"{report.still_out:,} files of earlier runs are still not landed: "
            "see quality.file_ledger"
        )


def _show_lines(target: TextIO, title: str, rows: list[LedgerRow]) -> None:
    for row in rows[:SHOWN_FILES]:
        todo = "" if row.status == LANDED else f" -> {advice(row.reason or '')}"
        print(f"{title}: {row.file}: {row.reason}{todo}", file=target)
    if len(rows) > SHOWN_FILES:
        print(f"{title}: {len(rows) - SHOWN_FILES:,} more files", file=target)


def _show_table(target: TextIO, title: str, rows: list[LedgerRow]) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for name in ("file", "reason", "what to do"):
        table.add_column(name, overflow="fold")
    for row in rows[:SHOWN_FILES]:
        todo = "" if row.status == LANDED else advice(row.reason or "")
        table.add_row(row.file, row.reason or "", todo)
    console = Console(file=target, highlight=False, markup=False)
    console.print(table)
    if len(rows) > SHOWN_FILES:
        console.print(f"and {len(rows) - SHOWN_FILES:,} more files")
