select
    entry_no as _key,
    occurred_s as _changed_s,
    'headquarters' as _channel,
    'PT' || lpad(entry_no::varchar, 11, '0') as entry_id,
    accounts.channel_code || ':' || accounts.account_id as account_id,
    kind,
    points,
    wall_text(occurred_s) as occurred_at,
    expires_on,
    order_key as order_id,
from point_entries
inner join accounts using (account_no)
where delivered(occurred_s, entry_no)
