"""Limits of one field, the same for every format."""

FIELD_LIMIT = 100_000


def field_problem(names: tuple[str, ...], values: list[str | None]) -> str | None:
    """Return what is wrong with the values of a record, or None.

    Args:
        names: canonical column names.
        values: the value of each, None when absent.
    """
    for name, value in zip(names, values, strict=True):
        if value is None:
            continue
        if len(value) > FIELD_LIMIT:
            return f"{name} has {len(value):,} characters, more than {FIELD_LIMIT:,}"
        if "\0" in value:
            return f"{name} has a NUL byte"
    return None
