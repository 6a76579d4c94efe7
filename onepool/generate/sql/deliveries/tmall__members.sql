select
    account_no as _key,
    changed_s as _changed_s,
    'tmall' as _channel,
    account_id as "会员OUID",
    case
        when is_id_masked then masked_id(substr(hex('tmall.omid', person_id), 1, 20))
        else 'AAH' || substr(hex('tmall.omid', person_id), 1, 20)
    end as "会员OMID",
    substr(name, 1, 1) || '**' as "会员昵称",
    case when is_phone_masked then masked_mobile(phone) else phone end as "手机号",
    wall_text(registered_s) as "入会时间",
    ['普通会员', '银卡会员', '金卡会员', '钻石会员'][1 + account_no % 4] as "会员等级",
    case gender when 'F' then '女' when 'M' then '男' end as "性别",
    birthday as "生日",
    province as "省份",
    city as "城市",
    wall_text(changed_s) as "修改时间",
from accounts_now
where
    channel_code = 'tmall'
    and delivered(changed_s, account_no)
