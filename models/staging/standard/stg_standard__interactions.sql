with

source as (
    select *
    from {{ ref('base_standard__interactions') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        interaction_id,
        account_id,
        content_id,
        qr_id,
        store_id,
        employee_id,
        product_id,
        campaign_id,

        -- strings
        kind,
        {{ masked_text('touchpoint') }} as touchpoint,
        {{ masked_text('properties', mask='0') }} as properties,

        -- numbers
        duration_seconds,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        occurred_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('interactions', 'renamed') }}
