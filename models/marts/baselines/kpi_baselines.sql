-- What is normal for every metric and slice on every day, from days before it only, and
-- how the day compares. Grain: day, metric, slice; every day from the first of a series
-- to as_of. Nothing here adds up.
with

series as (
    select
        kpis.metric,
        kpis.slice_dimension,
        kpis.slice_value,
        row_number() over (
            order by kpis.metric, kpis.slice_dimension, kpis.slice_value
        ) as series_no,
        min(kpis.on_date) as first_on
    from {{ ref('kpi_daily') }} as kpis
    group by kpis.metric, kpis.slice_dimension, kpis.slice_value
),

described as (
    select
        series.*,
        metrics.baseline_method as method,
        metrics.direction,
        metrics.metric_type = 'simple'
        and metrics.additivity != 'semi_additive' as is_flow,
        metrics.metric_type = 'simple'
        and metrics.unit != 'share'
        and metrics.unit not like 'currency%' as is_count,
        metrics.unit = 'share' as is_share
    from series
    inner join {{ ref('dim_metrics') }} as metrics on series.metric = metrics.metric
),

-- A metric that has a row for some slice was measured on that day.
measured_days as (
    select distinct
        metric,
        on_date
    from {{ ref('kpi_daily') }}
),

-- A flow without a row on a day on which its metric was measured is zero there;
-- anything else without a row is unknown.
spine as (
    select
        described.series_no,
        described.metric,
        described.slice_dimension,
        described.slice_value,
        dates.date_day as on_date,
        described.method,
        described.direction,
        described.is_count,
        described.is_share,
        kpis.metric is null
        and described.is_flow
        and measured_days.metric is not null as is_zero_filled,
        kpis.value as given_value,
        kpis.denominator
    from described
    inner join {{ ref('dim_dates') }} as dates
        on
            described.first_on <= dates.date_day
            and dates.date_day <= {{ as_of_date() }}
    left join {{ ref('kpi_daily') }} as kpis
        on
            dates.date_day = kpis.on_date
            and described.metric = kpis.metric
            and described.slice_dimension = kpis.slice_dimension
            and described.slice_value = kpis.slice_value
    left join measured_days
        on
            dates.date_day = measured_days.on_date
            and described.metric = measured_days.metric
),

daily_series as (
    select
        *,
        case when is_zero_filled then 0 else given_value end as value
    from spine
),

{{ baseline_ctes(
    'daily_series',
    ref('dim_dates'),
    carried=['metric', 'slice_dimension', 'slice_value', 'is_zero_filled'],
) }}

select
    on_date,
    metric,
    slice_dimension,
    slice_value,
    value,
    expected,
    lower,
    upper,
    robust_z,
    robust_z_3_days,
    scale,
    light,
    reason,
    method,
    comparison,
    day_class,
    day_kind,
    comparable_days,
    direction,
    is_zero_filled
from baselines
