-- What a member is worth. Grain: member. Bands and shares are cut by cume_dist, so
-- that equal values fall into equal bands.
with

rules as (
    {{ label_rules([
        'evidence_days', 'low_price_position', 'high_price_position', 'heavy_share',
        'light_share', 'whale_share', 'executive_share', 'executive_orders',
        'fan_interactions',
    ]) }}
),

orders as (
    select
        orders.order_key,
        orders.member_id,
        orders.net_amount,
        orders.paid_on >= {{ first_day_of_window('rules.evidence_days') }}
            as is_in_window
    from {{ ref('fct_orders') }} as orders
    cross join rules
    where
        orders.is_valid
        and orders.member_id is not null
        and orders.paid_on <= {{ as_of_date() }}
),

spends as (
    select
        member_id,
        sum(net_amount) as lifetime_value,
        sum(case when is_in_window then net_amount end) as window_amount,
        sum(case when is_in_window then 1 else 0 end) as window_orders
    from orders
    group by member_id
),

baskets as (
    select
        orders.member_id,
        sum(lines.line_amount) as line_amount,
        sum(case when products.price_band = 'high' then lines.line_amount else 0 end)
            as high_amount,
        cast(sum(lines.line_amount * products.price_position) as double)
            as weighted_place,
        cast(sum(
            case when products.price_position is not null then lines.line_amount end
        ) as double) as placed_amount,
        sum(lines.line_amount - lines.cost_amount) as margin_amount
    from {{ ref('fct_order_lines') }} as lines
    inner join orders on lines.order_key = orders.order_key and orders.is_in_window
    left join {{ ref('product_traits') }} as products
        on lines.product_key = products.product_key
    where not lines.is_deleted and lines.line_amount > 0
    group by orders.member_id
),

buyers as (
    select
        spends.*,
        cast(spends.window_amount as double) / nullif(spends.window_orders, 0)
            as order_amount,
        baskets.weighted_place / nullif(baskets.placed_amount, 0) as price_position,
        baskets.margin_amount,
        cast(baskets.high_amount as double)
        / nullif(cast(baskets.line_amount as double), 0) as high_share
    from spends
    left join baskets on spends.member_id = baskets.member_id
),

placed as (
    select
        *,
        {%- for measure in ['window_amount', 'order_amount', 'margin_amount'] %}
        cume_dist() over (
            partition by {{ measure }} is null order by {{ measure }}
        ) as {{ measure }}_place,
        {%- endfor %}
        cume_dist() over (order by lifetime_value) as lifetime_place
    from buyers
),

fans as (
    select days.member_id
    from {{ ref('fct_member_days') }} as days
    cross join rules
    where
        days.on_date >= {{ first_day_of_window('rules.evidence_days') }}
        and days.on_date <= {{ as_of_date() }}
    group by days.member_id, rules.fan_interactions
    having sum(days.interaction_count) >= rules.fan_interactions
),

computed as (
    select
        permissions.member_id,
        scores.recency_score,
        scores.frequency_score,
        scores.monetary_score,
        scores.stable_segment_code as rfm_segment,
        case
            when buyers.price_position >= rules.high_price_position then 'high'
            when buyers.price_position < rules.low_price_position then 'low'
            when buyers.price_position is not null then 'middle'
        end as purchasing_power,
        case
            when buyers.window_amount is null then null
            when buyers.window_amount_place > rules.heavy_share then 'heavy'
            when buyers.window_amount_place > rules.light_share then 'medium'
            else 'light'
        end as spend_tier,
        {{ third_of('buyers.order_amount') }} as order_value_band,
        {{ third_of('buyers.margin_amount') }} as margin_band,
        cast(buyers.lifetime_value as decimal(18, 2)) as lifetime_value,
        coalesce(
            buyers.lifetime_place > rules.whale_share and buyers.lifetime_value > 0,
            false
        ) as is_whale,
        coalesce(
            buyers.high_share >= rules.executive_share
            and buyers.window_orders >= rules.executive_orders,
            false
        ) as is_executive,
        buyers.member_id is null and fans.member_id is not null as is_fan
    from {{ ref('member_permissions') }} as permissions
    cross join rules
    left join placed as buyers on permissions.member_id = buyers.member_id
    left join fans on permissions.member_id = fans.member_id
    left join {{ ref('rfm_scores') }} as scores
        on permissions.member_id = scores.member_id
)

select
    {{ permitted_labels('value') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id
where not permissions.is_erased
