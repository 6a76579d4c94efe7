"""The seed of fitted parameters: read, and one fit put into it."""

import csv
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from onepool.value.models import PurchaseModel, SpendModel

SEED = Path("seeds/parameters/clv_parameters.csv")
COLUMNS = (
    "as_of",
    "sample",
    "customers",
    "repeat_customers",
    "r",
    "alpha",
    "a",
    "b",
    "purchase_log_likelihood",
    "p",
    "q",
    "gamma",
    "spend_log_likelihood",
)


def row_of(
    as_of: date,
    sample: str,
    customers: int,
    repeat_customers: int,
    purchases: PurchaseModel,
    spend: SpendModel,
) -> dict[str, str]:
    """Return a row of the seed, numbers with ten digits.

    Args:
        as_of: last day of the data it was fitted on.
        sample: `full`, or `calibration` for a fit that leaves the holdout out.
        customers: customers it was fitted on.
        repeat_customers: those of them who bought again.
        purchases: the model of purchases, in weeks.
        spend: the model of amounts.
    """
    bought, spent = asdict(purchases), asdict(spend)
    numbers: Mapping[str, float] = {
        **{name: bought[name] for name in ("r", "alpha", "a", "b")},
        "purchase_log_likelihood": bought["log_likelihood"],
        **{name: spent[name] for name in ("p", "q", "gamma")},
        "spend_log_likelihood": spent["log_likelihood"],
    }
    row = {
        "as_of": as_of.isoformat(),
        "sample": sample,
        "customers": str(customers),
        "repeat_customers": str(repeat_customers),
        **{name: f"{value:.10g}" for name, value in numbers.items()},
    }
    return {name: row[name] for name in COLUMNS}


def put(path: Path, rows: list[dict[str, str]]) -> None:
    """Put rows into the seed; one of the same day and sample is replaced.

    Args:
        path: the seed; it is made when it is not there.
        rows: rows as `row_of` gives them.
    """
    known: list[dict[str, str]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as stream:
            known = list(csv.DictReader(stream))
    new = {(row["as_of"], row["sample"]) for row in rows}
    kept = [row for row in known if (row["as_of"], row["sample"]) not in new]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            sorted([*kept, *rows], key=lambda row: (row["as_of"], row["sample"]))
        )
