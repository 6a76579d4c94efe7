-- Which members of a stage are touched by which dialogue channel, and which could be
-- and are not. Grain: stage, dialogue channel. Touched means a contact that arrived
-- within the stage and the last 90 days up to as_of; value is what is expected of
-- members within 12 months, of buyers only.
{% set touch_days = 90 -%}
with

current_stages as (
    select
        member_id,
        journey_stage,
        valid_from
    from {{ ref('journey_stages') }}
    where is_current
),

stages as (
    select distinct journey_stage from {{ ref('journey_steps') }}
    union all
    select 'silent' as journey_stage
),

sizes as (
    select
        journey_stage,
        count(*) as members
    from current_stages
    group by journey_stage
),

touched as (
    select distinct
        contacts.member_id,
        contacts.dialogue_channel
    from {{ ref('dialogue_contacts') }} as contacts
    inner join current_stages
        on
            contacts.member_id = current_stages.member_id
            and contacts.contacted_on >= current_stages.valid_from
    where
        contacts.is_delivered
        and contacts.contacted_on >= {{ first_of_days(touch_days) }}
),

counted as (
    select
        current_stages.journey_stage,
        reachable.dialogue_channel,
        sum(case when reachable.is_reachable then 1 else 0 end) as reachable_members,
        sum(case when touched.member_id is not null then 1 else 0 end)
            as touched_members,
        sum(case
            when reachable.is_reachable and touched.member_id is null then 1 else 0
        end) as uncovered_members,
        sum(case
            when reachable.is_reachable and touched.member_id is null
                then coalesce(predicted.predicted_value_12_months, 0)
        end) as uncovered_value
    from {{ ref('member_reachability') }} as reachable
    inner join current_stages on reachable.member_id = current_stages.member_id
    left join touched
        on
            reachable.member_id = touched.member_id
            and reachable.dialogue_channel = touched.dialogue_channel
    left join {{ ref('predicted_values') }} as predicted
        on reachable.member_id = predicted.member_id
    group by current_stages.journey_stage, reachable.dialogue_channel
),

strategies as (
    select
        journey_stage,
        dialogue_channel,
        count(*) as strategies
    from {{ ref('dim_strategies') }}
    where
        not is_inferred
        and coalesce(starts_on, {{ as_of_date() }}) <= {{ as_of_date() }}
        and coalesce(ends_on, {{ as_of_date() }}) >= {{ as_of_date() }}
    group by journey_stage, dialogue_channel
)

select
    stages.journey_stage,
    channels.dialogue_channel,
    cast(coalesce(sizes.members, 0) as bigint) as members,
    cast(coalesce(counted.reachable_members, 0) as bigint) as reachable_members,
    cast(coalesce(counted.touched_members, 0) as bigint) as touched_members,
    cast(coalesce(counted.uncovered_members, 0) as bigint) as uncovered_members,
    cast(coalesce(counted.uncovered_value, 0) as decimal(18, 2)) as uncovered_value,
    cast(coalesce(strategies.strategies, 0) as bigint) as running_strategies,
    case
        when coalesce(sizes.members, 0) = 0 then 'nobody'
        when coalesce(counted.touched_members, 0) > 0 then 'touched'
        when coalesce(counted.reachable_members, 0) = 0 then 'unreachable'
        when strategies.strategies > 0 then 'planned'
        else 'uncovered'
    end as coverage
from stages
cross join {{ ref('dialogue_channels') }} as channels
left join sizes on stages.journey_stage = sizes.journey_stage
left join counted
    on
        stages.journey_stage = counted.journey_stage
        and channels.dialogue_channel = counted.dialogue_channel
left join strategies
    on
        stages.journey_stage = strategies.journey_stage
        and channels.dialogue_channel = strategies.dialogue_channel
