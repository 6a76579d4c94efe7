-- Usable identifiers that more than one account shows; all others link nothing. A value
-- that carriers give to somebody else is cut where nothing was seen of any account that
-- showed it for so long: owner_no counts its owners in time. Those that no change
-- touched stay from the last build. Grain: account, identifier.
-- depends_on: {{ ref('int_identity__touched_identifiers') }}
{{ config(
    materialized=closed_block_materialization(),
    incremental_strategy='append',
    pre_hook="{{ forget_touched_identifiers() }}",
    tags=['blocks'],
) }}

with

identifiers as (
    select
        *,
        identifier_type || ':' || identifier_scope || ':' || identifier_hash
            as identifier_key
    from {{ ref('int_identity__identifiers') }}
    where
        unusable_reason is null
        and accounts_of_identifier > 1
        and {{ is_touched_identifier() }}
),

dated as (
    select
        *,
        {{ epoch_seconds('first_seen_at') }} as first_seen_s,
        max(held_until_s) over (
            partition by identifier_key
            order by first_seen_at, account_key
            rows between unbounded preceding and 1 preceding
        ) as held_before_s
    from identifiers
)

select
    account_key,
    first_seen_at,
    identifier_key,
    identifier_type,
    identifier_scope,
    identifier_hash,
    tier,
    distrust,
    is_verified,
    sum(case when first_seen_s > held_before_s then 1 else 0 end) over (
        partition by identifier_key
        order by first_seen_at, account_key
        rows between unbounded preceding and current row
    ) as owner_no
from dated
