-- Refunds done on known orders are the refunded amount of the orders, and no staged
-- refund is missing.
with

known_orders as (
    select
        order_key,
        refunded_amount
    from {{ ref('fct_orders') }}
),

refunds as (
    select
        sum(
            case
                when facts.is_done and known_orders.order_key is not null
                    then facts.amount
                else 0
            end
        ) as refunded_amount,
        count(*) as refund_count
    from {{ ref('fct_refunds') }} as facts
    left join known_orders on facts.order_key = known_orders.order_key
),

orders as (
    select sum(refunded_amount) as refunded_amount from known_orders
),

staged as (
    select count(*) as refund_count from {{ ref('int_refunds__unioned') }}
)

select *
from refunds
cross join orders
cross join staged
where
    coalesce(refunds.refunded_amount, 0) != coalesce(orders.refunded_amount, 0)
    or refunds.refund_count != staged.refund_count
