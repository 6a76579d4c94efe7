with stated as (
    select
        orders.*,
        refunds.order_no is not null as is_refunded,
        greatest(orders.changed_s, refunds.refunded_s) as state_s,
    from orders_now as orders
    left join order_refunds as refunds
        on orders.order_no = refunds.order_no
        and refunds.is_full
        and refunds.refunded_s < getvariable('cut_s')
    where orders.channel_code = 'mini_program'
)

select
    order_no as _key,
    state_s as _changed_s,
    'mini_program' as _channel,
    order_id as order_no,
    account_id as openid,
    case when paid_s is null then paid_cents else paid_now_cents end as total_fee,
    gross_cents as goods_fee,
    discount_cents as discount_fee,
    shipping_cents as freight_fee,
    case
        when cancelled_s is not null then 'CLOSED'
        when paid_s is null then 'NOTPAY'
        when is_refunded then 'REFUND'
        else 'SUCCESS'
    end as trade_state,
    utc_milliseconds(ordered_s) as created_ms,
    strftime(wall(paid_s), '%Y%m%d%H%M%S') as time_end,
    'S' || lpad((store_no + 1)::varchar, 4, '0') as store_id,
    'E' || lpad((employee_no + 1)::varchar, 5, '0') as guide_id,
    coupon_id,
    order_class = 'test' as is_sandbox,
    receiver_phone,
    province,
    city,
    utc_milliseconds(state_s) as updated_ms,
from stated
where delivered(state_s, stated.order_no)
