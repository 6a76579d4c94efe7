-- What a member has bought up to as_of. Grain: member with a valid order. Columns of
-- purchase models (repeat_purchase_days, purchase_span_days, observation_days,
-- repeat_day_amount) count days with a purchase, not orders, and leave out the first;
-- those of RFM (recency_days, window_orders, window_net_amount) are other quantities.
{% set window_start = add_days(as_of_date(), -var('rfm_window_days')) -%}
with

rules as (
    {{ lifecycle_rules() }}
),

members as (
    select member_id from {{ ref('dim_members') }} where not is_erased
),

summed as (
    select
        member_id,
        min(on_date) as first_order_on,
        max(on_date) as last_order_on,
        max(case
            when
                {{ days_between('previous_order_on', 'on_date') }}
                > rules.return_gap_days
                then on_date
        end) as last_return_on,
        sum(order_count) as order_count,
        sum(case when is_first_of_day then 1 else 0 end) as purchase_days,
        sum(net_amount) as net_amount,
        sum(case when previous_order_on is not null then net_amount end)
            as repeat_amount,
        sum(case
            when on_date > {{ window_start }}
                then order_count
            else 0
        end) as window_orders,
        sum(case
            when on_date > {{ window_start }}
                then net_amount
            else 0
        end) as window_net_amount
    from {{ ref('fct_member_days') }}
    cross join rules
    where is_buying_day and on_date <= {{ as_of_date() }}
    group by member_id
)

select
    summed.member_id,
    summed.first_order_on,
    summed.last_order_on,
    summed.last_return_on,
    cast(summed.order_count as bigint) as order_count,
    cast(summed.purchase_days as bigint) as purchase_days,
    cast(summed.net_amount as decimal(18, 2)) as net_amount,
    {{ days_between('summed.last_order_on', as_of_date()) }} as recency_days,
    cast(summed.window_orders as bigint) as window_orders,
    cast(summed.window_net_amount as decimal(18, 2)) as window_net_amount,
    cast(summed.purchase_days - 1 as bigint) as repeat_purchase_days,
    {{ days_between('summed.first_order_on', 'summed.last_order_on') }}
        as purchase_span_days,
    {{ days_between('summed.first_order_on', as_of_date()) }} as observation_days,
    cast(summed.repeat_amount as double) / nullif(summed.purchase_days - 1, 0)
        as repeat_day_amount
from summed
inner join members on summed.member_id = members.member_id
