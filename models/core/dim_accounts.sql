-- Every account that any channel knows, with its member and what brought it. Grain:
-- account.
with

accounts as (
    select * from {{ ref('int_identity__accounts') }}
),

members as (
    {{ accounts_of_members() }}
)

select
    accounts.account_key,
    members.member_id,
    accounts.channel_code,
    accounts.account_id,
    accounts.acquired_qr_id as acquired_qr_key,
    accounts.acquired_store_id as acquired_store_key,
    accounts.acquired_employee_id as acquired_employee_key,
    accounts.referrer_account_key,
    accounts.is_registered,
    accounts.name_hash is not null as has_name,
    accounts.phone_hash is not null as has_phone,
    accounts.email_hash is not null as has_email,
    accounts.loyalty_no_hash is not null as has_loyalty_card,
    accounts.registered_at,
    accounts.first_seen_at
from accounts
left join members on accounts.account_key = members.account_key
