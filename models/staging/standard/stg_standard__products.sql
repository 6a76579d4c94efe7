with

source as (
    select *
    from {{ ref('base_standard__products') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        product_id,

        -- strings
        name,
        brand,
        category_1,
        category_2,
        category_3,
        package_size,
        attributes,
        lifecycle_stage,

        -- numbers
        list_price,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates
        launched_on,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
