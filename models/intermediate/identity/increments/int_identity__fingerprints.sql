-- All that the tiers read of each account, as one value that differs when any of it
-- does: shared identifiers with their standing, and evidence. Those of accounts of
-- which nothing changed stay from the last build. Grain: account with a shared
-- identifier.
-- depends_on: {{ ref('int_identity__touched_accounts') }}
{{ config(
    materialized=closed_block_materialization(),
    incremental_strategy='append',
    pre_hook="{{ forget_touched_accounts() }}",
    tags=['blocks'],
) }}

with

identifiers as (
    select
        account_key,
        {{ fingerprint_of([
            'identifier_key', 'tier', 'distrust', 'is_verified', 'owner_no',
            'first_seen_at',
        ]) }} as fingerprint
    from {{ ref('int_identity__shared_identifiers') }}
    {{ only_touched_accounts() }}
    group by account_key
),

evidence as (
    select
        account_key,
        {{ fingerprint_of(['kind', 'value', 'is_binding', 'is_corrigible']) }}
            as fingerprint
    from {{ ref('int_identity__evidence') }}
    {{ only_touched_accounts() }}
    group by account_key
)

select
    identifiers.account_key,
    identifiers.fingerprint || ':' || coalesce(evidence.fingerprint, '') as fingerprint
from identifiers
left join evidence on identifiers.account_key = evidence.account_key
