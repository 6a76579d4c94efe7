"""A tolerant CSV reader: every record comes out, as fields or with what is wrong.

Records are split as bytes: in UTF-8 and in GB 18030 no byte of a longer character is a
quote, a comma, a semicolon, a tab or a line end.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LINE_LIMIT = 16_000_000
# A quote that is still open after so much text is a stray one.
OPEN_LINES = 500
OPEN_BYTES = 400_000

OPEN_QUOTE = "a quote is opened and never closed"
CUT_OFF = "the file ends inside this record (cut off)"
AFTER_QUOTE = "text follows a closing quote"

_QUOTED = re.compile(rb' *"([^"]*+(?:""[^"]*+)*+)" *')
_STARTS_QUOTED = re.compile(rb' *"')


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file.

    Attributes:
        fields: the fields as bytes; None when they cannot be told apart.
        raw: the bytes of the record without its line end.
        reason: what is wrong with it; None when `fields` are there.
        is_last: the file ends with this record, without a line end.
    """

    fields: list[bytes] | None
    raw: bytes
    reason: str | None = None
    is_last: bool = False


def split_record(line: bytes, delimiter: bytes) -> list[bytes] | str:
    """Split one record, given without its line end, into fields.

    Returns:
        the fields, or `OPEN_QUOTE` or `AFTER_QUOTE`.
    """
    if b'"' not in line:
        return line.split(delimiter)
    fields: list[bytes] = []
    position, end = 0, len(line)
    while True:
        if _STARTS_QUOTED.match(line, position):
            found = _QUOTED.match(line, position)
            if found is None:
                return OPEN_QUOTE
            fields.append(found[1].replace(b'""', b'"'))
            position = found.end()
            if position < end and line[position : position + 1] != delimiter:
                return AFTER_QUOTE
        else:
            stop = line.find(delimiter, position)
            stop = end if stop < 0 else stop
            fields.append(line[position:stop])
            position = stop
        if position >= end:
            return fields
        position += 1


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield lines with their ends, and whether the line was too long and was cut."""
    while line := stream.readline(LINE_LIMIT):
        is_cut = len(line) >= LINE_LIMIT and not line.endswith(b"\n")
        rest = line
        while is_cut and rest and not rest.endswith(b"\n"):
            rest = stream.readline(LINE_LIMIT)
        yield line, is_cut


class _Source:
    """The lines of a file, with a way to hand lines back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = _lines(stream)
        self._returned: deque[tuple[bytes, bool]] = deque()

    def next(self) -> tuple[bytes, bool] | None:
        if self._returned:
            return self._returned.popleft()
        return next(self._lines, None)

    def hand_back(self, lines: list[tuple[bytes, bool]]) -> None:
        self._returned.extendleft(reversed(lines))


def _bare(line: bytes) -> bytes:
    if line.endswith(b"\r\n"):
        return line[:-2]
    return line.removesuffix(b"\n")


def read_records(stream: BinaryIO, delimiter: bytes) -> Iterator[Record]:
    """Yield the records of a CSV file in order; blank lines are none.

    A stray quote costs the line it stands on, never the lines after it.

    Args:
        stream: the file, opened for bytes.
        delimiter: one byte.
    """
    source = _Source(stream)
    while (taken := source.next()) is not None:
        line, is_cut = taken
        bare = _bare(line)
        if not bare.strip():
            continue
        if is_cut:
            yield Record(None, bare, f"is longer than {LINE_LIMIT:,} bytes")
            continue
        fields = split_record(bare, delimiter)
        if isinstance(fields, list):
            yield Record(fields, bare, is_last=not line.endswith(b"\n"))
        elif fields == OPEN_QUOTE:
            yield _read_on(source, line, delimiter)
        else:
            yield Record(None, bare, fields)


def _read_on(source: _Source, line: bytes, delimiter: bytes) -> Record:
    """Read the record that starts with an open quote on `line`."""
    more: list[tuple[bytes, bool]] = []
    size = len(line)
    reason = OPEN_QUOTE
    while len(more) < OPEN_LINES and size < OPEN_BYTES:
        taken = source.next()
        if taken is None:
            reason = CUT_OFF
            break
        more.append(taken)
        size += len(taken[0])
        if b'"' not in taken[0]:
            continue
        text = line + b"".join(part for part, _ in more)
        fields = split_record(_bare(text), delimiter)
        if isinstance(fields, list):
            return Record(fields, _bare(text), is_last=not text.endswith(b"\n"))
        if fields == AFTER_QUOTE:
            break
    source.hand_back(more)
    return Record(None, _bare(line), reason, is_last=not line.endswith(b"\n"))
