select
    request_no as _key,
    requested_s as _changed_s,
    'headquarters' as _channel,
    'DR' || lpad(request_no::varchar, 8, '0') as request_id,
    accounts.channel_code || ':' || accounts.account_id as account_id,
    wall_text(requested_s) as requested_at,
from deletion_requests
inner join accounts using (account_no)
where delivered(requested_s, request_no)
