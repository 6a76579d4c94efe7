with

source as (
    select *
    from {{ ref('base_standard__feedback') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        feedback_id,
        account_id,
        {{ channel_key('account_id', '_channel_code') }} as account_key,
        product_id,
        batch_no,
        order_id,
        {{ channel_key('order_id', '_channel_code') }} as order_key,

        -- strings
        kind,
        {{ masked_text('text') }} as text,
        theme,
        media,

        -- numbers
        rating,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        occurred_at,
        resolved_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
