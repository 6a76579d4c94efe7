-- What accounts of open blocks say of their persons, which the tiers read. Values that
-- an accepted link says are one person's count as one. Grain: account, kind.
{{ config(materialized='table') }}

select
    evidence.account_key,
    evidence.kind,
    coalesce(corrections.component_key, evidence.value) as value,
    evidence.is_binding
from {{ ref('int_identity__evidence') }} as evidence
inner join {{ ref('int_identity__open_accounts') }} as accounts
    on evidence.account_key = accounts.account_key
left join {{ ref('int_identity__open_corrections') }} as corrections
    on
        case
            when evidence.is_corrigible then evidence.kind || ':' || evidence.value
        end = corrections.node_key
