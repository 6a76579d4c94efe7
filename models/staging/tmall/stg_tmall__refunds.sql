with

source as (
    select *
    from {{ ref('base_tmall__refunds') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'tmall' as channel_code,
        refund_no as refund_id,
        order_no as order_id,
        item_no as line_no,

        -- strings
        case refund_status
            when '退款成功' then 'done'
            when '退款关闭' then 'refused'
            else 'open'
        end as status,
        {{ masked_text('reason') }} as reason,

        -- numbers
        refund_amount as amount,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        coalesce(finished_at, applied_at) as refunded_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('refunds', 'renamed') }}
