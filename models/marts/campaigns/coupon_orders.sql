-- Orders with a coupon of a template and without any. Grain: campaign, template with
-- an order of either kind. An order that used two coupons of a template is one
-- order. Those without are of the same members, between issue and expiry.
with

members as (
    select * from {{ ref('coupon_members') }}
),

orders as (
    select
        order_key,
        member_id,
        coupon_id,
        paid_amount,
        paid_at
    from {{ ref('fct_orders') }}
    where is_valid and paid_on <= {{ as_of_date() }}
),

-- An order that used two coupons of a template is one order.
used as (
    select distinct
        concat(coalesce(campaign_key, ''), '|', coalesce(template_id, ''))
            as funnel_key,
        redeemed_order_key as order_key
    from {{ ref('fct_coupons') }}
    where not is_deleted and redeemed_order_key is not null
),

with_coupon as (
    select
        used.funnel_key,
        count(*) as orders,
        sum(orders.paid_amount) as paid_amount,
        var_samp(cast(orders.paid_amount as double)) as variance
    from used
    inner join orders on used.order_key = orders.order_key
    group by used.funnel_key
),

used_orders as (
    select distinct order_key from used
),

plain_orders as (
    select orders.*
    from orders
    left join used_orders on orders.order_key = used_orders.order_key
    where used_orders.order_key is null and orders.coupon_id is null
),

without_coupon as (
    select
        members.funnel_key,
        count(*) as orders,
        sum(plain_orders.paid_amount) as paid_amount,
        var_samp(cast(plain_orders.paid_amount as double)) as variance
    from members
    inner join plain_orders
        on
            members.member_id = plain_orders.member_id
            and members.first_issued_at <= plain_orders.paid_at
            and coalesce(members.last_expires_at > plain_orders.paid_at, true)
    group by members.funnel_key
)

select
    coalesce(with_coupon.funnel_key, without_coupon.funnel_key) as funnel_key,
    coalesce(with_coupon.orders, 0) as orders_with,
    coalesce(without_coupon.orders, 0) as orders_without,
    cast(coalesce(with_coupon.paid_amount, 0) as decimal(18, 2)) as paid_amount_with,
    cast(coalesce(without_coupon.paid_amount, 0) as decimal(18, 2))
        as paid_amount_without,
    {{ rounded('with_coupon.variance', 6) }} as paid_variance_with,
    {{ rounded('without_coupon.variance', 6) }} as paid_variance_without
from with_coupon
full outer join without_coupon on with_coupon.funnel_key = without_coupon.funnel_key
