with

source as (
    select *
    from {{ ref('base_tmall__order_items') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'tmall' as channel_code,
        order_no as order_id,
        item_no as line_no,
        sku_code as product_id,

        -- numbers
        quantity,
        list_price,
        paid_amount as line_amount,

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
