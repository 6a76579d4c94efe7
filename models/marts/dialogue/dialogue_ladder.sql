-- What each dialogue channel does, within dialogue_history_days: reach, response,
-- conversion and cost. Grain: dialogue channel. Only sends, for messages of employees
-- carry no receipts. The order of conversion is measured among channels with at least
-- least_comparisons sends whose window is over, and compared with the declared one.
{% set rated = "rated.conversion_trials >= " ~ var('least_comparisons') -%}
with

sends as (
    select
        dialogue_channel,
        count(*) as sends,
        sum(case when is_delivered then 1 else 0 end) as delivered,
        sum(case when is_opened then 1 else 0 end) as opened,
        sum(case when is_responded then 1 else 0 end) as responded,
        sum(case when is_opted_out then 1 else 0 end) as opted_out,
        sum(case when is_delivered and not is_censored then 1 else 0 end)
            as conversion_trials,
        sum(case when not is_censored and orders > 0 then 1 else 0 end) as converted,
        sum(orders) as orders,
        sum(net_amount) as net_amount,
        sum(cost_amount) as cost_amount
    from {{ ref('dialogue_contacts') }}
    where
        source = 'send'
        and contacted_on >= {{ first_of_days(var('dialogue_history_days')) }}
    group by dialogue_channel
),

reached as (
    select
        dialogue_channel,
        sum(case when is_reachable then 1 else 0 end) as reachable_members
    from {{ ref('member_reachability') }}
    group by dialogue_channel
),

pool as (
    select count(*) as members from {{ ref('dim_members') }} where not is_erased
),

rated as (
    select
        channels.dialogue_channel,
        channels.declared_rank,
        pool.members as pool_members,
        {%- for column in [
            'sends', 'delivered', 'opened', 'responded', 'opted_out',
            'conversion_trials', 'converted', 'orders', 'net_amount', 'cost_amount',
        ] %}
        coalesce(sends.{{ column }}, 0) as {{ column }},
        {%- endfor %}
        coalesce(reached.reachable_members, 0) as reachable_members,
        cast(sends.converted as double) / nullif(sends.conversion_trials, 0)
            as conversion_rate
    from {{ ref('dialogue_channels') }} as channels
    cross join pool
    left join sends on channels.dialogue_channel = sends.dialogue_channel
    left join reached on channels.dialogue_channel = reached.dialogue_channel
),

ranked as (
    select
        rated.*,
        {{ rated }} as is_ranked,
        rank() over (
            partition by {{ rated }} order by rated.conversion_rate desc
        ) as measured_rank,
        rank() over (
            partition by {{ rated }}, rated.declared_rank is not null
            order by rated.declared_rank
        ) as declared_place,
        rank() over (
            partition by {{ rated }}, rated.declared_rank is not null
            order by rated.conversion_rate desc
        ) as measured_place
    from rated
)

select
    dialogue_channel,
    declared_rank,
    case when is_ranked then cast(measured_rank as bigint) end as measured_rank,
    case
        when is_ranked and declared_rank is not null
            then declared_place = measured_place
    end as is_as_declared,
    cast(reachable_members as bigint) as reachable_members,
    cast(reachable_members as double) / nullif(pool_members, 0) as reachable_share,
    cast(sends as bigint) as sends,
    cast(delivered as bigint) as delivered,
    cast(opened as bigint) as opened,
    cast(responded as bigint) as responded,
    cast(opted_out as bigint) as opted_out,
    cast(conversion_trials as bigint) as conversion_trials,
    cast(converted as bigint) as converted,
    cast(orders as bigint) as orders,
    cast(net_amount as decimal(18, 2)) as net_amount,
    cast(cost_amount as decimal(18, 2)) as cost_amount,
    cast(delivered as double) / nullif(sends, 0) as delivery_rate,
    cast(responded as double) / nullif(delivered, 0) as response_rate,
    {{ wilson_bound('responded', 'delivered') }} as response_rate_low,
    {{ wilson_bound('responded', 'delivered', 'upper') }} as response_rate_high,
    conversion_rate,
    {{ wilson_bound('converted', 'conversion_trials') }} as conversion_rate_low,
    {{ wilson_bound('converted', 'conversion_trials', 'upper') }}
        as conversion_rate_high,
    cast(opted_out as double) / nullif(delivered, 0) as opt_out_rate,
    cast(cost_amount as double) / nullif(delivered, 0) as cost_per_delivery,
    cast(cost_amount as double) / nullif(orders, 0) as cost_per_order,
    'observed' as evidence_grade
from ranked
