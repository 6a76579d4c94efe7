"""The links that make accounts one member, read from a built warehouse.

A component of n accounts is held together by the n - 1 earliest of its links (a minimum
spanning forest), so there is one path between any two of its accounts, and each step of
it is the first thing that told of the two sides.
"""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

HASH_SHOWN = 8


class UnknownError(Exception):
    """No member or account has this name; the text says what to give."""


def named(identifier_type: str, scope: str | None, value_hash: str | None) -> str:
    """Return an identifier as people read it: type, scope and shortened hash."""
    shown = identifier_type
    if scope:
        shown += f" ({scope})"
    if value_hash:
        shown += f" {value_hash[:HASH_SHOWN]}…"
    return shown


@dataclass(frozen=True)
class Link:
    """One link between two accounts.

    Attributes:
        left: account that showed the identifier first.
        right: the later account.
        identifier_type: type of the identifier, or must_link for an override.
        scope: where a value is unique (company, or a channel).
        identifier_hash: keyed hash of the value.
        tier: tier of the rule that accepted the link; 1 is the strongest.
        known_at: when the later account had shown it, UTC.
    """

    left: str
    right: str
    identifier_type: str
    scope: str | None
    identifier_hash: str | None
    tier: int | None
    known_at: datetime | None

    @property
    def value(self) -> str:
        """Return the type with scope and shortened hash."""
        return named(self.identifier_type, self.scope, self.identifier_hash)


@dataclass(frozen=True)
class Rejected:
    """An identifier that two members have in common and that does not link them.

    Attributes:
        identifier_type: type of the identifier.
        scope: where a value is unique.
        identifier_hash: keyed hash of the value.
        reason: why it was rejected.
        left: accounts of the one member that show it.
        right: accounts of the other.
    """

    identifier_type: str
    scope: str | None
    identifier_hash: str
    reason: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Apart:
    """A cannot_link between two members: the accounts, who decided, when, why."""

    left: str
    right: str
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Retired:
    """An id that is no longer in use, the one it stands for, since when and why."""

    member_id: str
    current_member_id: str | None
    retired_on: date | None
    cause: str | None


def resolve(
    connection: duckdb.DuckDBPyConnection, name: str
) -> tuple[str, Retired | None]:
    """Return the current member that a member id or an account stands for.

    Args:
        connection: a built warehouse.
        name: a member id, of now or of before, or an account `channel:id`.

    Returns:
        the member id of now, and what became of the one given when it is retired.

    Raises:
        UnknownError: nothing has this name, or nothing is left of it.
    """
    rows = connection.execute(
        "select member_id, current_member_id, is_current, cast(retired_at as date), "
        "cause from core.dim_member_ids where member_id = ?",
        [name],
    ).fetchall()
    if rows:
        member_id, current, is_current, retired_on, cause = rows[0]
        retired = None
        if not is_current:
            retired = Retired(member_id, current, retired_on, cause)
        if current is None:
            raise UnknownError(
                f"member {name} is no more: its accounts were withdrawn ({cause}, "
                f"{retired_on})"
            )
        return current, retired
    return member_of(connection, name), None


def member_of(connection: duckdb.DuckDBPyConnection, account: str) -> str:
    """Return the member of an account `channel:id`.

    Raises:
        UnknownError: no channel has shown the account.
    """
    rows = connection.execute(
        "select member_id from core.bridge_member_accounts "
        "where account_key = ? and is_latest",
        [account],
    ).fetchall()
    if not rows:
        raise UnknownError(
            f"no member and no account is called {account}: give a member id, or "
            "accounts as channel:id, such as tmall:12345"
        )
    return rows[0][0]


def accounts_of(
    connection: duckdb.DuckDBPyConnection, member_id: str
) -> dict[str, datetime]:
    """Return the accounts of a member with their first trace, the oldest first."""
    rows = connection.execute(
        "select bridge.account_key, components.first_seen_at "
        "from core.bridge_member_accounts as bridge "
        "inner join intermediate.int_identity__components as components "
        "using (account_key) where bridge.member_id = ? and bridge.is_latest "
        "order by components.first_seen_at, bridge.account_key",
        [member_id],
    ).fetchall()
    return dict(rows)


def links_of(connection: duckdb.DuckDBPyConnection, member_id: str) -> list[Link]:
    """Return the links that hold a member together, the earliest first."""
    rows = connection.execute(
        "select left_key, right_key, identifier_type, identifier_scope, "
        "identifier_hash, tier, known_at from intermediate.int_identity__forest "
        "where component_key in (select component_key from "
        "intermediate.int_identity__components where account_key in (select "
        "account_key from core.bridge_member_accounts where member_id = ? "
        "and is_latest)) order by known_at, tier, left_key, right_key",
        [member_id],
    ).fetchall()
    return [Link(*row) for row in rows]


def tree(links: list[Link], start: str) -> dict[str, tuple[str, Link]]:
    """Return, for each account reached from one, the account before it and the link."""
    neighbours: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for link in links:
        neighbours[link.left].append((link.right, link))
        neighbours[link.right].append((link.left, link))
    came_from: dict[str, tuple[str, Link]] = {}
    waiting = deque([start])
    while waiting:
        account = waiting.popleft()
        for other, link in neighbours[account]:
            if other != start and other not in came_from:
                came_from[other] = (account, link)
                waiting.append(other)
    return came_from


def path(links: list[Link], start: str, end: str) -> list[tuple[str, Link, str]]:
    """Return the steps from one account to another of the same member.

    Args:
        links: links of the member.
        start: account to begin at.
        end: account to reach.

    Returns:
        steps (account, link, next account); empty when they are the same account or no
        links lead from one to the other.
    """
    came_from = tree(links, start)
    steps: list[tuple[str, Link, str]] = []
    account = end
    while account in came_from:
        before, link = came_from[account]
        steps.append((before, link, account))
        account = before
    return steps[::-1]


def rejected_between(
    connection: duckdb.DuckDBPyConnection, left: str, right: str
) -> list[Rejected]:
    """Return the identifiers that accounts of both members show but that do not link.

    Args:
        connection: a built warehouse.
        left: id of one member.
        right: id of the other.
    """
    rows = connection.execute(
        """
        with shown as (
            select
                identifiers.account_key,
                identifiers.identifier_type,
                identifiers.identifier_scope,
                identifiers.identifier_hash,
                bridge.member_id,
                rejected.reason
            from core.bridge_member_accounts as bridge
            inner join intermediate.int_identity__identifiers as identifiers
                on bridge.account_key = identifiers.account_key
            left join intermediate.int_identity__rejected_links as rejected
                on identifiers.account_key = rejected.account_key
                and identifiers.identifier_type = rejected.identifier_type
                and identifiers.identifier_scope = rejected.identifier_scope
                and identifiers.identifier_hash = rejected.identifier_hash
            where bridge.is_latest and bridge.member_id in (?, ?)
        )
        select
            identifier_type,
            identifier_scope,
            identifier_hash,
            coalesce(string_agg(distinct reason, ', ' order by reason), 'no reason'),
            list(distinct account_key order by account_key)
                filter (where member_id = ?),
            list(distinct account_key order by account_key)
                filter (where member_id = ?)
        from shown
        group by identifier_type, identifier_scope, identifier_hash
        having count(distinct member_id) = 2
        order by identifier_type, identifier_hash
        """,
        [left, right, left, right],
    ).fetchall()
    return [Rejected(*row[:4], tuple(row[4]), tuple(row[5])) for row in rows]


def kept_apart(
    connection: duckdb.DuckDBPyConnection, left: str, right: str
) -> list[Apart]:
    """Return the cannot_link overrides between two members."""
    rows = connection.execute(
        """
        with pairs as (
            select
                channel_code || ':' || account_id as one_key,
                other_channel_code || ':' || other_account_id as other_key,
                decided_by,
                decided_at,
                reason
            from intermediate.identity_overrides
            where kind = 'cannot_link'
        )
        select one_key, other_key, decided_by, decided_at, reason
        from pairs
        inner join core.bridge_member_accounts as ones
            on pairs.one_key = ones.account_key and ones.is_latest
        inner join core.bridge_member_accounts as others
            on pairs.other_key = others.account_key and others.is_latest
        where (ones.member_id, others.member_id) in ((?, ?), (?, ?))
        order by decided_at
        """,
        [left, right, right, left],
    ).fetchall()
    return [Apart(*row) for row in rows]
