-- Lines of orders that count, with what orders and products say of them. Grain: order
-- line. line_amount is after discounts and before refunds; lines add up to goods, while
-- an order's paid_amount holds shipping too. A view, for it says nothing that its facts
-- do not.
{{ config(materialized='view') }}

with

loyal_members as (
    select
        member_id,
        min(valid_from) as loyal_from
    from {{ ref('fct_member_tiers') }}
    where reason = 'upgrade' and member_id is not null
    group by member_id
)

select
    lines.order_key,
    lines.line_no,
    orders.member_id,
    orders.channel_code,
    lines.product_key,
    products.brand,
    products.category_1 as category,
    lines.quantity,
    lines.line_amount,
    lines.cost_amount,
    case when lines.cost_amount is not null then lines.line_amount end as costed_amount,
    coalesce(loyal_members.loyal_from <= orders.paid_at, false) as is_loyal,
    orders.paid_on
from {{ ref('fct_order_lines') }} as lines
inner join {{ ref('fct_orders') }} as orders on lines.order_key = orders.order_key
left join {{ ref('dim_products') }} as products
    on lines.product_key = products.product_key
left join loyal_members on orders.member_id = loyal_members.member_id
where orders.is_valid and not lines.is_deleted
