-- Days on which a member bought or interacted, by channel. Grain: member, channel, day.
-- Only what members did of their own counts: a message of ours, or a block, does not.
-- Members are counted distinct over channels: a member active in two is two rows.
-- Both facts are grouped at once, and days of orders sorted once: joins on these keys
-- cost more than the rest.
{% set in_order = 'partition by member_id order by day_number' -%}
{% set before = in_order ~ ' range between unbounded preceding and 1 preceding' -%}
{% set after = in_order ~ ' range between 1 following and unbounded following' -%}
with

activities as (
    select
        member_id,
        channel_code,
        paid_on as on_date,
        1 as order_count,
        paid_amount,
        net_amount,
        0 as interaction_count
    from {{ ref('fct_orders') }}
    where is_valid and member_id is not null
    union all
    select
        member_id,
        channel_code,
        occurred_on as on_date,
        0 as order_count,
        cast(0 as decimal(18, 2)) as paid_amount,
        cast(0 as decimal(18, 2)) as net_amount,
        1 as interaction_count
    from {{ ref('fct_interactions') }}
    where
        not is_deleted
        and member_id is not null
        and kind in (select kind from {{ ref('interaction_kinds') }} where is_own)
),

days as (
    select
        member_id,
        channel_code,
        on_date,
        cast(sum(order_count) as bigint) as order_count,
        cast(sum(paid_amount) as decimal(18, 2)) as paid_amount,
        cast(sum(net_amount) as decimal(18, 2)) as net_amount,
        cast(sum(interaction_count) as bigint) as interaction_count,
        sum(order_count) > 0 as is_buying_day,
        cast({{ epoch_days('on_date') }} as integer) as day_number
    from activities
    group by member_id, channel_code, on_date
    having {{ computed_once() }}
),

-- A day in several channels is one: frames go by the day, not by the row.
followed as (
    select
        *,
        last_value(on_date) over ({{ before }}) as previous_order_on,
        first_value(on_date) over ({{ after }}) as next_order_on,
        lag(on_date) over ({{ in_order }}, channel_code) as row_before_on
    from days
    where is_buying_day
)

select
    member_id,
    channel_code,
    on_date,
    order_count,
    paid_amount,
    net_amount,
    interaction_count,
    is_buying_day,
    coalesce(row_before_on < on_date, true) as is_first_of_day,
    coalesce(
        {{ days_between('previous_order_on', 'on_date') }}
        <= {{ var('repurchase_window_days') }},
        false
    ) as is_repurchase_day,
    coalesce(
        {{ days_between('on_date', 'next_order_on') }}
        <= {{ var('return_window_days') }},
        false
    ) as is_return_day,
    previous_order_on,
    next_order_on
from followed
union all
select
    member_id,
    channel_code,
    on_date,
    order_count,
    paid_amount,
    net_amount,
    interaction_count,
    is_buying_day,
    false as is_first_of_day,
    false as is_repurchase_day,
    false as is_return_day,
    cast(null as date) as previous_order_on,
    cast(null as date) as next_order_on
from days
where not is_buying_day
