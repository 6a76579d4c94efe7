select
    stock_no as _key,
    seconds_of(on_date) as _changed_s,
    'headquarters' as _channel,
    warehouse_id,
    product_id,
    on_date,
    quantity,
    province,
    lead_hours,
from stock_levels
where delivered(seconds_of(on_date), stock_no)
