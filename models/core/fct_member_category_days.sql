-- What members bought of a category on a day. Grain: member, category, day. Additive.
-- Refunds are spread over the lines of an order in the share of it that was refunded;
-- margin is told only where the line's cost is known.
with

orders as (
    select
        order_key,
        member_id,
        paid_on,
        {{ kept_share() }} as kept_share
    from {{ ref('fct_orders') }} as orders
    where is_valid and member_id is not null
),

lines as (
    select
        order_key,
        product_key,
        quantity,
        line_amount,
        cost_amount
    from {{ ref('fct_order_lines') }}
    where not is_deleted
),

products as (
    select
        product_key,
        category_1
    from {{ ref('dim_products') }}
),

kept as (
    select
        orders.member_id,
        coalesce(products.category_1, 'unknown') as category,
        orders.paid_on as on_date,
        lines.quantity,
        lines.line_amount,
        round(cast(lines.line_amount as double) * orders.kept_share, 2) as net_amount,
        case
            when lines.cost_amount is not null
                then round(cast(lines.line_amount as double) * orders.kept_share, 2)
        end as costed_amount,
        round(
            cast(lines.line_amount - lines.cost_amount as double) * orders.kept_share, 2
        ) as margin_amount
    from lines
    inner join orders on lines.order_key = orders.order_key
    left join products on lines.product_key = products.product_key
),

days as (
    select
        member_id,
        category,
        on_date,
        count(*) as line_count,
        sum(quantity) as quantity,
        sum(line_amount) as line_amount,
        sum(cast(net_amount as decimal(18, 2))) as net_amount,
        sum(cast(costed_amount as decimal(18, 2))) as costed_amount,
        sum(cast(margin_amount as decimal(18, 2))) as margin_amount
    from kept
    group by member_id, category, on_date
)

select
    member_id,
    category,
    on_date,
    line_count,
    cast(quantity as bigint) as quantity,
    cast(line_amount as decimal(18, 2)) as line_amount,
    cast(net_amount as decimal(18, 2)) as net_amount,
    cast(costed_amount as decimal(18, 2)) as costed_amount,
    cast(margin_amount as decimal(18, 2)) as margin_amount,
    lag(on_date) over (partition by member_id, category order by on_date) as previous_on
from days
