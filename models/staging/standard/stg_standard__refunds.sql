with

source as (
    select *
    from {{ ref('base_standard__refunds') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        refund_id,
        order_id,
        line_no,

        -- strings
        coalesce(status, 'done') as status,
        {{ masked_text('reason') }} as reason,

        -- numbers
        amount,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        refunded_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('refunds', 'renamed') }}
