select
    _key,
    _changed_s,
    'tmall' as _channel,
    order_id || line_no::varchar as "子订单编号",
    order_id as "订单编号",
    product_id as "商家编码",
    product_name as "标题",
    money(list_cents) as "价格",
    quantity as "购买数量",
    money(sold_cents) as "实付金额",
    wall_text(visible_s) as "修改时间",
from lines_now
where channel_code = 'tmall'
