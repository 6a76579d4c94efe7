-- Grain: a sale ticket. Returns are refunds; see stg_pos__refunds.
with

source as (
    select *
    from {{ ref('base_pos__tickets') }}
    where _row_status = 'staged' and kind = 'sale'
),

renamed as (
    select
        -- ids
        'pos' as channel_code,
        ticket_no as order_id,
        member_no as account_id,
        store_id,
        cashier_id as employee_id,
        online_channel_code || ':' || online_order_no as origin_order_key,

        -- strings
        'paid' as status,
        '{{ var("currency") }}' as currency,

        -- numbers
        total_cents as gross_amount,
        discount_cents as discount_amount,
        paid_cents as paid_amount,

        -- booleans
        coalesce(is_training, false) as is_test,
        _is_withdrawn as is_deleted,

        -- timestamps
        closed_at as ordered_at,
        closed_at as paid_at,
        modified_at as updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('orders', 'renamed', without=[
    'coupon_id', 'campaign_id', 'brand', 'shipping_amount', 'province', 'city',
    'receiver_phone_hash',
]) }}
