with

source as (
    select *
    from {{ ref('base_standard__orders') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        order_id,
        account_id,
        store_id,
        employee_id,
        coupon_id,
        campaign_id,

        -- strings
        brand,
        status,
        coalesce(currency, '{{ var("currency") }}') as currency,
        province,
        city,
        receiver_phone_hash,

        -- numbers
        gross_amount,
        discount_amount,
        shipping_amount,
        paid_amount,

        -- booleans
        coalesce(is_test, false) as is_test,
        coalesce(is_deleted, false) or _is_withdrawn as is_deleted,

        -- timestamps
        ordered_at,
        paid_at,
        updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('orders', 'renamed', without=['origin_order_key']) }}
