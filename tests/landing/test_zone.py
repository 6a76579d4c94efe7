"""The zone over several runs: known files, corrections, contracts, kills, resets."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import fsspec
import pytest

from onepool.contracts import load_contracts
from onepool.landing import LandingError, land
from onepool.landing.ledger import LedgerRow
from onepool.landing.run import Verdict
from onepool.landing.zone import Zone, ZoneBusyError
from tests.landing.place import SHOP, Place

HEADER = "订单编号,手机号,金额\n"


def test_known_files_are_not_read_again(place: Place):
    place.deliver(HEADER + "1,138,1\n")
    first = place.land()
    again = place.land()
    assert (first.build_id, first.load_id) == (1, 1)
    assert (again.build_id, again.load_id, again.known_files) == (2, None, 1)
    assert len(place.rows()) == 1


def test_marks_spare_hashing_and_notice_a_change_of_equal_size(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    from onepool.landing import discovery

    monkeypatch.setattr(discovery, "SETTLED_SECONDS", -1)
    path = place.deliver(HEADER + "1,138,1\n")
    place.land()
    hashed = []
    copy = discovery.Extracts.local_copy
    monkeypatch.setattr(
        discovery.Extracts,
        "local_copy",
        lambda *given: hashed.append(given[1].file) or copy(*given),
    )
    place.land()
    assert hashed == []
    times = path.stat()
    path.write_text(HEADER + "2,138,1\n", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert len(place.land().files) == 1
    assert len(hashed) == 1


def test_a_corrected_file_replaces_the_one_before(place: Place):
    path = place.deliver(HEADER + "1,138,1\n")
    (first,) = place.land().files
    path.write_text(HEADER + "1,138,2\n", encoding="utf-8")
    (second,) = place.land().files
    assert second.path_id == first.path_id
    assert second.file_id != first.file_id
    assert second.replaces_file_id == first.file_id
    path.write_text(HEADER + "1,138,1\n", encoding="utf-8")
    (third,) = place.land().files
    assert third.replaces_file_id == second.file_id
    assert third.file_id not in (first.file_id, second.file_id)


def test_a_broken_correction_leaves_the_older_rows(place: Place):
    path = place.deliver(HEADER + "1,138,1\n")
    (first,) = place.land().files
    path.write_text("kaputt\n")
    (broken,) = place.land().files
    assert (broken.status, broken.replaces_file_id) == ("rejected", None)
    path.write_text(HEADER + "1,138,3\n", encoding="utf-8")
    (third,) = place.land().files
    assert third.replaces_file_id == first.file_id


def test_rejected_file_is_read_again_under_a_new_contract(place: Place):
    place.deliver("订单编号,手机\n1,138\n")
    place.deliver(HEADER + "2,138,1\n", "b.csv")
    rejected = place.land().files[0]
    place.write_contract(
        "shop", SHOP.replace("手机号, kind", "手机号, aliases: [手机], kind")
    )
    (row,) = place.land().files
    assert (row.status, row.file_id, row.load_id) == ("landed", rejected.file_id, 2)
    assert sorted(place.rows(columns="order_no, phone")) == [("1", "138"), ("2", "138")]
    assert place.rejects() == []
    assert place.land().files == ()


def test_landed_file_is_read_again_when_a_column_of_it_becomes_known(place: Place):
    place.deliver("订单编号,手机号,城市\n1,138,上海\n")
    place.deliver("订单编号,手机号\n2,138\n", "b.csv")
    (first, _) = place.land().files
    assert first.unknown == ["城市"]
    more = "          - name: city\n            config: {meta: {header: 城市}}\n"
    place.write_contract("shop", SHOP.rstrip() + "\n" + more)
    (row,) = place.land().files
    assert (row.file_id, row.load_id, row.unknown) == (first.file_id, 2, [])
    assert sorted(place.rows(columns="order_no, city")) == [("1", "上海"), ("2", None)]


def test_a_looser_contract_leaves_landed_files_alone(place: Place):
    place.deliver(HEADER + "1,138,1\n")
    place.land()
    place.write_contract("shop", SHOP.replace("aliases: [订单号]", "aliases: [单号]"))
    assert place.land().files == ()
    more = "          - name: city\n            config: {meta: {required: true}}\n"
    place.write_contract("shop", SHOP.rstrip() + "\n" + more)
    assert place.land().files == ()
    assert len(place.rows()) == 1


def test_new_channel_lets_its_files_in(place: Place):
    place.deliver("order_id\n1\n", entity="standard/mars/orders")
    assert place.land(channels={"app"}).files[0].status == "rejected"
    (row,) = place.land(channels={"app", "mars"}).files
    assert (row.status, row.channel_code) == ("landed", "mars")


def test_as_of_is_the_newest_believable_date(place: Place):
    assert place.land().as_of is None
    place.deliver(HEADER, day="2024-01-01")
    place.deliver(HEADER, "b.csv", day="2024-03-01")
    place.deliver(HEADER, "c.csv", day="2098-03-01")
    place.deliver("x\n", "d.csv", day="2024-05-01")
    report = place.land()
    assert report.as_of == date(2024, 3, 1)
    assert any("2098-03-01" in warning for warning in report.warnings)
    assert place.land(as_of=date(2024, 2, 1)).as_of == date(2024, 2, 1)
    assert place.query(
        "select build_id, as_of, load_id "
        f"from read_parquet('{place.zone}/build.parquet')"
    ) == [(3, date(2024, 2, 1), 1)]


def test_another_root_empties_the_zone(place: Place, tmp_path: Path):
    place.deliver(HEADER + "1,138,1\n")
    first = place.land()
    other = tmp_path / "other"
    target = other / "shop/orders/extract_date=2024-01-01/a.csv"
    target.parent.mkdir(parents=True)
    target.write_text(HEADER + "2,138,1\n", encoding="utf-8")
    second = place.land(extracts=other)
    assert second.was_reset
    assert second.zone_id != first.zone_id
    assert second.build_id == 2
    assert place.rows(columns="order_no") == [("2",)]
    assert len(place.ledger("file")) == 1


def test_a_root_that_is_not_there_changes_nothing(place: Place):
    place.deliver(HEADER + "1,138,1\n")
    place.land()
    with pytest.raises(LandingError, match="no extracts at"):
        place.land(extracts=place.root / "nowhere")
    assert len(place.rows()) == 1


def test_two_runs_at_once(place: Place):
    with Zone(place.zone).locked(), pytest.raises(ZoneBusyError):
        place.land()


def test_remote_root(place: Place):
    memory = fsspec.filesystem("memory")
    place.deliver(HEADER + "1,138,1\n")
    for path in place.extracts.rglob("*.csv"):
        target = f"/bucket/{path.relative_to(place.extracts)}"
        memory.pipe_file(target, path.read_bytes())
    memory.pipe_file("/bucket/shop/orders/extract_date=2024-01-01/b.parquet", b"x")
    report = place.land(extracts="memory://bucket")
    assert [row.status for row in report.files] == ["landed", "rejected"]
    assert place.land(extracts="memory://bucket").files == ()
    assert place.rows(columns="order_no") == [("1",)]


def test_contract_files_are_there_before_anything_is_landed(place: Place):
    zone = Zone(place.zone)
    zone.prepare(place.contracts)
    assert place.rows(columns="order_no, phone, amount, _file_id") == []
    assert place.rejects() == []
    assert place.ledger("file_id, replaces_file_id") == []
    hidden = [p for p in place.zone.rglob("*") if p.name.startswith((".", "_"))]
    assert hidden == []


def test_a_gate_holds_a_file_and_a_user_lets_it_in(place: Place):
    place.deliver(HEADER + "1,138,1\n2,138\n")
    place.deliver(HEADER + "3,138,1\n", "b.csv")

    def gate(rows: list[LedgerRow], *_: object) -> Verdict:
        held = {row.file_id: "looks odd" for row in rows if row.file.endswith("a.csv")}
        return Verdict(held, ("look here",))

    report = place.land(gate=gate)
    (held,) = report.not_landed
    assert (held.status, held.reason) == ("held", "looks odd")
    assert (held.rows_read, held.rows_landed, held.rows_rejected) == (2, 0, 2)
    assert report.warnings == ("look here",)
    assert place.rows(columns="order_no") == [("3",)]
    assert [row[:2] for row in place.rejects()] == [
        (1, "file held: looks odd"),
        (2, "too few fields: 2, the header has 3"),
    ]
    assert place.land(gate=gate).files == ()
    (row,) = place.land(gate=gate, release=["shop/orders/*/a.csv"]).files
    assert (row.status, row.rows_landed, row.file_id) == ("landed", 1, held.file_id)
    assert sorted(place.rows(columns="order_no")) == [("1",), ("3",)]
    assert len(place.rejects()) == 1


# -- kills -------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for a kill that leaves no time to clean up."""


def history(place: Place) -> list:
    """Return three deliveries, each a function that changes the extracts."""

    def first() -> None:
        place.deliver(HEADER + "1,138,1\n2,13")
        place.deliver("订单编号,手机\n7,138\n", "renamed.csv")
        place.deliver('{"event_id": 1}\n{', "e.jsonl", "app/events")

    def second() -> None:
        place.deliver(HEADER + "1,138,5\n2,138,2\n")
        place.deliver("order_id\n5\n", entity="standard/mars/orders", day="2024-02-01")

    def third() -> None:
        place.write_contract(
            "shop", SHOP.replace("手机号, kind", "手机号, aliases: [手机], kind")
        )

    return [first, second, third]


def comparable(place: Place) -> dict:
    """Return what readers see, with only the rows that the ledger stands for."""
    dump = place.dump()
    del dump["build"]
    return {name: sorted(map(str, rows)) for name, rows in dump.items()}


def test_killed_between_any_two_steps_and_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    straight = Place(tmp_path / "straight")
    states = []
    for change in history(straight):
        change()
        straight.land()
        states.append(comparable(straight))

    killed_at: set[str] = set()
    number = 0
    while True:
        number += 1
        place = Place(tmp_path / f"killed{number}")
        count = 0

        def step(name: str, stop: int = number) -> None:
            nonlocal count
            count += 1
            if count == stop:
                killed_at.add(name)
                raise Killed(name)

        for change, state in zip(history(place), states, strict=True):
            change()
            try:
                with monkeypatch.context() as patch:
                    patch.setattr(Zone, "close", lambda _: None)
                    place.land(step=step)
            except Killed:
                place.land()
            got = comparable(place)
            assert got == {
                key: [
                    text.replace(str(straight.root), str(place.root)) for text in rows
                ]
                for key, rows in state.items()
            }
        if count < number:
            break
    assert {"file read", "folder moved", "committed", "build written"} <= killed_at


def test_sigkill_in_a_process_of_its_own(place: Place):
    for change in history(place)[:2]:
        change()
    script = textwrap.dedent(
        f"""
        import os, signal
        from pathlib import Path
        from onepool.contracts import load_contracts
        from onepool.landing import land

        def step(name):
            if name == "folder moved":
                os.kill(os.getpid(), signal.SIGKILL)

        land({str(place.extracts)!r}, Path({str(place.zone)!r}),
             load_contracts(Path({str(place.root)!r})), step=step)
        """
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not any(place.zone.glob("files/load=*.parquet"))
    assert any(place.zone.glob("rows/*/*/load=000001"))
    report = place.land()
    assert report.load_id == 1
    assert [row[0] for row in place.rows(columns="order_no")] == ["1", "2"]
    assert not (place.zone / ".incoming").exists()


def test_killed_while_emptied(place: Place, tmp_path: Path):
    place.deliver(HEADER + "1,138,1\n")
    first = place.land()
    other = tmp_path / "other"
    (other / "shop").mkdir(parents=True)

    def step(name: str) -> None:
        if name == "ledger file removed":
            raise Killed

    with pytest.raises(Killed):
        place.land(extracts=other, step=step)
    back = place.land()
    assert back.zone_id != first.zone_id
    assert len(place.rows()) == 1


def test_file_that_changes_while_it_is_read_waits_for_the_next_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    from onepool.landing.reading import Reader

    path = place.deliver(HEADER + "1,138,1\n")
    read = Reader.read

    def slow(self: Reader, *given: object) -> object:
        outcome = read(self, *given)  # type: ignore[arg-type]
        path.write_text(HEADER + "1,138,1\n2,138,1\n", encoding="utf-8")
        return outcome

    with monkeypatch.context() as patch:
        patch.setattr(Reader, "read", slow)
        report = place.land()
    assert report.files == ()
    assert "changed while it was read" in report.warnings[0]
    assert place.rows() == []
    assert place.land().rows_landed == 2


def test_the_real_contracts_land_an_empty_root(tmp_path: Path):
    project = Path(__file__).parents[2]
    contracts = load_contracts(project)
    assert len(contracts) >= 47
    (tmp_path / "extracts").mkdir()
    report = land(str(tmp_path / "extracts"), tmp_path / "zone", contracts)
    assert (report.load_id, report.as_of) == (None, None)
