with

source as (
    select *
    from {{ ref('base_standard__stock') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        warehouse_id,
        product_id,
        on_date,

        -- strings
        province,

        -- numbers
        quantity,
        lead_hours,

        -- booleans
        _is_withdrawn as is_deleted,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
