with

source as (
    select *
    from {{ ref('base_mini_program__order_items') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'mini_program' as channel_code,
        order_no as order_id,
        line_no,
        sku_code as product_id,

        -- numbers
        quantity,
        price_fee as list_price,
        amount_fee as line_amount,

        -- booleans
        _is_withdrawn as is_deleted,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('order_lines', 'renamed', without=['batch_no', 'cost_amount']) }}
