with

source as (
    select *
    from {{ ref('base_jd__order_items') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'jd' as channel_code,
        order_no as order_id,
        -- An order has a SKU once. A running number would shift when a line comes late.
        sku_code as line_no,
        sku_code as product_id,

        -- numbers
        quantity,
        jd_price as list_price,
        line_amount,

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
