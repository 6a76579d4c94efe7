with

source as (
    select *
    from {{ ref('base_standard__stores') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        store_id,
        dealer_id,

        -- strings
        name,
        kind,
        province,
        city,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates
        opened_on,
        closed_on,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
