-- How far targets are met, day by day through their period. Grain: day, metric, slice,
-- period. Values add up over days for additive metrics; for stocks the last day
-- stands; what is counted or divided anew (distinct buyers, rates) cannot be told from
-- days, and has a reason instead of a value.
with

targets as (
    select
        kpi_targets.metric,
        kpi_targets.period,
        kpi_targets.target,
        kpi_targets.owner,
        case
            when kpi_targets.slice = 'all' then 'all'
            else split_part(kpi_targets.slice, ':', 1)
        end as slice_dimension,
        case
            when kpi_targets.slice = 'all' then 'all'
            else split_part(kpi_targets.slice, ':', 2)
        end as slice_value,
        metrics.additivity
    from {{ ref('fct_kpi_targets') }} as kpi_targets
    inner join {{ ref('dim_metrics') }} as metrics
        on kpi_targets.metric = metrics.metric
    where not kpi_targets.is_deleted
),

-- A period is a month (yyyy-MM), a quarter (yyyy-Qn) or a year (yyyy).
periods as (
    select
        date_day,
        concat(
            cast(year_number as {{ dbt.type_string() }}),
            '-',
            lpad(cast(month_number as {{ dbt.type_string() }}), 2, '0')
        ) as period
    from {{ ref('dim_dates') }}
    union all
    select
        date_day,
        concat(
            cast(year_number as {{ dbt.type_string() }}),
            '-Q',
            cast(quarter_number as {{ dbt.type_string() }})
        ) as period
    from {{ ref('dim_dates') }}
    union all
    select
        date_day,
        cast(year_number as {{ dbt.type_string() }}) as period
    from {{ ref('dim_dates') }}
),

spans as (
    select
        period,
        count(*) as period_days
    from periods
    group by period
),

days as (
    select
        targets.*,
        spans.period_days,
        periods.date_day as on_date,
        kpis.value,
        row_number() over (
            partition by
                targets.metric,
                targets.slice_dimension,
                targets.slice_value,
                targets.period
            order by periods.date_day
        ) as elapsed_days
    from targets
    inner join spans on targets.period = spans.period
    inner join periods on targets.period = periods.period
    left join {{ ref('kpi_daily') }} as kpis
        on
            periods.date_day = kpis.on_date
            and targets.metric = kpis.metric
            and targets.slice_dimension = kpis.slice_dimension
            and targets.slice_value = kpis.slice_value
    where periods.date_day <= {{ as_of_date() }}
),

reached as (
    select
        *,
        case additivity
            when 'additive'
                then sum(value) over (
                        partition by metric, slice_dimension, slice_value, period
                        order by
                            on_date
                        rows between unbounded preceding and current row
                    )
            when 'semi_additive' then value
        end as value_to_date
    from days
)

select
    on_date,
    metric,
    slice_dimension,
    slice_value,
    period,
    owner,
    cast(target as double) as target,
    value_to_date,
    value_to_date / nullif(cast(target as double), 0) as attainment,
    cast(elapsed_days as double) / period_days as elapsed_share,
    value_to_date / nullif(cast(target as double), 0)
    >= case
        when additivity = 'additive' then cast(elapsed_days as double) / period_days
        else 1
    end as is_on_pace,
    case
        when additivity = 'non_additive' then 'not_additive'
        when value_to_date is null then 'no_value'
        when target = 0 then 'no_target'
    end as reason
from reached
