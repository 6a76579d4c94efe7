-- Identifiers that changed accounts show or showed, and those that an override blocks
-- or blocks no more: only their holders have to be judged anew. None when everything is
-- made anew. Grain: identifier.
-- depends_on: {{ ref('int_identity__changed_accounts') }}
{{ config(materialized='table') }}

with

accounts as (
    select accounts.*
    from {{ ref('int_identity__accounts') }} as accounts
    inner join {{ ref('int_identity__changed_accounts') }} as changed
        on accounts.account_key = changed.account_key
),

overrides as (
    select * from {{ ref('int_identity__overrides') }}
),

shown as (
    {{ described_identifiers() | indent(4) }}
)

select
    identifier_type,
    identifier_scope,
    identifier_hash
from shown
{%- if has_closed_blocks() %}
union
select
    identifiers.identifier_type,
    identifiers.identifier_scope,
    identifiers.identifier_hash
from {{ kept_table('int_identity__identifiers') }} as identifiers
inner join {{ ref('int_identity__changed_accounts') }} as changed
    on identifiers.account_key = changed.account_key
union
select
    identifiers.identifier_type,
    identifiers.identifier_scope,
    identifiers.identifier_hash
from {{ kept_table('int_identity__identifiers') }} as identifiers
inner join overrides
    on
        identifiers.identifier_type = overrides.identifier_type
        and identifiers.identifier_hash = overrides.identifier_hash
where
    overrides.kind = 'blocked_identifier'
    and coalesce(identifiers.unusable_reason, '') <> 'blocked'
union
select
    identifiers.identifier_type,
    identifiers.identifier_scope,
    identifiers.identifier_hash
from {{ kept_table('int_identity__identifiers') }} as identifiers
left join overrides
    on
        identifiers.identifier_type = overrides.identifier_type
        and identifiers.identifier_hash = overrides.identifier_hash
        and overrides.kind = 'blocked_identifier'
where identifiers.unusable_reason = 'blocked' and overrides.kind is null
{{ left_of_before('identifier_type, identifier_scope, identifier_hash') }}
{%- endif %}
