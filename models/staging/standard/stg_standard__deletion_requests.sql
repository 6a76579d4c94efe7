with

source as (
    select *
    from {{ ref('base_standard__deletion_requests') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        request_id,
        account_id,
        {{ channel_key('account_id', '_channel_code') }} as account_key,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        requested_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
