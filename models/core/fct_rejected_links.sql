-- Identifiers that would have joined an account to others and were not used, and why.
-- Grain: account, identifier, reason.
with

rejected as (
    select * from {{ ref('int_identity__rejected_links') }}
),

accounts as (
    select
        account_key,
        member_id,
        channel_code
    from {{ ref('bridge_member_accounts') }}
    where is_current
)

select
    accounts.member_id,
    accounts.channel_code,
    rejected.account_key,
    rejected.identifier_type,
    rejected.identifier_scope,
    rejected.identifier_hash,
    rejected.reason,
    rejected.known_at
from rejected
inner join accounts on rejected.account_key = accounts.account_key
