"""Identity in increments gives the tables of a full build, whatever came in between."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from onepool.bench.registry import change_type
from tests.identity.people import People, account, accounts_query

WORLDS, ACCOUNTS = 60, 12
TABLES = {
    "int_identity__identifiers": "*",
    "int_identity__shared_identifiers": "*",
    "int_identity__fingerprints": "*",
    "int_identity__links": "*",
    "int_identity__forest": "*",
    "int_identity__split_identifiers": "*",
    "int_identity__rejected_links": "*",
    "int_identity__components": "*",
    "int_identity__blocks": "*",
}
Row = dict[str, str | None]


class Worlds:
    """Many small worlds side by side, of which some change at each step.

    Args:
        seed: the same seed goes through the same steps.
    """

    def __init__(self, seed: int) -> None:
        """Begin with a part of the accounts and no override."""
        self.random = np.random.default_rng(seed)
        self.shown: dict[str, Row] = {}
        self.overrides: dict[str, dict[str, str]] = {}
        for world in range(WORLDS):
            for number in range(ACCOUNTS // 2):
                self._show(world, number)

    def step(self) -> None:
        """Add, change and withdraw accounts and overrides in a third of the worlds."""
        for world in self.random.choice(WORLDS, WORLDS // 3, replace=False):
            for number in self.random.choice(ACCOUNTS, 3, replace=False):
                if self.random.random() < 0.3:
                    self.shown.pop(f"w{world}:{number}", None)
                else:
                    self._show(world, number)
            self.overrides.pop(f"w{world}", None)
            if self.random.random() < 0.3:
                self._decide(world)

    def query(self) -> str:
        """Return the query for the accounts of now, in an order drawn anew."""
        rows = list(self.shown.values())
        return accounts_query([rows[i] for i in self.random.permutation(len(rows))])

    def _one_of(self, world: int, kind: str, count: int, share: float) -> str | None:
        if self.random.random() > share:
            return None
        return f"{kind}_{world}_{self.random.integers(count)}"

    def _show(self, world: int, number: int) -> None:
        day = self.random.integers(1, 29)
        self.shown[f"w{world}:{number}"] = account(
            f"w{world}:{number}",
            registered_at=f"{self.random.choice([2022, 2024, 2025])}-03-{day:02}",
            loyalty_no=self._one_of(world, "l", 3, 0.3),
            unionid=self._one_of(world, "u", 3, 0.3),
            phone=self._one_of(world, "p", 3, 0.6),
            email=self._one_of(world, "e", 4, 0.4),
            device_id=self._one_of(world, "d", 2, 0.7),
            name=self._one_of(world, "n", 3, 0.4),
        )

    def _decide(self, world: int) -> None:
        kind = self.random.choice(["must_link", "cannot_link", "blocked_identifier"])
        left, right = self.random.choice(ACCOUNTS, 2, replace=False)
        said = {"kind": str(kind), "decided_by": "clerk", "reason": "asked"}
        if kind == "blocked_identifier":
            said |= {"identifier_type": "phone", "identifier_hash": f"p_{world}_0"}
        else:
            said |= {"channel_code": f"w{world}", "other_channel_code": f"w{world}"}
            said |= {"account_id": str(left), "other_account_id": str(right)}
        said["decided_at"] = "2026-01-01 00:00:00"
        self.overrides[f"w{world}"] = said


def tables(people: People) -> Mapping[str, list[tuple]]:
    """Return the rows of what increments keep, sorted."""
    return {
        name: people.rows(f"select {columns} from {name} order by all")
        for name, columns in TABLES.items()
    }


def assert_same(found: Mapping[str, list[tuple]], full: Mapping[str, list[tuple]]):
    """Fail with the name of a table that differs, and some of its rows."""
    for name in TABLES:
        differing = set(found[name]) ^ set(full[name])
        assert not differing, (name, sorted(map(str, differing))[:6])
        assert len(found[name]) == len(full[name]), name


def build(people: People, worlds: Worlds, *options: str) -> None:
    """Build the worlds of now."""
    people.build(worlds.query(), worlds.overrides.values(), *options)


def test_steps_give_what_a_full_build_gives(tmp_path: Path) -> None:
    worlds = Worlds(1)
    people = People(tmp_path, worlds.query(), corrigible=["unionid"])
    worlds.step()
    build(people, worlds)
    first_step = tables(people)

    # A build is killed while links of open blocks are new and all else is old, and what
    # it had seen is taken back before the next one.
    before = dict(worlds.shown), dict(worlds.overrides)
    worlds.step()
    build(people, worlds, "--select", "+int_identity__links")
    worlds.shown, worlds.overrides = before
    build(people, worlds)
    assert_same(tables(people), first_step)

    # Another is killed before that, and what it had seen becomes a third thing.
    worlds.step()
    build(people, worlds, "--select", "+int_identity__identifiers")
    worlds.step()
    build(people, worlds)
    opened = people.rows("select count(*) from int_identity__open_accounts")[0][0]
    assert 0 < opened < people.rows("select count(*) from int_identity__blocks")[0][0]
    increment = tables(people)
    build(people, worlds, "--full-refresh")
    assert_same(increment, tables(people))

    build(people, worlds)
    for name in ("changed_accounts", "touched_identifiers", "open_accounts"):
        assert people.rows(f"select count(*) from int_identity__{name}") == [(0,)]
    assert_same(tables(people), increment)

    # Other rules of identifiers make everything anew.
    registry = tmp_path / "seeds" / "identifier_types.csv"
    change_type(registry, "device_id", most_accounts="2")
    build(people, worlds)
    by_rules = tables(people)
    build(people, worlds, "--full-refresh")
    assert_same(by_rules, tables(people))
    assert by_rules != increment
