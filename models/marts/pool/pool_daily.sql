-- The pool of members as a ledger. Grain: day, channel of the member's first account.
-- opening + new_members - merged - erased = closing; opening and closing are stocks and
-- do not add up over days.
with

events as (
    select * from {{ ref('fct_member_events') }}
    where recorded_by = 'data' and occurred_on <= {{ as_of_date() }}
),

movements as (
    select
        occurred_on as on_date,
        channel_code,
        sum(case when event = 'created' then 1 else 0 end) as new_members,
        sum(case when event = 'merged' then 1 else 0 end) as merged,
        sum(case when event = 'removed' then 1 else 0 end) as erased
    from events
    group by occurred_on, channel_code
),

channel_starts as (
    select
        channel_code,
        min(on_date) as first_on
    from movements
    group by channel_code
),

days as (
    select
        dates.date_day as on_date,
        channel_starts.channel_code
    from {{ ref('dim_dates') }} as dates
    inner join channel_starts on dates.date_day >= channel_starts.first_on
    where dates.date_day <= {{ as_of_date() }}
),

filled as (
    select
        days.on_date,
        days.channel_code,
        coalesce(movements.new_members, 0) as new_members,
        coalesce(movements.merged, 0) as merged,
        coalesce(movements.erased, 0) as erased
    from days
    left join movements
        on
            days.on_date = movements.on_date
            and days.channel_code = movements.channel_code
),

running as (
    select
        *,
        sum(new_members - merged - erased) over (
            partition by channel_code order by on_date
            rows between unbounded preceding and current row
        ) as closing
    from filled
)

select
    on_date,
    channel_code,
    cast(closing - new_members + merged + erased as bigint) as opening,
    cast(new_members as bigint) as new_members,
    cast(merged as bigint) as merged,
    cast(erased as bigint) as erased,
    cast(closing as bigint) as closing
from running
