-- The five aspects of a campaign beside conversion, each a share of 0 to 1, of which
-- more is better, and what is usual among campaigns. Grain: campaign, aspect.
{% set aspects = {
    'channel_exploration': ('channels_reached', 'channels_known'),
    'demand_activation': ('participants', 'targeted'),
    'creative_feedback': ('clicked', 'opened'),
    'experience': ('reached - opted_out', 'reached'),
    'monitoring': ('points_known', 'points'),
} -%}
with

results as (
    select * from {{ ref('campaign_results') }}
),

channels as (
    select
        campaign_key,
        count(*) as channels_reached
    from results
    where
        slice_dimension = 'dialogue_channel'
        and slice_value != 'none'
        and reached > 0
    group by campaign_key
),

known as (
    select count(distinct slice_value) as channels_known
    from results
    where
        slice_dimension = 'dialogue_channel'
        and slice_value != 'none'
        and reached > 0
),

campaigns as (
    select
        results.campaign_key,
        results.targeted,
        results.reached,
        results.opened,
        results.clicked,
        results.opted_out,
        results.participants,
        case when results.targeted > 0 then coalesce(channels.channels_reached, 0) end
            as channels_reached,
        known.channels_known,
        case when results.targeted > 0 then 1 else 0 end
        + case when results.holdout > 0 then 1 else 0 end
        + case when results.reached > 0 then 1 else 0 end
        + case when results.cost_amount > 0 then 1 else 0 end
        + case when results.goal_attainment is not null then 1 else 0 end
        + case when results.is_censored then 0 else 1 end as points_known,
        6 as points
    from results
    cross join known
    left join channels on results.campaign_key = channels.campaign_key
    where results.slice_dimension = 'all'
),

aspects as (
    {%- for aspect, (numerator, denominator) in aspects.items() %}
    select
        campaign_key,
        '{{ aspect }}' as aspect,
        cast({{ numerator }} as bigint) as numerator,
        cast({{ denominator }} as bigint) as denominator,
        {{ quotient(numerator, denominator) }} as value
    from campaigns
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

usual as (
    select
        aspect,
        {{ percentile('value', 0.5) }} as usual_value
    from aspects
    group by aspect
)

select
    aspects.campaign_key,
    aspects.aspect,
    aspects.numerator,
    aspects.denominator,
    aspects.value,
    usual.usual_value,
    aspects.value - usual.usual_value as above_usual,
    case
        when aspects.value is not null then null
        when aspects.aspect = 'creative_feedback' then 'nothing_opened'
        when aspects.aspect = 'experience' then 'nobody_reached'
        else 'nobody_targeted'
    end as missing_reason
from aspects
inner join usual on aspects.aspect = usual.aspect
