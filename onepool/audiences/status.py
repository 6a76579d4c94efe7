"""Which audiences that were built owe an outcome."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from onepool.publish.versions import MANIFEST, version_names

LATE = ("overdue", "not_delivered")


@dataclass(frozen=True)
class Outcome:
    """A version of an audience and the outcome it owes.

    Attributes:
        audience: its name.
        version: its version.
        members: members in it.
        ends_on: last day of its window.
        due_on: last day on which the outcome may come.
        status: due, reported or overdue as marts.audience_outcomes says; empty without
            members; not_delivered when the day it was due is over and the warehouse
            knows nothing of it.
    """

    audience: str
    version: str
    members: int
    ends_on: date
    due_on: date
    status: str


def outcomes(
    connection: duckdb.DuckDBPyConnection, folder: Path, as_of: date, report_days: int
) -> list[Outcome]:
    """Return the outcomes of all versions that are kept, by audience and version.

    Args:
        connection: the published tables.
        folder: folder of the audiences, `<name>/<version>/manifest.json` in it.
        as_of: business date of the published tables.
        report_days: days after the window in which the outcome may come.

    Raises:
        duckdb.CatalogException: marts.audience_outcomes is not published.
    """
    known = dict(
        connection.execute(
            "select campaign_key, min(outcome_status) from marts.audience_outcomes "
            "group by campaign_key"
        ).fetchall()
    )
    found = []
    for audience in sorted(path for path in folder.glob("*") if path.is_dir()):
        for version in version_names(audience):
            manifest = json.loads(
                (audience / version / MANIFEST).read_text(encoding="utf-8")
            )
            found.append(_outcome(manifest, known, as_of, report_days))
    return found


def _outcome(
    manifest: dict[str, Any], known: dict[str, str], as_of: date, report_days: int
) -> Outcome:
    ends_on = date.fromisoformat(manifest["ends_on"])
    due_on = ends_on + timedelta(days=report_days)
    status = known.get(manifest["campaign_id"])
    if manifest["rows"] == 0:
        status = "empty"
    elif status is None:
        status = "due" if due_on >= as_of else "not_delivered"
    return Outcome(
        manifest["audience"],
        manifest["version"],
        manifest["rows"],
        ends_on,
        due_on,
        status,
    )
