"""Files of an audience: Parquet for programs, CSV that no spreadsheet can misread."""

import csv
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onepool.audiences.members import Row

GUARD = "'"
FORGET = "forget.csv"
# What a spreadsheet takes for a formula, also in full width and after blanks.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
# What it would turn into a number or a date: ids such as 0012 or 12e45.
_NUMBER = re.compile(r"\s*[0-9][0-9.,:/ -]*([eE][+-]?[0-9]+)?\s*")
_BLANK_FIRST = re.compile(r"[\t\r\n]")
COLUMNS = tuple(field.name for field in fields(Row) if field.name != "account_key")


def safe_cell(text: str) -> str:
    """Return text as a cell that a spreadsheet keeps as it is.

    What looks like a formula, a number or a date gets an apostrophe in front; so does
    what begins with one, so that `plain_cell` gives every text back.
    """
    if (
        text.startswith(GUARD)
        or _BLANK_FIRST.match(text)
        or _FORMULA.match(text)
        or _NUMBER.fullmatch(text)
    ):
        return GUARD + text
    return text


def plain_cell(cell: str) -> str:
    """Return the text that `safe_cell` made a cell of."""
    return cell.removeprefix(GUARD)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV whose every cell is quoted text."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([safe_cell(value) for value in row] for row in rows)


def write_members(folder: Path, rows: Sequence[Row], arms: Iterable[str]) -> None:
    """Write the members: all of them as Parquet, and a CSV an arm.

    A file of its own for each arm, so that nobody uploads the control group by mistake.
    """
    folder.joinpath("arms").mkdir(parents=True)
    table = pa.table(
        {
            name: pa.array([getattr(row, name) for row in rows], pa.string())
            for name in COLUMNS
        }
    )
    pq.write_table(table, folder / "members.parquet", compression="zstd")
    for arm in arms:
        write_csv(
            folder / "arms" / f"{arm}.csv",
            COLUMNS,
            (
                [getattr(row, name) for name in COLUMNS]
                for row in rows
                if row.arm == arm
            ),
        )


def read_member_ids(folder: Path) -> list[str]:
    """Return the member ids of a version."""
    return pq.read_table(folder / "members.parquet", columns=["member_id"])[
        "member_id"
    ].to_pylist()


def read_forgotten(folder: Path) -> list[str]:
    """Return the member ids that a version asks to forget."""
    path = folder / FORGET
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [plain_cell(row["member_id"]) for row in csv.DictReader(stream)]


def rows_digest(rows: Sequence[Row]) -> str:
    """Return the sha256 of the members of an audience."""
    digest = hashlib.sha256()
    for row in rows:
        said = "\x1f".join(getattr(row, name) for name in COLUMNS)
        digest.update(said.encode() + b"\x1e")
    return digest.hexdigest()
