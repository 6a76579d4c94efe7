-- The newest report of a figure is what kpi_daily says, and each report begins where
-- the one before ended. Returns reports that do not. A build that looks back reports
-- nothing.
with

numbered as (
    select
        *,
        lag(value) over (
            partition by on_date, metric, slice_dimension, slice_value
            order by report_no
        ) as said_before,
        row_number() over (
            partition by on_date, metric, slice_dimension, slice_value
            order by report_no desc
        ) as age
    from {{ ref('kpi_reports') }}
),

newest as (
    select *
    from numbered
    where
        age = 1
        and on_date >= {{ add_days(as_of_date(), 1 - var('restatement_days')) }}
        and on_date <= {{ as_of_date() }}
),

figures as (
    select *
    from {{ ref('kpi_daily') }}
    where
        on_date >= {{ add_days(as_of_date(), 1 - var('restatement_days')) }}
        and on_date <= {{ as_of_date() }}
        and slice_dimension in ('all', 'channel_code')
        and value is not null
)

select
    coalesce(newest.on_date, figures.on_date) as on_date,
    coalesce(newest.metric, figures.metric) as metric,
    coalesce(newest.slice_value, figures.slice_value) as slice_value
from newest
full outer join figures
    on
        newest.on_date = figures.on_date
        and newest.metric = figures.metric
        and newest.slice_dimension = figures.slice_dimension
        and newest.slice_value = figures.slice_value
where
    {{ values_differ('newest.value', 'figures.value') }}
    and {{ as_of_date() }} >= (select max(reported_on) from numbered)
union all
select
    on_date,
    metric,
    slice_value
from numbered
where
    report_no > 1
    and (
        value_before != said_before
        or (value_before is null) != (said_before is null)
    )
