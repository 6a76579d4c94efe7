with

source as (
    select *
    from {{ ref('base_jd__refunds') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'jd' as channel_code,
        service_no as refund_id,
        order_no as order_id,
        sku_code as line_no,

        -- strings
        case service_status
            when '完成' then 'done'
            when '取消' then 'refused'
            else 'open'
        end as status,
        {{ masked_text('reason') }} as reason,

        -- numbers
        refund_amount as amount,

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
