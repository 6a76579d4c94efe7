select
    contact_no as _key,
    changed_s as _changed_s,
    'wecom' as _channel,
    account_id as external_userid,
    'E' || lpad((employee_no + 1)::varchar, 5, '0') as follow_userid,
    created_s - 28800 as createtime,
    unionid,
    name,
    phone as remark_mobiles,
    add_way,
    'QR' || lpad(qr_no::varchar, 4, '0') as state,
    deleted_s - 28800 as deletetime,
    case when deleted_s is not null then deleted_by end as deleted_by,
    case gender when 'M' then 1 when 'F' then 2 else 0 end as gender,
    changed_s - 28800 as updatetime,
from contacts_now
where delivered(changed_s, contact_no)
