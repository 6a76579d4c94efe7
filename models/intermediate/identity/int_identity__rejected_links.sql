-- Identifiers of accounts that link nothing although others show the same value, and
-- why. Grain: account, identifier.
with

identifiers as (
    select
        *,
        count(*) over (
            partition by identifier_type, identifier_scope, identifier_hash
        ) as accounts_of_identifier
    from {{ ref('int_identity__identifiers') }}
)

select
    account_key,
    first_seen_at as known_at,
    tier,
    identifier_type,
    identifier_scope,
    identifier_hash,
    'too_many_accounts' as reason
from identifiers
where accounts_of_identifier > most_accounts
