-- Staged coupons. Grain: coupon.
select
    *,
    channel_code || ':' || coupon_id as coupon_key
from {{ ref('stg_standard__coupons') }}
