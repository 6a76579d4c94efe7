select
    accounts_now.account_no as _key,
    changed_s as _changed_s,
    accounts_now.channel_code as _channel,
    account_id,
    iso(registered_s, channel_code) as registered_at,
    name,
    phone,
    email,
    loyalty_no,
    unionid,
    case
        when channel_code in ('official_account', 'video_account') then account_id
        when channel_code in (
            'taobao', 'pinduoduo', 'douyin', 'kuaishou', 'xiaohongshu', 'weibo'
        )
            then case
                when is_id_masked then masked_id(hex('account.openid', account_no))
                else substr(hex('account.openid', account_no), 1, 24)
            end
    end as openid,
    device_id,
    gender,
    birthday,
    province,
    city,
    case when channel_code in ('counter', 'dealer', 'online_mall') then address end
        as address,
    'QR' || lpad(qr_no::varchar, 4, '0') as acquired_qr_id,
    case
        when channel_code in ('counter', 'dealer', 'terminal', 'promoter', 'event')
            then 'S' || lpad((store_no + 1)::varchar, 4, '0')
    end as acquired_store_id,
    case
        when channel_code in ('counter', 'promoter', 'wechat_personal', 'wecom_group')
            then 'E' || lpad((employee_no + 1)::varchar, 5, '0')
    end as acquired_employee_id,
    account_referrals.inviter_account_id as referrer_account_id,
    iso(changed_s, channel_code) as updated_at,
    is_closed as is_deleted,
from accounts_now
left join account_referrals using (account_no)
where
    not is_native
    and delivered(changed_s, accounts_now.account_no)
