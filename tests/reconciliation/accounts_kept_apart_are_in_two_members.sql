-- Two accounts that somebody decided are two people are never in one member.
select
    overrides.override_key,
    min(components.component_key) as component_key
from {{ ref('int_identity__overrides') }} as overrides
inner join {{ ref('int_identity__components') }} as components
    on overrides.account_key = components.account_key
where overrides.kind = 'cannot_link'
group by overrides.override_key
having count(*) = 2 and min(components.component_key) = max(components.component_key)
