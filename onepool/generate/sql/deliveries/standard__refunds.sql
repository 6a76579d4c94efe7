select
    refund_no as _key,
    changed_s as _changed_s,
    channel_code as _channel,
    'RF' || lpad(refund_no::varchar, 12, '0') as refund_id,
    order_id,
    line_no,
    iso(coalesce(finished_s, applied_s), channel_code) as refunded_at,
    money(amount_cents) as amount,
    reason,
    status,
from refunds_now
where
    channel_code not in ('tmall', 'jd', 'pos', 'mini_program')
    and delivered(changed_s, refund_no)
