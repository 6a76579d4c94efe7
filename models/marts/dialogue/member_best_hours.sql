-- The hour of the day at which a member answers and acts most, outside the quiet hours.
-- Grain: member. A member's hours are drawn towards those of the lifecycle stage, and
-- these towards those of all, each of which counts as a few events. Of members who did
-- not agree to profiling nothing is read, and they get the best hour of all.
{% set weight = best_time_weight() -%}
with

numbered as (
    {{ numbers(0, 23) }}
),

members as (
    select
        lifecycle.member_id,
        case when permissions.may_profile then lifecycle.lifecycle_stage else 'all' end
            as stage
    from {{ ref('member_lifecycle') }} as lifecycle
    inner join {{ ref('member_permissions') }} as permissions
        on lifecycle.member_id = permissions.member_id
),

activity as (
    select
        active.member_id,
        members.stage,
        active.hour_of_day,
        active.events
    from {{ ref('member_active_hours') }} as active
    inner join members on active.member_id = members.member_id
    where not {{ is_quiet_hour('active.hour_of_day') }}
),

by_stage as (
    select
        stage,
        hour_of_day,
        sum(events) as events
    from activity
    group by stage, hour_of_day
),

by_hour as (
    select
        numbered.number as hour_of_day,
        (coalesce(sum(by_stage.events), 0) + 1.0e0)
        / (sum(coalesce(sum(by_stage.events), 0) + 1) over ()) as share
    from numbered
    left join by_stage on numbered.number = by_stage.hour_of_day
    where not {{ is_quiet_hour('numbered.number') }}
    group by numbered.number
),

stages as (
    select
        named.stage,
        coalesce(sum(by_stage.events), 0) as events
    from (select distinct stage from members) as named
    left join by_stage on named.stage = by_stage.stage
    group by named.stage
),

stage_hours as (
    select
        stages.stage,
        stages.events as stage_events,
        by_hour.hour_of_day,
        {{ drawn_share('coalesce(by_stage.events, 0)', 'stages.events',
            'by_hour.share', weight) }} as share
    from stages
    cross join by_hour
    left join by_stage
        on
            stages.stage = by_stage.stage
            and by_hour.hour_of_day = by_stage.hour_of_day
),

best_of_stage as (
    select
        *,
        row_number() over (
            partition by stage order by round(share, 12) desc, hour_of_day
        ) as place
    from stage_hours
),

totals as (
    select
        member_id,
        sum(events) as events
    from activity
    group by member_id
),

candidates as (
    select
        member_id,
        hour_of_day,
        events
    from activity
    union all
    select
        members.member_id,
        best_of_stage.hour_of_day,
        0 as events
    from members
    inner join best_of_stage
        on members.stage = best_of_stage.stage and best_of_stage.place = 1
),

scored as (
    select
        members.member_id,
        candidates.hour_of_day,
        candidates.events as hour_events,
        coalesce(totals.events, 0) as events,
        stage_hours.stage_events,
        {{ drawn_share('candidates.events', 'coalesce(totals.events, 0)',
            'stage_hours.share', weight) }} as share
    from candidates
    inner join members on candidates.member_id = members.member_id
    inner join stage_hours
        on
            members.stage = stage_hours.stage
            and candidates.hour_of_day = stage_hours.hour_of_day
    left join totals on candidates.member_id = totals.member_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by member_id
            order by round(share, 12) desc, hour_of_day, hour_events desc
        ) as place
    from scored
)

select
    member_id,
    cast(hour_of_day as int) as best_hour,
    share as expected_share,
    cast(hour_events as bigint) as hour_events,
    cast(events as bigint) as events,
    case
        when events >= {{ weight }} and hour_events > 0 then 'member'
        when stage_events >= {{ var('least_comparisons') }} then 'stage'
        else 'all'
    end as evidence
from ranked
where place = 1
