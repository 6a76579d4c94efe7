select
    account_no as _key,
    changed_s as _changed_s,
    'pos' as _channel,
    account_id as member_no,
    phone,
    name,
    strftime(wall(registered_s), '%Y/%m/%d %H:%M:%S') as registered_at,
    'S' || lpad((store_no + 1)::varchar, 4, '0') as store_id,
    'E' || lpad((employee_no + 1)::varchar, 5, '0') as cashier_id,
    gender,
    strftime(birthday, '%Y/%m/%d') as birthday,
    strftime(wall(changed_s), '%Y/%m/%d %H:%M:%S') as modified_at,
from accounts_now
where
    channel_code = 'pos'
    and delivered(changed_s, account_no)
