-- Grain: an account of the loyalty programme (channel crm) or a paper card (channel
-- paper_card).
with

members as (
    select * from {{ ref('base_crm__members') }} where _row_status = 'staged'
),

paper_cards as (
    select * from {{ ref('base_crm__paper_cards') }} where _row_status = 'staged'
),

renamed_members as (
    select
        -- ids
        'crm' as channel_code,
        member_no as account_id,
        registered_store as acquired_store_id,
        cast(null as {{ dbt.type_string() }}) as acquired_employee_id,

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
    from members
),

renamed_paper_cards as (
    select
        -- ids
        'paper_card' as channel_code,
        card_no as account_id,
        store_id as acquired_store_id,
        clerk as acquired_employee_id,

        -- strings
        name_hash,
        phone_hash,
        cast(null as {{ dbt.type_string() }}) as email_hash,
        cast(null as {{ dbt.type_string() }}) as loyalty_no_hash,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as {{ dbt.type_string() }}) as province,
        cast(null as {{ dbt.type_string() }}) as city,

        -- booleans
        _is_withdrawn as is_deleted,

        -- dates and timestamps
        cast(null as date) as birthday,
        {{ local_to_utc('cast(filled_on as timestamp)') }} as registered_at,
        cast(null as {{ dbt.type_timestamp() }}) as updated_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from paper_cards
),

renamed as (
    select * from renamed_members
    union all
    select * from renamed_paper_cards
)

{{ conformed('accounts', 'renamed', without=[
    'unionid_hash', 'openid_hash', 'device_id_hash', 'acquired_qr_id',
    'referrer_account_key',
]) }}
