with

source as (
    select *
    from {{ ref('base_standard__assignments') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        campaign_id,
        strategy_id,
        account_id,
        {{ channel_key('account_id', '_channel_code') }} as account_key,

        -- strings
        arm,

        -- numbers
        propensity,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        assigned_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
