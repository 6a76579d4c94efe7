with

source as (
    select *
    from {{ ref('base_standard__qr_codes') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        qr_id,
        store_id,

        -- strings
        medium,
        placement,
        community,
        placer,
        hook,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates
        created_on,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
