-- Staged figures as channels report them. Grain: channel, day, metric.
select
    *,
    {{ joined_key(['channel_code', 'on_date', 'metric']) }} as reported_key
from {{ ref('stg_standard__channel_reported') }}
