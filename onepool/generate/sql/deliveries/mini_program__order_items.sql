select
    _key,
    _changed_s,
    'mini_program' as _channel,
    order_id as order_no,
    line_no,
    product_id as sku_code,
    quantity,
    list_cents as price_fee,
    sold_cents as amount_fee,
    utc_milliseconds(visible_s) as updated_ms,
from lines_now
where channel_code = 'mini_program'
