select
    account_no as _key,
    changed_s as _changed_s,
    'crm' as _channel,
    account_id as "会员号",
    loyalty_no as "忠诚度卡号",
    name as "姓名",
    case
        when account_no % 9 = 0
            then '+86 ' || substr(phone, 1, 3) || '-' || substr(phone, 4, 4)
            || '-' || substr(phone, 8, 4)
        else phone
    end as "手机",
    case when account_no % 7 = 0 then ' ' || upper(email) || ' ' else email end
        as "邮箱",
    case gender when 'F' then '女' when 'M' then '男' end as "性别",
    birthday as "生日",
    wall_text(registered_s) as "注册时间",
    'S' || lpad((store_no + 1)::varchar, 4, '0') as "注册门店",
    province as "省份",
    city as "城市",
    address as "地址",
    ['普通', '银卡', '金卡'][1 + account_no % 3] as "等级",
    wall_text(changed_s) as "修改时间",
    case when is_void then '是' else '否' end as "作废",
from accounts_now
where
    channel_code = 'crm'
    and delivered(changed_s, account_no)
