"""`onepool explain`: the path between accounts, or why there is none."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onepool.members.explain import command
from onepool.members.links import Link, path


def explained(warehouse: Path, *arguments: str) -> Result:
    """Run the command on a warehouse."""
    return CliRunner().invoke(
        command,
        [*arguments, "--warehouse", str(warehouse)],
        env={"COLUMNS": "200"},
    )


def link(left: str, right: str) -> Link:
    return Link(left, right, "phone", None, None, None, None)


def test_a_path_is_found_through_any_branch_and_in_both_directions() -> None:
    links = [link("a", "b"), link("b", "c"), link("b", "d"), link("d", "e")]
    there = path(links, "a", "e")
    assert [(left, right) for left, _, right in there] == [
        ("a", "b"),
        ("b", "d"),
        ("d", "e"),
    ]
    back = path(links, "e", "a")
    assert [step for _, step, _ in back] == [step for _, step, _ in there][::-1]
    assert path(links, "a", "a") == []
    assert path(links, "a", "elsewhere") == []


def test_a_chain_of_10_000_is_walked() -> None:
    links = [link(str(i), str(i + 1)) for i in range(10_000)]
    assert len(path(links, "10000", "0")) == 10_000


def test_two_accounts_of_a_member_are_led_to_each_other(warehouse: Path) -> None:
    result = explained(warehouse, "tmall:1", "app:1")
    assert result.exit_code == 0, result.output
    steps = [line.strip() for line in result.output.splitlines()[1:]]
    assert steps == [
        "tmall:1",
        "unionid (corporation) u0123456…, tier 1, known 2026-01-02",
        "pos:1",
        "phone (company) p0123456…, tier 2, known 2026-01-31",
        "app:1",
    ]


def test_a_member_is_shown_with_all_accounts_and_what_linked_each(
    warehouse: Path,
) -> None:
    result = explained(warehouse, "A")
    lines = result.output.splitlines()
    assert lines[0] == "Member A: 3 accounts, 2 links"
    assert [" ".join(line.split()) for line in lines[2:]] == [
        "tmall:1 2026-01-01 (first account)",
        "pos:1 2026-01-02 unionid (corporation) u0123456… tmall:1 1 2026-01-02",
        "app:1 2026-01-03 phone (company) p0123456… pos:1 2 2026-01-31",
    ]


def test_a_retired_id_leads_to_the_member_of_now(warehouse: Path) -> None:
    result = explained(warehouse, "X")
    assert "X went out of use on 2026-02-01 (phone): it is A now." in result.output
    assert "Member A: 3 accounts" in result.output


@pytest.mark.parametrize("name", ["A", "X", "pos:1"])
def test_links_are_given_as_rows(warehouse: Path, name: str) -> None:
    as_json = json.loads(explained(warehouse, name, "--format", "json").output)
    as_csv = list(
        csv.DictReader(
            io.StringIO(explained(warehouse, name, "--format", "csv").output)
        )
    )
    assert [(row["left"], row["right"]) for row in as_json] == [
        ("tmall:1", "pos:1"),
        ("pos:1", "app:1"),
    ]
    for one, other in zip(as_json, as_csv, strict=True):
        assert {key: str(value) for key, value in one.items()} == other
        assert one["member_id"] == "A"
        assert datetime.fromisoformat(one["known_at"]).year == 2026


def test_accounts_apart_are_told_what_they_share_and_why_it_does_not_link(
    warehouse: Path,
) -> None:
    result = explained(warehouse, "tmall:1", "pos:9")
    assert result.exit_code == 0, result.output
    assert "tmall:1 is member A, pos:9 is member B." in result.output
    assert (
        "phone (company) shared00… is on pos:1 and on pos:9, but links nothing: "
        "recycled" in result.output
    )
    assert "elsewhere" not in result.output


def test_an_override_that_keeps_apart_is_named(warehouse: Path) -> None:
    result = explained(warehouse, "app:1", "pos:8")
    assert "cannot_link pos:8 tmall:1: li.wei, 2026-03-01, twins" in result.output


def test_accounts_with_nothing_in_common_are_told_so(warehouse: Path) -> None:
    result = explained(warehouse, "pos:8", "pos:9")
    assert "They have no identifier in common." in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "no member and no account is called nobody"),
        (("tmall:1", "tmall:2"), "no member and no account is called tmall:2"),
        (("G",), "member G is no more"),
        (("a", "b", "c"), "one member, or two accounts"),
    ],
)
def test_unknown_names_are_refused(
    warehouse: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = explained(warehouse, *arguments)
    assert result.exit_code != 0
    assert said in result.output


def test_an_absent_warehouse_says_what_to_do(tmp_path: Path) -> None:
    result = explained(tmp_path / "none.duckdb", "A")
    assert result.exit_code == 1
    assert "run `dbt build` first" in result.output
