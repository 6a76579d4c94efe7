with

source as (
    select *
    from {{ ref('base_mini_program__events') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'mini_program' as channel_code,
        event_id as interaction_id,
        openid as account_id,
        content_id,
        qr_id,
        product_id,
        campaign_id,

        -- strings
        event as kind,
        {{ masked_text('page') }} as touchpoint,
        {{ masked_text('properties', mask='0') }} as properties,

        -- numbers
        floor(duration_ms / 1000.0) as duration_seconds,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        event_ms as occurred_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('interactions', 'renamed', without=['store_id', 'employee_id']) }}
