-- Every send to a member is one contact, and no order is credited twice or to a contact
-- that did not arrive.
with

sends as (
    select count(*) as sends
    from {{ ref('fct_sends') }}
    where not is_deleted and member_id is not null and sent_on <= {{ as_of_date() }}
),

orders as (
    select count(*) as orders
    from {{ ref('fct_orders') }}
    where is_valid and member_id is not null and paid_on <= {{ as_of_date() }}
),

contacts as (
    select
        sum(case when source = 'send' then 1 else 0 end) as sends,
        sum(orders) as orders,
        sum(case when orders > 0 and not is_delivered then 1 else 0 end) as undelivered
    from {{ ref('dialogue_contacts') }}
)

select
    contacts.sends,
    sends.sends as sends_of_facts,
    contacts.orders,
    orders.orders as orders_of_facts,
    contacts.undelivered
from contacts
cross join sends
cross join orders
where
    contacts.sends != sends.sends
    or contacts.orders > orders.orders
    or contacts.undelivered > 0
