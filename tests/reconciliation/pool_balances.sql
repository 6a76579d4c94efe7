-- opening + new - merged - erased = closing on each day, each opening is the closing of
-- the day before, and nothing is negative.
with

days as (
    select
        *,
        lag(closing, 1, cast(0 as bigint)) over (
            partition by channel_code order by on_date
        ) as previous_closing
    from {{ ref('pool_daily') }}
)

select *
from days
where
    opening + new_members - merged - erased != closing
    or opening != previous_closing
    or least(opening, new_members, merged, erased, closing) < 0
