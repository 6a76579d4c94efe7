select
    refund_no as _key,
    changed_s as _changed_s,
    'mini_program' as _channel,
    'MR' || lpad(refund_no::varchar, 14, '0') as refund_no,
    order_id as order_no,
    amount_cents as refund_fee,
    utc_milliseconds(coalesce(finished_s, applied_s)) as success_ms,
    case status
        when 'done' then 'SUCCESS'
        when 'refused' then 'CLOSED'
        else 'PROCESSING'
    end as refund_status,
    reason,
from refunds_now
where
    channel_code = 'mini_program'
    and delivered(changed_s, refunds_now.refund_no)
