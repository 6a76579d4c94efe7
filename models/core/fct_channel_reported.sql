-- Daily figures as the channels themselves report them. Grain: channel, day, metric.
select
    channel_code,
    on_date,
    metric,
    value,
    is_deleted
from {{ ref('int_channel_reported__unioned') }}
