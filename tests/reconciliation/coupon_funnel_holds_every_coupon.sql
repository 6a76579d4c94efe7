-- Every coupon issued until as_of is in one template of the funnel, with what became of
-- it; and none is both redeemed and expired.
with

coupons as (
    select
        count(*) as issued,
        count(case when claimed_at < {{ end_of_data() }} then 1 end) as claimed,
        count(case when redeemed_at < {{ end_of_data() }} then 1 end) as redeemed
    from {{ ref('fct_coupons') }}
    where not is_deleted and issued_on <= {{ as_of_date() }}
),

funnel as (
    select
        coalesce(sum(issued), 0) as issued,
        coalesce(sum(claimed), 0) as claimed,
        coalesce(sum(redeemed), 0) as redeemed,
        coalesce(sum(case when redeemed + expired > issued then 1 else 0 end), 0)
            as overfull
    from {{ ref('coupon_funnel') }}
)

select *
from coupons
cross join funnel
where
    coupons.issued != funnel.issued
    or coupons.claimed != funnel.claimed
    or coupons.redeemed != funnel.redeemed
    or funnel.overfull > 0
