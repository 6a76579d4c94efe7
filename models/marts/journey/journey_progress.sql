-- How members go from one step of the journey to the next. Grain: step from the second
-- on, month in which the step before was taken. A member who had taken the step before
-- the one before it is told apart and is no trial. The baseline is the share of the
-- twelve months before whose days are over; a breakpoint lies three standard errors
-- below it.
{% set before = 'partition by step_no'
    ~ ' order by ' ~ whole_months("date '2000-01-01'", 'month')
    ~ ' range between 12 preceding and 1 preceding' -%}
with

steps as (
    select * from {{ ref('journey_steps') }}
),

paired as (
    select
        earlier.member_id,
        steps.step_code,
        steps.step_no,
        steps.days,
        {{ month_of('earlier.reached_on') }} as month,
        coalesce(later.reached_on < earlier.reached_on, false) as is_ahead,
        {{ days_between('earlier.reached_on', 'later.reached_on') }} as days_taken
    from {{ ref('journey_member_steps') }} as earlier
    inner join steps on earlier.step_no = steps.step_no - 1
    left join {{ ref('journey_member_steps') }} as later
        on
            earlier.member_id = later.member_id
            and steps.step_no = later.step_no
),

counted as (
    select
        step_code,
        step_no,
        days,
        month,
        count(*) as members,
        sum(case when is_ahead then 1 else 0 end) as ahead,
        sum(case when is_ahead then 0 else 1 end) as trials,
        sum(case when not is_ahead and days_taken < days then 1 else 0 end) as taken,
        {{ median_of(
            'case when not is_ahead and days_taken < days '
            ~ 'then cast(days_taken as double) end'
        ) }} as median_days
    from paired
    group by step_code, step_no, days, month
),

dated as (
    select
        *,
        {{ add_days(add_months('month', 1), 'days - 1') }} > {{ as_of_date() }}
            as is_censored
    from counted
),

compared as (
    select
        *,
        sum(case when is_censored then 0 else trials end) over ({{ before }})
            as baseline_trials,
        sum(case when is_censored then 0 else taken end) over ({{ before }})
            as baseline_taken
    from dated
),

scored as (
    select
        *,
        case
            when not is_censored
                then {{ pooled_z(
                    'taken', 'trials', 'baseline_taken', 'baseline_trials'
                ) }}
        end as z
    from compared
)

select
    step_code,
    step_no,
    month,
    cast(members as bigint) as members,
    cast(ahead as bigint) as ahead,
    cast(trials as bigint) as trials,
    cast(taken as bigint) as taken,
    cast(taken as double) / nullif(trials, 0) as step_rate,
    median_days,
    days as days_allowed,
    is_censored,
    cast(coalesce(baseline_trials, 0) as bigint) as baseline_trials,
    cast(baseline_taken as double) / nullif(baseline_trials, 0) as baseline_rate,
    z,
    case
        when is_censored then 'not_over'
        when z is null then 'too_few'
        when z <= -3 then 'breakpoint'
        when z >= 3 then 'better'
        else 'usual'
    end as verdict
from scored
