-- Identifiers of accounts that were not used, or did not merge their holders, and why.
-- An identifier whose holders are one person after all is not listed.
-- is_linked_by_evidence tells that the account is linked by this identifier to a holder
-- with the same name or birthday nevertheless. Grain: account, identifier.
{{ config(materialized='table') }}

with

rejected as (
    select
        account_key,
        first_seen_at as known_at,
        tier,
        identifier_type,
        identifier_scope,
        identifier_hash,
        unusable_reason as reason
    from {{ ref('int_identity__identifiers') }}
    where unusable_reason is not null and accounts_of_identifier > 1
    union all
    select
        account_key,
        first_seen_at as known_at,
        tier,
        identifier_type,
        identifier_scope,
        identifier_hash,
        reason
    from {{ ref('int_identity__split_identifiers') }}
    where reason is not null
),

evident as (
    select
        left_key as account_key,
        identifier_type,
        identifier_scope,
        identifier_hash
    from {{ ref('int_identity__links') }}
    where evidence is not null
    union
    select
        right_key as account_key,
        identifier_type,
        identifier_scope,
        identifier_hash
    from {{ ref('int_identity__links') }}
    where evidence is not null
)

select
    rejected.*,
    evident.account_key is not null as is_linked_by_evidence
from rejected
left join evident
    on
        rejected.account_key = evident.account_key
        and rejected.identifier_type = evident.identifier_type
        and rejected.identifier_scope = evident.identifier_scope
        and rejected.identifier_hash = evident.identifier_hash
