-- Refunds: the whole of a cancelled order, and 3 to 6 per cent of the paid ones,
-- in full or one line of them; lines of the bad batch far more often.
create or replace table refunds as
with refunded_orders as (
    select
        order_no,
        null::integer as line_no,
        null::integer as product_no,
        paid_cents as amount_cents,
        cancelled_s as applied_s,
        cancelled_s + 600 + pick('refund.quick', order_no, 86400) as finished_s,
        'done' as outcome,
        '不想要了' as reason,
    from orders
    where order_class = 'cancelled_paid'

    union all

    select
        order_no,
        null,
        null,
        paid_cents,
        paid_s + 43200 + pick('refund.applied', order_no, 9 * 86400),
        paid_s + 43200 + pick('refund.applied', order_no, 9 * 86400)
        + 7200 + pick('refund.finished', order_no, 3 * 86400),
        case when u('refund.outcome', order_no) < 0.93 then 'done' else 'refused' end,
        ['不想要了', '拍错了', '商品与描述不符', '发货慢'][1 + pick('refund.why', order_no, 4)],
    from orders
    where
        order_class = 'paid'
        and handed_over_order_no is null
        and assignment_no is null
        and u('refund.full', order_no) < getvariable('refund_share') * 0.55
),

refunded_lines as (
    select
        orders.order_no,
        lines.line_no,
        lines.product_no,
        lines.sold_cents as amount_cents,
        orders.paid_s + 43200
        + pick2('refund.line', orders.order_no, line_no, 9 * 86400)
            as applied_s,
        orders.paid_s + 43200
        + pick2('refund.line', orders.order_no, line_no, 9 * 86400)
        + 7200 + pick2('refund.line_done', orders.order_no, line_no, 3 * 86400)
            as finished_s,
        case
            when u2('refund.line_outcome', orders.order_no, line_no) < 0.93 then 'done'
            else 'refused'
        end as outcome,
        case
            when lines.batch_no = getvariable('bad_batch_no') then '受潮变软'
            else '质量问题'
        end as reason,
    from order_lines as lines
    inner join orders on lines.order_no = orders.order_no
    where
        orders.order_class = 'paid'
        and orders.handed_over_order_no is null
        and lines.sold_cents > 0
        and u('refund.full', orders.order_no) >= getvariable('refund_share') * 0.55
        and u2('refund.part', orders.order_no, line_no) < case
            when lines.batch_no = getvariable('bad_batch_no') then 0.35
            else getvariable('refund_share') * 0.45 / 1.5
        end
),

unioned as (
    select * from refunded_orders

    union all

    select * from refunded_lines
)

select
    row_number() over (order by order_no, coalesce(line_no, 0)) as refund_no,
    unioned.*,
    orders.channel_code,
    orders.order_id,
    greatest(applied_s, orders.visible_s) as visible_s,
from unioned
inner join orders using (order_no)
where applied_s < getvariable('end_s')
;

create or replace table order_refunds as
select
    order_no,
    sum(amount_cents)::bigint as refunded_cents,
    count(*) filter (where line_no is null) > 0 as is_full,
    max(finished_s) as refunded_s,
from refunds
where outcome = 'done' and finished_s < getvariable('end_s')
group by order_no
;
