with

source as (
    select *
    from {{ ref('base_standard__sends') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        send_id,
        account_id,
        {{ channel_key('account_id', '_channel_code') }} as account_key,
        campaign_id,
        strategy_id,
        content_id,

        -- strings
        dialogue_channel,

        -- numbers
        step_no,
        cost_amount,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        sent_at,
        delivered_at,
        opened_at,
        clicked_at,
        replied_at,
        opted_out_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
