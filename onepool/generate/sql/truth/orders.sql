select
    orders.channel_code,
    orders.order_id,
    orders.person_id,
    orders.account_id,
    case when orders.paid_s is null then 0 else money(orders.paid_cents) end
    ::decimal(18, 2) as paid_amount,
    money(orders.gross_cents) as gross_amount,
    money(orders.discount_cents) as discount_amount,
    money(orders.shipping_cents) as shipping_amount,
    money(coalesce(order_refunds.refunded_cents, 0)) as refunded_amount,
    orders.order_class = 'test' as is_test,
    orders.paid_s is not null as is_paid,
    -- Tmall closes a paid order by refunding it: paid and refunded, not cancelled.
    coalesce(orders.cancelled_s < getvariable('end_s'), false)
    and not (orders.channel_code = 'tmall' and orders.paid_s is not null)
        as is_cancelled,
    orders.handed_over_order_no is not null as is_cross_channel_duplicate,
    orders.is_guest,
    utc(orders.ordered_s) as ordered_at,
    utc(orders.paid_s) as paid_at,
    case
        when orders.campaign_no is not null
            then campaign_key(orders.campaign_no)
        when orders.strategy_no is not null
            then 'ST' || lpad(orders.strategy_no::varchar, 4, '0')
    end as caused_by,
from orders
left join order_refunds on orders.order_no = order_refunds.order_no
order by orders.channel_code, orders.order_id
