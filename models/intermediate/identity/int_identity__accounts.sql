-- Every account that any channel knows: from account extracts, or, for guests, from
-- their first order or interaction. Grain: account.
{{ config(materialized='table') }}

with

registered as (
    select * from {{ ref('int_accounts__unioned') }} where not is_deleted
),

activities as (
    select * from {{ ref('int_identity__activities') }}
)

select
    coalesce(registered.account_key, activities.account_key) as account_key,
    coalesce(registered.channel_code, activities.channel_code) as channel_code,
    substr(
        coalesce(registered.account_key, activities.account_key),
        length(coalesce(registered.channel_code, activities.channel_code)) + 2
    ) as account_id,
    registered.account_key is not null as is_registered,
    registered.registered_at,
    -- least() skips nulls on both engines
    least(registered.registered_at, activities.first_activity_at) as first_seen_at,
    activities.last_activity_at,
    registered.name_hash,
    registered.name_kind,
    registered.phone_hash,
    registered.email_hash,
    registered.loyalty_no_hash,
    registered.unionid_hash,
    registered.openid_hash,
    registered.device_id_hash,
    registered.gender,
    registered.birthday,
    registered.province,
    registered.city,
    registered.acquired_qr_id,
    registered.acquired_store_id,
    registered.acquired_employee_id,
    registered.referrer_account_key
from registered
full outer join activities
    on registered.account_key = activities.account_key
