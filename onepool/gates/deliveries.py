"""The gate before: are the new files structurally what their contracts say?

One suite a source and load, over one row a file. Broken structure holds the file back;
an unusual volume, a late delivery or a new column is told and stops nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from onepool.contracts import Contracts, EntityContract
from onepool.gates.suites import CRITICAL, WARNING, Check, Finding, GateResult, Suite
from onepool.landing.ledger import LANDED, Ledger, LedgerRow
from onepool.landing.run import Verdict

RECENT = 5
# Fewer deliveries before it make no median worth comparing with.
FEWEST = 3
VOLUME_LOW, VOLUME_HIGH = 0.2, 5.0
REJECTED_LIMIT = 0.5
SHOWN_FILES = 3
SHOWN_WARNINGS = 10

CHECKS = (
    Check(
        "expect_column_values_to_be_in_set",
        {"column": "is_readable", "value_set": [True]},
        "every file can be read",
    ),
    Check(
        "expect_column_values_to_be_between",
        {"column": "missing_required_columns", "max_value": 0},
        "every file has the columns its contract requires",
    ),
    Check(
        "expect_column_values_to_be_between",
        {"column": "rejected_share", "max_value": REJECTED_LIMIT, "strict_max": True},
        f"fewer than {REJECTED_LIMIT:.0%} of the records of a file are rejected",
    ),
    Check(
        "expect_column_values_to_be_between",
        {"column": "volume_ratio", "min_value": VOLUME_LOW, "max_value": VOLUME_HIGH},
        f"a delivery has {VOLUME_LOW:g} to {VOLUME_HIGH:g} times the rows of the "
        f"median of the {RECENT} before it",
        WARNING,
    ),
    Check(
        "expect_column_values_to_be_between",
        {"column": "days_late", "max_value": 0},
        "a delivery follows the one before within max_days_late",
        WARNING,
    ),
    Check(
        "expect_column_values_to_be_between",
        {"column": "unknown_columns", "max_value": 0},
        "every column is known to the contract",
        WARNING,
    ),
)


def docs_root_of(landing_root: Path) -> Path:
    """Return the folder of the Data Docs that belong to a landing zone."""
    return landing_root.with_name(
        landing_root.name.removesuffix(".landing") + ".data_docs"
    )


def judge_deliveries(
    rows: list[LedgerRow], known: Ledger, contracts: Contracts, landing_root: Path
) -> Verdict:
    """Judge the files of a load before they are let in.

    Args:
        rows: ledger rows of the new files.
        known: ledger of the loads before.
        contracts: the contracts.
        landing_root: the landing zone; the Data Docs are written beside it.
    """
    suites, files = delivery_suites(rows, known, contracts)
    if not suites:
        return Verdict({})
    from onepool.gates.validation import run_suites

    load_id = rows[0].load_id
    result = run_suites(
        "deliveries", suites, docs_root_of(landing_root), f"load-{load_id:06d}"
    )
    held: dict[str, str] = {}
    for finding in result.critical:
        for key in finding.rows:
            row = files[key["file_id"]]
            if row.status == LANDED:
                held.setdefault(row.file_id, _held_reason(row, finding))
    return Verdict(held, tuple(_shortened(warning_lines(result, files), result)))


def _shortened(lines: list[str], result: GateResult) -> list[str]:
    if len(lines) <= SHOWN_WARNINGS:
        return lines
    more = len(lines) - SHOWN_WARNINGS
    return [*lines[:SHOWN_WARNINGS], f"and {more} more like these: see {result.docs}"]


def _held_reason(row: LedgerRow, finding: Finding) -> str:
    if finding.check.arguments["column"] == "rejected_share":
        share = row.rows_rejected / row.rows_read
        return (
            f"{share:.0%} of its rows were rejected: {row.rows_rejected:,} of "
            f"{row.rows_read:,}"
        )
    return f"not so: {finding.check.says}"


def delivery_suites(
    rows: Sequence[LedgerRow], known: Ledger, contracts: Contracts
) -> tuple[list[Suite], dict[str, LedgerRow]]:
    """Return one suite a source over its new files, and the files by id.

    Files that lie in no known place have no suite: the ledger says so already.
    """
    import pandas as pd

    history = _history([*known.current.values(), *rows])
    delivered = set(_history(known.current.values()))
    frames: dict[str, list[dict[str, Any]]] = defaultdict(list)
    files: dict[str, LedgerRow] = {}
    for row in rows:
        contract = contracts.get(row.source, row.entity)
        if contract is None or row.extract_date is None or row.contract_hash is None:
            continue
        files[row.file_id] = row
        is_first = (row.source, row.entity, row.channel_code) not in delivered
        frames[row.source].append(_record(row, contract, history, is_first))
    suites = [
        Suite(
            f"deliveries_{source}", pd.DataFrame(records), ("file_id", "file"), CHECKS
        )
        for source, records in sorted(frames.items())
    ]
    return suites, files


def _history(
    rows: Iterable[LedgerRow],
) -> dict[tuple[str, str, str | None], dict[Any, int]]:
    """Return the rows delivered by entity and channel on each extract date.

    Of several ledger rows of a path the last counts.
    """
    history: dict[tuple[str, str, str | None], dict[Any, int]] = defaultdict(dict)
    newest = {row.path_id: row for row in rows}
    for row in newest.values():
        if row.status == LANDED and row.extract_date is not None:
            days = history[row.source, row.entity, row.channel_code]
            days[row.extract_date] = days.get(row.extract_date, 0) + row.rows_read
    return history


def _record(
    row: LedgerRow,
    contract: EntityContract,
    history: dict[tuple[str, str, str | None], dict[Any, int]],
    is_first: bool,
) -> dict[str, Any]:
    """Return the row of the frame for one file.

    The first load of an entity and channel brings its past: nothing of it is late.
    """
    days = history.get((row.source, row.entity, row.channel_code), {})
    before = sorted(day for day in days if row.extract_date and day < row.extract_date)
    usual = None
    if len(before) >= FEWEST:
        usual = median(days[day] for day in before[-RECENT:])
    gap = (row.extract_date - before[-1]).days if before and row.extract_date else None
    late = None if is_first else contract.max_days_late
    either = {group[0] for group in contract.key_any}
    required = [
        name for name in row.missing if name in contract.must_have or name in either
    ]
    is_whole = row.status == LANDED
    total = days.get(row.extract_date, row.rows_read)
    return {
        "file_id": row.file_id,
        "file": row.file,
        "source": row.source,
        "entity": row.entity,
        "channel_code": row.channel_code,
        "extract_date": str(row.extract_date),
        "is_readable": is_whole or bool(required),
        "rows": row.rows_read,
        "median_rows": usual,
        "volume_ratio": total / usual if usual and is_whole else None,
        "missing_required_columns": 0 if is_whole else len(required),
        "unknown_columns": len(row.unknown),
        "bytes": row.bytes,
        "days_since_previous": gap,
        "days_late": None if gap is None or late is None else max(0, gap - late),
        "rejected_share": (
            row.rows_rejected / row.rows_read if row.rows_read and is_whole else 0.0
        ),
    }


def warning_lines(result: GateResult, files: dict[str, LedgerRow]) -> list[str]:
    """Return the warnings grouped by check, source and entity, one line each."""
    lines = []
    for finding in result.findings:
        if finding.check.severity == CRITICAL:
            continue
        groups: dict[str, list[LedgerRow]] = defaultdict(list)
        for key in finding.rows:
            row = files[key["file_id"]]
            groups[f"{row.source}/{row.entity}"].append(row)
        for entity, rows in sorted(groups.items()):
            names = ", ".join(row.file for row in rows[:SHOWN_FILES])
            more = ", ..." if len(rows) > SHOWN_FILES else ""
            extra = ""
            if finding.check.arguments["column"] == "unknown_columns":
                unknown = sorted({name for row in rows for name in row.unknown})
                extra = f" (unknown: {', '.join(unknown)})"
            noun = "file is" if len(rows) == 1 else "files are"
            lines.append(
                f"{entity}: {finding.check.says}; {len(rows)} {noun} not so"
                f"{extra}: {names}{more}"
            )
        if not finding.rows:
            lines.append(finding.text)
    return lines
