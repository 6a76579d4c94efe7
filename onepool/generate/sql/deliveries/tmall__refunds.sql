select
    refund_no as _key,
    changed_s as _changed_s,
    'tmall' as _channel,
    '7' || lpad(refund_no::varchar, 15, '0') as "退款编号",
    order_id as "订单编号",
    order_id || line_no::varchar as "子订单编号",
    money(amount_cents) as "退款金额",
    wall_text(finished_s) as "退款完成时间",
    wall_text(applied_s) as "退款申请时间",
    reason as "退款原因",
    case status
        when 'done' then '退款成功'
        when 'refused' then '退款关闭'
        else '退款中'
    end as "退款状态",
from refunds_now
where
    channel_code = 'tmall'
    and delivered(changed_s, refund_no)
