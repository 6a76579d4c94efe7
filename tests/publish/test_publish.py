"""Publishing: whole versions, one switch, no reader blocked, killed at any step."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from onepool.publish import PublishError, command, publish, relink
from onepool.publish.versions import version_names, write_version
from onepool.warehouse import BuiltFrom, open_read_only
from tests.gates.small_warehouse import AS_OF, make_warehouse


class Place:
    """A warehouse and a published folder."""

    def __init__(self, root: Path) -> None:
        """Make a warehouse of two orders."""
        self.warehouse = make_warehouse(root / "warehouse" / "onepool.duckdb")
        self.published = root / "published"
        self.file = self.published / "onepool.duckdb"
        self.versions = self.published / "versions"

    def change(self, sql: str) -> None:
        """Change the warehouse."""
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(sql)

    def publish(self, build_id: int, **options: object) -> str:
        """Publish the warehouse as a build and return the name of the version."""
        built = BuiltFrom(build_id, AS_OF + timedelta(days=build_id))
        with open_read_only(self.warehouse) as connection:
            return publish(connection, built, self.published, **options).name

    def members(self) -> int:
        """Return how many members a reader sees."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            query = "select count(*) from core.dim_members"
            return connection.execute(query).fetchall()[0][0]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def add_member(place: Place, number: int) -> None:
    place.change(f"insert into core.dim_members values ('n{number}')")


def test_a_version_has_everything_of_core_and_marts_and_nothing_else(place: Place):
    assert place.publish(7) == "000007_2024-01-09"
    manifest = json.loads(
        (place.versions / "000007_2024-01-09" / "manifest.json").read_text()
    )
    names = [f"{table['schema']}.{table['name']}" for table in manifest["tables"]]
    assert names == [
        "core.dim_members",
        "core.fct_orders",
        "marts.kpi_daily",
        "marts.pool_daily",
        "marts.rfm_scores",
    ]
    assert (manifest["build_id"], manifest["as_of"]) == (7, "2024-01-09")
    with duckdb.connect(str(place.file), read_only=True) as reader:
        shown = reader.execute(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_type = 'VIEW' order by 1"
        ).fetchall()
        assert [row[0] for row in shown] == names
        types = dict(
            reader.execute(
                "select column_name, column_type from (describe core.fct_orders)"
            ).fetchall()
        )
        assert types["net_amount"] == "DECIMAL(18,2)"
        assert reader.execute("from main.publication").fetchall() == [
            ("000007_2024-01-09", 7, date(2024, 1, 9))
        ]


def test_publishing_the_same_build_twice_changes_nothing(place: Place):
    first = place.publish(1)
    before = {path: path.stat().st_mtime_ns for path in place.versions.rglob("*.*")}
    assert place.publish(1) == first
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert version_names(place.versions) == [first]


def test_another_content_under_a_used_number_takes_the_next(place: Place):
    place.publish(5)
    add_member(place, 1)
    assert place.publish(5) == "000006_2024-01-07"
    assert place.publish(1) == "000007_2024-01-03"


def test_large_and_empty_tables(place: Place, tmp_path: Path):
    place.change("create table marts.empty as select 1 as x where false")
    place.change("create table marts.many as select range as x from range(1000)")
    place.change("create view marts.seen as from marts.many where x < 10")
    place.change("delete from marts.many where x between 300 and 399")
    with open_read_only(place.warehouse) as connection:
        version, _ = write_version(
            connection, tmp_path / "v", BuiltFrom(1, None), lambda _: None, 300
        )
    tables = {table.name: table for table in version.tables}
    assert version.name == "000001"
    assert tables["empty"].rows == 0
    assert len(tables["empty"].files) == 1
    assert [file.rows for file in tables["many"].files] == [300, 200, 300, 100]
    assert tables["seen"].rows == 10


def test_old_versions_go_but_never_the_current_one(place: Place):
    for number in range(1, 8):
        add_member(place, number)
        place.publish(number, keep=3)
    assert [name[:6] for name in version_names(place.versions)] == [
        "000005",
        "000006",
        "000007",
    ]
    assert place.members() == 4 + 7


def test_a_failed_gate_leaves_the_last_version(place: Place):
    runner = CliRunner()
    options = ["--warehouse", str(place.warehouse), "--published", str(place.published)]
    place.change(
        "create table main.landing_zone as select 'z' as zone_id, 1 as build_id, "
        f"date '{AS_OF}' as as_of"
    )
    done = runner.invoke(command, options)
    assert done.exit_code == 0, done.output
    assert "Published version 000001_2024-01-02: 5 tables" in done.output
    place.change(
        "delete from core.dim_members; update main.landing_zone set build_id = 2"
    )
    done = runner.invoke(command, options)
    assert done.exit_code == 1
    assert "the pool has members" in done.output
    assert "Nothing was published" in done.output
    assert place.members() == 4
    assert len(version_names(place.versions)) == 1
    done = runner.invoke(command, [*options, "--skip-gate"])
    assert done.exit_code == 0
    assert place.members() == 0


def test_the_query_to_try_works(place: Place):
    runner = CliRunner()
    options = ["--warehouse", str(place.warehouse), "--published", str(place.published)]
    done = runner.invoke(command, [*options, "--skip-gate"])
    line = next(text for text in done.output.splitlines() if text.startswith("Try: "))
    shell = line.removeprefix("Try: python ")
    shown = subprocess.run(
        f"{sys.executable} {shell}", shell=True, check=True, capture_output=True
    )
    assert b"app" in shown.stdout


READER = """
import sys
import duckdb

reader = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
for line in sys.stdin:
    count = reader.execute("select count(*) from core.dim_members").fetchall()[0][0]
    print(count, flush=True)
"""


def test_a_reader_blocks_neither_a_publish_nor_a_build(place: Place):
    place.publish(1)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(place.file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin is not None and reader.stdout is not None

    def ask() -> int:
        print("?", file=reader.stdin, flush=True)
        return int(reader.stdout.readline())

    try:
        assert reader.stdout.readline() == "open\n"
        assert ask() == 4
        add_member(place, 1)
        place.publish(2)
        assert ask() == 4
        assert place.members() == 5
    finally:
        reader.stdin.close()
        assert reader.wait(30) == 0


class Killed(BaseException):
    """Stands for a kill."""


def test_killed_between_any_two_steps(place: Place):
    place.publish(1)
    add_member(place, 1)
    killed_at = []
    number = 0
    while True:
        number += 1
        count = 0

        def step(name: str, stop: int = number) -> None:
            nonlocal count
            count += 1
            if count == stop:
                killed_at.append(name)
                raise Killed

        before = shutil.copytree(
            place.published, place.published.with_name(f"k{number}")
        )
        try:
            place.publish(2, step=step)
        except Killed:
            switched = killed_at[-1] == "views switched"
            assert place.members() == (5 if switched else 4)
            place.publish(2)
        assert place.members() == 5
        assert len(version_names(place.versions)) == 2
        assert not list(place.published.rglob(".unfinished*"))
        if count < number:
            break
        shutil.rmtree(place.published)
        before.rename(place.published)
        relink(place.published)
    assert killed_at[-3:] == ["version written", "version renamed", "views switched"]


def test_sigkill_while_tables_are_written(place: Place):
    place.publish(1)
    add_member(place, 1)
    script = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from onepool.publish import publish\n"
        "from onepool.warehouse import BuiltFrom, open_read_only\n"
        f"connection = open_read_only(Path({str(place.warehouse)!r}))\n"
        "kill = lambda name: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"publish(connection, BuiltFrom(2, None), Path({str(place.published)!r}), "
        "step=kill)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    assert place.members() == 4
    assert len(version_names(place.versions)) == 1
    place.publish(2)
    assert place.members() == 5
    assert not list(place.published.rglob(".unfinished*"))


def test_a_moved_folder_is_relinked(place: Place):
    place.publish(1)
    moved = place.published.with_name("moved")
    place.published.rename(moved)
    place.published, place.file = moved, moved / "onepool.duckdb"
    with pytest.raises(duckdb.IOException):
        place.members()
    assert relink(moved).name.startswith("000001")
    assert place.members() == 4


def test_nothing_to_relink(place: Place):
    with pytest.raises(PublishError, match="nothing is published"):
        relink(place.published)


def test_two_publishers_at_once(place: Place):
    def step(_: str) -> None:
        with pytest.raises(PublishError, match="another run publishes"):
            relink(place.published)

    place.publish(1, step=step)


def test_published_names_are_taken_from_any_working_directory(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    place.published = Path("published")
    place.publish(1)
    monkeypatch.chdir("/")
    assert place.members() == 4
    assert os.getcwd() == "/"
