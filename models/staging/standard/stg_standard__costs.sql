with

source as (
    select *
    from {{ ref('base_standard__costs') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        cost_id,
        campaign_id,
        strategy_id,

        -- strings
        kind,
        placement,
        creative,
        supplier,

        -- numbers
        amount,
        impressions,
        clicks,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates
        occurred_on,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
