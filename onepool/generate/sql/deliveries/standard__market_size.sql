select
    market_no as _key,
    seconds_of(month_end) as _changed_s,
    'headquarters' as _channel,
    category_1 as category,
    province,
    period,
    buyers,
    spend::decimal(18, 2) as spend_amount,
    '消费者面板' as source,
from market_months
where delivered(seconds_of(month_end), market_no)
