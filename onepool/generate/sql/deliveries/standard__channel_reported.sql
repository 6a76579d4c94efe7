select
    (on_date - date '2000-01-01') * 4 + metric_no as _key,
    seconds_of(on_date) as _changed_s,
    channel_code as _channel,
    on_date,
    metric,
    value,
from platform_days
where delivered(seconds_of(on_date), (on_date - date '2000-01-01') * 4 + metric_no)
