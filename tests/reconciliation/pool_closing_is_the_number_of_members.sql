-- The last closing of each channel counts the members whose first trace it holds, by a
-- second way: from dim_members instead of events.
with

ledger as (
    select
        channel_code,
        closing
    from {{ ref('pool_daily') }}
    where on_date = {{ as_of_date() }}
),

members as (
    select
        first_channel_code as channel_code,
        count(*) as members
    from {{ ref('dim_members') }}
    where
        {{ business_date('first_seen_at') }} <= {{ as_of_date() }}
        and (
            erased_at is null
            or {{ business_date('erased_at') }} > {{ as_of_date() }}
        )
    group by first_channel_code
)

select *
from ledger
full outer join members on ledger.channel_code = members.channel_code
where coalesce(ledger.closing, 0) != coalesce(members.members, 0)
