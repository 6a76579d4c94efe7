-- Orders and money of member_months are those of the facts, for all members who were
-- not erased; the cohorts hold all of them once more.
with

members as (
    select member_id from {{ ref('dim_members') }} where not is_erased
),

facts as (
    select
        count(*) as orders,
        coalesce(sum(orders.net_amount), 0) as net_amount
    from {{ ref('fct_orders') }} as orders
    inner join members on orders.member_id = members.member_id
    where orders.is_valid and orders.paid_on <= {{ as_of_date() }}
),

months as (
    select
        coalesce(sum(order_count), 0) as orders,
        coalesce(sum(net_amount), 0) as net_amount
    from {{ ref('member_months') }}
),

cohorts as (
    select
        coalesce(sum(orders), 0) as orders,
        coalesce(sum(net_amount), 0) as net_amount
    from {{ ref('cohort_months') }}
    where slice_dimension = 'all'
)

select
    facts.orders,
    months.orders as orders_of_months,
    cohorts.orders as orders_of_cohorts
from facts
cross join months
cross join cohorts
where
    facts.orders != months.orders
    or facts.net_amount != months.net_amount
    or facts.orders != cohorts.orders
    or facts.net_amount != cohorts.net_amount
