-- Overrides as the linking reads them: a link or its opposite is two rows, one an
-- account, under one key; a blocked identifier is one row. Candidates enter beside them
-- when the variable fuzzy_accept_above lets them. Grain: override, account.
with

overrides as (
    select
        *,
        channel_code || ':' || account_id as account_key,
        other_channel_code || ':' || other_account_id as other_account_key
    from {{ ref('identity_overrides') }}
),

pairs as (
    select distinct
        kind,
        least(account_key, other_account_key) as left_key,
        greatest(account_key, other_account_key) as right_key
    from overrides
    where kind in ('must_link', 'cannot_link')
    union
    select
        'fuzzy_match' as kind,
        left_account as left_key,
        right_account as right_key
    from {{ ref('stg_review__match_candidates') }}
    where
        status <> 'refused'
        and match_probability >= {{ var('fuzzy_accept_above') or 2 }}
),

keyed as (
    select
        *,
        {{ sha256_hex("left_key || '|' || right_key") }} as override_key
    from pairs
)

select
    kind,
    override_key,
    left_key as account_key,
    cast(null as {{ dbt.type_string() }}) as identifier_type,
    cast(null as {{ dbt.type_string() }}) as identifier_hash
from keyed
union all
select
    kind,
    override_key,
    right_key as account_key,
    cast(null as {{ dbt.type_string() }}) as identifier_type,
    cast(null as {{ dbt.type_string() }}) as identifier_hash
from keyed
union all
select distinct
    kind,
    cast(null as {{ dbt.type_string() }}) as override_key,
    cast(null as {{ dbt.type_string() }}) as account_key,
    identifier_type,
    identifier_hash
from overrides
where kind = 'blocked_identifier'
