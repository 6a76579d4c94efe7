"""Finding the columns of a contract among the headers of a delivered file."""

from collections.abc import Sequence
from dataclasses import dataclass

from onepool.contracts import EntityContract, normal_header


@dataclass(frozen=True)
class HeaderMap:
    """How the headers of one file meet a contract.

    Attributes:
        positions: canonical column name to the positions of its headers, best first.
        mapped: canonical column name to the header it was found under.
        unknown: headers no column of the contract claims.
        missing: canonical names of optional columns the file does not have.
        missing_required: canonical names of columns it must have and does not.
        reason: why the file as a whole cannot be used; None when it can.
    """

    positions: dict[str, tuple[int, ...]]
    mapped: dict[str, str]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    missing_required: tuple[str, ...]
    reason: str | None


def clean_header(header: str) -> str:
    """Return a header without byte-order mark and surrounding blanks."""
    return header.replace("\ufeff", "").strip()


def map_headers(contract: EntityContract, headers: Sequence[str]) -> HeaderMap:
    """Map the headers of a file to the canonical columns of its contract.

    Names are compared trimmed and without regard to case. A header that two columns of
    the file share makes the file unusable; a header and its alias side by side do not:
    the first in the order of the contract is taken.
    """
    places: dict[str, list[int]] = {}
    for position, header in enumerate(headers):
        name = normal_header(header)
        if name:
            places.setdefault(name, []).append(position)
    positions: dict[str, tuple[int, ...]] = {}
    mapped: dict[str, str] = {}
    claimed: set[str] = set()
    for column in contract.columns:
        names = [n for n in map(normal_header, column.headers) if n in places]
        if names:
            claimed.add(names[0])
            positions[column.name] = tuple(places[name][0] for name in names)
            mapped[column.name] = clean_header(headers[places[names[0]][0]])
    unknown = tuple(
        clean_header(headers[where[0]])
        for name, where in places.items()
        if name not in claimed
    )
    missing = [name for name in contract.column_names if name not in positions]
    must_have = [name for name in contract.must_have if name not in positions]
    for group in contract.key_any:
        if not any(name in positions for name in group):
            must_have.append(group[0])
    return HeaderMap(
        positions=positions,
        mapped=mapped,
        unknown=unknown,
        missing=tuple(name for name in missing if name not in must_have),
        missing_required=tuple(must_have),
        reason=_reason(contract, headers, places, must_have, unknown),
    )


def _reason(
    contract: EntityContract,
    headers: Sequence[str],
    places: dict[str, list[int]],
    must_have: Sequence[str],
    unknown: Sequence[str],
) -> str | None:
    for where in places.values():
        if len(where) > 1:
            return f"has the column {clean_header(headers[where[0]])} twice"
    if not must_have:
        return None
    shown = {column.name: column.header for column in contract.columns}
    text = "missing " + ", ".join(shown[name] for name in must_have)
    if unknown:
        noun = "column" if len(unknown) == 1 else "columns"
        names = ", ".join(unknown[:10]) + (", ..." if len(unknown) > 10 else "")
        text += f"; the file has the unknown {noun} {names}"
        if len(unknown) <= 3:
            text += " (renamed? then add it as an alias to the contract)"
    return text
