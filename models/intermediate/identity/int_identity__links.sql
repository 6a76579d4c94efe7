-- Links between accounts that share an identifier: the first account that showed it
-- with each later one, so k accounts give k - 1 rows, never pairs. An identifier on one
-- account links nothing; one on more accounts than its type allows is shared, and is
-- not used. Grain: identifier, later account.
with

identifiers as (
    select * from {{ ref('int_identity__identifiers') }}
),

ordered as (
    select
        *,
        first_value(account_key) over (
            partition by identifier_type, identifier_scope, identifier_hash
            order by first_seen_at, account_key
        ) as first_account_key,
        count(*) over (
            partition by identifier_type, identifier_scope, identifier_hash
        ) as accounts_of_identifier
    from identifiers
)

select
    first_account_key as left_key,
    account_key as right_key,
    first_seen_at as known_at,
    tier,
    identifier_type,
    identifier_scope,
    identifier_hash
from ordered
where
    account_key != first_account_key
    and accounts_of_identifier <= most_accounts
