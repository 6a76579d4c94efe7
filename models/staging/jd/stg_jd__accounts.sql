with

source as (
    select *
    from {{ ref('base_jd__members') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'jd' as channel_code,
        pin as account_id,

        -- strings
        mobile_hash as phone_hash,
        province,
        city,
        {{ phone_mask('mobile') }} as phone_mask,
        {{ fault_of('mobile') }} as phone_fault,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
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
    'name_hash', 'email_hash', 'loyalty_no_hash', 'unionid_hash', 'openid_hash',
    'device_id_hash', 'gender', 'birthday', 'acquired_qr_id', 'acquired_store_id',
    'acquired_employee_id', 'referrer_account_key', 'address_hash', 'name_kind',
    'name_mask', 'email_mask', 'name_fault', 'email_fault', 'birthday_fault',
]) }}
