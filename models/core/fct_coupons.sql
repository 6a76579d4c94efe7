-- Coupons issued to members. Grain: coupon; one that is good for many products is still
-- one row.
{{ fact_config('int_coupons__unioned', 'coupon_key') }}

with

{{ considered_rows('int_coupons__unioned', 'coupon_key') }}

select
    coupon_key,
    member_id,
    account_key,
    account_channel_code as channel_code,
    coupon_id,
    template_id,
    campaign_id as campaign_key,
    product_id as product_key,
    redeemed_order_key,
    face_value as face_amount,
    minimum_spend as minimum_spend_amount,
    is_deleted,
    issued_at,
    claimed_at,
    expires_at,
    redeemed_at,
    {{ business_date('issued_at') }} as issued_on,
    {{ business_date('redeemed_at') }} as redeemed_on,
    {{ batch_id() }} as _batch_id
from considered
