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
        address_hash,
        {{ name_kind('name') }} as name_kind,
        {{ name_mask('name') }} as name_mask,
        {{ phone_mask('phone') }} as phone_mask,
        {{ email_mask('email') }} as email_mask,
        {{ name_fault('name') }} as name_fault,
        {{ fault_of('phone') }} as phone_fault,
        {{ fault_of('email') }} as email_fault,
        {{ fault_of('birthday') }} as birthday_fault,

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
