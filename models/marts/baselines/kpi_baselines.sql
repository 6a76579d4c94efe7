-- What is normal for every metric and slice on every day, from days before it only, and
-- how the day compares. Grain: day, metric, slice; every day from the first of a series
-- to as_of. Nothing here adds up. Metrics without a baseline are left out, and slices
-- on which something happened on fewer days than var baseline_min_days.
with

-- Numbered, so that the windows carry a number and not three texts.
series as (
    select
        kpis.metric,
        kpis.slice_dimension,
        kpis.slice_value,
        metrics.baseline_method as method,
        metrics.direction,
        metrics.metric_type = 'simple'
        and metrics.additivity != 'semi_additive' as is_flow,
        metrics.metric_type = 'simple'
        and metrics.unit != 'share'
        and metrics.unit not like 'currency%' as is_count,
        metrics.unit = 'share' as is_share,
        row_number() over (
            order by kpis.metric, kpis.slice_dimension, kpis.slice_value
        ) as series_no,
        min(kpis.on_date) as first_on
    from {{ ref('kpi_daily') }} as kpis
    inner join {{ ref('dim_metrics') }} as metrics on kpis.metric = metrics.metric
    where metrics.baseline_method != 'none'
    group by
        kpis.metric,
        kpis.slice_dimension,
        kpis.slice_value,
        metrics.baseline_method,
        metrics.direction,
        metrics.metric_type,
        metrics.additivity,
        metrics.unit
    having
        (
            kpis.slice_dimension = 'all'
            or count(case when kpis.value != 0 then 1 end)
            >= {{ var('baseline_min_days') }}
        )
        and {{ computed_once() }}
),

given as (
    select
        series.series_no,
        kpis.on_date,
        kpis.value,
        kpis.denominator
    from {{ ref('kpi_daily') }} as kpis
    inner join series
        on
            kpis.metric = series.metric
            and kpis.slice_dimension = series.slice_dimension
            and kpis.slice_value = series.slice_value
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
        series.series_no,
        dates.date_day as on_date,
        series.method,
        series.direction,
        series.is_count,
        series.is_share,
        given.series_no is null
        and series.is_flow
        and measured_days.metric is not null as is_zero_filled,
        given.value as given_value,
        given.denominator
    from series
    inner join {{ ref('dim_dates') }} as dates
        on
            series.first_on <= dates.date_day
            and dates.date_day <= {{ as_of_date() }}
    left join given
        on
            series.series_no = given.series_no
            and dates.date_day = given.on_date
    left join measured_days
        on
            dates.date_day = measured_days.on_date
            and series.metric = measured_days.metric
),

daily_series as (
    select
        *,
        case when is_zero_filled then 0 else given_value end as value
    from spine
),

{{ baseline_ctes('daily_series', ref('dim_dates'), carried=['is_zero_filled']) }}

select
    baselines.on_date,
    series.metric,
    series.slice_dimension,
    series.slice_value,
    baselines.value,
    baselines.expected,
    baselines.lower,
    baselines.upper,
    baselines.robust_z,
    baselines.robust_z_3_days,
    baselines.scale,
    baselines.light,
    baselines.reason,
    baselines.method,
    baselines.comparison,
    baselines.day_class,
    baselines.day_kind,
    baselines.comparable_days,
    baselines.direction,
    baselines.is_zero_filled
from baselines
inner join series on baselines.series_no = series.series_no
