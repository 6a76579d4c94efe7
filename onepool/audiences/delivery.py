"""The way back: a version as campaign and assignments in the standard layout."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

import fsspec

from onepool.audiences.members import AUDIENCE_KIND, Row

CAMPAIGNS = (
    "campaign_id",
    "name",
    "kind",
    "theme",
    "template",
    "scope",
    "starts_on",
    "ends_on",
    "goal_metric",
    "goal_value",
    "owner",
)
ASSIGNMENTS = ("campaign_id", "account_id", "arm", "assigned_at", "propensity")


def deliver(manifest: dict[str, Any], rows: Sequence[Row], root: str) -> list[str]:
    """Write a version under an extracts root, for the next build to land.

    The arms come back as assignments to a campaign of kind audience, drawn at the last
    second of as_of.

    Args:
        manifest: of the version.
        rows: its members.
        root: extracts root, a folder or an address.

    Returns:
        the addresses of the two files.
    """
    said, goal = manifest["definition"], manifest["definition"]["goal"]
    campaign = [
        manifest["campaign_id"],
        said["title"],
        AUDIENCE_KIND,
        said["purpose"],
        manifest["audience"],
        "headquarters",
        manifest["starts_on"],
        manifest["ends_on"],
        goal["metric"],
        goal.get("value", ""),
        said["owner"],
    ]
    assigned = (
        [
            manifest["campaign_id"],
            row.account_key,
            row.arm,
            f"{manifest['as_of']} 23:59:59",
            said["arms"][row.arm],
        ]
        for row in rows
    )
    return [
        _write(root, "campaigns", manifest, CAMPAIGNS, [campaign]),
        _write(root, "assignments", manifest, ASSIGNMENTS, assigned),
    ]


def _write(
    root: str,
    entity: str,
    manifest: dict[str, Any],
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> str:
    file_system, base = fsspec.core.url_to_fs(root)
    folder = f"{base}/standard/headquarters/{entity}/extract_date={manifest['as_of']}"
    file_system.makedirs(folder, exist_ok=True)
    path = f"{folder}/audience_{manifest['audience']}_{manifest['version']}.csv"
    # Landing passes by what begins with a dot: a file is there whole or not at all.
    hidden = f"{folder}/.{manifest['audience']}.csv"
    with file_system.open(hidden, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    file_system.mv(hidden, path)
    return path
