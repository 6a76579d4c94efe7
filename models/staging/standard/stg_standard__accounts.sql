with

source as (
    select *
    from {{ ref('base_standard__accounts') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        account_id,
        acquired_qr_id,
        acquired_store_id,
        acquired_employee_id,
        referrer_account_id,

        -- strings
        name_hash,
        phone_hash,
        email_hash,
        loyalty_no_hash,
        unionid_hash,
        openid_hash,
        device_id_hash,
        gender,
        province,
        city,

        -- booleans
        coalesce(is_deleted, false) or _is_withdrawn as is_deleted,

        -- dates and timestamps
        birthday,
        registered_at,
        updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('accounts', 'renamed') }}
