-- By what identifiers are judged and accounts put together, as one value: the registry,
-- placeholders, and the code. When it changes everything is made anew. Grain: one row.
with

types as (
    select
        {{ fingerprint_of([
            'identifier_type', 'scope', 'tier', 'is_single_valued', 'is_corrigible',
            'most_accounts', 'silent_days', 'untraced_silent_days', 'verified_only',
            'unverified_channels', 'trust', 'is_used',
        ]) }} as fingerprint
    from {{ ref('identifier_types') }}
),

placeholders as (
    select {{ fingerprint_of(['identifier_type', 'identifier_hash']) }} as fingerprint
    from {{ ref('int_identity__placeholders') }}
)

select
    concat(
        {{ identity_code() }}, ':', coalesce(types.fingerprint, ''), ':',
        coalesce(placeholders.fingerprint, '')
    ) as made_by
from types
cross join placeholders
