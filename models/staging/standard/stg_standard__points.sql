with

source as (
    select *
    from {{ ref('base_standard__points') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        entry_id,
        account_id,
        {{ channel_key('account_id', '_channel_code') }} as account_key,
        order_id,
        {{ channel_key('order_id', '_channel_code') }} as order_key,

        -- strings
        kind,

        -- numbers
        points,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates and timestamps
        occurred_at,
        expires_on,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
