select
    lines.order_no * 128 + lines.line_no as _key,
    lines._changed_s,
    'pos' as _channel,
    lines.order_id as ticket_no,
    lines.line_no,
    lines.product_id as sku_code,
    lines.quantity,
    lines.list_cents as price_cents,
    lines.sold_cents as amount_cents,
    lines.cost_cents,
    lines.batch_no,
from lines_now as lines
where lines.channel_code = 'pos'

union all

select
    refunds.order_no * 128 + 8 + coalesce(refunds.line_no, 0) * 8 + lines.line_no
        as _key,
    refunds.finished_s as _changed_s,
    'pos' as _channel,
    'R' || lpad(refunds.refund_no::varchar, 11, '0') as ticket_no,
    lines.line_no,
    products.product_id as sku_code,
    -lines.quantity as quantity,
    lines.list_cents as price_cents,
    -lines.sold_cents as amount_cents,
    -lines.cost_cents as cost_cents,
    lines.batch_no,
from refunds
inner join order_lines as lines
    on refunds.order_no = lines.order_no
    and (refunds.line_no is null or refunds.line_no = lines.line_no)
inner join products on lines.product_no = products.product_no
where
    refunds.channel_code = 'pos'
    and refunds.outcome = 'done'
    and delivered(refunds.finished_s, refunds.refund_no)
