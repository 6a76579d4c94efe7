-- What campaigns and offers have to do with a member. Grain: member.
with

rules as (
    {{ label_rules([
        'evidence_days', 'coupon_high', 'coupon_middle', 'discount_orders'
    ]) }}
),

coupons as (
    select distinct redeemed_order_key
    from {{ ref('fct_coupons') }}
    where not is_deleted and redeemed_order_key is not null
),

orders as (
    select
        orders.member_id,
        count(*) as order_count,
        sum(case
            when orders.coupon_id is not null or coupons.redeemed_order_key is not null
                then 1
            else 0
        end) as coupon_orders,
        sum(case
            when
                orders.coupon_id is not null
                or coupons.redeemed_order_key is not null
                or orders.discount_amount > 0
                then 1
            else 0
        end) as discount_orders
    from {{ ref('fct_orders') }} as orders
    cross join rules
    left join coupons on orders.order_key = coupons.redeemed_order_key
    where
        orders.is_valid
        and orders.member_id is not null
        and orders.paid_on >= {{ first_day_of_window('rules.evidence_days') }}
        and orders.paid_on <= {{ as_of_date() }}
    group by orders.member_id
),

needs as (
    select
        orders.member_id,
        bool_or(products.category_group = 'beauty')
        and bool_or(products.category_group = 'snack') as is_beauty_and_snack_buyer
    from {{ ref('fct_order_lines') }} as lines
    inner join {{ ref('product_traits') }} as products
        on
            lines.product_key = products.product_key
            and products.category_group in ('beauty', 'snack')
    inner join {{ ref('fct_orders') }} as orders on lines.order_key = orders.order_key
    cross join rules
    where
        orders.is_valid
        and orders.member_id is not null
        and not lines.is_deleted
        and orders.paid_on >= {{ first_day_of_window('rules.evidence_days') }}
        and orders.paid_on <= {{ as_of_date() }}
    group by orders.member_id
),

held_out as (
    select
        assignments.member_id,
        bool_or(assignments.arm = 'control') as is_holdout
    from {{ ref('fct_assignments') }} as assignments
    left join {{ ref('dim_campaigns') }} as campaigns
        on assignments.campaign_key = campaigns.campaign_key
    left join {{ ref('dim_strategies') }} as strategies
        on assignments.strategy_key = strategies.strategy_key
    where
        not assignments.is_deleted
        and assignments.member_id is not null
        and assignments.assigned_on <= {{ as_of_date() }}
        and coalesce(campaigns.ends_on, strategies.ends_on, {{ as_of_date() }})
        >= {{ as_of_date() }}
    group by assignments.member_id
),

touched as (
    select distinct member_id
    from {{ ref('fct_sends') }}
    where not is_deleted and member_id is not null and sent_on <= {{ as_of_date() }}
),

computed as (
    select
        members.member_id,
        coalesce(held_out.is_holdout, false) as is_holdout,
        touched.member_id is null as is_never_touched,
        case
            when orders.coupon_orders >= rules.coupon_high * orders.order_count
                then 'high'
            when
                orders.coupon_orders >= rules.coupon_middle * orders.order_count
                then 'middle'
            when orders.coupon_orders > 0 then 'low'
            when orders.order_count > 0 then 'none'
        end as coupon_affinity,
        coalesce(
            orders.discount_orders = orders.order_count
            and orders.order_count >= rules.discount_orders,
            false
        ) as is_discount_only,
        coalesce(needs.is_beauty_and_snack_buyer, false) as is_beauty_and_snack_buyer
    from {{ ref('dim_members') }} as members
    cross join rules
    left join orders on members.member_id = orders.member_id
    left join needs on members.member_id = needs.member_id
    left join held_out on members.member_id = held_out.member_id
    left join touched on members.member_id = touched.member_id
    where not members.is_erased
)

select
    {{ permitted_labels('marketing') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id
