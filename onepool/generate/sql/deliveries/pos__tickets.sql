with sales as (
    select
        orders.order_no * 16 as _key,
        orders.visible_s as _changed_s,
        orders.order_id as ticket_no,
        'sale' as kind,
        null as original_ticket_no,
        orders.account_id as member_no,
        orders.store_no,
        orders.employee_no,
        orders.goods_cents + orders.discount_cents as total_cents,
        orders.discount_cents,
        orders.paid_cents,
        orders.ordered_s as closed_s,
        orders.order_class = 'test' as is_training,
        sources.channel_code as online_channel_code,
        sources.order_id as online_order_no,
    from orders
    left join orders as sources on orders.handed_over_order_no = sources.order_no
    where
        orders.channel_code = 'pos'
        and delivered(orders.visible_s, orders.order_no)
),

returns as (
    select
        orders.order_no * 16 + 1 + coalesce(refunds.line_no, 0) as _key,
        refunds.finished_s as _changed_s,
        'R' || lpad(refunds.refund_no::varchar, 11, '0') as ticket_no,
        'return' as kind,
        orders.order_id as original_ticket_no,
        orders.account_id as member_no,
        orders.store_no,
        orders.employee_no,
        -refunds.amount_cents as total_cents,
        0 as discount_cents,
        -refunds.amount_cents as paid_cents,
        refunds.finished_s as closed_s,
        false as is_training,
        null as online_channel_code,
        null as online_order_no,
    from refunds
    inner join orders on refunds.order_no = orders.order_no
    where
        orders.channel_code = 'pos'
        and refunds.outcome = 'done'
        and delivered(refunds.finished_s, refunds.refund_no)
)

select
    _key,
    _changed_s,
    'pos' as _channel,
    ticket_no,
    kind,
    original_ticket_no,
    member_no,
    'S' || lpad((store_no + 1)::varchar, 4, '0') as store_id,
    'E' || lpad((employee_no + 1)::varchar, 5, '0') as cashier_id,
    total_cents,
    discount_cents,
    paid_cents,
    strftime(wall(closed_s), '%Y/%m/%d %H:%M:%S') as closed_at,
    is_training,
    online_channel_code,
    online_order_no,
    strftime(wall(_changed_s), '%Y/%m/%d %H:%M:%S') as modified_at,
from (
    select * from sales

    union all

    select * from returns
)
