with

source as (
    select *
    from {{ ref('base_standard__coupons') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        coupon_id,
        template_id,
        campaign_id,
        account_id,
        {{ channel_key('account_id', '_channel_code') }} as account_key,
        product_id,
        redeemed_order_id,
        {{ channel_key('redeemed_order_id', '_channel_code') }} as redeemed_order_key,

        -- numbers
        face_value,
        minimum_spend,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        issued_at,
        claimed_at,
        expires_at,
        redeemed_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
