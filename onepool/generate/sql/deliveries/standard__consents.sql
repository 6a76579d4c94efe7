select
    consent_no as _key,
    occurred_s as _changed_s,
    'headquarters' as _channel,
    accounts.channel_code || ':' || accounts.account_id as account_id,
    purpose,
    dialogue_channel,
    wall_text(occurred_s) as occurred_at,
    is_granted,
from consent_entries
inner join accounts using (account_no)
where delivered(occurred_s, consent_no)
