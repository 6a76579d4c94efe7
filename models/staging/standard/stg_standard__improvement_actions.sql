with

source as (
    select *
    from {{ ref('base_standard__improvement_actions') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        action_id,
        product_id,
        batch_no,

        -- strings
        theme,
        kind,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        opened_at,
        done_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
