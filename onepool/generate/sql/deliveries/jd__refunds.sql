select
    refund_no as _key,
    changed_s as _changed_s,
    'jd' as _channel,
    'FW' || lpad(refund_no::varchar, 12, '0') as "服务单号",
    order_id as "订单号",
    products.product_id as "商品编码",
    money(amount_cents) as "退款金额",
    wall_text(coalesce(finished_s, applied_s)) as "退款时间",
    reason as "退款原因",
    case status
        when 'done' then '完成'
        when 'refused' then '取消'
        else '处理中'
    end as "服务单状态",
from refunds_now
left join products on refunds_now.product_no = products.product_no
where
    channel_code = 'jd'
    and delivered(changed_s, refund_no)
