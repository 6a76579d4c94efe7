with seen as (
    select
        * replace (before_cut(resolved_s) as resolved_s),
        greatest(occurred_s, before_cut(resolved_s)) as changed_s,
    from feedback
    where occurred_s < getvariable('cut_s')
)

select
    feedback_no as _key,
    changed_s as _changed_s,
    channel_code as _channel,
    'FB' || lpad(feedback_no::varchar, 11, '0') as feedback_id,
    account_id,
    kind,
    iso(occurred_s, channel_code) as occurred_at,
    product_id,
    batch_no,
    order_id,
    rating,
    text,
    theme,
    media,
    iso(resolved_s, channel_code) as resolved_at,
from seen
where delivered(changed_s, feedback_no)
