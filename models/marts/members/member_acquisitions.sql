-- How a buyer was won: the first valid order ever, and the first QR code scanned up to
-- it. Grain: member with a valid order; erased members are left out.
with

members as (
    select
        member_id,
        first_order_at
    from {{ ref('dim_members') }}
    where not is_erased and first_order_at is not null
),

first_orders as (
    select
        orders.member_id,
        orders.order_key,
        orders.channel_code,
        orders.store_id as store_key,
        orders.paid_at,
        orders.paid_on,
        row_number() over (
            partition by orders.member_id order by orders.order_key
        ) as order_no
    from {{ ref('fct_orders') }} as orders
    inner join members
        on
            orders.member_id = members.member_id
            and orders.paid_at = members.first_order_at
    where orders.is_valid and orders.paid_on <= {{ as_of_date() }}
),

scans as (
    select
        interactions.member_id,
        interactions.qr_id as qr_key,
        row_number() over (
            partition by interactions.member_id
            order by interactions.occurred_at, interactions.interaction_key
        ) as scan_no
    from {{ ref('fct_interactions') }} as interactions
    inner join members
        on
            interactions.member_id = members.member_id
            and interactions.occurred_at <= members.first_order_at
    where interactions.qr_id is not null and not interactions.is_deleted
)

select
    first_orders.member_id,
    {{ month_of('first_orders.paid_on') }} as cohort_month,
    first_orders.paid_on as first_order_on,
    first_orders.order_key as first_order_key,
    first_orders.channel_code,
    first_orders.store_key,
    scans.qr_key
from first_orders
left join scans on first_orders.member_id = scans.member_id and scans.scan_no = 1
where first_orders.order_no = 1
