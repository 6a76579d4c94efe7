with

source as (
    select *
    from {{ ref('base_standard__tiers') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        account_id,
        {{ channel_key('account_id', '_channel_code') }} as account_key,
        valid_from,

        -- strings
        tier,
        {{ masked_text('reason') }} as reason,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        valid_to,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
