-- Targets of metrics. Grain: delivering channel, metric, period, slice.
select
    channel_code,
    metric,
    period,
    slice,
    target,
    owner,
    is_deleted
from {{ ref('int_kpi_targets__unioned') }}
