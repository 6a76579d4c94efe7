-- How a member bought and interacted in the window before as_of, for clusters. Grain:
-- member with a valid order in the window.
{% set from_date = add_days(as_of_date(), -var('rfm_window_days')) %}
with

members as (
    select
        member_id,
        channel_count
    from {{ ref('dim_members') }}
    where not is_erased
),

orders as (
    select
        orders.order_key,
        orders.member_id,
        orders.paid_on,
        orders.gross_amount,
        orders.discount_amount,
        orders.net_amount,
        case when channels.ownership = 'own' then 1 else 0 end as is_own,
        case when {{ iso_weekday('orders.paid_on') }} >= 6 then 1 else 0 end
            as is_weekend
    from {{ ref('fct_orders') }} as orders
    left join {{ ref('dim_channels') }} as channels
        on orders.channel_code = channels.channel_code
    where
        orders.is_valid
        and orders.member_id is not null
        and orders.paid_on <= {{ as_of_date() }}
        and orders.paid_on > {{ from_date }}
),

bought as (
    select
        member_id,
        {{ days_between('max(paid_on)', as_of_date()) }} as recency_days,
        count(*) as order_count,
        sum(net_amount) as net_amount,
        cast(sum(discount_amount) as double)
        / nullif(cast(sum(gross_amount) as double), 0) as discount_share,
        avg(cast(is_own as double)) as own_channel_share,
        avg(cast(is_weekend as double)) as weekend_share
    from orders
    group by member_id
),

categories as (
    select
        member_id,
        count(*) as category_count
    from (
        select distinct
            orders.member_id,
            products.category_1
        from {{ ref('fct_order_lines') }} as lines
        inner join orders on lines.order_key = orders.order_key
        inner join {{ ref('dim_products') }} as products
            on lines.product_key = products.product_key
        where products.category_1 is not null and not lines.is_deleted
    ) as member_categories
    group by member_id
),

interactions as (
    select
        member_id,
        sum(interaction_count) as interaction_count
    from {{ ref('fct_member_days') }}
    where on_date <= {{ as_of_date() }} and on_date > {{ from_date }}
    group by member_id
)

select
    bought.member_id,
    cast(bought.recency_days as double) as recency_days,
    cast(bought.order_count as double) as order_count,
    cast(greatest(bought.net_amount, 0) as double) as net_amount,
    cast(greatest(bought.net_amount, 0) as double) / bought.order_count
        as average_order_amount,
    cast(coalesce(bought.discount_share, 0) as double) as discount_share,
    bought.own_channel_share,
    bought.weekend_share,
    cast(coalesce(categories.category_count, 0) as double) as category_count,
    cast(coalesce(interactions.interaction_count, 0) as double) as interaction_count,
    cast(members.channel_count as double) as channel_count
from bought
inner join members on bought.member_id = members.member_id
left join categories on bought.member_id = categories.member_id
left join interactions on bought.member_id = interactions.member_id
