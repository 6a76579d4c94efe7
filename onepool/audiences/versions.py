"""Versions of an audience: complete or not there, switched with one rename.

`audiences/<name>/<number>_<as of>/` holds `members.parquet`, `arms/<arm>.csv`,
`changes.csv`, `forget.csv` and `manifest.json`; `audiences/<name>/current.json` is the
manifest of the version that counts. A version is written under a hidden name and
renamed when it is complete; after that no file of it changes.
"""

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from onepool.audiences.definitions import Definition
from onepool.audiences.files import (
    FORGET,
    read_forgotten,
    read_member_ids,
    rows_digest,
    write_csv,
    write_members,
)
from onepool.audiences.members import Selection, current_ids
from onepool.publish.versions import (
    MANIFEST,
    UNFINISHED,
    remove_old,
    remove_unfinished,
    version_names,
    version_number,
)

CURRENT = "current.json"


@dataclass(frozen=True)
class Snapshot:
    """The published version an audience is taken from.

    Attributes:
        version: its name.
        build_id: its build.
        as_of: its business date.
    """

    version: str
    build_id: int
    as_of: date


def write_version(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    definition: Definition,
    selection: Selection,
    snapshot: Snapshot,
    keep: int,
    step: Callable[[str], None],
) -> tuple[dict[str, Any], bool]:
    """Write a version of an audience and switch to it.

    The same members by the same definition on the same day, with the same members to
    forget, are the version that is there already.

    Args:
        connection: the published tables, for what became of earlier members.
        folder: folder of the audience.
        definition: its definition.
        selection: its members.
        snapshot: what they were selected from.
        keep: how many versions stay.
        step: called with a name between steps.

    Returns:
        the manifest, and whether the version is new.
    """
    folder.mkdir(parents=True, exist_ok=True)
    remove_unfinished(folder)
    known = version_names(folder)
    last = _manifest_of(folder, known[-1]) if known else None
    forgotten = _forgotten(connection, folder, known)
    same = (
        definition.digest,
        snapshot.as_of.isoformat(),
        rows_digest(selection.rows),
        forgotten,
    )
    is_new = last is None or same != (
        last["definition_hash"],
        last["as_of"],
        last["members_hash"],
        read_forgotten(folder / known[-1]),
    )
    if is_new:
        manifest = _write(
            connection, folder, definition, selection, snapshot, known, forgotten, step
        )
    else:
        assert last is not None
        manifest = last
    _switch(folder, manifest, step)
    _forget(connection, folder, manifest["version"], keep)
    return manifest, is_new


def _forgotten(
    connection: duckdb.DuckDBPyConnection, folder: Path, known: list[str]
) -> list[str]:
    """Return whom a sending tool must forget: the erased of all versions kept.

    Ids are those that it was given. What the last version asked for is asked for again,
    since a tool may have missed it and older versions go.
    """
    given = {member for name in known for member in read_member_ids(folder / name)}
    asked = set(read_forgotten(folder / known[-1])) if known else set()
    return sorted(current_ids(connection, given)[1] | asked)


def _write(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    definition: Definition,
    selection: Selection,
    snapshot: Snapshot,
    known: list[str],
    forgotten: list[str],
    step: Callable[[str], None],
) -> dict[str, Any]:
    number = version_number(known[-1]) + 1 if known else 1
    version = f"{number:06d}_{snapshot.as_of.isoformat()}"
    earlier = read_member_ids(folder / known[-1]) if known else []
    before, erased = current_ids(connection, earlier)
    now = {row.member_id for row in selection.rows}
    target = folder / f"{UNFINISHED}{os.getpid()}"
    write_members(target, selection.rows, definition.arms)
    step("members written")
    changes = [(member, "added") for member in sorted(now - before)]
    gone = (before - now) | erased
    changes += [(member, "removed") for member in sorted(gone)]
    write_csv(target / "changes.csv", ("member_id", "change"), changes)
    write_csv(target / FORGET, ("member_id",), [(member,) for member in forgotten])
    arms = Counter(row.arm for row in selection.rows)
    first = snapshot.as_of + timedelta(days=1)
    manifest = {
        "audience": folder.name,
        "version": version,
        "campaign_id": f"audience:{folder.name}:{version}",
        "definition_hash": definition.digest,
        "members_hash": rows_digest(selection.rows),
        "snapshot": snapshot.version,
        "build_id": snapshot.build_id,
        "as_of": snapshot.as_of.isoformat(),
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=definition.window_days - 1)).isoformat(),
        "candidates": selection.candidates,
        "rows": len(selection.rows),
        "arms": {arm: arms[arm] for arm in definition.arms},
        "suppressed": {**selection.suppressed, "erased": len(erased)},
        "previous_version": known[-1] if known else None,
        "added": len(now - before),
        "removed": len(gone),
        "to_forget": len(forgotten),
        "definition": definition.said,
        "files": [
            {
                "path": path.relative_to(target).as_posix(),
                "bytes": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in sorted(target.rglob("*.*"))
        ],
    }
    (target / MANIFEST).write_text(_text(manifest), encoding="utf-8")
    step("version written")
    os.replace(target, folder / version)
    step("version renamed")
    return manifest


def _switch(
    folder: Path, manifest: dict[str, Any], step: Callable[[str], None]
) -> None:
    beside = folder / f"{UNFINISHED}{os.getpid()}.json"
    beside.write_text(_text(manifest), encoding="utf-8")
    os.replace(beside, folder / CURRENT)
    step("switched")


def _forget(
    connection: duckdb.DuckDBPyConnection, folder: Path, current: str, keep: int
) -> None:
    """Remove old versions, and every older one that holds somebody who was erased."""
    remove_old(folder, keep, current)
    for name in version_names(folder):
        if (
            name != current
            and current_ids(connection, read_member_ids(folder / name))[1]
        ):
            hidden = folder / f"{UNFINISHED}old-{name}"
            os.replace(folder / name, hidden)
            shutil.rmtree(hidden)


def current(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of the version that counts, or None."""
    path = folder / CURRENT
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _manifest_of(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / name / MANIFEST).read_text(encoding="utf-8"))


def _text(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
