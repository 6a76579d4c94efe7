with

source as (
    select *
    from {{ ref('base_mini_program__orders') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'mini_program' as channel_code,
        order_no as order_id,
        openid as account_id,
        store_id,
        guide_id as employee_id,
        coupon_id,

        -- strings
        case
            when trade_state in ('SUCCESS', 'REFUND') then 'paid'
            when trade_state = 'NOTPAY' then 'unpaid'
            else 'cancelled'
        end as status,
        '{{ var("currency") }}' as currency,
        province,
        city,
        receiver_phone_hash,

        -- numbers
        goods_fee as gross_amount,
        discount_fee as discount_amount,
        freight_fee as shipping_amount,
        case
            when trade_state in ('SUCCESS', 'REFUND') then total_fee
            when time_end is null then 0
            else total_fee
        end as paid_amount,

        -- booleans
        coalesce(is_sandbox, false) as is_test,
        _is_withdrawn as is_deleted,

        -- timestamps
        created_ms as ordered_at,
        time_end as paid_at,
        updated_ms as updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('orders', 'renamed', without=[
    'campaign_id', 'origin_order_key', 'brand',
]) }}
