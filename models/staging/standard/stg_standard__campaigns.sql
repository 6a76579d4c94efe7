with

source as (
    select *
    from {{ ref('base_standard__campaigns') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        campaign_id,

        -- strings
        name,
        kind,
        theme,
        template,
        scope,
        goal_metric,
        owner,

        -- numbers
        goal_value,
        budget,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates
        starts_on,
        ends_on,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
