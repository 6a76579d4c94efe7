-- Whether campaigns and strategies close their loop: a goal, a path by which members
-- are met, a node at which they act, and a result. Grain: campaign or strategy. A
-- strategy's goal is the stage of the journey it serves. Audiences that were handed
-- over are judged by their outcomes (audience_outcomes), a global holdout by none.
{% set parts = ['goal', 'path', 'node', 'result'] -%}
with

campaigns as (
    select
        'campaign' as subject_kind,
        campaigns.campaign_key as subject_key,
        campaigns.campaign_name as subject_name,
        campaigns.owner,
        coalesce(campaigns.goal_value > 0, false) and campaigns.goal_metric is not null
            as has_goal,
        results.targeted,
        results.reached,
        results.participants,
        results.redeemers,
        results.converters,
        results.is_censored
    from {{ ref('dim_campaigns') }} as campaigns
    inner join {{ ref('campaign_results') }} as results
        on
            campaigns.campaign_key = results.campaign_key
            and results.slice_dimension = 'all'
    where coalesce(campaigns.kind, '') != 'audience'
),

strategies as (
    select
        'strategy' as subject_kind,
        strategies.strategy_key as subject_key,
        strategies.strategy_name as subject_name,
        strategies.owner,
        strategies.journey_stage is not null as has_goal,
        results.targeted,
        results.reached,
        results.participants,
        0 as redeemers,
        results.converters,
        results.is_censored
    from {{ ref('dim_strategies') }} as strategies
    inner join {{ ref('strategy_results') }} as results
        on
            strategies.strategy_key = results.strategy_key
            and results.slice_dimension = 'all'
),

subjects as (
    select * from campaigns
    union all
    select * from strategies
),

judged as (
    select
        *,
        targeted > 0 and reached > 0 as has_path,
        participants > 0 or redeemers > 0 as has_node,
        targeted > 0 and not is_censored as has_result
    from subjects
)

select
    subject_kind,
    subject_key,
    subject_name,
    owner,
    {%- for part in parts %}
    has_{{ part }},
    {%- endfor %}
    (
        {%- for part in parts %}
        {{ "+ " if not loop.first }}case when has_{{ part }} then 1 else 0 end
        {%- endfor %}
    ) / 4.0e0 as completeness,
    nullif(concat_ws(
        ', '
        {%- for part in parts %},
        case when not has_{{ part }} then '{{ part }}' end
        {%- endfor %}
    ), '') as missing,
    {{ quotient('reached', 'targeted') }} as reached_share,
    {{ quotient('participants', 'reached') }} as participant_share,
    {{ quotient('converters', 'participants') }} as converter_share
from judged
