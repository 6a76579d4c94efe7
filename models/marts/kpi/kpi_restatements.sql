-- Figures that are not what they were when first told: what was said first, what is
-- said now, and why. Grain: day, metric, slice. A figure for which nothing was told,
-- although its day had been, has no first value.
with

numbered as (
    select
        *,
        row_number() over (
            partition by on_date, metric, slice_dimension, slice_value
            order by report_no desc
        ) as age
    from {{ ref('kpi_reports') }}
),

summed as (
    select
        on_date,
        metric,
        slice_dimension,
        slice_value,
        max(case when reason = 'first_report' then value end) as first_value,
        min(reported_on) as first_reported_on,
        min(build_id) as first_build,
        max(case when age = 1 then value end) as current_value,
        max(reported_on) as last_changed_on,
        count(case when reason != 'first_report' then 1 end) as changes,
        max(case when age = 1 then reason end) as reason,
        max(case when age = 1 then caliber_version end) as caliber_version
    from numbered
    group by on_date, metric, slice_dimension, slice_value
)

select
    on_date,
    metric,
    slice_dimension,
    slice_value,
    first_value,
    first_reported_on,
    first_build,
    current_value,
    current_value - first_value as change_of_value,
    last_changed_on,
    changes,
    reason,
    caliber_version
from summed
where changes > 0
