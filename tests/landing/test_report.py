"""What a user is told, and the exit codes of `onepool land`."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from onepool.landing import command
from onepool.landing.advice import GENERAL, advice
from onepool.landing.report import Lines, show_report, watcher_for
from tests.landing.place import Place

HEADER = "订单编号,手机号,金额\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def deliver_all(place: Place) -> None:
    place.deliver(HEADER + "1,138,1\n2,13")
    place.deliver(b"", "empty.csv")
    place.deliver(b"x", "[bold]b.parquet")


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_every_file_that_is_not_landed_is_named(
    place: Place, stream: type, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", "250")
    deliver_all(place)
    out = stream()
    report = place.land(progress=watcher_for(out))
    show_report(report, out)
    text = "".join(out.getvalue().replace("│", " ").split())
    for name in ("a.csv", "empty.csv", "[bold]b.parquet"):
        assert name in text
    assert "isempty" in text
    assert "askthesender" in text
    assert "1of2recordsrejected" in text


def test_lines_count_by_source(place: Place):
    deliver_all(place)
    place.deliver('{"event_id": 1}\n', "e.jsonl", "app/events")
    out = io.StringIO()
    place.land(progress=Lines(out))
    assert out.getvalue().splitlines() == [
        "landing app: 1 files, 1 rows",
        "landing shop: 3 files, 1 rows, 1 records rejected, 2 files not landed",
    ]


def test_every_reason_has_an_advice(place: Place):
    assert advice("something new") == GENERAL
    assert "UTF-8" in advice("is UTF-16, not UTF-8: save it as UTF-8")
    assert "--release" in advice("60% of its rows were rejected: 3 of 5")


def test_exit_codes(place: Place, monkeypatch: pytest.MonkeyPatch):
    (place.root / "dbt_project.yml").write_text("name: toy\n")
    monkeypatch.chdir(place.root)
    monkeypatch.delenv("ONEPOOL_EXTRACTS", raising=False)
    monkeypatch.delenv("ONEPOOL_WAREHOUSE", raising=False)
    runner = CliRunner()
    place.deliver(b"", "empty.csv")
    options = ["--extracts", "extracts", "--no-gate"]
    done = runner.invoke(command, options)
    assert done.exit_code == 0, done.output
    assert "empty.csv: is empty -> ask the sender" in done.output
    assert (Path("warehouse") / "onepool.landing" / "build.parquet").exists()
    place.deliver(b"", "empty2.csv")
    assert runner.invoke(command, [*options, "--strict"]).exit_code == 1
    done = runner.invoke(command, ["--extracts", "nowhere"])
    assert done.exit_code == 1
    assert "Error: no extracts at" in done.output
