with

source as (
    select *
    from {{ ref('base_standard__order_lines') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        order_id,
        line_no,
        product_id,
        batch_no,

        -- numbers
        quantity,
        list_price,
        line_amount,
        cost_amount,

        -- booleans
        _is_withdrawn as is_deleted,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('order_lines', 'renamed') }}
