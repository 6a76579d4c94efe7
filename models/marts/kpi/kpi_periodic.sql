-- Every metric of models/semantic by week and month, for the company and by slice, counted
-- and divided anew for the period. Grain: period, metric, slice. Metrics that look back on
-- a day of before stand in kpi_daily only.
{{ kpi_dependencies() }}
{% if execute %}
select
    grain as period,
    on_date as starts_on,
    metric,
    caliber_version,
    slice_dimension,
    slice_value,
    value,
    numerator,
    denominator,
    case
        when grain = 'week'
            then {{ period_start(add_days(as_of_date(), 1), 'week') }} > on_date
        else {{ period_start(add_days(as_of_date(), 1), 'month') }} > on_date
    end as is_complete
from (
    {{ kpi_sql(['week', 'month'], with_offsets=false) }}
) as periods
{% else %}
select * from {{ ref('dim_metrics') }}
{% endif %}
