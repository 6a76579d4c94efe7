with

source as (
    select *
    from {{ ref('base_standard__kpi_targets') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        metric,
        period,
        slice,

        -- strings
        owner,

        -- numbers
        target,

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
