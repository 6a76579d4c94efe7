-- Coupons of members. Grain: campaign, template, member; coupons of accounts nobody
-- knows are one row without a member. A coupon counts once, for however many products
-- it is good. Used in more than one order it is redeemed once, and reported.
with

-- Whoever used it, known or not.
uses as (
    select
        coupon_id,
        count(*) as orders
    from {{ ref('fct_orders') }}
    where
        is_valid
        and coupon_id is not null
        and paid_on <= {{ as_of_date() }}
    group by coupon_id
),

issued as (
    select
        coupon_id,
        campaign_key,
        template_id,
        member_id,
        face_amount,
        issued_at,
        expires_at,
        case when claimed_at < {{ end_of_data() }} then claimed_at end as claimed_at,
        case when redeemed_at < {{ end_of_data() }} then redeemed_at end as redeemed_at
    from {{ ref('fct_coupons') }}
    where not is_deleted and issued_on <= {{ as_of_date() }}
),

coupons as (
    select
        coupons.*,
        coupons.redeemed_at is not null as is_redeemed,
        coalesce(uses.orders > 1, false) as is_redeemed_twice,
        coupons.campaign_key is not null and not coalesce(targets.is_treated, false)
            as is_outside_targeting
    from issued as coupons
    left join uses on coupons.coupon_id = uses.coupon_id
    left join {{ ref('campaign_windows') }} as targets
        on
            targets.subject_kind = 'campaign'
            and coupons.campaign_key = targets.subject_key
            and coupons.member_id = targets.member_id
)

select
    concat(coalesce(campaign_key, ''), '|', coalesce(template_id, '')) as funnel_key,
    campaign_key,
    template_id,
    member_id,
    count(*) as issued,
    {%- for name, condition in [
        ('claimed', 'claimed_at is not null'),
        ('redeemed', 'is_redeemed'),
        ('expired', 'not is_redeemed and expires_at <= ' ~ end_of_data()),
        ('redeemed_twice', 'is_redeemed_twice'),
        ('redeemed_unclaimed', 'is_redeemed and claimed_at is null'),
        ('redeemed_late', 'redeemed_at >= expires_at'),
        ('redeemed_early', 'redeemed_at < issued_at'),
        ('redeemed_outside_targeting', 'is_redeemed and is_outside_targeting')
    ] %}
    cast(sum(case when {{ condition }} then 1 else 0 end) as bigint) as {{ name }},
    {%- endfor %}
    cast(
        coalesce(sum(case when is_redeemed then face_amount end), 0)
        as decimal(18, 2)
    ) as face_amount,
    min(issued_at) as first_issued_at,
    case when count(expires_at) = count(*) then max(expires_at) end as last_expires_at
from coupons
group by campaign_key, template_id, member_id
