"""Other rules of identifiers than the project's, in a copy of its registry."""

import csv
from pathlib import Path


def change_type(registry: Path, identifier_type: str, **values: bool | str) -> None:
    """Change columns of one identifier type in a copy of the seed identifier_types.

    Args:
        registry: the copy, a CSV.
        identifier_type: its row.
        values: new values by name of the column.

    Raises:
        ValueError: the type or a column is not there.
    """
    with registry.open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    changed = [row for row in rows if row["identifier_type"] == identifier_type]
    if not changed or not values.keys() <= set(columns):
        raise ValueError(f"{registry} has no {identifier_type} with {sorted(values)}")
    for name, value in values.items():
        changed[0][name] = value if isinstance(value, str) else str(value).lower()
    with registry.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
