with

source as (
    select *
    from {{ ref('base_pos__members') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'pos' as channel_code,
        member_no as account_id,
        store_id as acquired_store_id,
        cashier_id as acquired_employee_id,

        -- strings
        name_hash,
        phone_hash,
        gender,
        {{ name_kind('name') }} as name_kind,
        {{ name_mask('name') }} as name_mask,
        {{ phone_mask('phone') }} as phone_mask,
        {{ name_fault('name') }} as name_fault,
        {{ fault_of('phone') }} as phone_fault,
        {{ fault_of('birthday') }} as birthday_fault,

        -- booleans
        _is_withdrawn as is_deleted,

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
    'email_hash', 'loyalty_no_hash', 'unionid_hash', 'openid_hash', 'device_id_hash',
    'province', 'city', 'acquired_qr_id', 'referrer_account_key', 'address_hash',
    'email_mask', 'email_fault',
]) }}
