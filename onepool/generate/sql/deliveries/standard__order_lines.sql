select
    _key,
    _changed_s,
    channel_code as _channel,
    order_id,
    line_no,
    product_id,
    quantity,
    money(list_cents) as list_price,
    money(sold_cents) as line_amount,
    money(cost_cents) as cost_amount,
    batch_no,
from lines_now
where channel_code not in ('tmall', 'jd', 'pos', 'mini_program')
