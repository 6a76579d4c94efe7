-- Whom strategies touch. Grain: strategy, lifecycle stage, RFM segment, as of as_of;
-- strategy `all` is of any strategy. Eligible is who has agreed to marketing by the
-- channel of the strategy (of `all`, by any); touched is who was sent something; held
-- out is who was not because of the control arm, or of the global holdout. The eligible
-- are touched, held out or never touched.
{% set channels = [
    'one_to_one', 'group', 'official_account', 'sms', 'push', 'popup', 'call'
] -%}
{% set groups = ['touched', 'touched_eligible', 'held_out', 'held_out_eligible'] -%}
with

pool as (
    select
        stages.member_id,
        stages.lifecycle_stage,
        coalesce(scores.stable_segment_code, 'unscored') as rfm_segment,
        coalesce(summaries.window_net_amount, 0) as amount,
        {%- for channel in channels %}
        permissions.may_market_by_{{ channel }},
        {%- endfor %}
        permissions.may_market_by_{{ channels
            | join('\n        or permissions.may_market_by_') }} as may_market_by_all
    from {{ ref('member_lifecycle') }} as stages
    inner join {{ ref('member_permissions') }} as permissions
        on stages.member_id = permissions.member_id
    left join {{ ref('rfm_scores') }} as scores on stages.member_id = scores.member_id
    left join {{ ref('purchase_summaries') }} as summaries
        on stages.member_id = summaries.member_id
),

cells as (
    {%- for channel in channels + ['all'] %}
    select
        '{{ channel }}' as channel,
        lifecycle_stage,
        rfm_segment,
        count(*) as pool_members,
        sum(case when may_market_by_{{ channel }} then 1 else 0 end)
            as eligible_members,
        sum(case when may_market_by_{{ channel }} then amount else 0 end)
            as eligible_amount
    from pool
    group by lifecycle_stage, rfm_segment
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

strategies as (
    select
        strategy_key,
        coalesce(dialogue_channel, 'all') as channel
    from {{ ref('dim_strategies') }}
    where coalesce(kind, '') != 'holdout'
    union all
    select
        'all' as strategy_key,
        'all' as channel
),

{{ strategy_touch_ctes() }},

judged as (
    select
        assigned.strategy_key,
        pool.lifecycle_stage,
        pool.rfm_segment,
        pool.amount,
        assigned.is_touched as touched,
        assigned.is_held_out as held_out,
        case strategies.channel
            {%- for channel in channels %}
            when '{{ channel }}' then pool.may_market_by_{{ channel }}
            {%- endfor %}
            else pool.may_market_by_all
        end as is_eligible
    from assigned
    inner join pool on assigned.member_id = pool.member_id
    inner join strategies on assigned.strategy_key = strategies.strategy_key
),

grouped as (
    select
        strategy_key,
        lifecycle_stage,
        rfm_segment,
        {%- for name in groups %}
        {%- set condition = name | replace('_eligible', ' and is_eligible') %}
        sum(case when {{ condition }} then 1 else 0 end) as {{ name }}_members,
        sum(case when {{ condition }} then amount else 0 end) as {{ name }}_amount,
        {%- endfor %}
        count(*) as assigned_members
    from judged
    group by strategy_key, lifecycle_stage, rfm_segment
)

select
    strategies.strategy_key,
    cells.lifecycle_stage,
    cells.rfm_segment,
    cells.pool_members,
    cast(cells.eligible_members as bigint) as eligible_members,
    {%- for name in groups %}
    cast(coalesce(grouped.{{ name }}_members, 0) as bigint) as {{ name }}_members,
    {%- endfor %}
    cast(
        cells.eligible_members - coalesce(grouped.touched_eligible_members, 0)
        - coalesce(grouped.held_out_eligible_members, 0) as bigint
    ) as never_touched_members,
    cast(cells.eligible_amount as decimal(18, 2)) as eligible_amount,
    {%- for name in groups %}
    cast(coalesce(grouped.{{ name }}_amount, 0) as decimal(18, 2))
        as {{ name }}_amount,
    {%- endfor %}
    cast(
        cells.eligible_amount - coalesce(grouped.touched_eligible_amount, 0)
        - coalesce(grouped.held_out_eligible_amount, 0) as decimal(18, 2)
    ) as never_touched_amount,
    {{ quotient(
        'coalesce(grouped.touched_eligible_members, 0)', 'cells.eligible_members'
    ) }} as coverage_of_eligible,
    {{ quotient('coalesce(grouped.touched_members, 0)', 'cells.pool_members') }}
        as coverage_of_pool
from strategies
inner join cells on strategies.channel = cells.channel
left join grouped
    on
        strategies.strategy_key = grouped.strategy_key
        and cells.lifecycle_stage = grouped.lifecycle_stage
        and cells.rfm_segment = grouped.rfm_segment
