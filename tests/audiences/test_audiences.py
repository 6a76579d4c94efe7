"""Audiences: selection, suppression, arms, versions, killed runs, the way back."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import yaml
from click.testing import CliRunner
from scipy.stats import chisquare

from onepool.audiences.arms import arm_of, place_of
from onepool.audiences.command import build, command, status
from onepool.audiences.definitions import Definition
from onepool.audiences.versions import current
from onepool.publish.versions import version_names
from onepool.settings import SAMPLE_SALT, Settings, load_settings
from tests.audiences.small_published import make_published
from tests.support.project import ROOT, Warehouse

PLAIN = {
    "title": "All",
    "description": "Everybody.",
    "owner": "membership",
    "purpose": "marketing",
    "dialogue_channel": "sms",
    "expires_on": date(2026, 12, 31),
    "who": {"all": [{"field": "is_whale", "is": True}]},
    "arms": {"control": 0.5, "treatment": 0.5},
    "window_days": 14,
    "send_at": "10:00",
    "goal": {"metric": "buyers"},
}


class Place:
    """A published folder of a few members."""

    def __init__(self, root: Path, members: int = 20) -> None:
        """Make it."""
        self.published = make_published(root / "published", members)
        self.folder = self.published / "audiences" / "all"
        self.settings: Settings = load_settings(
            project=ROOT, published=self.published, environment={}
        )

    def change(self, sql: str) -> None:
        """Change the published tables."""
        with duckdb.connect(str(self.published / "onepool.duckdb")) as connection:
            connection.execute(sql)

    def build(
        self,
        step: Callable[[str], None] = lambda _: None,
        to: str | None = None,
        keep: int = 5,
        **parts: object,
    ) -> dict:
        """Build the audience `all`; parts replace those of PLAIN."""
        definition = Definition.model_validate({**PLAIN, **parts})
        made = build(self.settings, {"all": definition}, to, keep, step)
        return made["all"][0] if "all" in made else {}

    def members(self) -> dict[str, str]:
        """Return the arm of each member of the version that counts."""
        said = current(self.folder)
        table = pd.read_parquet(self.folder / said["version"] / "members.parquet")
        return dict(zip(table["member_id"], table["arm"], strict=True))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_every_candidate_is_a_row_or_has_one_reason(place: Place):
    place.change(
        """
        update marts.member_permissions set may_market_by_sms = false
        where member_id in ('m0001', 'm0002');
        delete from marts.member_permissions where member_id = 'm0003';
        insert into core.fct_assignments values
            ('m0002', null, 'standing', 'control', '2026-01-01', false),
            ('m0004', null, 'standing', 'control', '2026-01-01', false),
            ('m0005', 'running', null, 'control', '2026-02-27', false),
            ('m0006', 'over', null, 'control', '2026-01-01', false),
            ('m0006', 'running', null, 'treatment', '2026-01-01', false),
            ('m0006', 'running', null, 'control', '2026-01-01', true),
            ('m0006', 'running', null, 'control', '2026-02-28', false),
            ('m0006', 'audience:all:old', null, 'control', '2026-01-01', false);
        insert into marts.dialogue_contacts values
            ('m0008', '2026-02-26', true),
            ('m0009', '2026-02-25', true), ('m0009', '2026-02-21', true),
            ('m0010', '2026-02-25', true), ('m0010', '2026-02-20', true),
            ('m0011', '2026-02-26', false), ('m0011', '2026-02-28', true);
        """
    )
    said = place.build(cap={"messages": 2, "days": 7}, quiet={"days_after_message": 2})
    assert said["suppressed"] == {
        "consent": 3,
        "holdout": 2,
        "quiet": 1,
        "cap": 1,
        "unreachable": 1,
        "erased": 0,
    }
    assert said["candidates"] == 20
    assert said["rows"] == 20 - 8
    assert set(place.members()) == {f"m{i:04d}" for i in (6, *range(10, 21))}
    assert place.build(holdouts="none")["suppressed"]["holdout"] == 0
    assert place.build(holdouts=["standing"])["suppressed"]["holdout"] == 1
    # Nobody may choose to go around the holdout of everything.
    place.change("update core.dim_strategies set kind = 'holdout'")
    assert place.build(holdouts="none")["suppressed"]["holdout"] == 1


def test_a_quiet_weekday_lets_nobody_through(place: Place):
    # 2026-02-28, the day after as_of, is a Saturday.
    said = place.build(quiet={"weekdays": ["saturday"]})
    assert (said["rows"], said["suppressed"]["quiet"]) == (0, 20)
    assert place.build(quiet={"weekdays": ["friday", "sunday"]})["rows"] == 19


def test_the_purpose_and_channel_decide_the_consent(place: Place):
    assert place.build(purpose="profiling")["suppressed"]["consent"] == 20
    assert place.build(purpose="sharing")["suppressed"]["consent"] == 0
    said = place.build(dialogue_channel="one_to_one")
    assert (said["rows"], said["suppressed"]["unreachable"]) == (3, 17)
    rows = list(
        csv.DictReader((place.folder / said["version"] / "arms/control.csv").open())
    )
    assert {row["contact_mask"] for row in rows} <= {
        f"wecom:****0{number}" for number in (1, 2, 3)
    }
    assert all("wxm" not in str(row) for row in rows)


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ({"field": "spend_tier", "is": "heavy"}, 19),
        ({"field": "spend_tier", "is_not": "heavy"}, 1),
        ({"field": "spend_tier", "in": ["light", "x' or true --"]}, 0),
        ({"field": "spend_tier", "not_in": ["heavy"]}, 1),
        ({"field": "spend_tier", "is_known": False}, 1),
        ({"field": "lifetime_value", "at_least": 1.5}, 20),
        ({"field": "lifetime_value", "above": 1.5}, 0),
        ({"field": "lifetime_orders", "below": 12}, 0),
        ({"field": "lifetime_orders", "at_most": 12}, 20),
        # 17:00 UTC is the next day in Shanghai.
        ({"field": "first_order_at", "in_days": [-25, -25]}, 20),
        ({"field": "first_order_at", "in_days": [-30, -26]}, 0),
        ({"field": "first_order_at", "at_least": date(2026, 2, 2)}, 20),
        ({"field": "birthday", "anniversary_in_days": [1, 1]}, 20),
        ({"field": "birthday", "anniversary_in_days": [2, 365]}, 0),
        ({"not": {"field": "spend_tier", "is": "heavy"}}, 1),
        ({"any": [{"field": "is_whale", "is": False}]}, 0),
    ],
)
def test_operators(place: Place, condition: dict, rows: int):
    place.change(
        "update marts.member_profiles set spend_tier = null where member_id = 'm0001'"
    )
    assert place.build(who={"all": [condition]})["candidates"] == rows


def test_a_birthday_on_29_february(place: Place):
    place.change("update marts.member_profiles set birthday = '2000-02-29'")
    who = {"all": [{"field": "birthday", "anniversary_in_days": [1, 1]}]}
    assert place.build(who=who)["candidates"] == 20
    place.change("update main.publication set as_of = '2028-02-27'")
    later = {"expires_on": date(2029, 1, 1)}
    assert place.build(who=who, **later)["candidates"] == 0
    place.change("update main.publication set as_of = '2028-02-28'")
    assert place.build(who=who, **later)["candidates"] == 20


def test_arms_are_stable_and_fit_their_shares(tmp_path: Path):
    place = Place(tmp_path, 3000)
    arms = {"control": 0.2, "gift": 0.5, "points": 0.3}
    said = place.build(arms=arms)
    first = place.members()
    counts = Counter(first.values())
    assert said["arms"] == {arm: counts[arm] for arm in arms}
    expected = [2999 * arms[arm] for arm in sorted(arms)]
    assert chisquare([counts[arm] for arm in sorted(arms)], expected).pvalue > 0.001
    place.change(
        "delete from marts.member_profiles where member_id < 'm1000';"
        "update main.publication set as_of = '2026-03-01'"
    )
    place.build(arms=arms)
    again = place.members()
    assert len(again) == 2001
    assert {member: first[member] for member in again} == again
    other = {arm_of(place_of(SAMPLE_SALT, "other", m), arms) != first[m] for m in first}
    assert other == {True, False}
    # Another division of the rest leaves the control group alone.
    changed = {"control": 0.2, "gift": 0.1, "points": 0.7}
    for member in first:
        place_ = place_of(SAMPLE_SALT, "all", member)
        was, now = arm_of(place_, arms), arm_of(place_, changed)
        assert (was == "control") == (now == "control")


def test_the_same_build_changes_nothing_and_a_new_one_tells_the_difference(
    place: Place,
):
    first = place.build()
    before = {path: path.stat().st_mtime_ns for path in place.folder.rglob("*.csv")}
    assert place.build() == first
    assert {path: path.stat().st_mtime_ns for path in before} == before
    # m0001 is merged into m0002, m0003 leaves, n1 comes.
    place.change(
        """
        delete from core.dim_members where member_id = 'm0001';
        delete from marts.member_profiles where member_id in ('m0001', 'm0003');
        update core.dim_member_ids set current_member_id = 'm0002'
        where member_id = 'm0001';
        insert into core.dim_members values ('n1', false, 'h', '139****');
        insert into marts.member_profiles (member_id, is_whale) values ('n1', true);
        insert into marts.member_permissions
        values ('n1', true, true, true, true, true);
        """
    )
    second = place.build()
    assert second["version"] == "000002_2026-02-27"
    assert second["previous_version"] == first["version"]
    assert (second["added"], second["removed"]) == (1, 1)
    assert second["rows"] == 18
    changes = (place.folder / second["version"] / "changes.csv").read_text()
    assert changes == '"member_id","change"\n"n1","added"\n"m0003","removed"\n'
    assert place.build(window_days=15)["definition_hash"] != first["definition_hash"]
    for _ in range(4):
        place.change(
            "delete from marts.member_profiles where member_id = ("
            "select max(member_id) from marts.member_profiles)"
        )
        place.build(keep=2)
    assert len(version_names(place.folder)) == 2


def erase(place: Place, member: str) -> None:
    """Erase a member, whose profile is still there."""
    place.change(
        f"update core.dim_members set is_erased = true where member_id = '{member}'"
    )


def test_who_was_erased_is_in_no_version(place: Place):
    place.build()
    assert "m0005" in place.members()
    erase(place, "m0005")
    said = place.build()
    assert said["suppressed"]["erased"] == 1
    assert "m0005" not in place.members()
    assert version_names(place.folder) == [said["version"]]
    assert not any(
        b"m0005" in path.read_bytes()
        for path in place.folder.rglob("*")
        if path.is_file() and path.name not in ("changes.csv", "forget.csv")
    )


def test_who_was_erased_is_told_to_be_removed_and_forgotten(place: Place):
    place.build()
    # m0001 became m0002, who is erased: the tool knows both ids. m0003 only leaves.
    place.change(
        """
        delete from core.dim_members where member_id = 'm0001';
        delete from marts.member_profiles where member_id in ('m0001', 'm0003');
        update core.dim_member_ids set current_member_id = 'm0002'
        where member_id = 'm0001';
        """
    )
    erase(place, "m0002")
    said = place.build()
    folder = place.folder / said["version"]
    gone = ["m0001", "m0002", "m0003"]
    assert (folder / "changes.csv").read_text() == "".join(
        ['"member_id","change"\n', *(f'"{member}","removed"\n' for member in gone)]
    )
    # Ids of the erased and nothing else about them.
    assert (folder / "forget.csv").read_text() == '"member_id"\n"m0001"\n"m0002"\n'
    assert (said["removed"], said["to_forget"]) == (3, 2)
    assert said["suppressed"]["erased"] == 2


def test_who_is_to_be_forgotten_is_told_again(place: Place):
    def forgotten(said: dict) -> list[str]:
        text = (place.folder / said["version"] / "forget.csv").read_text()
        return text.replace('"', "").split()[1:]

    assert forgotten(place.build()) == []
    place.change("delete from marts.member_profiles where member_id = 'm0005'")
    left = place.build()
    # Erased after having left: the same members, and yet there is something to tell.
    erase(place, "m0005")
    told = place.build()
    assert told["version"] != left["version"]
    assert (told["added"], told["removed"]) == (0, 0)
    assert forgotten(told) == ["m0005"]
    assert len(version_names(place.folder)) == 2
    assert place.build() == told
    place.change("delete from marts.member_profiles where member_id = 'm0006'")
    assert forgotten(place.build(keep=1)) == ["m0005"]
    erase(place, "m0008")
    assert forgotten(place.build(keep=1)) == ["m0005", "m0008"]


class Killed(BaseException):
    """Stands for a kill."""


def test_killed_between_any_two_steps(place: Place):
    place.build()
    place.change("delete from marts.member_profiles where member_id > 'm0010'")
    shutil.copytree(place.folder, place.folder.with_name("kept"))
    for stop in range(1, 5):
        shutil.rmtree(place.folder)
        shutil.copytree(place.folder.with_name("kept"), place.folder)
        steps: list[str] = []

        def step(name: str, stop: int = stop, steps: list = steps) -> None:
            steps.append(name)
            if len(steps) == stop:
                raise Killed

        with pytest.raises(Killed):
            place.build(step)
        assert len(place.members()) == (9 if steps[-1] == "switched" else 19)
        place.build()
        assert len(place.members()) == 9
        assert len(version_names(place.folder)) == 2
        assert not list(place.folder.glob(".unfinished*"))
    assert steps == [
        "members written",
        "version written",
        "version renamed",
        "switched",
    ]


def test_an_expired_audience_is_not_built(place: Place):
    assert place.build(expires_on=date(2026, 2, 26)) == {}
    assert place.build(expires_on=date(2026, 2, 27))["rows"] == 19


def test_the_way_back_is_a_delivery_in_the_standard_layout(
    place: Place, tmp_path: Path
):
    root = tmp_path / "extracts"
    said = place.build(to=str(root), arms={"control": 0.25, "treatment": 0.75})
    folder = root / "standard" / "headquarters"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    name = f"extract_date=2026-02-27/audience_all_{said['version']}.csv"
    assert files == [folder / "assignments" / name, folder / "campaigns" / name]
    rows = list(csv.DictReader(files[0].open()))
    assert {row["account_id"].split(":m")[1] for row in rows} == {
        member[1:] for member in place.members()
    }
    assert {(row["arm"], row["propensity"]) for row in rows} == {
        ("control", "0.25"),
        ("treatment", "0.75"),
    }
    (campaign,) = csv.DictReader(files[1].open())
    assert (campaign["starts_on"], campaign["ends_on"]) == ("2026-02-28", "2026-03-13")
    assert campaign["campaign_id"] == said["campaign_id"] == rows[0]["campaign_id"]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (
            {"who": {"all": [{"field": "is_wale", "is": True}]}},
            "did you mean is_whale?",
        ),
        ({"who": {"all": [{"field": 'x" or true --', "is": 1}]}}, "has no field x"),
        (
            {"who": {"all": [{"field": "is_whale", "is": "yes"}]}},
            "who.all.0: 'yes' is no",
        ),
        ({"who": {"all": [{"field": "spend_tier", "above": "a"}]}}, "number or date"),
        ({"who": {"all": [{"field": "is_whale", "in_days": [0, 1]}]}}, "needs a date"),
        ({"who": {"all": [{"field": "is_whale"}]}}, "exactly one operator"),
        ({"who": {"all": [{"field": "is_whale", "like": "a"}]}}, "who.all.0.like: "),
        ({"who": {"all": []}}, "who.all: "),
        ({"arms": {"control": 0.5, "treatment": 0.6}}, "do not sum to 1"),
        ({"arms": {"control": 1.0}}, "no arm to address"),
        ({"arms": {"../x": 1.0}}, "no plain name"),
        ({"quiet": {"hours": ["21:00", "10:30"]}}, "lies in the quiet hours"),
        ({"send_at": 600}, "send_at: "),
        ({"capp": {"messages": 1, "days": 1}}, "capp: "),
        ({"purpose": "anything"}, "purpose: "),
    ],
)
def test_errors_name_the_file_and_the_field(place: Place, part: dict, told: str):
    definitions = place.published.parent / "audiences"
    definitions.mkdir()
    (definitions / "good.yml").write_text(yaml.safe_dump(PLAIN))
    (definitions / "wrong.yml").write_text(yaml.safe_dump({**PLAIN, **part}))
    done = CliRunner().invoke(
        command,
        [
            "build",
            "--published",
            str(place.published),
            "--definitions",
            str(definitions),
        ],
    )
    assert done.exit_code == 1, done.output
    assert "audiences/wrong.yml: " in done.output
    assert told in done.output
    # One that is wrong stops all of them.
    assert not (place.published / "audiences").exists()


def test_a_key_that_is_there_twice_is_an_error(place: Place):
    definitions = place.published.parent / "audiences"
    definitions.mkdir()
    text = yaml.safe_dump(PLAIN)
    (definitions / "all.yml").write_text(text + "owner: somebody\n")
    options = ["--published", str(place.published), "--definitions", str(definitions)]
    done = CliRunner().invoke(command, ["build", *options])
    assert "owner is there twice" in done.output
    done = CliRunner().invoke(command, ["build", "none", *options])
    assert "no audiences/none.yml; there are: all" in done.output


def test_the_audiences_of_the_project_on_the_sample(sample: Warehouse, tmp_path: Path):
    published = tmp_path / "published"
    sample.run("onepool", "publish", "--skip-gate", "--published", str(published))
    sample.run("onepool", "audiences", "build", "--published", str(published))
    names = sorted(path.stem for path in (ROOT / "audiences").glob("*.yml"))
    assert len(names) >= 5
    with_members = 0
    for name in names:
        said = json.loads((published / "audiences" / name / "current.json").read_text())
        assert said["candidates"] == said["rows"] + sum(said["suppressed"].values())
        assert said["candidates"] > 0
        with_members += said["rows"] > 0
    assert with_members >= 4
    refused = sample.run(
        "onepool",
        "audiences",
        "build",
        "--deliver",
        "--published",
        str(published),
        check=False,
    )
    assert refused.returncode == 1
    assert "the sample takes no deliveries" in refused.stderr
    # A second way: whales and heavy spenders by pandas.
    profiles = pd.DataFrame(
        sample.rows(
            "select member_id, lifecycle_stage, is_whale, spend_tier, monetary_score, "
            "has_open_complaint, has_blocked_us from marts.member_profiles"
        ),
        columns=["member", "stage", "whale", "tier", "score", "complaint", "blocked"],
    )
    chosen = profiles[
        profiles["stage"].isin(["dormant", "churned"])
        & (
            profiles["whale"].eq(True)
            | profiles["tier"].eq("heavy")
            | profiles["score"].ge(3)
        )
        & ~profiles["complaint"].eq(True)
        & ~profiles["blocked"].eq(True)
    ]
    said = current(published / "audiences" / "dormant_whales")
    assert said["candidates"] == len(chosen)
    folder = published / "audiences" / "dormant_whales" / said["version"]
    members = pd.read_parquet(folder / "members.parquet")
    assert set(members["member_id"]) <= set(chosen["member"])


def test_outcomes_that_are_late_are_listed(place: Place):
    # The window is 2026-02-28 to 2026-03-13, the report is due on the 20th.
    first = place.build()["campaign_id"]
    runner = CliRunner()
    asked = ["status", "--published", str(place.published)]

    def told() -> list[str]:
        return [outcome.status for outcome in status(place.settings)]

    place.change("update main.publication set as_of = '2026-03-20'")
    assert told() == ["due"]
    assert runner.invoke(command, asked).exit_code == 0
    place.change("update main.publication set as_of = '2026-03-21'")
    assert told() == ["not_delivered"]
    shown = runner.invoke(command, asked)
    assert shown.exit_code == 1
    assert "2026-03-20" in shown.output
    assert "1 of 1 outcomes are late" in shown.output
    place.change(
        f"insert into marts.audience_outcomes values "
        f"('{first}', 'control', 'overdue'), ('{first}', 'treatment', 'overdue')"
    )
    assert told() == ["overdue"]
    place.change("update marts.audience_outcomes set outcome_status = 'reported'")
    place.build(quiet={"weekdays": ["sunday"]})
    assert told() == ["reported", "empty"]
    shown = runner.invoke(command, [*asked, "--all"])
    assert shown.exit_code == 0
    assert "0 of 2 outcomes are late" in shown.output
    assert "reported" in shown.output
    place.change("drop table marts.audience_outcomes")
    shown = runner.invoke(command, asked)
    assert shown.exit_code == 1
    assert "marts.audience_outcomes is not published" in shown.output
