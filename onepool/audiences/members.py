"""Who of an audience may be addressed, and why the others may not.

Reads the published tables core.dim_members, dim_accounts, dim_member_ids,
fct_assignments, dim_campaigns, dim_strategies and marts.member_profiles,
member_permissions, dialogue_contacts. What presses is every contact that arrived, of
tools and of staff, as in marts.contact_pressure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from onepool.audiences.arms import arm_of, place_of
from onepool.audiences.conditions import Compiler
from onepool.audiences.definitions import Definition
from onepool.hashing import keyed_hash

# The reasons, in the order in which the first counts; together with the rows they are
# all candidates. `erased` counts members of the version before.
REASONS = ("consent", "holdout", "quiet", "cap", "unreachable")
AUDIENCE_KIND = "audience"
WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
# Channels whose accounts an app shows messages to.
APP_CHANNELS = {"push": ("app", "app_push"), "popup": ("app", "mini_program")}

QUERY = """
with candidates as (
    select profiles.member_id
    from marts.member_profiles as profiles
    where {condition}
),

sent as (
    select
        member_id,
        max(contacted_on) as last_sent_on,
        count(*) filter (where contacted_on > $cap_from) as messages
    from marts.dialogue_contacts
    where is_delivered and contacted_on <= $as_of
    group by member_id
),

held_out as (
    select distinct assignments.member_id
    from core.fct_assignments as assignments
    left join core.dim_campaigns as campaigns
        on assignments.campaign_key = campaigns.campaign_key
    left join core.dim_strategies as strategies
        on assignments.strategy_key = strategies.strategy_key
    where
        not assignments.is_deleted
        and assignments.arm = 'control'
        and assignments.assigned_on <= $as_of
        and coalesce(campaigns.kind, '') != $audience_kind
        and coalesce(campaigns.ends_on, strategies.ends_on, $as_of) >= $as_of
        and (
            $all_holdouts
            or strategies.kind = 'holdout'
            or list_contains(
                $holdouts, coalesce(assignments.campaign_key, assignments.strategy_key)
            )
        )
),

accounts as (
    select
        accounts.member_id,
        accounts.account_key,
        accounts.channel_code,
        accounts.account_id,
        coalesce(
            channels.dialogue_channel = $dialogue_channel
            or list_contains($app_channels, accounts.channel_code),
            false
        ) as is_handle,
        row_number() over (
            partition by accounts.member_id
            order by is_handle desc, accounts.first_seen_at nulls last, account_key
        ) as place
    from core.dim_accounts as accounts
    left join core.dim_channels as channels
        on accounts.channel_code = channels.channel_code
    where accounts.member_id is not null
),

judged as (
    select
        candidates.member_id,
        members.phone_hash,
        members.phone_mask,
        accounts.account_key,
        accounts.is_handle,
        case
            when not coalesce(permissions.{permission}, false) then 'consent'
            when held_out.member_id is not null then 'holdout'
            when
                $is_quiet_day
                or coalesce(sent.last_sent_on >= $quiet_from, false)
                then 'quiet'
            when coalesce(sent.messages >= $messages, false) then 'cap'
            when
                case
                    when $by_phone then members.phone_hash is null
                    else not coalesce(accounts.is_handle, false)
                end
                then 'unreachable'
        end as reason
    from candidates
    inner join core.dim_members as members
        on candidates.member_id = members.member_id and not members.is_erased
    left join marts.member_permissions as permissions
        on candidates.member_id = permissions.member_id
    left join held_out on candidates.member_id = held_out.member_id
    left join sent on candidates.member_id = sent.member_id
    left join accounts
        on candidates.member_id = accounts.member_id and accounts.place = 1
)

select * from judged order by member_id
"""


@dataclass(frozen=True)
class Row:
    """One member of an audience, without anything personal in plain.

    Attributes:
        member_id: the member.
        arm: the arm; `control` is not addressed.
        contact_type: phone or account.
        contact_hash: keyed hash of the phone or of the account key.
        contact_mask: the same, masked.
        account_key: account under which the assignment comes back.
    """

    member_id: str
    arm: str
    contact_type: str
    contact_hash: str
    contact_mask: str
    account_key: str


@dataclass(frozen=True)
class Selection:
    """The members of an audience and what became of the other candidates.

    Attributes:
        rows: members, by member_id.
        candidates: members whom the conditions describe.
        suppressed: candidates left out, by reason.
    """

    rows: tuple[Row, ...]
    candidates: int
    suppressed: dict[str, int]


def profile_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the columns of marts.member_profiles and their types."""
    rows = connection.execute(
        "select column_name, column_type from (describe marts.member_profiles)"
    ).fetchall()
    return dict(rows)


def select_members(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    definition: Definition,
    as_of: date,
    time_zone: str,
    salt: str,
) -> Selection:
    """Select the members of an audience and draw their arms.

    Args:
        connection: the published tables.
        name: name of the audience.
        definition: its definition.
        as_of: date the tables are seen from; messages go out on the day after.
        time_zone: business time zone.
        salt: secret of the hashes.

    Raises:
        DefinitionError: the definition does not fit the tables.
    """
    compiler = Compiler(
        profile_columns(connection), f"audiences/{name}.yml", as_of, time_zone
    )
    condition = compiler.compile(definition.who)
    named = {f"p{i}": value for i, value in enumerate(compiler.parameters)}
    for parameter in named:
        condition = condition.replace("?", f"${parameter}", 1)
    query = QUERY.format(condition=condition, permission=_permission(definition))
    judged = connection.execute(
        query, {**named, **_parameters(definition, as_of)}
    ).fetchall()
    suppressed = dict.fromkeys(REASONS, 0)
    rows = []
    by_phone = definition.dialogue_channel in ("sms", "call")
    for member_id, phone_hash, phone_mask, account_key, _, reason in judged:
        if reason:
            suppressed[reason] += 1
            continue
        arm = arm_of(place_of(salt, name, member_id), definition.arms)
        handle = (
            ("phone", phone_hash, phone_mask or "")
            if by_phone
            else (
                "account",
                keyed_hash(salt, "account", account_key),
                masked(account_key),
            )
        )
        rows.append(Row(member_id, arm, *handle, account_key or ""))
    return Selection(tuple(rows), len(judged), suppressed)


def _permission(definition: Definition) -> str:
    if definition.purpose == "marketing":
        return f"may_market_by_{definition.dialogue_channel}"
    return {"profiling": "may_profile", "sharing": "may_share"}[definition.purpose]


def _parameters(definition: Definition, as_of: date) -> dict[str, object]:
    send_on = as_of + timedelta(days=1)
    cap, quiet = definition.cap, definition.quiet
    holdouts = definition.holdouts
    return {
        "as_of": as_of,
        "cap_from": as_of - timedelta(days=cap.days if cap else 0),
        "messages": cap.messages if cap else None,
        "is_quiet_day": WEEKDAYS[send_on.weekday()] in quiet.weekdays,
        "quiet_from": send_on - timedelta(days=quiet.days_after_message),
        "audience_kind": AUDIENCE_KIND,
        "all_holdouts": holdouts == "all",
        "holdouts": holdouts if isinstance(holdouts, list) else [],
        "dialogue_channel": definition.dialogue_channel,
        "app_channels": list(APP_CHANNELS.get(definition.dialogue_channel, ())),
        "by_phone": definition.dialogue_channel in ("sms", "call"),
    }


def masked(account_key: str) -> str:
    """Return an account key of which the channel and the last two characters show."""
    channel, _, account_id = account_key.partition(":")
    return f"{channel}:****{account_id[-2:] if len(account_id) > 6 else ''}"


def current_ids(
    connection: duckdb.DuckDBPyConnection, member_ids: Iterable[str]
) -> tuple[set[str], set[str]]:
    """Return who members of earlier versions are now.

    Returns:
        the ids they have today, without the erased, and the earlier ids of those who
        were erased: a sending tool knows no others.
    """
    rows = connection.execute(
        """
        with earlier as (select distinct unnest($ids::varchar[]) as member_id)

        select
            earlier.member_id,
            coalesce(ids.current_member_id, earlier.member_id) as current_id,
            coalesce(members.is_erased, true) as is_erased
        from earlier
        left join core.dim_member_ids as ids on earlier.member_id = ids.member_id
        left join core.dim_members as members
            on coalesce(ids.current_member_id, earlier.member_id) = members.member_id
        """,
        {"ids": list(member_ids)},
    ).fetchall()
    live = {current_id for _, current_id, is_erased in rows if not is_erased}
    return live, {member_id for member_id, _, is_erased in rows if is_erased}
