select
    interaction_no as _key,
    visible_s as _changed_s,
    'mini_program' as _channel,
    'ME' || lpad(interaction_no::varchar, 12, '0') as event_id,
    account_id as openid,
    kind as event,
    utc_milliseconds(occurred_s) as event_ms,
    'pages/' || touchpoint || '/index' as page,
    product_id,
    'QR' || lpad(qr_no::varchar, 4, '0') as qr_id,
    content_id,
    campaign_id,
    duration_seconds * 1000 as duration_ms,
    case
        when kind in ('view', 'click')
            then {
                'scene': 1001 + interaction_no % 90,
                'system': ['ios', 'android'][1 + interaction_no % 2]
            }
    end as properties,
from interactions_now
where
    channel_code = 'mini_program'
    and delivered(visible_s, interaction_no)
