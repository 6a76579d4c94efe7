with

source as (
    select *
    from {{ ref('base_standard__commission_rules') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        rule_id,
        store_id,
        dealer_id,

        -- numbers
        share,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates
        valid_from,
        valid_to,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
