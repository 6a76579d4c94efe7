-- How many members stood in each stage of the journey, month by month: opening, came
-- in, went out, closing. Grain: month up to as_of, stage. Members are dated as they
-- are known today, so that a merge changes the past.
{% set by_stage = 'partition by grid.journey_stage order by grid.month' -%}
with

stages as (
    select distinct journey_stage from {{ ref('journey_steps') }}
    union all
    select 'silent' as journey_stage
),

history as (
    select * from {{ ref('journey_stages') }}
),

first_month as (
    select min({{ month_of('valid_from') }}) as month from history
),

months as (
    select distinct {{ month_of('days.date_day') }} as month
    from (
        {{ date_rows('(select month from first_month)', as_of_date()) }}
    ) as days
),

moves as (
    select
        journey_stage,
        {{ month_of('valid_from') }} as month,
        count(*) as entered,
        0 as departed,
        cast(null as double) as median_days
    from history
    group by journey_stage, {{ month_of('valid_from') }}
    union all
    select
        journey_stage,
        {{ month_of('valid_to') }} as month,
        0 as entered,
        count(*) as departed,
        {{ median_of(
            'cast(' ~ days_between('valid_from', 'valid_to') ~ ' as double)'
        ) }} as median_days
    from history
    where valid_to is not null
    group by journey_stage, {{ month_of('valid_to') }}
),

counted as (
    select
        journey_stage,
        month,
        sum(entered) as entered,
        sum(departed) as departed,
        max(median_days) as median_days
    from moves
    group by journey_stage, month
),

grid as (
    select
        months.month,
        stages.journey_stage,
        coalesce(counted.entered, 0) as entered,
        coalesce(counted.departed, 0) as departed,
        counted.median_days
    from months
    cross join stages
    left join counted
        on months.month = counted.month and stages.journey_stage = counted.journey_stage
),

summed as (
    select
        grid.*,
        sum(grid.entered - grid.departed) over ({{ by_stage }}) as closing
    from grid
)

select
    month,
    journey_stage,
    cast(closing - entered + departed as bigint) as opening,
    cast(entered as bigint) as entered,
    cast(departed as bigint) as departed,
    cast(closing as bigint) as closing,
    cast(departed as double) / nullif(closing + departed, 0) as departure_rate,
    median_days as median_days_of_departed
from summed
