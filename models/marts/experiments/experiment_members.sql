-- What members of experiments did before and after the assignment. Grain: experiment,
-- member. Net amounts take refunds back to the payment, also those after the window.
with

assigned as (
    select
        *,
        least(pre_from, coalesce(starts_at, pre_from)) as look_from
    from {{ ref('experiment_assignments') }}
),

orders as (
    select
        assigned.experiment_key,
        assigned.member_id,
        orders.order_key,
        orders.paid_amount,
        orders.net_amount,
        orders.paid_at >= assigned.window_from as is_outcome,
        orders.paid_at >= assigned.pre_from
        and orders.paid_at < assigned.assigned_at as is_before,
        coalesce(
            orders.paid_at >= assigned.starts_at
            and orders.paid_at < assigned.assigned_at,
            false
        ) as is_early
    from assigned
    inner join {{ ref('fct_orders') }} as orders
        on
            assigned.member_id = orders.member_id
            and assigned.look_from <= orders.paid_at
            and assigned.window_to > orders.paid_at
    where orders.is_valid and orders.paid_on <= {{ as_of_date() }}
),

margins as (
    select
        order_key,
        sum(line_amount - cost_amount) as margin_amount
    from {{ ref('fct_order_lines') }}
    where
        not is_deleted
        and cost_amount is not null
        and order_key in (select order_key from orders where is_outcome)
    group by order_key
),

-- In the share of the order that was not refunded.
kept_margins as (
    select distinct
        margins.order_key,
        round(
            cast(margins.margin_amount as double) * {{ kept_share() }}, 2
        ) as margin_amount
    from margins
    inner join orders on margins.order_key = orders.order_key
),

outcomes as (
    select
        orders.experiment_key,
        orders.member_id,
        sum(case when orders.is_outcome then 1 else 0 end) as orders,
        sum(case when orders.is_outcome then orders.net_amount else 0 end)
            as net_amount,
        sum(case
            when orders.is_outcome
                then margins.margin_amount
        end) as margin_amount,
        sum(case when orders.is_before then orders.net_amount else 0 end)
            as pre_net_amount,
        sum(case when orders.is_early then 1 else 0 end) as orders_before_assignment
    from orders
    left join kept_margins as margins on orders.order_key = margins.order_key
    group by orders.experiment_key, orders.member_id
),

caps as (
    select
        outcomes.experiment_key,
        {{ percentile('outcomes.net_amount', var('experiment_cap_quantile')) }}
            as cap_amount
    from outcomes
    inner join assigned
        on
            outcomes.experiment_key = assigned.experiment_key
            and outcomes.member_id = assigned.member_id
    where assigned.is_counted and outcomes.net_amount > 0
    group by outcomes.experiment_key
)

select
    assigned.experiment_key,
    assigned.campaign_key,
    assigned.strategy_key,
    assigned.member_id,
    assigned.arm,
    assigned.propensity,
    assigned.excluded_reason,
    assigned.is_counted,
    assigned.channel_code,
    assigned.rfm_segment_before,
    assigned.lifecycle_stage_before,
    assigned.window_from,
    assigned.window_to,
    cast(coalesce(outcomes.orders, 0) as bigint) as orders,
    case when outcomes.orders > 0 then 1 else 0 end as conversion,
    cast(coalesce(outcomes.net_amount, 0) as decimal(18, 2)) as net_amount,
    -- Neither engine lets least() be null when one of its values is.
    least(cast(coalesce(outcomes.net_amount, 0) as double), caps.cap_amount)
        as capped_net_amount,
    cast(coalesce(outcomes.margin_amount, 0) as decimal(18, 2)) as margin_amount,
    case
        when assigned.has_pre_period
            then cast(coalesce(outcomes.pre_net_amount, 0) as decimal(18, 2))
    end as pre_net_amount,
    cast(coalesce(outcomes.orders_before_assignment, 0) as bigint)
        as orders_before_assignment
from assigned
left join outcomes
    on
        assigned.experiment_key = outcomes.experiment_key
        and assigned.member_id = outcomes.member_id
left join caps on assigned.experiment_key = caps.experiment_key
