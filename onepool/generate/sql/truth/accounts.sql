select
    person_id,
    channel_code,
    account_id,
    'R' || lpad(reachable_no::varchar, 10, '0') as reachable_id,
    false as is_guest,
from reachable_accounts

union all

select
    person_id,
    channel_code,
    account_id,
    'G' || lpad(order_no::varchar, 10, '0') as reachable_id,
    true as is_guest,
from orders
where is_guest and account_id is not null
order by channel_code, account_id
