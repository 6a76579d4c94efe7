select
    interaction_no as _key,
    visible_s as _changed_s,
    channel_code as _channel,
    'I' || lpad(interaction_no::varchar, 12, '0') as interaction_id,
    account_id,
    kind,
    iso(occurred_s, channel_code) as occurred_at,
    touchpoint,
    content_id,
    'QR' || lpad(qr_no::varchar, 4, '0') as qr_id,
    case
        when channel_code in ('counter', 'dealer', 'terminal', 'promoter', 'event')
            then 'S' || lpad((store_no + 1)::varchar, 4, '0')
    end as store_id,
    case
        when channel_code in ('counter', 'promoter', 'wechat_personal', 'wecom_group')
            then 'E' || lpad((employee_no + 1)::varchar, 5, '0')
    end as employee_id,
    product_id,
    campaign_id,
    duration_seconds,
    case
        when channel_code = 'app' and kind = 'view'
            then '{"version": "6.' || (interaction_no % 9)::varchar || '"}'
    end as properties,
from interactions_now
where
    channel_code <> 'mini_program'
    and delivered(visible_s, interaction_no)
