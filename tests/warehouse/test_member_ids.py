"""Ids of members through overrides, a lost warehouse and another salt."""

import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.project import ROOT, Warehouse
from tests.warehouse.conftest import BUILD, QUICK, copied
from tests.warehouse.test_recovery import Project

OVERRIDES = "seeds/rules/identity_overrides.csv"
TOLD = ("bridge_member_accounts", "dim_member_ids", "fct_member_events", "merge_impact")
IDS = "select account_key, member_id from core.bridge_member_accounts where is_latest"
VALIDITY = (
    "select member_id, account_key, valid_from, valid_to, is_current "
    "from core.bridge_member_accounts order by all"
)
RESOLVED = "select member_id, current_member_id from core.dim_member_ids"


def deciding(folder: Path, *rows: str) -> Project:
    """Return a copy of the project with some overrides."""
    project = Project(folder)
    (folder / "seeds").unlink()
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    decide(project, *rows)
    return project


def decide(project: Project, *rows: str) -> None:
    """Write the overrides: kind, channel, account, channel, account."""
    path = project.folder / OVERRIDES
    header = (ROOT / OVERRIDES).read_text(encoding="utf-8").splitlines()[0]
    lines = [f"{row},,,li.wei,2026-03-12 08:00:00,two people" for row in rows]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def build(
    warehouse: Warehouse, project: Project, *options: str, check: bool = True
) -> CompletedProcess:
    """Build what tells of members with the copy of the project."""
    selected = [f"+{name}" for name in TOLD]
    return warehouse.dbt(
        *BUILD, *project.options, "--select", *selected, *options, check=check
    )


def test_ids_outlive_an_override_a_lost_warehouse_and_another_salt(
    at_once: Warehouse, tmp_path: Path
) -> None:
    warehouse = copied(at_once, tmp_path / "warehouse")
    before = dict(warehouse.rows(IDS))
    whole = before["tmall:A1"]
    assert before["wecom:X1"] == whole

    # One row splits one member and touches nobody else.
    project = deciding(tmp_path / "project", "cannot_link,tmall,A1,wecom,X1")
    build(warehouse, project)
    apart = dict(warehouse.rows(IDS))
    assert apart["tmall:A1"] != apart["wecom:X1"]
    touched = {account for account, member in before.items() if member == whole}
    assert {
        account for account in before if apart[account] != before[account]
    } < touched
    assert whole in apart.values()
    new_ids = set(apart.values()) - set(before.values())
    events = warehouse.rows(
        "select event, member_id, other_member_id, cause from core.fct_member_events "
        "where recorded_by = 'build'"
    )
    assert {event for event in events if event[0] == "split"} == {
        ("split", new_id, whole, "cannot_link") for new_id in new_ids
    }
    assert ("kept", whole, None, "cannot_link") in events
    impact = warehouse.rows(
        "select members_before, members_after, members_last from marts.merge_impact "
        "where event = 'total' order by impact_no"
    )
    assert impact[-1] == (
        len(set(before.values())),
        len(set(apart.values())),
        len(set(before.values())),
    )
    validity, resolved = warehouse.rows(VALIDITY), dict(warehouse.rows(RESOLVED))

    # The warehouse is lost, the published version is there.
    warehouse.run("onepool", "publish", "--skip-gate")
    warehouse.path.unlink()
    refused = build(warehouse, project, check=False)
    assert refused.returncode == 1
    assert "onepool restore-ids" in refused.stdout
    assert "new_member_ids: true" in refused.stdout
    warehouse.path.unlink()
    said = warehouse.run("onepool", "restore-ids").stdout
    assert f"{len(before)} accounts of {len(set(apart.values()))} members" in said
    build(warehouse, project, "--full-refresh")
    assert dict(warehouse.rows(IDS)) == apart
    assert warehouse.rows(VALIDITY) == validity
    assert dict(warehouse.rows(RESOLVED)) == resolved

    # Another salt must be meant. The override is taken back with it.
    decide(project)
    salted = Warehouse(
        warehouse.folder, warehouse.extracts, {**QUICK, "ONEPOOL_SALT": "another"}
    )
    refused = build(salted, project, check=False)
    assert refused.returncode != 0
    assert "rotate_salt: true" in refused.stdout
    assert dict(salted.rows(IDS)) == apart
    build(salted, project, "--vars", "{rotate_salt: true}")
    assert dict(salted.rows(IDS)) == before
    back = dict(salted.rows(RESOLVED))
    assert {back[new_id] for new_id in new_ids} == {whole}


FAULTY = (
    ("must_link,tmall,A1,tmall,A1", "must_link tmall:A1 tmall:A1 names one account"),
    ("maybe,tmall,A1,tmall,A2", "maybe tmall:A1 tmall:A2 is none of must_link"),
    ("cannot_link,tmall,A1,,A2", "lacks other_channel_code"),
)
AT_ODDS = (
    ("must_link,a,1,b,1", ""),
    ("must_link,b,1,c,1", ""),
    ("must_link,d,1,c,1", ""),
    ("must_link,a,1,d,1", "must_link a:1 d:1 closes a circle"),
    ("must_link,b,1,a,1", "must_link b:1 a:1 stands there twice"),
    ("cannot_link,d,1,b,1", "cannot_link d:1 b:1 contradicts a chain of must_links"),
    ("cannot_link,c,1,b,1", "cannot_link c:1 b:1 contradicts a must_link of the same"),
)


@pytest.mark.parametrize("overrides", [FAULTY, AT_ODDS], ids=["faulty", "at odds"])
def test_overrides_that_cannot_be_meant_stop_the_build_by_name(
    overrides: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    warehouse = Warehouse(tmp_path / "warehouse", tmp_path / "nothing", QUICK)
    project = deciding(tmp_path / "project", *(row for row, _ in overrides))
    warehouse.folder.mkdir()
    refused = warehouse.dbt(
        "seed", *project.options, "--select", "identity_overrides", check=False
    )
    assert refused.returncode == 1
    said = " ".join(refused.stdout.split())
    for _, message in overrides:
        assert message in said
