with months as (
    select distinct strftime(on_date, '%Y-%m') as period
    from calendar
)

select
    row_number() over (order by metrics.metric, period, slices.slice) as _key,
    getvariable('prev_s') as _changed_s,
    'headquarters' as _channel,
    metrics.metric,
    months.period,
    slices.slice,
    (getvariable('people') * metrics.rate * slices.share / 12)::decimal(18, 2)
        as target,
    metrics.owner,
from months
cross join (
    values
    ('orders', 3.5, '电商'),
    ('net_sales', 720.0, '销售'),
    ('gmv', 760.0, '电商'),
    ('buyers', 1.9, '销售'),
    ('new_members', 0.45, '会员运营')
) as metrics (metric, rate, owner)
cross join (
    values
    ('all', 1.0),
    ('channel_code:tmall', 0.18),
    ('channel_code:mini_program', 0.12)
) as slices (slice, share)
