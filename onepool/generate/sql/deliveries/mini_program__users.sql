select
    accounts_now.account_no as _key,
    changed_s as _changed_s,
    'mini_program' as _channel,
    account_id as openid,
    unionid,
    phone,
    name as nickname,
    utc_milliseconds(registered_s) as created_ms,
    loyalty_no,
    gender,
    birthday,
    province,
    city,
    'QR' || lpad(qr_no::varchar, 4, '0') as scene_qr_id,
    account_referrals.inviter_account_id as inviter_openid,
    utc_milliseconds(changed_s) as updated_ms,
from accounts_now
left join account_referrals using (account_no)
where
    channel_code = 'mini_program'
    and delivered(changed_s, accounts_now.account_no)
