with

source as (
    select *
    from {{ ref('base_tmall__orders') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'tmall' as channel_code,
        order_no as order_id,
        buyer_ouid as account_id,

        -- strings
        case
            when order_status = '等待买家付款' then 'unpaid'
            when order_status != '交易关闭' then 'paid'
            -- A closed order with a payment was paid first and refunded in full later:
            -- its refund takes the amount back, so the order itself must count.
            when paid_at is not null then 'paid'
            else 'cancelled'
        end as status,
        '{{ var("currency") }}' as currency,
        province,
        city,
        receiver_phone_hash,

        -- numbers
        payable_amount + coalesce(discount_amount, 0) as gross_amount,
        discount_amount,
        shipping_amount,
        paid_amount,

        -- booleans
        coalesce(remark like '%测试%', false) as is_test,
        _is_withdrawn as is_deleted,

        -- timestamps
        created_at as ordered_at,
        paid_at,
        modified_at as updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('orders', 'renamed', without=[
    'store_id', 'employee_id', 'coupon_id', 'campaign_id', 'origin_order_key', 'brand',
]) }}
