with

source as (
    select *
    from {{ ref('base_standard__employees') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        employee_id,
        store_id,

        -- strings
        name_hash,
        role,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates
        joined_on,
        left_on,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
