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
