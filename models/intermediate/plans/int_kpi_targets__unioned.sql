-- Staged targets. Grain: delivering channel, metric, period, slice.
select
    *,
    {{ joined_key(['channel_code', 'metric', 'period', 'slice']) }} as target_key
from {{ ref('stg_standard__kpi_targets') }}
