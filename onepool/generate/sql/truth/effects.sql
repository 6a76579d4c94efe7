-- Extra paid orders a person in the window, by arm, against the control arm.
with armed as (
    select
        campaign_key(campaign_no) as campaign_id,
        'ST' || lpad(strategy_no::varchar, 4, '0') as strategy_id,
        arm,
        case when campaign_no is not null then utc(start_s) end as window_from,
        case when campaign_no is not null then utc(until_s) end as window_to,
        (until_s - start_s) // 86400 as window_days,
        effect,
        extra_order_s,
    from assignments
),

controls as (
    select
        coalesce(campaign_id, strategy_id) as subject_id,
        count(*) as control_people,
    from armed
    where arm = 'control'
    group by coalesce(campaign_id, strategy_id)
),

-- All of them together, a person to whom nothing was held out, over the whole year.
whole as (
    select
        'ST0005' as strategy_id,
        (select sum(effect) from assignments where arm <> 'control')
        / count(*) filter (where arm = 'treatment') as true_effect,
        (select count(extra_order_s) from assignments) as extra_orders,
        count(*) filter (where arm = 'treatment') as treated_people,
        count(*) filter (where arm = 'control') as control_people,
    from holdouts
    having count(*) > 0
)

select
    armed.campaign_id,
    armed.strategy_id,
    armed.arm,
    'paid_orders_per_person' as metric,
    any_value(armed.window_from) as window_from,
    any_value(armed.window_to) as window_to,
    any_value(armed.window_days) as window_days,
    any_value(armed.effect)::double as true_effect,
    count(armed.extra_order_s) / count(*)::double as realised_effect,
    count(armed.extra_order_s) as extra_orders,
    count(*) as treated_people,
    any_value(controls.control_people) as control_people,
from armed
left join controls
    on coalesce(armed.campaign_id, armed.strategy_id) = controls.subject_id
where armed.arm <> 'control'
group by armed.campaign_id, armed.strategy_id, armed.arm

union all

select
    null as campaign_id,
    strategy_id,
    'treatment' as arm,
    'paid_orders_per_person' as metric,
    null as window_from,
    null as window_to,
    getvariable('days')::bigint as window_days,
    true_effect::double as true_effect,
    extra_orders / treated_people::double as realised_effect,
    extra_orders,
    treated_people,
    control_people,
from whole
order by campaign_id nulls last, strategy_id, arm
