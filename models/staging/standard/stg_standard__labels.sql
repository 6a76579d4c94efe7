with

source as (
    select *
    from {{ ref('base_standard__labels') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        account_id,
        {{ channel_key('account_id', '_channel_code') }} as account_key,
        label,

        -- strings
        value,
        origin,
        operator,

        -- numbers
        confidence,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates and timestamps
        assigned_at,
        expires_on,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
