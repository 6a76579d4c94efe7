"""Reading one JSON line without losing a digit."""

import json
import re
from typing import Any

_MARK = "\x00number:"
_MARKED = re.compile(r'"\\u0000number:([^"]*)"')


class _Number(str):
    """The text of a JSON number."""

    __slots__ = ()


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        # The first of two equal keys counts, as in DuckDB.
        found.update(reversed(pairs))
    return found


_DECODER = json.JSONDecoder(
    parse_float=_Number,
    parse_int=_Number,
    parse_constant=_refuse,
    object_pairs_hook=_pairs,
)


def parse_line(line: str) -> dict[str, Any] | str:
    """Parse a line that should be a JSON object.

    Returns:
        the object, numbers as their text; or what is wrong with the line.
    """
    try:
        value = _DECODER.decode(line.strip())
    except (ValueError, RecursionError) as error:
        text = str(error) if isinstance(error, ValueError) else "nested too deeply"
        return f"is not JSON: {text}"
    if not isinstance(value, dict):
        return "is not a JSON object"
    return value


def value_text(value: Any) -> str | None:
    """Return a value as the text that lands: numbers as written, objects as JSON."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    text = json.dumps(_marked(value), ensure_ascii=False, separators=(",", ":"))
    return _MARKED.sub(r"\1", text)


def _marked(value: Any) -> Any:
    if isinstance(value, _Number):
        return _MARK + value
    if isinstance(value, dict):
        return {key: _marked(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_marked(part) for part in value]
    return value
