with

source as (
    select *
    from {{ ref('base_standard__content_items') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        content_id,

        -- strings
        title,
        format,
        topic,
        ip,
        tags,
        author,

        -- booleans
        is_original,
        _is_withdrawn as is_deleted,

        -- timestamps
        published_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
