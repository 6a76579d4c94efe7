-- Buyers as they stood at the end of each closed month since their first order: what is
-- carried forward, what the window holds, the lifecycle stage. Grain: member, month. A
-- member without a row in a month was a prospect. Derived from member_months alone.
{% set history = var('snapshot_months') -%}
{% set by_member = 'partition by dense.member_id order by dense.month' -%}
{% set window = by_member ~ ' rows between ' ~ (rfm_window_months() - 1)
    ~ ' preceding and current row' -%}
with

rules as (
    {{ lifecycle_rules() }}
),

-- One window of months more than is told, so that the first snapshot is whole.
months as (
    {{ closed_months(history + rfm_window_months()) }}
),

first_month as (
    select min(month) as month from months
),

-- Older months count into the first one, which no told window reaches.
activity as (
    select
        activity.member_id,
        greatest(activity.month, first_month.month) as month,
        sum(activity.order_count) as order_count,
        sum(activity.net_amount) as net_amount,
        min(activity.first_order_on) as first_order_on,
        max(activity.last_order_on) as last_order_on,
        max(case
            when
                {{ days_between(
                    'activity.previous_order_on', 'activity.first_order_on'
                ) }} > rules.return_gap_days
                then activity.first_order_on
        end) as last_return_on,
        max(activity.last_interaction_on) as last_interaction_on
    from {{ ref('member_months') }} as activity
    cross join rules
    cross join first_month
    group by activity.member_id, greatest(activity.month, first_month.month)
),

buyers as (
    select
        member_id,
        min(first_order_on) as first_order_on,
        min(month) as first_month
    from activity
    where order_count > 0
    group by member_id
),

dense as (
    select
        buyers.member_id,
        buyers.first_order_on,
        months.month,
        months.month_end,
        activity.order_count,
        activity.net_amount,
        activity.last_order_on,
        activity.last_return_on,
        activity.last_interaction_on
    from buyers
    inner join months on buyers.first_month <= months.month
    left join activity
        on buyers.member_id = activity.member_id and months.month = activity.month
),

state as (
    select
        dense.member_id,
        dense.month,
        dense.month_end,
        dense.first_order_on,
        max(dense.last_order_on) over ({{ by_member }}) as last_order_on,
        max(dense.last_return_on) over ({{ by_member }}) as last_return_on,
        max(dense.last_interaction_on) over ({{ by_member }}) as last_interaction_on,
        coalesce(dense.order_count, 0) as month_orders,
        sum(dense.order_count) over ({{ window }}) as window_orders,
        sum(dense.net_amount) over ({{ window }}) as window_net_amount
    from dense
)

select
    state.member_id,
    state.month,
    state.month_end,
    {{ lifecycle_stage('state.month_end') }} as lifecycle_stage,
    state.first_order_on,
    state.last_order_on,
    state.last_return_on,
    state.last_interaction_on,
    {{ days_between('state.last_order_on', 'state.month_end') }} as recency_days,
    cast(state.month_orders as bigint) as month_orders,
    cast(coalesce(state.window_orders, 0) as bigint) as window_orders,
    cast(coalesce(state.window_net_amount, 0) as decimal(18, 2)) as window_net_amount
from state
cross join rules
where {{ months_between('state.month', add_days(as_of_date(), 1)) }} <= {{ history }}
