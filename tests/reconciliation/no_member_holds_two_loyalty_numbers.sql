-- Whatever accounts are merged by: one member holds one usable value of what a person
-- has one of, in each scope.
select
    components.component_key,
    identifiers.identifier_type,
    identifiers.identifier_scope,
    min(identifiers.identifier_hash) as one_value,
    max(identifiers.identifier_hash) as other_value
from {{ ref('int_identity__components') }} as components
inner join {{ ref('int_identity__identifiers') }} as identifiers
    on components.account_key = identifiers.account_key
where identifiers.is_single_valued and identifiers.unusable_reason is null
group by
    components.component_key, identifiers.identifier_type, identifiers.identifier_scope
having min(identifiers.identifier_hash) <> max(identifiers.identifier_hash)
