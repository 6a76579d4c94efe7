-- Who an identifier really belongs to, who else uses it, and from when to when.
select
    person_id,
    'phone' as identifier_type,
    phone as value,
    case
        when phone_from_person_id is not null then 'recycled_from_other'
        when phone_to_person_id is not null then 'recycled_to_other'
        else 'own'
    end as role,
    coalesce(phone_from_person_id, phone_to_person_id) as other_person_id,
    utc(joined_s) as used_from,
    case when phone_to_person_id is not null then utc(left_s) end as used_to,
from people

union all

select
    person_id,
    'phone',
    relative_phone,
    'shared_with_relative',
    person_id - 1,
    utc(joined_s),
    null,
from people
where relative_phone is not null

union all

select
    null,
    'phone',
    phone,
    'staff',
    null,
    utc(seconds_of(joined_on)),
    null,
from employees

union all

select person_id, 'unionid', unionid, 'own', null, utc(joined_s), null
from people

union all

select person_id, 'loyalty_no', loyalty_no, 'own', null, utc(joined_s), null
from people

union all

select person_id, 'email', email, 'own', null, utc(joined_s), null
from people

union all

select person_id, 'device_id', device_id, 'own', null, utc(joined_s), null
from people

union all

select
    person_id,
    'device_id',
    relative_device_id,
    'shared_with_relative',
    person_id - 1,
    utc(joined_s),
    null,
from people
where relative_device_id is not null
order by identifier_type, value, role, person_id
