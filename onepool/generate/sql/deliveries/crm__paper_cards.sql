select
    account_no as _key,
    changed_s as _changed_s,
    'paper_card' as _channel,
    account_id as "卡号",
    accounts_now.name as "姓名",
    accounts_now.phone as "手机",
    case pick('card.date_form', account_no, 5)
        when 0 then strftime(wall(registered_s), '%Y-%m-%d')
        when 1 then strftime(wall(registered_s), '%Y/%-m/%-d')
        when 2 then strftime(wall(registered_s), '%Y.%-m.%-d')
        when 3 then strftime(wall(registered_s), '%Y年%-m月%-d日')
        else strftime(wall(registered_s), '%Y%m%d')
    end as "登记日期",
    'S' || lpad((store_no + 1)::varchar, 4, '0') as "门店",
    'E' || lpad((employee_no + 1)::varchar, 5, '0') as "录入员",
    stores.dealer_id as "经销商",
    case when account_no % 11 = 0 then '字迹不清' end as "备注",
from accounts_now
inner join stores using (store_no)
where
    channel_code = 'paper_card'
    and delivered(changed_s, account_no)
