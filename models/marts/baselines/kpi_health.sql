-- How healthy the numbers of an area and owner are on a day. Grain: day, area, owner.
-- The index is the mean over metrics of their lights (green 100, amber 50, red 0); the
-- company's light counts as much as all slices of the metric together.
with

lights as (
    select
        baselines.*,
        metrics.area,
        metrics.owner,
        case baselines.light when 'green' then 100 when 'amber' then 50 else 0 end
            as points,
        case baselines.direction
            when 'up' then -baselines.robust_z
            when 'down' then baselines.robust_z
            else abs(baselines.robust_z)
        end as bad_z
    from {{ ref('kpi_baselines') }} as baselines
    inner join {{ ref('dim_metrics') }} as metrics
        on baselines.metric = metrics.metric
    where baselines.light is not null and {{ computed_once() }}
),

ranked as (
    select
        *,
        concat(
            metric,
            case
                when slice_dimension != 'all'
                    then concat(' of ', slice_dimension, ' ', slice_value)
                else ''
            end,
            concat(' (', light, ', z '),
            cast(cast(robust_z as decimal(18, 1)) as {{ dbt.type_string() }}),
            ')'
        ) as said,
        row_number() over (
            partition by on_date, area, owner
            order by
                case light when 'red' then 1 else 2 end asc,
                bad_z desc,
                metric asc,
                slice_dimension asc,
                slice_value asc
        ) as rank_number
    from lights
    where light != 'green'
),

worst as (
    select
        on_date,
        area,
        owner,
        max(case when rank_number = 1 then said end) as worst_1,
        max(case when rank_number = 2 then said end) as worst_2,
        max(case when rank_number = 3 then said end) as worst_3
    from ranked
    where rank_number <= 3
    group by on_date, area, owner
),

by_metric as (
    select
        on_date,
        area,
        owner,
        metric,
        avg(case when slice_dimension = 'all' then points end) as company_points,
        avg(case when slice_dimension != 'all' then points end) as slice_points,
        count(case when light = 'green' then 1 end) as green_lights,
        count(case when light = 'amber' then 1 end) as amber_lights,
        count(case when light = 'red' then 1 end) as red_lights
    from lights
    group by on_date, area, owner, metric
),

by_owner as (
    select
        on_date,
        area,
        owner,
        avg(
            case
                when company_points is null then slice_points
                when slice_points is null then company_points
                else (company_points + slice_points) / 2
            end
        ) as health_index,
        count(*) as lit_metrics,
        sum(green_lights) as green_lights,
        sum(amber_lights) as amber_lights,
        sum(red_lights) as red_lights
    from by_metric
    group by on_date, area, owner
),

-- Targets of months, which every other period is made of.
attained as (
    select
        attainment.on_date,
        metrics.area,
        metrics.owner,
        count(*) as targets,
        count(case when attainment.is_on_pace then 1 end) as targets_on_pace,
        avg(attainment.attainment) as mean_attainment
    from {{ ref('kpi_attainment') }} as attainment
    inner join {{ ref('dim_metrics') }} as metrics
        on attainment.metric = metrics.metric
    where attainment.reason is null and length(attainment.period) = 7
        and attainment.period not like '%Q%'
    group by attainment.on_date, metrics.area, metrics.owner
)

select
    by_owner.on_date,
    by_owner.area,
    by_owner.owner,
    cast(round(by_owner.health_index) as int) as health_index,
    by_owner.lit_metrics,
    cast(by_owner.green_lights as bigint) as green_lights,
    cast(by_owner.amber_lights as bigint) as amber_lights,
    cast(by_owner.red_lights as bigint) as red_lights,
    worst.worst_1,
    worst.worst_2,
    worst.worst_3,
    coalesce(attained.targets, 0) as targets,
    coalesce(attained.targets_on_pace, 0) as targets_on_pace,
    attained.mean_attainment
from by_owner
left join worst
    on
        by_owner.on_date = worst.on_date
        and by_owner.area = worst.area
        and by_owner.owner = worst.owner
left join attained
    on
        by_owner.on_date = attained.on_date
        and by_owner.area = attained.area
        and by_owner.owner = attained.owner
