select
    account_no as _key,
    changed_s as _changed_s,
    'jd' as _channel,
    account_id as "用户PIN",
    case when is_phone_masked then masked_mobile(phone) else phone end as "手机号",
    wall_text(registered_s) as "加入时间",
    ['铜牌', '银牌', '金牌', '钻石'][1 + account_no % 4] as "会员级别",
    province as "省",
    city as "市",
    wall_text(changed_s) as "更新时间",
from accounts_now
where
    channel_code = 'jd'
    and delivered(changed_s, account_no)
