-- What each registered account says of its person, without values that nobody has, and
-- how far its channel is trusted in each field. Grain: registered account.
{{ config(materialized='table') }}

with

accounts as (
    select * from {{ ref('int_accounts__unioned') }} where not is_deleted
),

trust as (
    select
        channel_code,
        {{ trust_by_field() }}
    from {{ ref('int_identity__field_trust') }}
    group by channel_code
),

judged as (
    select
        *,
        {{ is_plausible_birthday('birthday', 'registered_at') }}
            as is_birthday_plausible
    from accounts
)

select
    judged.account_key,
    judged.channel_code,
    judged.registered_at,
    coalesce(judged.updated_at, judged.registered_at) as updated_at,
    case when judged.name_kind is not null then judged.name_hash end as name_hash,
    judged.name_mask,
    judged.name_kind,
    judged.gender,
    case when judged.is_birthday_plausible then judged.birthday end as birthday,
    -- One value: a province and a city of two sources may not exist together.
    case
        when judged.province is not null or judged.city is not null
            then coalesce(judged.province, '') || '|' || coalesce(judged.city, '')
    end as region,
    judged.phone_hash,
    judged.phone_mask,
    judged.email_hash,
    judged.email_mask,
    judged.address_hash,
    judged.loyalty_no_hash,
    judged.name_fault,
    judged.phone_fault,
    judged.email_fault,
    case
        when judged.birthday_fault is not null then judged.birthday_fault
        when not judged.is_birthday_plausible then 'implausible'
    end as birthday_fault,
    -- A person's name before any nick, whoever says it.
    coalesce(trust.name_trust, 50)
    + case when judged.name_kind = 'nickname' then 40 else 0 end as name_trust,
    coalesce(trust.is_name_verified, false) as is_name_verified,
    coalesce(trust.gender_trust, 50) as gender_trust,
    coalesce(trust.is_gender_verified, false) as is_gender_verified,
    coalesce(trust.birthday_trust, 50) as birthday_trust,
    coalesce(trust.is_birthday_verified, false) as is_birthday_verified,
    coalesce(trust.region_trust, 50) as region_trust,
    coalesce(trust.is_region_verified, false) as is_region_verified,
    coalesce(trust.phone_trust, 50) as phone_trust,
    coalesce(trust.is_phone_verified, false) as is_phone_verified,
    coalesce(trust.email_trust, 50) as email_trust,
    coalesce(trust.is_email_verified, false) as is_email_verified,
    coalesce(trust.address_trust, 50) as address_trust,
    coalesce(trust.is_address_verified, false) as is_address_verified
from judged
left join trust on judged.channel_code = trust.channel_code
