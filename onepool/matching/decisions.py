"""Which candidates are accepted, and which of them may not be."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from onepool.matching.candidates import TABLE
from onepool.matching.model import MatchError

BINDING = """
select
    bridge.member_id,
    identifiers.identifier_type || ':' || identifiers.identifier_scope as kind,
    identifiers.identifier_hash
from intermediate.int_identity__identifiers as identifiers
inner join core.bridge_member_accounts as bridge
    on identifiers.account_key = bridge.account_key and bridge.is_latest
where
    identifiers.is_single_valued
    and not identifiers.is_corrigible
    and identifiers.unusable_reason is null
union all
select bridge.member_id, 'cannot_link:' || overrides.override_key, bridge.account_key
from intermediate.int_identity__overrides as overrides
inner join core.bridge_member_accounts as bridge
    on overrides.account_key = bridge.account_key and bridge.is_latest
where overrides.kind = 'cannot_link'
"""


@dataclass(frozen=True)
class Decision:
    """A pair of accounts and what was decided about it.

    Attributes:
        left: account with the smaller key.
        right: the other.
        is_accepted: they are one person.
        reason: why.
    """

    left: str
    right: str
    is_accepted: bool
    reason: str


@dataclass(frozen=True)
class Left:
    """An accepted pair that is left out, and why."""

    left: str
    right: str
    why: str


def from_threshold(
    connection: duckdb.DuckDBPyConnection, least: float, reason: str
) -> list[Decision]:
    """Accept the open candidates of at least a probability, the likeliest first."""
    rows = connection.execute(
        f"select left_account, right_account from {TABLE} "
        "where status = 'open' and match_probability >= ? "
        "order by match_weight desc, left_account, right_account",
        [least],
    ).fetchall()
    return [Decision(left, right, True, reason) for left, right in rows]


def from_file(
    connection: duckdb.DuckDBPyConnection, file: Path, reason: str
) -> list[Decision]:
    """Read decisions from a CSV.

    Raises:
        MatchError: a column is missing, a row names no open candidate or two decisions,
            or a decision is neither accept nor refuse.
    """
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if not {"left_account", "right_account"} <= set(reader.fieldnames or ()):
            raise MatchError(f"{file} needs the columns left_account and right_account")
        rows = list(reader)
    status = {
        (left, right): now
        for left, right, now in connection.execute(
            f"select left_account, right_account, status from {TABLE}"
        ).fetchall()
    }
    decisions: dict[tuple[str, str], Decision] = {}
    for number, row in enumerate(rows, start=2):
        left, right = sorted((row["left_account"] or "", row["right_account"] or ""))
        word = (row.get("decision") or "accept").strip().lower()
        where = f"{file}, line {number}: {left} {right}"
        if word not in ("accept", "refuse"):
            raise MatchError(f"{where}: decision is '{word}', not accept or refuse")
        if (left, right) not in status:
            raise MatchError(f"{where}: no candidate in {TABLE}")
        if status[left, right] != "open":
            raise MatchError(f"{where}: was {status[left, right]} before")
        if (left, right) in decisions:
            raise MatchError(f"{where}: stands in the file twice")
        decisions[left, right] = Decision(
            left, right, word == "accept", row.get("reason") or reason
        )
    return list(decisions.values())


def apply_decisions(
    connection: duckdb.DuckDBPyConnection, decisions: Iterable[Decision]
) -> tuple[list[Decision], list[Left]]:
    """Divide accepted pairs into those that may enter and those that may not.

    Pairs are taken in the order given, and each joins two groups of members; so a chain
    of pairs cannot bring together what a single one must not.

    Args:
        connection: a built warehouse.
        decisions: pairs in the order in which they count.

    Returns:
        the pairs to enter, and those left out with the reason.
    """
    wanted = [one for one in decisions if one.is_accepted]
    before = connection.execute(
        f"select left_account, right_account from {TABLE} where status = 'accepted'"
    ).fetchall()
    pairs = [*before, *((one.left, one.right) for one in wanted)]
    members = dict(
        connection.execute(
            "select account_key, member_id from core.bridge_member_accounts "
            "where is_current and list_contains(?, account_key)",
            [[key for pair in pairs for key in pair]],
        ).fetchall()
    )
    groups = _Groups(connection)
    # A build may not have read them yet.
    for left, right in before:
        if left in members and right in members:
            groups.join(members[left], members[right])

    accepted, left_out = [], []
    for one in wanted:
        if one.left not in members or one.right not in members:
            why = "an account of it is gone"
        elif members[one.left] == members[one.right]:
            why = "they are one member already"
        else:
            why = groups.clash(members[one.left], members[one.right])
        if why:
            left_out.append(Left(one.left, one.right, why))
        else:
            groups.join(members[one.left], members[one.right])
            accepted.append(one)
    return accepted, left_out


class _Groups:
    """Members that accepted pairs join, with what one person has one value of."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._above: dict[str, str] = {}
        self._held: dict[str, dict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for member_id, kind, value in connection.execute(BINDING).fetchall():
            self._held[member_id][kind].add(value)

    def _top(self, member_id: str) -> str:
        while member_id in self._above:
            member_id = self._above[member_id]
        return member_id

    def join(self, one: str, other: str) -> None:
        """See the groups of two members as one."""
        left, right = self._top(one), self._top(other)
        if left != right:
            self._above[right] = left
            for kind, values in self._held[right].items():
                self._held[left][kind] |= values

    def clash(self, one: str, other: str) -> str:
        """Say why the groups of two members must not be one; empty when they may."""
        left, right = self._top(one), self._top(other)
        return "" if left == right else _clash(self._held[left], self._held[right])


def _clash(left: dict[str, set[str]], right: dict[str, set[str]]) -> str:
    for kind in sorted(left.keys() & right.keys()):
        if len(left[kind] | right[kind]) > 1:
            if kind.startswith("cannot_link:"):
                return "a cannot_link keeps them apart"
            return f"they would hold two values of {kind.split(':')[0]}"
    return ""
