with

source as (
    select *
    from {{ ref('base_tmall__members') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'tmall' as channel_code,
        ouid as account_id,

        -- strings
        nick_hash as name_hash,
        mobile_hash as phone_hash,
        gender,
        province,
        city,
        {{ name_kind('nick') }} as name_kind,
        {{ name_mask('nick') }} as name_mask,
        {{ phone_mask('mobile') }} as phone_mask,
        {{ name_fault('nick') }} as name_fault,
        {{ fault_of('mobile') }} as phone_fault,
        {{ fault_of('birthday') }} as birthday_fault,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates and timestamps
        birthday,
        joined_at as registered_at,
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
    'acquired_qr_id', 'acquired_store_id', 'acquired_employee_id',
    'referrer_account_key', 'address_hash', 'email_mask', 'email_fault',
]) }}
