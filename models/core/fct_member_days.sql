-- Days on which a member bought or interacted, by channel. Grain: member, channel, day.
-- Members are counted distinct over channels: a member active in two is two rows.
with

orders as (
    select
        member_id,
        channel_code,
        paid_on as on_date,
        count(*) as order_count,
        sum(paid_amount) as paid_amount,
        sum(net_amount) as net_amount
    from {{ ref('fct_orders') }}
    where is_valid and member_id is not null
    group by member_id, channel_code, paid_on
),

interactions as (
    select
        member_id,
        channel_code,
        occurred_on as on_date,
        count(*) as interaction_count
    from {{ ref('fct_interactions') }}
    where not is_deleted and member_id is not null
    group by member_id, channel_code, occurred_on
),

buying_days as (
    select
        member_id,
        on_date,
        lag(on_date) over (
            partition by member_id order by on_date
        ) as previous_order_on,
        lead(on_date) over (partition by member_id order by on_date) as next_order_on
    from (
        select distinct
            member_id,
            on_date
        from orders
    ) as days
)

select
    coalesce(orders.member_id, interactions.member_id) as member_id,
    coalesce(orders.channel_code, interactions.channel_code) as channel_code,
    coalesce(orders.on_date, interactions.on_date) as on_date,
    coalesce(orders.order_count, 0) as order_count,
    cast(coalesce(orders.paid_amount, 0) as decimal(18, 2)) as paid_amount,
    cast(coalesce(orders.net_amount, 0) as decimal(18, 2)) as net_amount,
    coalesce(interactions.interaction_count, 0) as interaction_count,
    orders.member_id is not null as is_buying_day,
    coalesce(
        {{ days_between('buying_days.previous_order_on', 'buying_days.on_date') }}
        <= {{ var('repurchase_window_days') }},
        false
    ) as is_repurchase_day,
    coalesce(
        {{ days_between('buying_days.on_date', 'buying_days.next_order_on') }}
        <= {{ var('return_window_days') }},
        false
    ) as is_return_day,
    buying_days.previous_order_on,
    buying_days.next_order_on
from orders
full outer join interactions
    on
        orders.member_id = interactions.member_id
        and orders.channel_code = interactions.channel_code
        and orders.on_date = interactions.on_date
left join buying_days
    on
        orders.member_id = buying_days.member_id
        and orders.on_date = buying_days.on_date
