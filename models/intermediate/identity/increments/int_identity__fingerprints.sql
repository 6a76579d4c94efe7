-- All that the tiers read of each account, as one value that differs when any of it
-- does: shared identifiers with their standing, evidence, and the code of the tiers.
-- Grain: account with a shared identifier.
{{ config(materialized='table') }}

with

identifiers as (
    select
        account_key,
        {{ fingerprint_of([
            'identifier_key', 'tier', 'distrust', 'is_verified', 'owner_no',
            'first_seen_at',
        ]) }} as fingerprint
    from {{ ref('int_identity__shared_identifiers') }}
    group by account_key
),

evidence as (
    select
        account_key,
        {{ fingerprint_of(['kind', 'value', 'is_binding', 'is_corrigible']) }}
            as fingerprint
    from {{ ref('int_identity__evidence') }}
    group by account_key
)

select
    identifiers.account_key,
    identifiers.fingerprint || ':' || coalesce(evidence.fingerprint, '') as fingerprint
from identifiers
left join evidence on identifiers.account_key = evidence.account_key
