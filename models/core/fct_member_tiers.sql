-- Tiers that accounts of members have held, as half-open intervals. Grain: account,
-- start. A period that the source leaves open ends where the account's next one begins.
-- A member with several cards can hold several tiers at a time.
with

accounts as (
    {{ accounts_of_members() }}
),

periods as (
    select
        *,
        lead(valid_from) over (
            partition by account_key order by valid_from, tier_key
        ) as next_from
    from {{ ref('int_tiers__unioned') }}
    where not is_deleted
)

select
    periods.tier_key,
    accounts.member_id,
    periods.account_key,
    coalesce(accounts.channel_code, periods.channel_code) as channel_code,
    periods.tier,
    periods.reason,
    periods.valid_from,
    -- least() skips nulls on both engines
    least(periods.valid_to, periods.next_from) as valid_to,
    {{ business_date('periods.valid_from') }} <= {{ as_of_date() }}
    and coalesce(
        {{ business_date('least(periods.valid_to, periods.next_from)') }}
        > {{ as_of_date() }},
        true
    ) as is_current
from periods
left join accounts on periods.account_key = accounts.account_key
