-- Every account that appears in an extract; guests are accounts of one order.
select
    reached.person_id,
    reached.channel_code,
    reached.account_id,
    'R' || lpad(reached.reachable_no::varchar, 10, '0') as reachable_id,
    false as is_guest,
    accounts.is_void as is_withdrawn,
    erased.person_id is not null as has_deletion_request,
from reachable_accounts as reached
inner join accounts on reached.account_no = accounts.account_no
left join (select distinct person_id from deletion_requests) as erased
    on reached.person_id = erased.person_id

union all

select
    person_id,
    channel_code,
    account_id,
    'G' || lpad(order_no::varchar, 10, '0') as reachable_id,
    true as is_guest,
    false as is_withdrawn,
    false as has_deletion_request,
from orders
where is_guest and account_id is not null
order by channel_code, account_id
