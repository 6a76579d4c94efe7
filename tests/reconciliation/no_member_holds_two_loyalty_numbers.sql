-- Whatever accounts are merged by: one member holds one usable value of what a person
-- has one of, in each scope. Of what is written by hand it may hold several where an
-- accepted link names one of its accounts.
with

accepted as (
    select distinct components.component_key
    from {{ ref('int_identity__overrides') }} as overrides
    inner join {{ ref('int_identity__components') }} as components
        on overrides.account_key = components.account_key
    where overrides.kind in ('must_link', 'fuzzy_match')
)

select
    components.component_key,
    identifiers.identifier_type,
    identifiers.identifier_scope,
    min(identifiers.identifier_hash) as one_value,
    max(identifiers.identifier_hash) as other_value
from {{ ref('int_identity__components') }} as components
inner join {{ ref('int_identity__identifiers') }} as identifiers
    on components.account_key = identifiers.account_key
left join accepted on components.component_key = accepted.component_key
where
    identifiers.is_single_valued
    and identifiers.unusable_reason is null
    and not (identifiers.is_corrigible and accepted.component_key is not null)
group by
    components.component_key, identifiers.identifier_type, identifiers.identifier_scope
having min(identifiers.identifier_hash) <> max(identifiers.identifier_hash)
