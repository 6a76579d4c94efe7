-- Grain: a paper card, an account of channel paper_card. The card has a day only: its
-- account begins at midnight of the business time zone.
with

source as (
    select *
    from {{ ref('base_crm__paper_cards') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        'paper_card' as channel_code,
        card_no as account_id,
        store_id as acquired_store_id,
        clerk as acquired_employee_id,

        -- strings
        name_hash,
        phone_hash,
        {{ name_kind('name') }} as name_kind,
        {{ name_mask('name') }} as name_mask,
        {{ phone_mask('phone') }} as phone_mask,
        {{ name_fault('name') }} as name_fault,
        {{ fault_of('phone') }} as phone_fault,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        {{ local_to_utc('cast(filled_on as timestamp)') }} as registered_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

{{ conformed('accounts', 'renamed', without=[
    'email_hash', 'loyalty_no_hash', 'unionid_hash', 'openid_hash', 'device_id_hash',
    'gender', 'birthday', 'province', 'city', 'acquired_qr_id', 'referrer_account_key',
    'updated_at', 'address_hash', 'email_mask', 'email_fault', 'birthday_fault',
]) }}
