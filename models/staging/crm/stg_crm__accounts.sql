with

source as (
    select *
    from {{ ref('base_crm__members') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'crm' as channel_code,
        member_no as account_id,
        registered_store as acquired_store_id,

        -- strings
        name_hash,
        phone_hash,
        email_hash,
        loyalty_no_hash,
        gender,
        province,
        city,

        -- booleans
        coalesce(is_deleted, false) or _is_withdrawn as is_deleted,

        -- dates and timestamps
        birthday,
        registered_at,
        modified_at as updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('accounts', 'renamed', without=[
    'unionid_hash', 'openid_hash', 'device_id_hash', 'acquired_qr_id',
    'acquired_employee_id', 'referrer_account_key',
]) }}
