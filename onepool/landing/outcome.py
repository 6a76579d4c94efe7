"""What reading one file came to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """The result of reading one file.

    Attributes:
        reason: why the file as a whole was rejected; None when it was landed.
        rows_read: records in the file, the header not counted.
        rows_landed: records written as rows.
        rows_rejected: records written as rejects.
        encoding: encoding the text was read in; None for Parquet.
        unknown: headers the contract does not know.
        missing: columns of the contract the file does not have.
        missing_required: those of them it must have.
        mapped: canonical column to the header it was read from.
    """

    reason: str | None = None
    rows_read: int = 0
    rows_landed: int = 0
    rows_rejected: int = 0
    encoding: str | None = None
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    missing_required: tuple[str, ...] = ()
    mapped: tuple[tuple[str, str], ...] = ()
