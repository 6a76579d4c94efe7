with

source as (
    select *
    from {{ ref('base_mini_program__users') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'mini_program' as channel_code,
        openid as account_id,
        scene_qr_id as acquired_qr_id,
        inviter_openid as referrer_account_id,

        -- strings
        nickname_hash as name_hash,
        phone_hash,
        loyalty_no_hash,
        unionid_hash,
        gender,
        province,
        city,
        {{ name_kind('nickname') }} as name_kind,
        {{ name_mask('nickname') }} as name_mask,
        {{ phone_mask('phone') }} as phone_mask,
        {{ name_fault('nickname') }} as name_fault,
        {{ fault_of('phone') }} as phone_fault,
        {{ fault_of('birthday') }} as birthday_fault,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates and timestamps
        birthday,
        created_ms as registered_at,
        updated_ms as updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('accounts', 'renamed', without=[
    'email_hash', 'openid_hash', 'device_id_hash', 'acquired_store_id',
    'acquired_employee_id', 'address_hash', 'email_mask', 'email_fault',
]) }}
