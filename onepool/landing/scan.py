"""One pass over the bytes of a text file: its encoding, its lines, its oddities."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 22
# Up to this share of lines may be undecodable before the file as a whole is refused.
BAD_LINES_SHARE = 0.05
FOREIGN_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


@dataclass(frozen=True)
class Scan:
    """What the bytes of a file tell.

    Attributes:
        size: bytes.
        newlines: line feeds.
        crlf: line feeds that follow a carriage return.
        returns: carriage returns.
        quotes: double quotes.
        has_nul: a NUL byte occurs.
        has_blank_lines: two line ends follow each other, or the first is one.
        ends_with_newline: the last byte is a line feed.
        has_mark: the file starts with the UTF-8 byte-order mark.
        foreign: name of an encoding the first bytes announce (UTF-16), else None.
        bad_byte: value and position of the first byte that is not UTF-8, else None.
        is_blank: nothing but blanks.
    """

    size: int
    newlines: int
    crlf: int
    returns: int
    quotes: int
    has_nul: bool
    has_blank_lines: bool
    ends_with_newline: bool
    has_mark: bool
    foreign: str | None
    bad_byte: tuple[int, int] | None
    is_blank: bool

    @property
    def lines(self) -> int:
        """Return the number of lines, the last counted without a line end too."""
        return self.newlines + (0 if self.ends_with_newline or not self.size else 1)

    @property
    def newline(self) -> str | None:
        """Return the one line end of the file, or None when they are mixed."""
        if self.returns == 0:
            return "\n"
        if self.returns == self.crlf == self.newlines:
            return "\r\n"
        return None


@dataclass(frozen=True)
class Encoding:
    """The encoding a file is read in.

    Attributes:
        name: `utf-8` or `gb18030`; None when the file cannot be read as text.
        is_clean: every line decodes; else single records are rejected.
        reason: why the file cannot be read as text.
    """

    name: str | None
    is_clean: bool = True
    reason: str | None = None


def chunks_of(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces of a few megabytes."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def scan_file(path: Path) -> Scan:
    """Read a file once and return what its bytes tell."""
    size = newlines = crlf = returns = quotes = 0
    has_nul = blank_lines = False
    is_blank = True
    first = b""
    tail = b"\n"
    decoder = codecs.getincrementaldecoder("utf-8")()
    bad_byte: tuple[int, int] | None = None
    for chunk in chunks_of(path):
        if not size:
            first = chunk[:4]
        newlines += chunk.count(b"\n")
        found = chunk.count(b"\r")
        returns += found
        if found or tail[-1:] == b"\r":
            crlf += (tail[-1:] + chunk).count(b"\r\n")
        quotes += chunk.count(b'"')
        has_nul = has_nul or b"\0" in chunk
        joined = tail + chunk
        blank_lines = blank_lines or b"\n\n" in joined or b"\n\r\n" in joined
        if is_blank:
            is_blank = not chunk.removeprefix(codecs.BOM_UTF8).strip()
        if bad_byte is None:
            bad_byte = _decode(decoder, chunk, size)
        tail = joined[-2:]
        size += len(chunk)
    if bad_byte is None and (pending := decoder.getstate()[0]):
        bad_byte = (pending[0], size - len(pending))
    return Scan(
        size=size,
        newlines=newlines,
        crlf=crlf,
        returns=returns,
        quotes=quotes,
        has_nul=has_nul,
        has_blank_lines=blank_lines,
        ends_with_newline=size > 0 and tail[-1:] == b"\n",
        has_mark=first.startswith(codecs.BOM_UTF8),
        foreign=next(
            (name for mark, name in FOREIGN_MARKS if first.startswith(mark)), None
        ),
        bad_byte=bad_byte,
        is_blank=is_blank,
    )


def _decode(
    decoder: codecs.IncrementalDecoder, chunk: bytes, offset: int
) -> tuple[int, int] | None:
    pending = decoder.getstate()[0]
    if not pending and chunk.isascii():
        return None
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as error:
        at = error.start - len(pending)
        return (error.object[error.start], offset + at)
    return None


def choose_encoding(path: Path, scan: Scan, allowed: tuple[str, ...]) -> Encoding:
    """Return the encoding to read a file in.

    A byte-order mark decides, then strict UTF-8. Otherwise the lines outside ASCII are
    tried one by one: a file most of whose lines are UTF-8 stays UTF-8 and loses only
    the broken lines; GB 18030 is taken when the contract allows it.

    Args:
        path: the file.
        scan: the scan of that file.
        allowed: encodings of the contract.
    """
    if scan.foreign:
        return Encoding(None, reason=f"is {scan.foreign}, not UTF-8: save it as UTF-8")
    if scan.bad_byte is None:
        return Encoding("utf-8")
    value, position = scan.bad_byte
    refusal = f"is not UTF-8: byte 0x{value:02x} at position {position}"
    names = ["utf-8", *(name for name in allowed if name != "utf-8")]
    bad = dict.fromkeys(names, 0)
    bad_header = dict.fromkeys(names, False)
    lines = foreign = 0
    with path.open("rb") as stream:
        while line := stream.readline(CHUNK):
            lines += 1
            if line.isascii():
                continue
            foreign += 1
            for name in names:
                try:
                    line.decode(name)
                except UnicodeDecodeError:
                    bad[name] += 1
                    bad_header[name] = bad_header[name] or lines == 1
    few = max(1, int(lines * BAD_LINES_SHARE))
    usable = [name for name in names if not bad_header[name] and bad[name] <= few]
    if not usable:
        if len(names) > 1:
            refusal += f", and not {', '.join(names[1:])} either"
        return Encoding(None, reason=refusal)
    best = min(usable, key=lambda name: bad[name])
    # Text in UTF-8 with one broken line can happen to be valid GB 18030 as a whole.
    if "utf-8" in usable and bad["utf-8"] * 2 < foreign:
        best = "utf-8"
    return Encoding(best, is_clean=bad[best] == 0)


def transcode(path: Path, encoding: str, target: Path) -> None:
    """Write a file again as UTF-8 without byte-order mark, in bounded memory.

    Raises:
        UnicodeDecodeError: a byte does not belong to the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    with target.open("wb") as stream:
        for chunk in chunks_of(path):
            stream.write(decoder.decode(chunk).encode())
        stream.write(decoder.decode(b"", final=True).encode())
