-- What became of coupons. Grain: campaign, template; coupons of no campaign are blanket
-- ones, and all of these together are what the others are held against. The order value
-- without is that of the same members, between issue and expiry, in orders that used
-- no coupon at all.
{% set counts = [
    'issued', 'claimed', 'redeemed', 'expired', 'redeemed_twice', 'redeemed_unclaimed',
    'redeemed_late', 'redeemed_early', 'redeemed_outside_targeting'
] -%}
with

members as (
    select * from {{ ref('coupon_members') }}
),

orders as (
    select * from {{ ref('coupon_orders') }}
),

totals as (
    select
        funnel_key,
        campaign_key,
        template_id,
        {%- for count in counts %}
        sum({{ count }}) as {{ count }},
        {%- endfor %}
        count(member_id) as holders,
        sum(case when member_id is not null and claimed > 0 then 1 else 0 end)
            as claimers,
        sum(case when member_id is not null and redeemed > 0 then 1 else 0 end)
            as redeemers,
        sum(face_amount) as face_amount
    from members
    group by funnel_key, campaign_key, template_id
),

blanket as (
    select
        sum(totals.issued) as issued,
        sum(totals.claimed) as claimed,
        sum(totals.redeemed) as redeemed,
        {{ quotient('sum(orders.paid_amount_with)', 'sum(orders.orders_with)') }}
            as order_value
    from totals
    left join orders on totals.funnel_key = orders.funnel_key
    where totals.campaign_key is null
),

rated as (
    select
        totals.*,
        targets.targeted,
        targets.reached,
        {{ quotient('totals.claimed', 'totals.issued') }} as claim_rate,
        {{ quotient('totals.redeemed', 'totals.issued') }} as redemption_rate,
        coalesce(orders.orders_with, 0) as orders_with,
        coalesce(orders.orders_without, 0) as orders_without,
        {{ quotient('orders.paid_amount_with', 'orders.orders_with') }}
            as order_value_with,
        {{ quotient('orders.paid_amount_without', 'orders.orders_without') }}
            as order_value_without,
        orders.paid_variance_with,
        orders.paid_variance_without
    from totals
    left join orders on totals.funnel_key = orders.funnel_key
    left join {{ ref('campaign_results') }} as targets
        on
            totals.campaign_key = targets.campaign_key
            and targets.slice_dimension = 'all'
)

select
    rated.campaign_key,
    rated.template_id,
    rated.campaign_key is null as is_blanket,
    {%- for count in counts %}
    cast(rated.{{ count }} as bigint) as {{ count }},
    {%- endfor %}
    rated.targeted,
    rated.reached,
    rated.holders,
    cast(rated.claimers as bigint) as claimers,
    cast(rated.redeemers as bigint) as redeemers,
    cast(rated.face_amount as decimal(18, 2)) as face_amount,
    rated.claim_rate,
    {{ quotient('rated.claimers', 'rated.targeted') }} as claim_rate_of_targeted,
    {{ quotient('rated.claimers', 'rated.reached') }} as claim_rate_of_reached,
    rated.redemption_rate,
    {{ quotient('rated.redeemed', 'rated.claimed') }} as redemption_rate_of_claimed,
    {{ quotient('rated.redeemers', 'rated.targeted') }}
        as redemption_rate_of_targeted,
    rated.orders_with,
    rated.orders_without,
    rated.order_value_with,
    rated.order_value_without,
    {{ quotient('rated.order_value_with', 'rated.order_value_without') }}
        as order_value_multiple,
    rated.order_value_with - rated.order_value_without as order_value_difference,
    {%- for end in ['lower', 'upper'] %}
    {{ rounded(welch_bound(
        'rated.order_value_with', 'rated.paid_variance_with', 'rated.orders_with',
        'rated.order_value_without', 'rated.paid_variance_without',
        'rated.orders_without', least=var('experiment_least_members'), end=end
    ), 6) }} as order_value_difference_{{ end }},
    {%- endfor %}
    {%- for rate, hits in [('claim', 'claimed'), ('redemption', 'redeemed')] %}
    {%- set samples = [
        'rated.' ~ hits, 'rated.issued', 'blanket.' ~ hits, 'blanket.issued'
    ] %}
    case when rated.campaign_key is not null then {{ quotient(
        'rated.' ~ rate ~ '_rate', share_of('blanket.' ~ hits, 'blanket.issued')
    ) }} end as {{ rate }}_blanket_multiple,
    case
        when rated.campaign_key is not null
            then
                rated.{{ rate }}_rate
                - {{ share_of('blanket.' ~ hits, 'blanket.issued') }}
    end as {{ rate }}_blanket_difference,
    {%- for end in ['lower', 'upper'] %}
    case when rated.campaign_key is not null then {{ difference_bound(
        *samples, end=end
    ) }} end as {{ rate }}_blanket_difference_{{ end }},
    {%- endfor %}
    {%- endfor %}
    case when rated.campaign_key is not null then {{ quotient(
        'rated.order_value_with', 'blanket.order_value'
    ) }} end as order_value_blanket_multiple,
    case
        when rated.campaign_key is null then 'is_blanket'
        when coalesce(blanket.issued, 0) = 0 then 'no_blanket'
        when blanket.redeemed = 0 then 'blanket_never_redeemed'
    end as multiple_missing_reason
from rated
cross join blanket
