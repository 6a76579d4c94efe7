-- At which hours of the day a member answers and acts, within dialogue_history_days.
-- Grain: member who agreed to profiling, hour.
with

profiled as (
    select member_id from {{ ref('member_permissions') }}
    where may_profile and not is_erased
),

touches as (
    select
        touches.member_id,
        {{ business_hour('touches.occurred_at') }} as hour_of_day
    from {{ ref('fct_touches') }} as touches
    left join {{ ref('interaction_kinds') }} as kinds
        on touches.kind = kinds.kind
    where
        (kinds.is_own or touches.kind in ('open', 'click'))
        and touches.occurred_on between
        {{ first_of_days(var('dialogue_history_days')) }} and {{ as_of_date() }}
)

select
    touches.member_id,
    cast(touches.hour_of_day as int) as hour_of_day,
    count(*) as events
from touches
inner join profiled on touches.member_id = profiled.member_id
group by touches.member_id, touches.hour_of_day
