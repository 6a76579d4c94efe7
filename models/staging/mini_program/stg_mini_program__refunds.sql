with

source as (
    select *
    from {{ ref('base_mini_program__refunds') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'mini_program' as channel_code,
        refund_no as refund_id,
        order_no as order_id,

        -- strings
        case refund_status
            when 'SUCCESS' then 'done'
            when 'CLOSED' then 'refused'
            else 'open'
        end as status,
        {{ masked_text('reason') }} as reason,

        -- numbers
        refund_fee as amount,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        success_ms as refunded_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('refunds', 'renamed', without=['line_no']) }}
